// Which right lets one act for another: each tried by itself, never added up, the nearest refusal speaks.
import { describe, expect, test } from 'vitest'
import type { SubjectFacts } from '../access/facts.ts'
import { judgeMandates, type MandateNeed } from '../access/mandates.ts'
import type { ChainLink } from '../access/rights.ts'
import type { Signing } from '../access/signing.ts'
import { anna, at, custody, held, inDays, mandate, rights, sofie, subject } from './decision-facts.ts'

const need = (overrides: Partial<MandateNeed> = {}): MandateNeed => ({
  action: 'READ',
  fields: ['Person.name'],
  economic: false,
  activity: null,
  marks: null,
  atDoor: false,
  ...overrides,
})
const read = need()
const other = need({ fields: ['Person.guardianship'] })
const both = need({ fields: ['Person.name', 'Person.civilStatus'] })
const consenting = need({ action: 'CONSENT', fields: [] })
const forKom17 = need({ activity: 'KOM-17' })

const self = subject({ id: sofie, canonical: sofie })

function judge(about: Partial<SubjectFacts>, what: MandateNeed, who: Partial<SubjectFacts> = {}) {
  const verdict = judgeMandates(subject(about), { ...self, ...who }, what, at)
  return 'code' in verdict ? verdict.code : (verdict.mandate?.id ?? verdict.by)
}

const expired = mandate({ id: 'expired', validTo: at })
const revoked = mandate({ id: 'revoked', state: 'REVOKED' })
const later = mandate({ id: 'later', validFrom: inDays(1) })
const onlyName = mandate({ id: 'name', fields: ['Person.name'] })
const onlyCivil = mandate({ id: 'civil', fields: ['Person.civilStatus'] })
const onlyConsent = mandate({ id: 'consent', fields: ['Person.guardianship'], actions: ['CONSENT'] })
const onlyKom17 = mandate({ id: 'kom-17', activities: ['KOM-17'] })

describe('powers of attorney', () => {
  test.each`
    given                                        | mandates                                              | asked         | expected
    ${'none'}                                    | ${[]}                                                 | ${read}       | ${'MANDATE_MISSING'}
    ${'one that covers (P01)'}                   | ${[mandate()]}                                        | ${read}       | ${'m1'}
    ${'one for other fields (P02)'}              | ${[mandate()]}                                        | ${other}      | ${'MANDATE_SCOPE'}
    ${'one for reading, a command asked'}        | ${[mandate()]}                                        | ${consenting} | ${'MANDATE_SCOPE'}
    ${'one for commands, reading asked'}         | ${[onlyConsent]}                                      | ${read}       | ${'MANDATE_SCOPE'}
    ${'field in one, action in another: no sum'} | ${[onlyName, onlyConsent]}                            | ${other}      | ${'MANDATE_SCOPE'}
    ${'one field in each: no sum'}               | ${[onlyName, onlyCivil]}                              | ${both}       | ${'MANDATE_SCOPE'}
    ${'two, the second covers'}                  | ${[onlyConsent, onlyName]}                            | ${read}       | ${'name'}
    ${'for an activity that is stated'}          | ${[onlyKom17]}                                        | ${forKom17}   | ${'kom-17'}
    ${'for an activity, none stated'}            | ${[onlyKom17]}                                        | ${read}       | ${'MANDATE_SCOPE'}
    ${'at its last instant, exactly'}            | ${[expired]}                                          | ${read}       | ${'MANDATE_EXPIRED'}
    ${'a millisecond before its last instant'}   | ${[mandate({ validTo: new Date(at.getTime() + 1) })]} | ${read}       | ${'m1'}
    ${'revoked'}                                 | ${[revoked]}                                          | ${read}       | ${'MANDATE_EXPIRED'}
    ${'renounced (P29)'}                         | ${[mandate({ state: 'RENOUNCED' })]}                  | ${read}       | ${'MANDATE_EXPIRED'}
    ${'not yet begun'}                           | ${[later]}                                            | ${read}       | ${'MANDATE_MISSING'}
    ${'not yet begun, and one expired'}          | ${[later, expired]}                                   | ${read}       | ${'MANDATE_EXPIRED'}
    ${'expired, and one for other fields'}       | ${[expired, onlyConsent]}                             | ${read}       | ${'MANDATE_SCOPE'}
    ${'without any action'}                      | ${[mandate({ actions: [] })]}                         | ${read}       | ${'MANDATE_SCOPE'}
  `('$given → $expected', ({ mandates, asked, expected }) => {
    expect(judge({ rights: held(...mandates) }, asked)).toBe(expected)
  })

  const child = { givenBy: 'CUSTODY' }
  test.each`
    ends                                        | what     | about                     | who               | expected
    ${'the grantor is dead (P19)'}              | ${{}}    | ${{ dead: true }}         | ${{}}             | ${'MANDATE_LAPSED'}
    ${'the holder is dead'}                     | ${{}}    | ${{}}                     | ${{ dead: true }} | ${'MANDATE_LAPSED'}
    ${'the company is dissolved'}               | ${{}}    | ${{ gone: true }}         | ${{}}             | ${'MANDATE_LAPSED'}
    ${'the company is bankrupt'}                | ${{}}    | ${{ bankrupt: true }}     | ${{}}             | ${'MANDATE_LAPSED'}
    ${'given for a child, of age this instant'} | ${child} | ${{ ofAge: at }}          | ${{}}             | ${'MANDATE_LAPSED'}
    ${'given for a child, of age tomorrow'}     | ${child} | ${{ ofAge: inDays(1) }}   | ${{}}             | ${'m1'}
    ${'given for a child whose age nobody has'} | ${child} | ${{ ofAge: null }}        | ${{}}             | ${'MANDATE_LAPSED'}
    ${'given by somebody of age'}               | ${{}}    | ${{ ofAge: inDays(-99) }} | ${{}}             | ${'m1'}
  `('it ends by itself: $ends → $expected', ({ what, about, who, expected }) => {
    expect(judge({ ...about, rights: held(mandate(what)) }, read, who)).toBe(expected)
  })

  const company = (more = {}): Signing => {
    const facts = {
      ...{ form: 60, status: 'NORMAL', closed: false, text: null, roles: [], decided: null, changedAt: null },
      ...more,
    }
    const one = { business: 'b1', revision: 1, until: null, facts }
    return { ...one, behind: new Map([['b1', { ...one, behind: new Map() }]]) }
  }
  const joint = { text: 'Selskabet tegnes af to direktører i forening.' }
  test.each`
    because                                    | what                    | signs                                        | expected
    ${'the others must sign too'}              | ${{}}                   | ${joint}                                     | ${'SIGNING_RULE_UNMET'}
    ${'nobody can tell who signs'}             | ${{}}                   | ${{ text: 'Selskabet tegnes af ledelsen.' }} | ${'SIGNING_RULE_UNPARSED'}
    ${'the business is dissolved'}             | ${{}}                   | ${{ ...joint, closed: true }}                | ${'MANDATE_LAPSED'}
    ${'it was revoked, which nobody can mend'} | ${{ state: 'REVOKED' }} | ${joint}                                     | ${'MANDATE_EXPIRED'}
    ${'it reaches elsewhere'}                  | ${{ fields: [] }}       | ${joint}                                     | ${'MANDATE_SCOPE'}
  `('held by a business for which the caller does not sign alone: $because', ({ what, signs, expected }) => {
    const heldTogether = [mandate({ holderKind: 'BUSINESS', ...what })]
    expect(judge({ rights: rights({ heldTogether, holder: company(signs) }) }, read)).toBe(expected)
  })
})

