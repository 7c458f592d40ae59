// Which consent gives a field, or which code speaks: every state and edge of time, and several consents at once.
import { describe, expect, test } from 'vitest'
import { judgeConsents } from '../access/consents.ts'
import type { ConsentFacts } from '../access/facts.ts'
import type { Asked } from '../access/parameters.ts'
import { at, consent, inDays } from './decision-facts.ts'

const millisecond = (ms: number) => new Date(at.getTime() + ms)

const given = consent()
const other = { fields: ['Person.citizenship'] }
const withdrawn = consent({ id: 'withdrawn', state: 'WITHDRAWN' })
const suspended = consent({ id: 'suspended', state: 'SUSPENDED' })
const partly = consent({ id: 'partly', state: 'PARTLY_CONFIRMED' })
const early = consent({ id: 'early', validFrom: inDays(1) })
const expired = consent({ id: 'expired', validFrom: inDays(-9), validTo: inDays(-2) })
const elsewhere = consent({ id: 'elsewhere', ...other })

const judge = (consents: readonly ConsentFacts[], dead = false, how: Partial<Asked> = {}) => {
  const asked = { coordinate: 'Person.civilStatus', args: {}, caseReference: null, ...how }
  const verdict = judgeConsents(consents, asked, at, dead)
  return 'code' in verdict ? verdict.code : verdict.consent
}

describe('one consent', () => {
  test.each`
    it                                       | consents                                                 | expected
    ${'not there'}                           | ${[]}                                                    | ${'CONSENT_MISSING'}
    ${'granted and in time'}                 | ${[given]}                                               | ${'c1'}
    ${'withdrawn'}                           | ${[withdrawn]}                                           | ${'CONSENT_WITHDRAWN'}
    ${'withdrawn, and past its end too'}     | ${[{ ...withdrawn, validTo: inDays(-1) }]}               | ${'CONSENT_WITHDRAWN'}
    ${'suspended'}                           | ${[suspended]}                                           | ${'CONSENT_SUSPENDED'}
    ${'confirmed by one of two'}             | ${[partly]}                                              | ${'SIGNING_RULE_UNMET'}
    ${'not yet begun'}                       | ${[early]}                                               | ${'CONSENT_NOT_YET'}
    ${'past its end'}                        | ${[expired]}                                             | ${'CONSENT_EXPIRED'}
    ${'suspended and past its end'}          | ${[{ ...suspended, validTo: inDays(-1) }]}               | ${'CONSENT_EXPIRED'}
    ${'for another field'}                   | ${[elsewhere]}                                           | ${'CONSENT_FIELD_OUTSIDE'}
    ${'for another field, and withdrawn'}    | ${[{ ...withdrawn, ...other }]}                          | ${'CONSENT_MISSING'}
    ${'for another field, and past its end'} | ${[{ ...expired, ...other }]}                            | ${'CONSENT_MISSING'}
    ${'for no field'}                        | ${[consent({ fields: [] })]}                             | ${'CONSENT_FIELD_OUTSIDE'}
    ${'in a state that nobody knows'}        | ${[{ ...given, state: 'REQUESTED' }]}                    | ${'CONSENT_MISSING'}
    ${'of a field with the same beginning'}  | ${[consent({ fields: ['Person.civilStatusOfSpouse'] })]} | ${'CONSENT_FIELD_OUTSIDE'}
  `('$it → $expected', ({ consents, expected }) => {
    expect(judge(consents)).toBe(expected)
  })
})

describe('half-open: from ≤ t < to (C08, C09)', () => {
  test.each`
    from     | to      | expected
    ${0}     | ${1}    | ${'c1'}
    ${-1}    | ${1}    | ${'c1'}
    ${-1000} | ${0}    | ${'CONSENT_EXPIRED'}
    ${-1000} | ${-1}   | ${'CONSENT_EXPIRED'}
    ${1}     | ${1000} | ${'CONSENT_NOT_YET'}
  `('from $from ms to $to ms from now → $expected', ({ from, to, expected }) => {
    const period = { validFrom: millisecond(from), validTo: millisecond(to) }
    expect(judge([consent(period)])).toBe(expected)
  })
})

describe('several consents: one that gives is enough, else the nearest speaks', () => {
  test.each`
    consents                                             | expected
    ${[withdrawn, expired, given]}                       | ${'c1'}
    ${[given, withdrawn]}                                | ${'c1'}
    ${[withdrawn, expired]}                              | ${'CONSENT_WITHDRAWN'}
    ${[expired, withdrawn]}                              | ${'CONSENT_WITHDRAWN'}
    ${[withdrawn, early]}                                | ${'CONSENT_NOT_YET'}
    ${[early, partly]}                                   | ${'SIGNING_RULE_UNMET'}
    ${[partly, suspended]}                               | ${'CONSENT_SUSPENDED'}
    ${[early, suspended]}                                | ${'CONSENT_SUSPENDED'}
    ${[suspended, elsewhere]}                            | ${'CONSENT_FIELD_OUTSIDE'}
    ${[expired, withdrawn, early, suspended, elsewhere]} | ${'CONSENT_FIELD_OUTSIDE'}
  `('$consents.length of them → $expected', ({ consents, expected }) => {
    expect(judge(consents)).toBe(expected)
  })
})

test.each`
  consents       | expected
  ${[given]}     | ${'CONSENT_EXPIRED'}
  ${[suspended]} | ${'CONSENT_EXPIRED'}
  ${[withdrawn]} | ${'CONSENT_WITHDRAWN'}
  ${[partly]}    | ${'CONSENT_MISSING'}
  ${[]}          | ${'CONSENT_MISSING'}
`('the dead no longer consent → $expected', ({ consents, expected }) => {
  expect(judge(consents, true)).toBe(expected)
})

