// Who acts for a business: by its signing rule alone, or not at all; what they rest on, and which refusal says why.
import { describe, expect, test } from 'vitest'
import { judgeMandates, type MandateNeed } from '../access/mandates.ts'
import { holdsRole, judgeSigning, maySign, type Signing, sourceOf } from '../access/signing.ts'
import { anna, at, holding, inDays, rights, role, signing, sofie, subject } from './decision-facts.ts'

const read = { action: 'READ', fields: ['Business.employment'], economic: false } as const
const need: MandateNeed = { ...read, activity: null, marks: null, atDoor: false }
const door: MandateNeed = { ...need, action: 'CONSENT', fields: [], atDoor: true }
const self = subject({ id: sofie, canonical: sofie })
const about = (facts: Signing, overrides: object = {}) =>
  subject({
    ...{ id: holding, canonical: holding, kind: 'BUSINESS', revision: 5 },
    rights: rights({ signing: facts }),
    ...overrides,
  })
const judge = (facts: Signing, what = need, overrides: object = {}, who: object = {}) => {
  const verdict = judgeMandates(about(facts, overrides), { ...self, ...who }, what, at)
  return 'code' in verdict ? verdict.code : verdict.by
}

const parent = 'b0000000-0000-4000-8000-000000000002'
const bo = 'a0000000-0000-4000-8000-000000000003'
const alone = 'Selskabet tegnes af en direktør alene'
const jointly = 'Selskabet tegnes af bestyrelsens formand i forening med et bestyrelsesmedlem'

const director = signing({ text: alone, roles: [role(sofie, 'DIRECTOR')] })
const chair = { form: '60', text: jointly, roles: [role(sofie, 'CHAIR'), role(anna, 'BOARD_MEMBER')] }
const bankrupt = {
  ...{ text: alone, status: 'UNDER KONKURS' },
  roles: [role(sofie, 'DIRECTOR'), role(anna, 'TRUSTEE')],
}
const club = { form: '110', roles: [role(sofie, 'CHAIR')] }
const shop = { form: '10', roles: [role(sofie, 'FULLY_LIABLE')] }
const behind = [
  { text: alone, roles: [role(parent, 'DIRECTOR', 'BUSINESS')] },
  {
    business: parent,
    revision: 9,
    text: alone,
    roles: [role(sofie, 'DIRECTOR')],
    until: inDays(3).toISOString(),
  },
]

describe('reading for a business', () => {
  test.each`
    who                                            | facts                                                                                           | expected
    ${'a director alone (J01)'}                    | ${director}                                                                                     | ${'SIGNING_RULE'}
    ${'no rule registered, director only (J13)'}   | ${signing({ roles: [role(sofie, 'DIRECTOR')] })}                                                | ${'SIGNING_RULE'}
    ${'the chair alone (J02)'}                     | ${signing(chair)}                                                                               | ${'SIGNING_RULE_UNMET'}
    ${'a text that cannot be read (J12)'}          | ${signing({ ...chair, text: 'Selskabet tegnes af ledelsen' })}                                  | ${'SIGNING_RULE_UNPARSED'}
    ${'of an association (J15)'}                   | ${signing(club)}                                                                                | ${'SIGNING_RULE_UNPARSED'}
    ${'the owner of a shop'}                       | ${signing(shop)}                                                                                | ${'OWNER'}
    ${'the owner of a closed shop (J14)'}          | ${signing({ ...shop, closed: true })}                                                           | ${'MANDATE_LAPSED'}
    ${'who holds no role'}                         | ${signing({ ...chair, roles: [role(anna, 'CHAIR')] })}                                          | ${'MANDATE_MISSING'}
    ${'who holds no role, unreadable text'}        | ${signing({ text: 'Ledelsen', roles: [role(anna, 'DIRECTOR')] })}                               | ${'MANDATE_MISSING'}
    ${'an alternate'}                              | ${signing({ text: alone, roles: [role(sofie, 'DIRECTOR_ALTERNATE'), role(anna, 'DIRECTOR')] })} | ${'MANDATE_MISSING'}
    ${'a director of the company that directs it'} | ${signing(...behind)}                                                                           | ${'SIGNING_RULE'}
  `('$who → $expected', ({ facts, expected }) => {
    expect(judge(facts)).toBe(expected)
  })

  test.each`
    who               | person   | expected
    ${'its director'} | ${sofie} | ${'MANDATE_LAPSED'}
    ${'the trustee'}  | ${anna}  | ${'SIGNING_RULE'}
  `('bankrupt: $who → $expected', ({ person, expected }) => {
    const who = { id: person, ids: [person], canonical: person }
    expect(judge(signing(bankrupt), need, { bankrupt: true }, who)).toBe(expected)
  })

  test('a dead director does not sign', () => {
    expect(judge(director, need, {}, { dead: true })).toBe('MANDATE_LAPSED')
  })

  test('at the door of a command, whoever takes part may enter; who does not may not', () => {
    expect(judge(signing(chair), door)).toBe('SIGNING_RULE')
    expect(judge(signing(club), door)).toBe('SIGNING_RULE_UNPARSED')
    expect(judge(signing({ ...chair, roles: [role(anna, 'CHAIR')] }), door)).toBe('MANDATE_MISSING')
  })

  test('through a company it rests on both as they were, and on what the register knows will change', () => {
    const verdict = judgeMandates(about(signing(...behind)), self, need, at)
    expect(verdict).toMatchObject({
      relies: {
        mandates: [],
        standings: expect.arrayContaining([
          { subject: holding, revision: 5 },
          { subject: parent, revision: 9 },
          { subject: sofie, revision: 7 },
        ]),
        until: inDays(3),
      },
    })
  })
})

describe('several together', () => {
  const board = signing(chair)
  const given = (...people: readonly string[]) => people.map(person => ({ person, at }))
  test.each`
    confirmed                   | people           | expected
    ${'nobody'}                 | ${[]}            | ${'UNMET'}
    ${'the chair alone'}        | ${[sofie]}       | ${'UNMET'}
    ${'chair and member (J03)'} | ${[sofie, anna]} | ${'MET'}
    ${'chair and a stranger'}   | ${[sofie, bo]}   | ${'UNMET'}
  `('$confirmed → $expected', ({ people, expected }) => {
    expect(judgeSigning(board, given(...people), at).state).toBe(expected)
  })

  test('what is missing is said in words', () => {
    expect(judgeSigning(board, given(sofie), at)).toMatchObject({
      missing: { en: 'Missing: a member of the board.' },
    })
  })

  test('all of it before the last change counts for nothing', () => {
    const changed = signing({ ...chair, changed_at: at.toISOString() })
    expect(judgeSigning(changed, given(sofie, anna), at).state).toBe('UNMET')
  })

  test.each`
    facts                                  | state         | source
    ${signing({ ...chair, closed: true })} | ${'NOBODY'}   | ${null}
    ${signing(club)}                       | ${'UNPARSED'} | ${null}
    ${director}                            | ${'MET'}      | ${'REGISTERED'}
    ${signing(shop)}                       | ${'MET'}      | ${'OWNER'}
  `('$state, by $source', ({ facts, state, source }) => {
    expect(judgeSigning(facts, given(sofie), at).state).toBe(state)
    expect(sourceOf(facts)).toBe(source)
  })

  test('one takes part, the other holds no role', () => {
    expect([maySign(board, anna), maySign(board, bo), maySign(signing(club), sofie)]).toEqual([
      true,
      false,
      false,
    ])
    expect([holdsRole(signing(club), sofie), holdsRole(board, bo)]).toEqual([true, false])
  })
})
