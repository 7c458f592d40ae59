// What a power of attorney does not reach to whatever it says: what its giver could not do, and a purpose that has ended.
import { expect, test } from 'vitest'
import { isOnlyGuardian } from '../access/acting.ts'
import type { SubjectFacts } from '../access/facts.ts'
import { judgeMandates, type MandateNeed } from '../access/mandates.ts'
import { at, held, inDays, mandate, rights, signing, sofie, subject } from './decision-facts.ts'

const marks = (changes: object = {}) => ({
  economic: true,
  decidesFrom: null,
  jointCustody: false,
  ...changes,
})
const consent = (changes: Partial<MandateNeed> = {}): MandateNeed => ({
  ...{ action: 'CONSENT', fields: [], economic: false, activity: 'KOM-17', marks: marks(), atDoor: false },
  ...changes,
})
const reading = (changes: Partial<MandateNeed> = {}) =>
  consent({ action: 'READ', fields: ['Person.name'], ...changes })
const self = subject({ id: sofie, canonical: sofie })
const judge = (about: Partial<SubjectFacts>, what: MandateNeed, who = self) => {
  const verdict = judgeMandates(subject(about), who, what, at)
  return 'code' in verdict ? verdict.code : verdict.by
}

const power = (changes = {}) => ({
  rights: held(mandate({ actions: ['READ', 'CONSENT', 'ACT'], ...changes })),
})
const ward = { guarded: { until: null } }
const young = { born: '2010-05-01', ofAge: inDays(400) }
const given = 'POWER_OF_ATTORNEY'

test.each`
  why                                      | about                                                            | what                                                                       | expected
  ${'whoever could themselves'}            | ${power()}                                                       | ${consent()}                                                               | ${given}
  ${'a ward, in a matter of money'}        | ${{ ...power(), ...ward }}                                       | ${consent()}                                                               | ${'MANDATE_SCOPE'}
  ${'a ward until this instant'}           | ${{ ...power(), guarded: { until: at } }}                        | ${consent()}                                                               | ${given}
  ${'a ward, on a letter'}                 | ${{ ...power({ givenBy: 'STEWARD' }), ...ward }}                 | ${consent()}                                                               | ${'MANDATE_SCOPE'}
  ${'a ward, passed on by a business'}     | ${{ ...power({ givenBy: 'SIGNATORIES' }), ...ward }}             | ${consent()}                                                               | ${'MANDATE_SCOPE'}
  ${'a ward, reading'}                     | ${{ ...power(), ...ward }}                                       | ${reading()}                                                               | ${given}
  ${'a ward, in another activity'}         | ${{ ...power(), ...ward }}                                       | ${consent({ marks: marks({ economic: false }) })}                          | ${given}
  ${'a ward, in none'}                     | ${{ ...power(), ...ward }}                                       | ${consent({ activity: null, marks: null })}                                | ${given}
  ${'a ward, at the door: said later'}     | ${{ ...power(), ...ward }}                                       | ${consent({ atDoor: true })}                                               | ${given}
  ${'a ward, given by the guardian'}       | ${{ ...power({ givenBy: 'GUARDIAN' }), ...ward }}                | ${consent()}                                                               | ${given}
  ${'a ward, by a future power'}           | ${{ ...power({ kind: 'FUTURE' }), ...ward }}                     | ${consent()}                                                               | ${given}
  ${'a ward, by a decree'}                 | ${{ ...power({ kind: 'DECREE', givenBy: 'STEWARD' }), ...ward }} | ${consent()}                                                               | ${given}
  ${'a minor'}                             | ${{ ...power(), ...young }}                                      | ${consent()}                                                               | ${'MANDATE_SCOPE'}
  ${'a minor, given by custody'}           | ${{ ...power({ givenBy: 'CUSTODY' }), ...young }}                | ${consent()}                                                               | ${given}
  ${'a minor who decides in it'}           | ${{ ...power(), ...young }}                                      | ${consent({ marks: marks({ decidesFrom: 15 }) })}                          | ${given}
  ${'a purpose in force'}                  | ${power({ activities: ['KOM-17'] })}                             | ${reading({ marks: marks({ validFrom: at, validTo: inDays(1) }) })}        | ${given}
  ${'a purpose that ends this instant'}    | ${power({ activities: ['KOM-17'] })}                             | ${reading({ marks: marks({ validFrom: inDays(-1), validTo: at }) })}       | ${'MANDATE_SCOPE'}
  ${'a purpose that is yet to begin'}      | ${power({ activities: ['KOM-17'] })}                             | ${reading({ marks: marks({ validFrom: inDays(1), validTo: inDays(2) }) })} | ${'MANDATE_SCOPE'}
  ${'for any purpose, one that has ended'} | ${power()}                                                       | ${reading({ marks: marks({ validFrom: inDays(-1), validTo: at }) })}       | ${given}
`('$why → $expected', ({ about, what, expected }) => {
  expect(judge(about, what)).toBe(expected)
})