describe('parameters (C04): the coerced argument and the case must be among the values', () => {
  const argument = (...values: unknown[]) => ({ 'Person.civilStatus(on:)': values })
  const cases = (...values: string[]) => ({ 'Case-Reference': values })
  const on = (value: unknown) => ({ args: { on: value } })
  const sag = (caseReference: string) => ({ caseReference })
  const both = { ...argument('2025'), ...cases('A-1') }
  const beside = {
    fields: ['Person.civilStatus', 'Person.name'],
    parameters: { 'Person.name(on:)': ['2025'] },
  }
  test.each`
    bound                                      | parameters                                  | asked                             | expected
    ${'to a year, and it is that'}             | ${argument('2025')}                         | ${on(2025)}                       | ${'c1'}
    ${'to two years, and it is the second'}    | ${argument('2024', '2025')}                 | ${on(2025)}                       | ${'c1'}
    ${'to another year'}                       | ${argument('2024')}                         | ${on(2025)}                       | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${'to a longer number'}                    | ${argument('20255', '02025', '2025.0')}     | ${on(2025)}                       | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${'to a year that is left out'}            | ${argument('2025')}                         | ${{}}                             | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${'to a year that is null'}                | ${argument('2025', 'null')}                 | ${on(null)}                       | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${'to a year that is undefined'}           | ${argument('2025', 'undefined')}            | ${on(undefined)}                  | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${'to a year, asked by another argument'}  | ${argument('2025')}                         | ${{ args: { year: 2025 } }}       | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${'to an inherited argument'}              | ${{ 'Person.civilStatus(valueOf:)': [''] }} | ${{}}                             | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${'to no year at all'}                     | ${argument()}                               | ${on(2025)}                       | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${'to a text'}                             | ${argument('2025')}                         | ${on('2025')}                     | ${'c1'}
    ${'to a text in another case'}             | ${argument('house')}                        | ${on('House')}                    | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${'to a value of an enum'}                 | ${argument('MARRIED')}                      | ${on('MARRIED')}                  | ${'c1'}
    ${'to yes'}                                | ${argument('true')}                         | ${on(true)}                       | ${'c1'}
    ${'to yes, and it is no'}                  | ${argument('true')}                         | ${on(false)}                      | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${'to an instant'}                         | ${argument('2026-05-01T12:00:00.000Z')}     | ${on(at)}                         | ${'c1'}
    ${'to a value, asked for a list of it'}    | ${argument('2025')}                         | ${on([2025])}                     | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${'to one thing, asked for what is none'}  | ${argument('{}')}                           | ${on(() => '{}')}                 | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${'to a case, and it is that'}             | ${cases('A-1', 'A-2')}                      | ${sag('A-2')}                     | ${'c1'}
    ${'to another case'}                       | ${cases('A-1')}                             | ${sag('A-11')}                    | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${'to a case, and none is stated'}         | ${cases('A-1')}                             | ${{}}                             | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${'to a year and a case'}                  | ${both}                                     | ${{ ...on(2025), ...sag('A-1') }} | ${'c1'}
    ${'to both, and the year is another'}      | ${both}                                     | ${{ ...on(2024), ...sag('A-1') }} | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${'to both, and the case is another'}      | ${both}                                     | ${{ ...on(2025), ...sag('A-2') }} | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${'to a place that is none'}               | ${{ 'case-reference': ['A-1'] }}            | ${sag('A-1')}                     | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${'to an argument of a field not its own'} | ${{ 'Person.civil(on:)': ['2025'] }}        | ${on(2025)}                       | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${'to a year, asked whether anything is'}  | ${argument('2025')}                         | ${{ args: 'ANY' }}                | ${'c1'}
    ${'to a case, asked whether anything is'}  | ${cases('A-1')}                             | ${{ args: 'ANY' }}                | ${'CONSENT_PARAMETER_OUTSIDE'}
  `('$bound → $expected', ({ parameters, asked, expected }) => {
    expect(judge([consent({ parameters })], false, asked)).toBe(expected)
  })

  test('an argument of another of its fields says nothing about this one', () => {
    expect(judge([consent(beside)])).toBe('c1')
  })

  const outside = consent({ id: 'outside', parameters: argument('2024') as never })
  test.each`
    consents                                                       | expected
    ${[outside, elsewhere]}                                        | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${[elsewhere, outside]}                                        | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${[outside, suspended, partly, early, withdrawn, expired]}     | ${'CONSENT_PARAMETER_OUTSIDE'}
    ${[outside, given]}                                            | ${'c1'}
    ${[{ ...outside, state: 'SUSPENDED' }]}                        | ${'CONSENT_MISSING'}
    ${[{ ...outside, state: 'WITHDRAWN' }]}                        | ${'CONSENT_MISSING'}
    ${[{ ...outside, validTo: inDays(-1) }]}                       | ${'CONSENT_MISSING'}
    ${[{ ...outside, state: 'PARTLY_CONFIRMED' }]}                 | ${'CONSENT_MISSING'}
    ${[{ ...suspended, parameters: { 'Case-Reference': ['A'] } }]} | ${'CONSENT_MISSING'}
  `('$consents.length, one of which holds for another year → $expected', ({ consents, expected }) => {
    expect(judge(consents, false, on(2025))).toBe(expected)
  })
})
