// The history checker on the platform as it is, and on nodes with one planted fault each, which it must find.
import { afterEach, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../database.ts'
import type { Fault } from '../withdrawal-gateway.ts'
import type { Rule } from './history.ts'
import { type Outcome, runHistory } from './run.ts'

const patience = { timeout: 240_000 }
let database: TestDatabase | undefined
afterEach(() => database?.drop())

/** Bounded by what was done, so that a slow machine finds the same: longer than 60 s it never takes. */
async function run(of: 'CONSENTS' | 'POWERS', enough: number, fault?: Fault): Promise<Outcome> {
  database = await testDatabase({ sample: true })
  return runHistory(database, { of, seconds: 60, enough, seed: 4, ...(fault && { fault }) })
}

describe.sequential('the history of consents', () => {
  test(
    'keeps every promise, whatever befalls the nodes (CASES.md T01, T02, T03, T10)',
    patience,
    async () => {
      const outcome = await run('CONSENTS', 400)
      expect(outcome.violations).toEqual([])
      expect(outcome.atOnceGiven).toBe(0)
      // It was a run at all.
      expect(outcome.kills + outcome.freezes + outcome.cuts).toBeGreaterThan(1)
      expect(Math.min(outcome.done, outcome.given, outcome.races, outcome.atOnce)).toBeGreaterThan(20)
      expect(outcome.followed).toBe(2 * outcome.events)
    },
  )

  test.each<{ fault: Fault; finds: Rule }>([
    { fault: 'REMEMBERED', finds: 'LATE_RELEASE' },
    { fault: 'CHECK_THEN_WRITE', finds: 'LATE_RELEASE' },
    { fault: 'UNRECORDED', finds: 'UNRECORDED' },
    { fault: 'NO_LOCK', finds: 'ILLEGAL' },
    { fault: 'LOST_EVENT', finds: 'LOST_COMMAND' },
    // Beside it some LATE_READ, as many as the machine has time for.
    { fault: 'ACKNOWLEDGED_EARLY', finds: 'LOST_COMMAND' },
  ])('with the fault $fault the checker finds $finds', patience, async ({ fault, finds }) => {
    const { violations } = await run('CONSENTS', 120, fault)
    expect(violations.map(({ rule }) => rule)).toContain(finds)
  })
})

describe.sequential('the history of powers of attorney', () => {
  test(
    'keeps every promise: given, passed on, limited, ended and lapsed (CASES.md P01, P03, P06, T01)',
    patience,
    async () => {
      const { powers, violations, ...troubles } = await run('POWERS', 300)
      expect(violations).toEqual([])
      expect(powers.atOnceGiven).toBe(0)
      expect(troubles.kills + troubles.freezes + troubles.cuts).toBeGreaterThan(1)
      expect(Math.min(powers.done, powers.given, powers.atOnce)).toBeGreaterThan(20)
      expect(powers.races).toBeGreaterThan(0)
      expect(powers.deaths).toBeGreaterThan(0)
    },
  )

  test.each<{ fault: Fault; finds: Rule }>([
    { fault: 'REMEMBERED', finds: 'LATE_READ' },
    { fault: 'LAST_LINK', finds: 'LATE_RELEASE' },
    { fault: 'UNRECORDED', finds: 'UNRECORDED' },
    { fault: 'NO_LOCK', finds: 'ILLEGAL' },
    { fault: 'LOST_EVENT', finds: 'LOST_COMMAND' },
    { fault: 'ACKNOWLEDGED_EARLY', finds: 'LOST_COMMAND' },
  ])('with the fault $fault the checker finds $finds', patience, async ({ fault, finds }) => {
    const { violations } = await run('POWERS', 100, fault)
    expect(violations.map(({ rule }) => rule)).toContain(finds)
  })
})
