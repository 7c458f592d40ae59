// Two decisions that the oracle once corrected, by name: a party named by an id of theirs, and which refusal speaks.
import { describe, expect, test } from 'vitest'
import { type Decision, decide, decideExistence } from '../access/decide.ts'
import {
  activity,
  anna,
  citizen,
  civilStatus,
  consent,
  field,
  holding,
  inDays,
  kommune,
  name,
  sofie,
  subject,
  system,
} from './decision-facts.ts'

const told = (decision: Decision): string =>
  decision.outcome === 'REFUSE' ? decision.code : `${decision.outcome} ${decision.ground}`

describe('a record names its party by', () => {
  const earlier = 'a0000000-0000-4000-8000-00000000000e'
  const later = 'a0000000-0000-4000-8000-00000000000f'
  // Sofie signs in by one id; two others were once thought to be somebody else's.
  const self = subject({ id: sofie, canonical: sofie, ids: [sofie, earlier, later] })
  const merged = citizen(null, { self })
  const forBusiness = citizen(null, {
    self,
    caller: { kind: 'PERSON', client: 'playground', person: sofie, business: holding },
  })
  const kom17 = system(activity())
  test.each`
    named                                    | asker          | party      | expected
    ${'the id of their number'}              | ${merged}      | ${sofie}   | ${'PERMIT PARTY'}
    ${'an id that has given way to it'}      | ${merged}      | ${earlier} | ${'PERMIT PARTY'}
    ${'another that has'}                    | ${merged}      | ${later}   | ${'PERMIT PARTY'}
    ${'the business of the token'}           | ${forBusiness} | ${holding} | ${'PERMIT PARTY'}
    ${'that business, not signed in for it'} | ${merged}      | ${holding} | ${'MANDATE_MISSING'}
    ${'the id of somebody else'}             | ${merged}      | ${anna}    | ${'MANDATE_MISSING'}
    ${'an id of a person, to a system'}      | ${kom17}       | ${sofie}   | ${'ACTIVITY_FIELD_OUTSIDE'}
    ${'the authority, to its system'}        | ${kom17}       | ${kommune} | ${'PERMIT PARTY'}
  `('$named → $expected', ({ asker, party, expected }) => {
    const asked = { rule: field('PowerOfAttorney.state'), subject: subject(), parties: [party] }
    expect(told(decide(asker, asked))).toBe(expected)
  })
})

describe('of several refusals about one who may not be known, the nearest speaks, whatever the order of fields:', () => {
  const covered = ['Person.civilStatus']
  const asking = system(
    activity({
      fields: new Map([
        ['Person.name', 'CONSENT'],
        ['Person.civilStatus', 'CONSENT'],
      ]),
    }),
  )
  const suspended = consent({ state: 'SUSPENDED', fields: covered })
  const later = consent({ fields: covered, validFrom: inDays(3) })
  const withdrawn = consent({ state: 'WITHDRAWN', fields: covered })
  const expired = consent({ fields: covered, validTo: inDays(-1) })
  const elsewhere = consent({ fields: ['Person.sex'] })
  const otherCase = consent({ fields: covered, parameters: { 'Case-Reference': ['A'] } })
  const someYear = consent({ fields: covered, parameters: { 'Person.civilStatus(year:)': ['2025'] } })
  test.each`
    consents                  | expected
    ${[]}                     | ${'CONSENT_MISSING'}
    ${[expired]}              | ${'CONSENT_EXPIRED'}
    ${[withdrawn, expired]}   | ${'CONSENT_WITHDRAWN'}
    ${[later, withdrawn]}     | ${'CONSENT_NOT_YET'}
    ${[suspended, later]}     | ${'CONSENT_SUSPENDED'}
    ${[elsewhere, suspended]} | ${'CONSENT_FIELD_OUTSIDE'}
    ${[elsewhere, otherCase]} | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${[otherCase, someYear]}  | ${'PERMIT CONSENT'}
  `('$expected', ({ consents, expected }) => {
    const fields = [name, civilStatus, field('Person.sex', { class: 'SENSITIVE' })]
    for (const rules of [fields, fields.toReversed()]) {
      const decision = decideExistence(asking, rules, { subject: subject({ consents }), parties: [] })
      expect(told(decision)).toBe(expected)
    }
  })

  test('what the activity does not cover is the farthest', () => {
    const rules = [field('Person.cpr', { class: 'PERSONAL_NUMBER' }), civilStatus]
    expect(told(decideExistence(asking, rules, { subject: subject(), parties: [] }))).toBe('CONSENT_MISSING')
  })
})