test('what was given for a purpose is released while that is in force', () => {
  const need = reading({ marks: marks({ validFrom: inDays(-1), validTo: inDays(2) }) })
  expect(judgeMandates(subject(power({ activities: ['KOM-17'] })), self, need, at)).toMatchObject({
    relies: { until: inDays(2) },
  })
})

test.each`
  who                      | facts                         | action       | expected
  ${'a director'}          | ${{}}                         | ${'ACT'}     | ${'SIGNING_RULE'}
  ${'a director, a ward'}  | ${ward}                       | ${'ACT'}     | ${'MANDATE_LAPSED'}
  ${'a director, a ward'}  | ${ward}                       | ${'CONSENT'} | ${'MANDATE_LAPSED'}
  ${'a director, a ward'}  | ${ward}                       | ${'READ'}    | ${'SIGNING_RULE'}
  ${'a director, no more'} | ${{ guarded: { until: at } }} | ${'ACT'}     | ${'SIGNING_RULE'}
`('$who, $action → $expected', ({ facts, action, expected }) => {
  const roles = [{ holder: sofie, role: 'DIRECTOR', kind: 'PERSON' }]
  const about = { kind: 'BUSINESS' as const, rights: rights({ signing: signing({ roles }) }) }
  expect(judge(about, consent({ action, activity: null, marks: null }), { ...self, ...facts })).toBe(expected)
})

test('who sees by guardianship alone, and who by more', () => {
  const acting = (changes: object) => ({
    ...{
      by: 'REPRESENTATIVE',
      authority: null,
      processor: null,
      subject: null,
      subjectKind: 'PERSON',
      subjects: [],
    },
    ...{ self: [], selfFacts: self, activity: null, at },
    rights: rights({ guardian: { until: null }, ...changes }),
    subjectFacts: subject({ rights: rights({ guardian: { until: null }, ...changes }) }),
  })
  const alone = (changes: object) => isOnlyGuardian(acting(changes) as never, 'Person.name')
  expect([alone({}), alone({ mandates: [mandate()] }), alone({ guardian: null })]).toEqual([
    true,
    false,
    false,
  ])
})

// Found by the oracle: each of them reads by custody alone what they answer together (as mandates.ts has it).
test('who holds custody with another, and is guardian too, sees more than what is economic', () => {
  const facts = {
    guardian: { until: null },
    custody: { until: inDays(30), holders: [sofie, 'c0000000-0000-4000-8000-000000000003'] },
  }
  const acting = {
    ...{ by: 'REPRESENTATIVE', activity: marks({ jointCustody: true }), at, selfFacts: self },
    ...{ rights: rights(facts), subjectFacts: subject({ rights: rights(facts) }) },
  }
  expect(isOnlyGuardian(acting as never, 'PowerOfAttorney.state')).toBe(false)
})
