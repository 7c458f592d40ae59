// `npm run bench`: what decisions, consents and acting for others cost, measured side by side.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join, resolve } from 'node:path'
import { runConsents } from '../bench/consents.ts'
import {
  groundReport,
  groundTable,
  listsReport,
  listsTable,
  replaceSection,
  withdrawalsReport,
  withdrawalsTable,
} from '../bench/consents-report.ts'
import { runConsole } from '../bench/console.ts'
import { consoleReport, consoleTable } from '../bench/console-report.ts'
import { runLists } from '../bench/lists.ts'
import { runLoading } from '../bench/loading.ts'
import { loadingReport, loadingTable } from '../bench/loading-report.ts'
import { runMandates } from '../bench/mandates.ts'
import { mandatesReport, mandatesTable } from '../bench/mandates-report.ts'
import { mostBusinesses, mostPersons } from '../bench/population.ts'
import { report, table } from '../bench/report.ts'
import { runBench } from '../bench/run.ts'
import { runSize } from '../bench/size.ts'
import { sizeReport, sizeTables } from '../bench/size-report.ts'
import { runSpeed } from '../bench/speed.ts'
import { speedReport, speedTables } from '../bench/speed-report.ts'
import { runWithdrawals } from '../bench/withdrawals.ts'
import { type Lifecycle, runCommand } from './lifecycle.ts'
import { readNumber, readOptions } from './options.ts'

const subjects = [
  'decisions',
  'consents',
  'lists',
  'withdrawals',
  'mandates',
  'speed',
  'loading',
  'size',
  'console',
] as const
type Subject = (typeof subjects)[number]

interface Wanted {
  readonly of: Subject
  readonly persons: number
  readonly businesses: number
  readonly consents: number
  readonly rounds: number
  readonly data: string | null
  readonly profiles: string | null
  readonly write: boolean
}

if (import.meta.main) {
  const { values, switches } = readOptions({
    usage: 'npm run bench -- [--of SUBJECT] [--persons N] [--businesses N] [--write]',
    summary:
      'Measures the CPU that decisions, consents or mandates cost, on a population made for it. Linux only.',
    options: {
      of: {
        value: 'SUBJECT',
        meaning:
          'decisions (unless given), consents (by law and by consent), lists, withdrawals, mandates, speed, loading, size (beside 100000 and 50000) or console.',
      },
      persons: { value: 'N', meaning: 'Persons of the population; 20000 unless given.' },
      businesses: { value: 'N', meaning: 'Businesses of it; 10000 unless given.' },
      consents: {
        value: 'N',
        meaning: 'Many consents: for lists 5000000 unless given (few are 50000), for withdrawals 100000.',
      },
      rounds: { value: 'N', meaning: 'Measured rounds of each side; 7 unless given.' },
      data: { value: 'FOLDER', meaning: 'Keeps the database there for the next run.' },
      profiles: { value: 'FOLDER', meaning: "Writes Node's CPU profiles of both sides there." },
      write: { meaning: 'Writes bench/RESULTS.md.' },
    },
  })
  const of = readSubject(values.of ?? 'decisions')
  const wanted = {
    of,
    persons: readNumber('persons', values.persons ?? '20000', mostPersons),
    businesses: readNumber('businesses', values.businesses ?? '10000', mostBusinesses),
    consents: readNumber('consents', values.consents ?? (of === 'lists' ? '5000000' : '100000'), 20_000_000),
    rounds: readNumber('rounds', values.rounds ?? '7', 100),
    data: values.data ?? null,
    profiles: values.profiles === undefined ? null : resolve(values.profiles),
    write: switches.has('write'),
  }
  await runCommand(lifecycle => bench(wanted, lifecycle))
}

function readSubject(text: string): Subject {
  const subject = subjects.find(one => one === text)
  if (subject) return subject
  console.error(`--of must be one of ${subjects.join(', ')}.`)
  process.exit(2)
}

async function bench(wanted: Wanted, lifecycle: Lifecycle): Promise<number> {
  const folder = wanted.data ?? (await mkdtemp(join(tmpdir(), 'engang-bench-')))
  if (wanted.data === null) lifecycle.started(() => rm(folder, { recursive: true, force: true }))
  const { printed, section } = await benchOf(wanted.of)(wanted, folder, lifecycle)
  console.log(printed)
  if (wanted.write) await writeResults(section)
  return 0
}

interface Benched {
  readonly printed: string
  /** Of RESULTS.md. */
  readonly section: string
}
type Bench = (wanted: Wanted, folder: string, lifecycle: Lifecycle) => Promise<Benched>

function benchOf(subject: Subject): Bench {
  return {
    decisions: benchDecisions,
    consents: benchConsents,
    lists: benchLists,
    withdrawals: benchWithdrawals,
    mandates: benchMandates,
    speed: benchSpeed,
    loading: benchLoading,
    size: benchSize,
    console: benchConsole,
  }[subject]
}

