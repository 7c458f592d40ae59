// Which consent gives a field, or which code speaks: every state and edge of time, and several consents at once.
import { describe, expect, test } from 'vitest'
import { judgeConsents } from '../access/consents.ts'
import { at, consent, inDays } from './decision-facts.ts'

const millisecond = (ms: number) => new Date(at.getTime() + ms)

const given = consent()
const other = { fields: ['Person.citizenship'] }
const withdrawn = consent({ id: 'withdrawn', state: 'WITHDRAWN' })
const suspended = consent({ id: 'suspended', state: 'SUSPENDED' })
const early = consent({ id: 'early', validFrom: inDays(1) })
const expired = consent({ id: 'expired', validFrom: inDays(-9), validTo: inDays(-2) })
const elsewhere = consent({ id: 'elsewhere', ...other })

const judge = (consents: Parameters<typeof judgeConsents>[0], dead = false) => {
  const verdict = judgeConsents(consents, 'Person.civilStatus', at, dead)
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
  ${[]}          | ${'CONSENT_MISSING'}
`('the dead no longer consent → $expected', ({ consents, expected }) => {
  expect(judge(consents, true)).toBe(expected)
})
