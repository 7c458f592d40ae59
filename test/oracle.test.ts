// The oracle in CI: thousands of random operations, and not one answer that differs from the masked one (case G46).
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './database.ts'
import { type Oracle, openOracle } from './oracle.ts'
import { hiddenCode } from './oracle-mask.ts'
import { enough, type Report } from './oracle-tally.ts'
import { openPlatform, type Platform } from './platform.ts'

const seed = Number(process.env.ORACLE_SEED ?? 20260401)
const operations = Math.max(2_000, Number(process.env.ORACLE_RUNS ?? 2_000))

// The codes that reading can come to here.
const codes =
  `ACTIVITY_MISSING ACTIVITY_UNKNOWN ACTIVITY_ENDED ACTIVITY_FIELD_OUTSIDE ACTIVITY_REACH CONSENT_MISSING
  CONSENT_NOT_YET CONSENT_WITHDRAWN CONSENT_EXPIRED CONSENT_SUSPENDED CONSENT_FIELD_OUTSIDE CONSENT_PARAMETER_OUTSIDE MANDATE_MISSING
  MANDATE_EXPIRED MANDATE_LAPSED MANDATE_DEPTH MANDATE_SCOPE NUMBER_NEVER_PRIVATE CALLER_KIND
  SIGNING_RULE_UNMET SIGNING_RULE_UNPARSED INDETERMINATE LOG_UNAVAILABLE ${hiddenCode}`.split(/\s+/)

let database: TestDatabase
let platform: Platform
let oracle: Oracle
let report: Report
beforeAll(async () => {
  database = await testDatabase({ sample: true })
  platform = await openPlatform(database)
  oracle = await openOracle(database, platform)
  report = await oracle.run({ seed, operations, worlds: 8, codes })
  // Whoever asks for a seed wants to see what it came to.
  if (process.env.ORACLE_SEED) process.stdout.write(`${summary(report)}\n`)
}, 900_000)
afterAll(async () => {
  await platform?.close()
  await database?.drop()
})

/** In one line: how many operations, and what came least often. */
function summary({ operations: counted, mixed, filled, reached, codes: came }: Report): string {
  const least = (wanted: readonly string[], times: ReadonlyMap<string, number>) =>
    wanted
      .map(name => [name, times.get(name) ?? 0] as const)
      .toSorted((a, b) => a[1] - b[1])
      .slice(0, 3)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')
  const share = (mixed / counted).toFixed(2)
  return `seed ${seed}: ${counted} counted, ${filled} more, mixed ${share}; least ${least(oracle.wanted, reached)}; ${least(codes, came)}`
}

const seldom = (wanted: readonly string[], counted: ReadonlyMap<string, number>): readonly string[] =>
  wanted.filter(name => (counted.get(name) ?? 0) < enough)

test('the platform answers what the table leaves of an answer without enforcement', () => {
  expect(report.difference).toBeNull()
})

describe('the run counts:', () => {
  test('so many operations decided something', () => {
    expect(report.operations).toBeGreaterThanOrEqual(operations)
  })

  test('every coordinate that reading leads to was reached at least five times', () => {
    expect(oracle.wanted.length).toBeGreaterThan(200)
    expect(seldom(oracle.wanted, report.reached)).toEqual([])
  })

  test('every code came at least five times', () => {
    expect(seldom(codes, report.codes)).toEqual([])
  })

  // ACCESS.md 12 asks for 0.30; ten seeds gave 0.36 to 0.41.
  test('more than a third of the operations had both a permit and a refusal', () => {
    expect(report.mixed / report.operations).toBeGreaterThanOrEqual(0.35)
  })
})