async function benchDecisions(
  { persons, businesses, rounds, profiles }: Wanted,
  folder: string,
  lifecycle: Lifecycle,
): Promise<Benched> {
  const size = { persons, businesses }
  const results = await runBench({ size, seed: 1, rounds, folder, profiles, say }, lifecycle)
  const command = `npm run bench -- --persons ${persons} --businesses ${businesses} --rounds ${rounds}`
  return { printed: table(results), section: report(results, { command, machine: machine() }) }
}

async function benchSpeed(
  { persons, businesses, rounds, profiles }: Wanted,
  folder: string,
  lifecycle: Lifecycle,
): Promise<Benched> {
  const size = { persons, businesses }
  const results = await runSpeed({ size, seed: 1, rounds, folder, profiles, say }, lifecycle)
  const command = `npm run bench -- --of speed --persons ${persons} --businesses ${businesses} --rounds ${rounds}`
  return { printed: speedTables(results), section: speedReport(results, { command, machine: machine() }) }
}

async function benchLoading(
  { persons, businesses, rounds }: Wanted,
  folder: string,
  lifecycle: Lifecycle,
): Promise<Benched> {
  const results = await runLoading({ size: { persons, businesses }, seed: 1, rounds, folder, say }, lifecycle)
  const command = `npm run bench -- --of loading --persons ${persons} --businesses ${businesses} --rounds ${rounds}`
  return { printed: loadingTable(results), section: loadingReport(results, { command, machine: machine() }) }
}

async function benchSize(
  { persons, businesses, rounds }: Wanted,
  folder: string,
  lifecycle: Lifecycle,
): Promise<Benched> {
  const size = { persons, businesses }
  const results = await runSize({ size, seed: 1, rounds, folder, say }, lifecycle)
  const command = `npm run bench -- --of size --persons ${persons} --businesses ${businesses} --rounds ${rounds}`
  return {
    printed: sizeTables(results, size),
    section: sizeReport(results, size, { command, machine: machine() }),
  }
}

async function benchConsole(
  { rounds, profiles }: Wanted,
  folder: string,
  lifecycle: Lifecycle,
): Promise<Benched> {
  const results = await runConsole({ rounds, folder, profiles, say }, lifecycle)
  const command = `npm run bench -- --of console --rounds ${rounds}`
  return {
    printed: consoleTable(results),
    section: consoleReport(results, { command, machine: machine() }),
  }
}

async function benchConsents(
  { persons, rounds, profiles }: Wanted,
  folder: string,
  lifecycle: Lifecycle,
): Promise<Benched> {
  // The population's extract of businesses has one at least.
  const size = { persons, businesses: 1 }
  const measured = await runConsents({ size, seed: 1, rounds, folder, profiles, say }, lifecycle)
  const command = `npm run bench -- --of consents --persons ${persons} --rounds ${rounds}`
  return { printed: groundTable(measured), section: groundReport(measured, { command, machine: machine() }) }
}

async function benchMandates(
  { persons, rounds, profiles }: Wanted,
  folder: string,
  lifecycle: Lifecycle,
): Promise<Benched> {
  // The population's extract of businesses has one at least.
  const size = { persons, businesses: 1 }
  const measured = await runMandates({ size, seed: 1, rounds, folder, profiles, say }, lifecycle)
  const command = `npm run bench -- --of mandates --persons ${persons} --rounds ${rounds}`
  return {
    printed: mandatesTable(measured),
    section: mandatesReport(measured, { command, machine: machine() }),
  }
}

async function benchLists(
  { consents, rounds }: Wanted,
  folder: string,
  lifecycle: Lifecycle,
): Promise<Benched> {
  const results = await runLists({ few: 50_000, many: consents, rounds, folder, say }, lifecycle)
  const command = `npm run bench -- --of lists --consents ${consents} --rounds ${rounds}`
  return { printed: listsTable(results), section: listsReport(results, { command, machine: machine() }) }
}

async function benchWithdrawals(
  { persons, consents, rounds, profiles }: Wanted,
  folder: string,
  lifecycle: Lifecycle,
): Promise<Benched> {
  // The population's extract of businesses has one at least.
  const size = { persons, businesses: 1 }
  const results = await runWithdrawals({ size, seed: 1, consents, rounds, folder, profiles, say }, lifecycle)
  const command = `npm run bench -- --of withdrawals --persons ${persons} --consents ${consents} --rounds ${rounds}`
  return {
    printed: withdrawalsTable(results),
    section: withdrawalsReport(results, { command, machine: machine() }),
  }
}

/** Its kind, never its name. */
function machine(): string {
  const [core] = cpus()
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`
  return `Linux, ${cpus().length} cores (${core?.model ?? process.arch}), ${memory}, Node ${process.versions.node.split('.')[0]}, PostgreSQL 18`
}

function say(line: string): void {
  console.error(line)
}

/** Writes this section of bench/RESULTS.md. */
async function writeResults(section: string): Promise<void> {
  const file = new URL('../bench/RESULTS.md', import.meta.url)
  await writeFile(file, replaceSection(await readFile(file, 'utf8').catch(() => ''), section))
}
