// Random commands on powers of attorney against the diagram of ACCESS.md section 10, written once more apart from the product.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  beginning,
  type Command,
  change,
  endedBecause,
  type Life,
  type State,
  stateAt,
} from '../subgraphs/powers-of-attorney/lifecycle.ts'
import { at, inDays } from './decision-facts.ts'

// OFFERED → PARTLY_CONFIRMED → ACTIVE → REVOKED | RENOUNCED, and for a future one DORMANT before ACTIVE. LAPSED and
// EXPIRED come of time and the registers, never of a command.
const arrows: Readonly<Record<string, readonly string[]>> = {
  OFFERED: ['OFFERED', 'PARTLY_CONFIRMED', 'ACTIVE', 'REVOKED', 'RENOUNCED'],
  PARTLY_CONFIRMED: ['PARTLY_CONFIRMED', 'DORMANT', 'ACTIVE', 'REVOKED', 'RENOUNCED'],
  DORMANT: ['DORMANT', 'ACTIVE', 'REVOKED'],
  ACTIVE: ['ACTIVE', 'REVOKED', 'RENOUNCED'],
}
const commands: readonly Command[] = ['ACCEPT', 'CONFIRM', 'REVOKE', 'RENOUNCE', 'LIMIT', 'ACTIVATE']
const gone = fc.constantFrom(null, null, null, 'GRANTOR_DEAD', 'HOLDER_DEAD', 'CHAIN_ENDED')

const anyLife = fc.record({
  kind: fc.constantFrom('VOLUNTARY', 'VOLUNTARY', 'FUTURE', 'DECREE'),
  state: fc.constantFrom('OFFERED', 'PARTLY_CONFIRMED', 'DORMANT', 'ACTIVE', 'REVOKED', 'RENOUNCED'),
  askedBy: fc.constantFrom('GRANTOR', 'HOLDER', 'STEWARD'),
  answerBy: fc.integer({ min: -2, max: 9 }).map(inDays),
  confirmBy: fc.integer({ min: -2, max: 9 }).map(inDays),
  validTo: fc.integer({ min: -2, max: 9 }).map(inDays),
  gone,
}) as fc.Arbitrary<Life>
// A future one is never offered: its holder does not know of it.
const lives = anyLife.filter(({ kind, state }) => !(kind === 'FUTURE' && state === 'OFFERED'))

const step = fc.record({
  command: fc.constantFrom(...commands),
  agreed: fc.boolean(),
  confirmed: fc.boolean(),
  days: fc.integer({ min: 0, max: 3 }),
})

test('every command leads along an arrow, or nowhere; what has ended stays ended', () => {
  fc.assert(
    fc.property(lives, fc.array(step, { maxLength: 12 }), (first, steps) => {
      let life = first
      let time = at
      for (const { command, agreed, confirmed, days } of steps) {
        time = new Date(time.getTime() + days * 86_400_000)
        const before = stateAt(life, time)
        const changed = change(life, command, { at: time, agreed, confirmed })
        if ('code' in changed) {
          expect(changed.code).toBe('WRONG_STATE')
          continue
        }
        expect(arrows[life.state]).toContain(changed.state)
        // Whatever time ended is nobody's to command; whatever the registers ended can be taken away still.
        expect(before).not.toBe('EXPIRED')
        if (before === 'LAPSED') expect(['REVOKED', 'RENOUNCED']).toContain(changed.state)
        if (changed.state === 'ACTIVE' && life.state !== 'ACTIVE' && command !== 'ACTIVATE')
          expect(agreed).toBe(true)
        if (changed.state === 'ACTIVE' && life.kind === 'FUTURE' && life.state !== 'ACTIVE')
          expect(command).toBe('ACTIVATE')
        if (life.kind === 'DECREE') expect(command).not.toBe('REVOKE')
        life = { ...life, state: changed.state }
      }
    }),
    { numRuns: 2_000 },
  )
})

test('the state is told with a reason exactly when it lapsed, and time never brings one back', () => {
  fc.assert(
    fc.property(lives, fc.integer({ min: 0, max: 20 }), (life, days) => {
      const later = new Date(at.getTime() + days * 86_400_000)
      const [now, then] = [stateAt(life, at), stateAt(life, later)]
      expect(endedBecause(life, at) !== null).toBe(now === 'LAPSED')
      const over: readonly State[] = ['EXPIRED', 'LAPSED']
      if (over.includes(now)) expect(over).toContain(then)
      else expect([now, ...over]).toContain(then)
    }),
    { numRuns: 2_000 },
  )
})

test.each`
  kind           | offered  | agreed   | state
  ${'VOLUNTARY'} | ${false} | ${true}  | ${'ACTIVE'}
  ${'VOLUNTARY'} | ${false} | ${false} | ${'PARTLY_CONFIRMED'}
  ${'VOLUNTARY'} | ${true}  | ${true}  | ${'OFFERED'}
  ${'VOLUNTARY'} | ${true}  | ${false} | ${'OFFERED'}
  ${'FUTURE'}    | ${false} | ${true}  | ${'DORMANT'}
  ${'DECREE'}    | ${false} | ${true}  | ${'ACTIVE'}
`('a new $kind, offered $offered and agreed $agreed, begins $state', ({ kind, offered, agreed, state }) => {
  expect(beginning(kind, offered, agreed)).toBe(state)
})