describe('a power that was passed on', () => {
  const link = (overrides: Partial<ChainLink> = {}): ChainLink => ({
    ...{ id: 'l1', state: 'ACTIVE', validFrom: inDays(-9), validTo: inDays(9), passOnDepth: 1 },
    ...{ holder: 'h1', holderRevision: 3, holderGone: false },
    ...overrides,
  })
  const long = [link({ passOnDepth: 3 }), link({ id: 'l2', passOnDepth: 2 }), link({ id: 'l3' })]
  test.each`
    above                                     | chain                                                   | expected
    ${'all hold'}                             | ${[link()]}                                             | ${'m1'}
    ${'three, all hold'}                      | ${long}                                                 | ${'m1'}
    ${'the depth was lowered (P03)'}          | ${[link({ passOnDepth: 0 })]}                           | ${'MANDATE_DEPTH'}
    ${'the first may be passed on but twice'} | ${[{ ...long[0], passOnDepth: 2 }, ...long.slice(1)]}   | ${'MANDATE_DEPTH'}
    ${'one is revoked'}                       | ${[link({ state: 'REVOKED' })]}                         | ${'MANDATE_LAPSED'}
    ${'the first of three is revoked'}        | ${[{ ...long[0], state: 'REVOKED' }, ...long.slice(1)]} | ${'MANDATE_LAPSED'}
    ${'one is not there'}                     | ${[link({ state: null })]}                              | ${'MANDATE_LAPSED'}
    ${'one has ended, this instant'}          | ${[link({ validTo: at })]}                              | ${'MANDATE_LAPSED'}
    ${'one has not begun'}                    | ${[link({ validFrom: inDays(1) })]}                     | ${'MANDATE_LAPSED'}
    ${'its holder is dead, or dissolved'}     | ${[link({ holderGone: true })]}                         | ${'MANDATE_LAPSED'}
  `('$above → $expected', ({ chain, expected }) => {
    expect(judge({ rights: held(mandate({ chain })) }, read)).toBe(expected)
  })

  test('rests on every one above, on everyone between, and on the nearest end', () => {
    const facts = subject({ rights: held(mandate({ chain: long })) })
    expect(judgeMandates(facts, self, read, at)).toMatchObject({
      relies: {
        mandates: ['m1', 'l1', 'l2', 'l3'],
        standings: expect.arrayContaining([
          { subject: anna, revision: 7 },
          { subject: sofie, revision: 7 },
          { subject: 'h1', revision: 3 },
        ]),
        until: inDays(9),
      },
    })
  })
})

