// Which mandate lets one person act for another: tried one by one, never added up, the nearest refusal speaks.
import { describe, expect, test } from 'vitest'
import { coveringMandate, judgeMandates } from '../access/mandates.ts'
import { at, inDays, mandate, subject } from './decision-facts.ts'

const read = { coordinate: 'Person.name', action: 'READ', activity: null } as const
const health = { ...read, coordinate: 'Person.guardianship' } as const
const consenting = { coordinate: null, action: 'CONSENT', activity: null } as const
const forKom17 = { ...read, activity: 'KOM-17' } as const

const judge = (mandates: readonly object[], need: object, overrides: object = {}, holderDead = false) => {
  const facts = subject({ mandates: mandates as never, ...overrides })
  const verdict = judgeMandates(facts, holderDead, need as never, at)
  if ('code' in verdict) return verdict.code
  return verdict.by === 'CUSTODY' ? 'CUSTODY' : verdict.mandate.id
}

const expired = mandate({ id: 'expired', validTo: at })
const revoked = mandate({ id: 'revoked', state: 'REVOKED' })
const future = mandate({ id: 'future', validFrom: inDays(1) })
const onlyName = mandate({ id: 'name', fields: ['Person.name'] })
const onlyConsent = mandate({ id: 'consent', fields: ['Person.guardianship'], actions: ['CONSENT'] })
const onlyKom17 = mandate({ id: 'kom-17', activities: ['KOM-17'] })

describe('powers of attorney', () => {
  test.each`
    held                                         | mandates                                              | need          | expected
    ${'none'}                                    | ${[]}                                                 | ${read}       | ${'MANDATE_MISSING'}
    ${'one that covers (P01)'}                   | ${[mandate()]}                                        | ${read}       | ${'m1'}
    ${'one for other fields (P02)'}              | ${[mandate()]}                                        | ${health}     | ${'MANDATE_SCOPE'}
    ${'one for reading, a command asked'}        | ${[mandate()]}                                        | ${consenting} | ${'MANDATE_SCOPE'}
    ${'one for commands, reading asked'}         | ${[onlyConsent]}                                      | ${read}       | ${'MANDATE_SCOPE'}
    ${'field in one, action in another: no sum'} | ${[onlyName, onlyConsent]}                            | ${health}     | ${'MANDATE_SCOPE'}
    ${'two, the second covers'}                  | ${[onlyConsent, onlyName]}                            | ${read}       | ${'name'}
    ${'for an activity that is stated'}          | ${[onlyKom17]}                                        | ${forKom17}   | ${'kom-17'}
    ${'for an activity, none stated'}            | ${[onlyKom17]}                                        | ${read}       | ${'MANDATE_SCOPE'}
    ${'at its last instant, exactly'}            | ${[expired]}                                          | ${read}       | ${'MANDATE_EXPIRED'}
    ${'a millisecond before its last instant'}   | ${[mandate({ validTo: new Date(at.getTime() + 1) })]} | ${read}       | ${'m1'}
    ${'revoked'}                                 | ${[revoked]}                                          | ${read}       | ${'MANDATE_EXPIRED'}
    ${'renounced (P29)'}                         | ${[mandate({ state: 'RENOUNCED' })]}                  | ${read}       | ${'MANDATE_EXPIRED'}
    ${'not yet begun'}                           | ${[future]}                                           | ${read}       | ${'MANDATE_MISSING'}
    ${'not yet begun, and one expired'}          | ${[future, expired]}                                  | ${read}       | ${'MANDATE_EXPIRED'}
    ${'expired, and one for other fields'}       | ${[expired, onlyConsent]}                             | ${read}       | ${'MANDATE_SCOPE'}
    ${'without any action'}                      | ${[mandate({ actions: [] })]}                         | ${read}       | ${'MANDATE_SCOPE'}
  `('$held → $expected', ({ mandates, need, expected }) => {
    expect(judge(mandates, need)).toBe(expected)
  })

  test.each`
    who                      | overrides         | holderDead | expected
    ${'the grantor is dead'} | ${{ dead: true }} | ${false}   | ${'MANDATE_LAPSED'}
    ${'the holder is dead'}  | ${{}}             | ${true}    | ${'MANDATE_LAPSED'}
  `('it lapses when $who (P19)', ({ overrides, holderDead, expected }) => {
    expect(judge([mandate()], read, overrides, holderDead)).toBe(expected)
  })
})

describe('custody', () => {
  test.each`
    custody                      | overrides                                  | expected
    ${'now'}                     | ${{ custodyUntil: inDays(1) }}             | ${'CUSTODY'}
    ${'ended this very instant'} | ${{ custodyUntil: at }}                    | ${'MANDATE_MISSING'}
    ${'of a child that is dead'} | ${{ custodyUntil: inDays(1), dead: true }} | ${'MANDATE_MISSING'}
    ${'none (P07)'}              | ${{}}                                      | ${'MANDATE_MISSING'}
  `('$custody → $expected', ({ overrides, expected }) => {
    expect(judge([], health, overrides)).toBe(expected)
  })
})

describe('a command under a power of attorney: one must cover every field by itself', () => {
  const both = mandate({ id: 'both', actions: ['CONSENT'], fields: ['Person.a', 'Person.b'] })
  const first = mandate({ id: 'a', actions: ['CONSENT'], fields: ['Person.a'] })
  const second = mandate({ id: 'b', actions: ['CONSENT'], fields: ['Person.b'] })
  test.each`
    mandates                                 | expected
    ${[both]}                                | ${'both'}
    ${[first, second]}                       | ${null}
    ${[first, second, both]}                 | ${'both'}
    ${[{ ...both, actions: ['READ'] }]}      | ${null}
    ${[{ ...both, state: 'REVOKED' }]}       | ${null}
    ${[{ ...both, validTo: at }]}            | ${null}
    ${[{ ...both, validFrom: inDays(1) }]}   | ${null}
    ${[{ ...both, activities: ['KOM-18'] }]} | ${null}
    ${[{ ...both, activities: ['KOM-17'] }]} | ${'both'}
    ${[]}                                    | ${null}
  `('$mandates.length held → $expected', ({ mandates, expected }) => {
    const found = coveringMandate(mandates, 'CONSENT', ['Person.a', 'Person.b'], 'KOM-17', at)
    expect(found?.id ?? null).toBe(expected)
  })
})
