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
async function run(enough: number, fault?: Fault): Promise<Outcome> {
  database = await testDatabase({ sample: true })
  return runHistory(database, { seconds: 60, enough, seed: 4, ...(fault && { fault }) })
}

describe.sequential('the history of consents', () => {
  test(
    'keeps every promise, whatever befalls the nodes (CASES.md T01, T02, T03, T10)',
    patience,
    async () => {
      const outcome = await run(400)
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
    const { violations } = await run(120, fault)
    expect(violations.map(({ rule }) => rule)).toContain(finds)
  })
})