describe('custody', () => {
  const until = inDays(1)
  const joint = need({ marks: { economic: false, decidesFrom: null, jointCustody: true } })
  const from15 = need({ marks: { economic: false, decidesFrom: 15, jointCustody: false } })
  const door = need({ ...joint, action: 'CONSENT', fields: [], atDoor: true })
  const together = custody(until, 'the other')
  test.each`
    held                                       | about                                             | asked     | expected
    ${'now (P06)'}                             | ${{ rights: custody(until) }}                     | ${other}  | ${'CUSTODY'}
    ${'ended this very instant'}               | ${{ rights: custody(at) }}                        | ${other}  | ${'MANDATE_MISSING'}
    ${'of a child that is dead'}               | ${{ rights: custody(until), dead: true }}         | ${other}  | ${'MANDATE_MISSING'}
    ${'none (P07)'}                            | ${{}}                                             | ${other}  | ${'MANDATE_MISSING'}
    ${'with another, nothing needs both'}      | ${{ rights: together }}                           | ${read}   | ${'CUSTODY'}
    ${'with another, the activity needs both'} | ${{ rights: together }}                           | ${joint}  | ${'SIGNING_RULE_UNMET'}
    ${'with another, at a command (P08)'}      | ${{ rights: together }}                           | ${door}   | ${'CUSTODY'}
    ${'alone, the activity needs all'}         | ${{ rights: custody(until) }}                     | ${joint}  | ${'CUSTODY'}
    ${'of one who turns 15 today (P10)'}       | ${{ rights: custody(until), born: '2011-05-01' }} | ${from15} | ${'MANDATE_SCOPE'}
    ${'of one who turns 15 tomorrow'}          | ${{ rights: custody(until), born: '2011-05-02' }} | ${from15} | ${'CUSTODY'}
    ${'of one at 15, no activity stated'}      | ${{ rights: custody(until), born: '2011-05-01' }} | ${read}   | ${'CUSTODY'}
  `('$held → $expected', ({ about, asked, expected }) => {
    expect(judge(about, asked)).toBe(expected)
  })
})

describe('guardianship, record 017', () => {
  const economic = need({ economic: true })
  const marks = (is: boolean) => ({ economic: is, decidesFrom: null, jointCustody: false })
  const consent = (stated: object) => need({ action: 'CONSENT', fields: [], activity: 'KOM-17', ...stated })
  const unstated = need({ action: 'CONSENT', fields: [], atDoor: true })
  const guardian = (until: Date | null) => ({ rights: rights({ guardian: { until } }) })
  test.each`
    asked                                     | about                                | what                                | expected
    ${'an economic field (P11)'}              | ${guardian(null)}                    | ${economic}                         | ${'GUARDIANSHIP'}
    ${'another field (P11)'}                  | ${guardian(null)}                    | ${read}                             | ${'MANDATE_SCOPE'}
    ${'another field, economic activity'}     | ${guardian(null)}                    | ${need({ marks: marks(true) })}     | ${'MANDATE_SCOPE'}
    ${'a consent in an economic activity'}    | ${guardian(null)}                    | ${consent({ marks: marks(true) })}  | ${'GUARDIANSHIP'}
    ${'a consent in another activity'}        | ${guardian(null)}                    | ${consent({ marks: marks(false) })} | ${'MANDATE_SCOPE'}
    ${'a consent in an unknown activity'}     | ${guardian(null)}                    | ${consent({ marks: null })}         | ${'MANDATE_SCOPE'}
    ${'a command that will say its activity'} | ${guardian(null)}                    | ${unstated}                         | ${'GUARDIANSHIP'}
    ${'it ended this instant'}                | ${guardian(at)}                      | ${economic}                         | ${'MANDATE_MISSING'}
    ${'the ward is dead'}                     | ${{ ...guardian(null), dead: true }} | ${economic}                         | ${'MANDATE_MISSING'}
  `('$asked → $expected', ({ about, what, expected }) => {
    expect(judge(about, what)).toBe(expected)
  })

  test('a power beside it gives what it does not', () => {
    const wide = { rights: rights({ guardian: { until: null }, mandates: [mandate()] }) }
    expect(judge(wide, read)).toBe('m1')
  })
})
