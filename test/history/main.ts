// The history checker for as long as one likes: on a PostgreSQL of its own, with a line of counts and each violation.
import { parseArgs } from 'node:util'
import type { TestProject } from 'vitest/node'
import type { Database } from '../../database/connect.ts'
import setup from '../setup.ts'
import { type RunOptions, runHistory } from './run.ts'

const mostShown = 50

/** Exit code 1: something was not as promised. */
async function main(options: RunOptions): Promise<number> {
  let server = ''
  const provide = (_: string, address: string) => {
    server = address
  }
  const stop = await setup({ provide } as unknown as TestProject)
  // Whoever started this has gone, or wants it to end: what was started ends with it.
  const end = () => void stop().finally(() => process.exit(130))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.once(signal, end)
  try {
    const database = (await (await fetch(`${server}/sample`)).json()) as Database
    const { violations, ...counts } = await runHistory(database, options)
    console.log(JSON.stringify({ ...options, ...counts, violations: violations.length }))
    for (const { rule, what } of violations.slice(0, mostShown)) console.log(`${rule} ${what}`)
    return violations.length === 0 ? 0 : 1
  } finally {
    await stop()
  }
}

const text = { type: 'string' } as const
const { values } = parseArgs({ options: { seconds: text, seed: text, of: text } })
const of: Partial<RunOptions> = values.of === 'CONSENTS' || values.of === 'POWERS' ? { of: values.of } : {}
process.exit(await main({ seconds: Number(values.seconds ?? 60), seed: Number(values.seed ?? 1), ...of }))
