// A supplier's right to ask for another authority, decided by itself: whose right counts, what the mandate covers, for how long.
import { describe, expect, test } from 'vitest'
import type { ActivityFacts } from '../access/activity.ts'
import { type Asker, decide, decideCommand, decideEntry, decideOfficer } from '../access/decide.ts'
import type { SupplierFacts } from '../access/supplier.ts'
import {
  activity,
  callerFacts,
  field,
  inDays,
  kommune,
  name,
  number,
  subject,
  system,
} from './decision-facts.ts'

const lev = '99000009'
const skat = '99000007'

const mandate = (overrides: Partial<SupplierFacts> = {}): SupplierFacts => ({
  ...{ id: 'd0000000-0000-4000-8000-000000000001', state: 'ACTIVE', activities: ['KOM-17'] },
  ...{ validFrom: inDays(-10), validTo: inDays(10) },
  ...overrides,
})

const kom17 = (overrides: Partial<ActivityFacts> = {}) => activity({ systems: ['lev-drift'], ...overrides })

/** The private supplier's system, asking for the municipality. */
const levFor = (
  suppliers: readonly SupplierFacts[],
  stated: ActivityFacts | null = kom17(),
  overrides: Partial<Asker> = {},
): Asker =>
  system(stated, {
    caller: { kind: 'SYSTEM', client: 'lev-drift', officer: null },
    represented: { kind: 'AUTHORITY', cvr: kommune },
    facts: callerFacts({
      activity: stated,
      system: { authority: lev, kind: 'PRIVATE', officers: false },
      suppliers,
    }),
    ...overrides,
  })

const outcome = (asker: Asker, rule = name, parties: readonly string[] = []) => {
  const decision = decide(asker, { rule, subject: subject(), parties })
  return decision.outcome === 'REFUSE' ? decision.code : decision.ground
}

describe('step 2: whether a mandate holds for the stated activity', () => {
  test.each`
    mandates                                       | suppliers                                                                        | expected
    ${'one in force that covers it'}               | ${[mandate()]}                                                                   | ${'LAW'}
    ${'none'}                                      | ${[]}                                                                            | ${'MANDATE_MISSING'}
    ${'one that begins later'}                     | ${[mandate({ validFrom: inDays(1) })]}                                           | ${'MANDATE_MISSING'}
    ${'one that begins now'}                       | ${[mandate({ validFrom: inDays(0) })]}                                           | ${'LAW'}
    ${'one that ends now'}                         | ${[mandate({ validTo: inDays(0) })]}                                             | ${'MANDATE_EXPIRED'}
    ${'one that a steward ended'}                  | ${[mandate({ state: 'ENDED' })]}                                                 | ${'MANDATE_EXPIRED'}
    ${'one for another activity'}                  | ${[mandate({ activities: ['KOM-18'] })]}                                         | ${'MANDATE_SCOPE'}
    ${'one ended, one for another activity'}       | ${[mandate({ state: 'ENDED' }), mandate({ activities: ['KOM-18'] })]}            | ${'MANDATE_SCOPE'}
    ${'one ended for it, one for another, one ok'} | ${[mandate({ state: 'ENDED' }), mandate({ activities: ['KOM-18'] }), mandate()]} | ${'LAW'}
    ${'two that would cover it only together'}     | ${[mandate({ validTo: inDays(-1) }), mandate({ validFrom: inDays(1) })]}         | ${'MANDATE_EXPIRED'}
  `('$mandates: $expected', ({ suppliers, expected }) => {
    expect(outcome(levFor(suppliers))).toBe(expected)
  })
})

describe('steps 3 to 5: the represented authority counts', () => {
  const held = [mandate()]
  const represented = (cvr: string) => ({ represented: { kind: 'AUTHORITY', cvr } }) as const
  const skats = kom17({ id: 'KOM-17', authority: skat })
  test.each`
    what                                           | asker                                                                           | rule      | expected
    ${'its activity gives by law'}                 | ${levFor(held)}                                                                 | ${name}   | ${'LAW'}
    ${'a public one gets numbers through Lev'}     | ${levFor(held)}                                                                 | ${number} | ${'LAW'}
    ${'no activity is stated'}                     | ${levFor(held, null)}                                                           | ${name}   | ${'ACTIVITY_MISSING'}
    ${'no activity, and no mandate'}               | ${levFor([], null)}                                                             | ${name}   | ${'MANDATE_MISSING'}
    ${"the activity is another authority's"}       | ${levFor(held, skats)}                                                          | ${name}   | ${'ACTIVITY_UNKNOWN'}
    ${'the activity does not name the system'}     | ${levFor(held, kom17({ systems: ['kommune-sagssystem'] }))}                     | ${name}   | ${'ACTIVITY_UNKNOWN'}
    ${'the activity has ended'}                    | ${levFor(held, kom17({ validTo: inDays(-1) }))}                                 | ${name}   | ${'ACTIVITY_ENDED'}
    ${'without On-Behalf-Of'}                      | ${levFor(held, kom17(), { represented: null })}                                 | ${name}   | ${'ACTIVITY_UNKNOWN'}
    ${'on behalf of a person'}                     | ${levFor(held, kom17(), { represented: { kind: 'PERSON', id: subject().id } })} | ${name}   | ${'ACTIVITY_UNKNOWN'}
    ${'on behalf of another than the activity is'} | ${levFor(held, kom17(), represented(skat))}                                     | ${name}   | ${'ACTIVITY_UNKNOWN'}
  `('$what: $expected', ({ asker, rule, expected }) => {
    expect(outcome(asker, rule)).toBe(expected)
  })

  test('a private one gets no numbers, whoever works for it', () => {
    expect(outcome(levFor(held, kom17({ kind: 'PRIVATE' })), number)).toBe('NUMBER_NEVER_PRIVATE')
  })

  test.each`
    party                          | cvr        | expected
    ${'the represented authority'} | ${kommune} | ${'PARTY'}
    ${'the supplier itself'}       | ${lev}     | ${'ACTIVITY_FIELD_OUTSIDE'}
  `('a record to which $party is a party: $expected', ({ cvr, expected }) => {
    expect(outcome(levFor(held), field('Consent.state'), [cvr])).toBe(expected)
  })

  test.each`
    what           | decided
    ${'an entry'}  | ${(asker: Asker) => decideEntry(asker, 'LOOKUP')}
    ${'a command'} | ${(asker: Asker) => decideCommand(asker, field('Mutation.requestConsent', { command: { by: ['SYSTEM'], action: 'CONSENT' } }), null)}
  `('$what is open to it as to the authority, and not without the mandate', ({ decided }) => {
    expect(decided(levFor(held)).outcome).toBe('PERMIT')
    expect(decided(levFor([]))).toMatchObject({ code: 'MANDATE_MISSING' })
  })

  test("a supplier's officer is no steward of the authority, whatever an activity says", () => {
    const coordinate = 'Query.myAuthority'
    const adm = kom17({ id: 'ADM-1', fields: new Map([[coordinate, 'LAW']]) })
    const asker = levFor([mandate({ activities: ['ADM-1'] })], adm, {
      caller: { kind: 'SYSTEM', client: 'lev-drift', officer: 'lev-1' },
    })
    const officers = { ...asker, facts: { ...asker.facts, officerRoles: ['STEWARD'] } }
    const rule = field(coordinate, { entry: { by: ['STEWARD'], reach: 'LOOKUP' } })
    expect(decideOfficer(officers, rule)).toMatchObject({ code: 'MANDATE_SCOPE' })
  })
})
