// `npm run bench`: what identity, activities, decisions and the durable log cost, measured side by side.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { mostPersons } from '../bench/population.ts'
import { report, table } from '../bench/report.ts'
import { runBench } from '../bench/run.ts'
import { type Lifecycle, runCommand } from './lifecycle.ts'
import { readOptions } from './options.ts'

interface Wanted {
  readonly persons: number
  readonly businesses: number
  readonly rounds: number
  readonly data: string | null
  readonly profiles: string | null
  readonly write: boolean
}

if (import.meta.main) {
  const { values, switches } = readOptions({
    usage: 'npm run bench -- [--persons N] [--businesses N] [--write]',
    summary: 'Measures the CPU that decisions cost, on a population made for it. Linux only.',
    options: {
      persons: { value: 'N', meaning: 'Persons of the population; 20000 unless given.' },
      businesses: { value: 'N', meaning: 'Businesses of it; 10000 unless given.' },
      rounds: { value: 'N', meaning: 'Measured rounds of each side; 7 unless given.' },
      data: { value: 'FOLDER', meaning: 'Keeps the database there for the next run.' },
      profiles: { value: 'FOLDER', meaning: "Writes Node's CPU profiles of both sides there." },
      write: { meaning: 'Writes bench/RESULTS.md.' },
    },
  })
  const wanted = {
    persons: readNumber('persons', values.persons ?? '20000', mostPersons),
    businesses: readNumber('businesses', values.businesses ?? '10000', 800_000),
    rounds: readNumber('rounds', values.rounds ?? '7', 100),
    data: values.data ?? null,
    profiles: values.profiles === undefined ? null : resolve(values.profiles),
    write: switches.has('write'),
  }
  await runCommand(lifecycle => bench(wanted, lifecycle))
}

function readNumber(name: string, text: string, most: number): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (number >= 1 && number <= most) return number
  console.error(`--${name} must be a whole number from 1 to ${most}.`)
  process.exit(2)
}

async function bench(wanted: Wanted, lifecycle: Lifecycle): Promise<number> {
  const { persons, businesses, rounds } = wanted
  const folder = wanted.data ?? (await mkdtemp(join(tmpdir(), 'engang-bench-')))
  if (wanted.data === null) lifecycle.started(() => rm(folder, { recursive: true, force: true }))
  const results = await runBench(
    {
      ...{ size: { persons, businesses }, seed: 1, rounds, folder, profiles: wanted.profiles },
      say: line => console.error(line),
    },
    lifecycle,
  )
  console.log(table(results))
  const command = `npm run bench -- --persons ${persons} --businesses ${businesses} --rounds ${rounds}`
  const machine = `Linux, ${cpus().length} cores (${process.arch}), Node ${process.versions.node.split('.')[0]}, PostgreSQL 18`
  if (wanted.write) await writeResults(report(results, { command, machine }))
  return 0
}

/** Writes bench/RESULTS.md; what somebody found out and wrote down below the table stays. */
async function writeResults(text: string): Promise<void> {
  const file = new URL('../bench/RESULTS.md', import.meta.url)
  const before = await readFile(file, 'utf8').catch(() => '')
  const findings = before.indexOf('\n## ')
  await writeFile(file, findings === -1 ? text : text + before.slice(findings))
}
