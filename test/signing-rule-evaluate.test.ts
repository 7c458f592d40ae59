// Whether those who confirmed are enough: who, when, what is missing, and companies that sign for companies.
import { describe, expect, test } from 'vitest'
import { type Confirmation, evaluate, monthsLater } from '../access/signing-rule/evaluate.ts'
import type { Group, Part, RoleHolder, Rule } from '../access/signing-rule/rule.ts'
import type { Resolve, Standing } from '../access/signing-rule/slots.ts'

const day = (date: string): Date => new Date(`${date}T12:00:00Z`)
const now = day('2026-11-22')
const nobody: Resolve = () => null

const holder = (role: string, who: string, kind: RoleHolder['kind'] = 'PERSON'): RoleHolder => ({
  holder: who,
  kind,
  role,
})
const sets = (...alternatives: readonly (readonly Part[])[]): Rule => ({
  anyOf: alternatives.map(allOf => ({ allOf })),
})
const some = (group: Group, n: number | 'ALL' = 1): Part => ({ group, n })
const theOnly = (group: Group): Part => ({ group, n: 1, sole: true })

const on = (date: string, ...people: readonly string[]): readonly Confirmation[] =>
  people.map(person => ({ person, at: day(date) }))
const today = (...people: readonly string[]) => on('2026-11-20', ...people)

// The chair and four members; one member is also the director.
const board = [
  holder('CHAIR', 'chair'),
  ...['m1', 'm2', 'm3', 'm4'].map(who => holder('BOARD_MEMBER', who)),
  holder('DIRECTOR', 'm1'),
  holder('DIRECTOR', 'dir'),
  holder('BOARD_ALTERNATE', 'alternate'),
  holder('SUPERVISORY_MEMBER', 'supervisor'),
]
const standing = (rule: Rule, roles = board, changedAt: Date | null = null): Standing => ({
  rule,
  roles,
  changedAt,
})

const chairAndMember = sets([theOnly('CHAIR'), some('BOARD_MEMBER')], [some('BOARD', 'ALL')])
const twoMembers = sets([some('BOARD_MEMBER', 2)])
const memberAndDirector = sets([some('BOARD_MEMBER'), some('DIRECTOR')])
const wholeBoard = sets([some('BOARD', 'ALL')])
const oneDirector = sets([some('DIRECTOR')])

describe('who is enough', () => {
  test.each`
    what                                          | rule                                                 | given                                     | state
    ${'J02 the chair alone'}                      | ${chairAndMember}                                    | ${today('chair')}                         | ${'UNMET'}
    ${'J03 the chair and a member'}               | ${chairAndMember}                                    | ${today('chair', 'm2')}                   | ${'MET'}
    ${'J05 two ordinary members'}                 | ${chairAndMember}                                    | ${today('m1', 'm2')}                      | ${'UNMET'}
    ${'J06 four of the five of the board'}        | ${wholeBoard}                                        | ${today('m1', 'm2', 'm3', 'm4')}          | ${'UNMET'}
    ${'J06 the fifth too'}                        | ${wholeBoard}                                        | ${today('chair', 'm1', 'm2', 'm3', 'm4')} | ${'MET'}
    ${'the chair is a member'}                    | ${twoMembers}                                        | ${today('chair', 'm1')}                   | ${'MET'}
    ${'the chair twice is one person'}            | ${chairAndMember}                                    | ${today('chair', 'chair')}                | ${'UNMET'}
    ${'one person in two roles counts once'}      | ${memberAndDirector}                                 | ${today('m1')}                            | ${'UNMET'}
    ${'… and leaves the other role to another'}   | ${memberAndDirector}                                 | ${today('m1', 'm2')}                      | ${'MET'}
    ${'… in whichever role the other can take'}   | ${memberAndDirector}                                 | ${today('m1', 'dir')}                     | ${'MET'}
    ${'one director'}                             | ${oneDirector}                                       | ${today('dir')}                           | ${'MET'}
    ${'somebody else'}                            | ${oneDirector}                                       | ${today('stranger')}                      | ${'UNMET'}
    ${'an alternate'}                             | ${sets([some('BOARD_MEMBER')])}                      | ${today('alternate')}                     | ${'UNMET'}
    ${'a member of the supervisory board'}        | ${sets([some('BOARD_MEMBER')])}                      | ${today('supervisor')}                    | ${'UNMET'}
    ${'nobody'}                                   | ${oneDirector}                                       | ${[]}                                     | ${'UNMET'}
    ${'a confirmation that is not given yet'}     | ${oneDirector}                                       | ${on('2026-11-23', 'dir')}                | ${'UNMET'}
    ${'the only director, when there are two'}    | ${sets([theOnly('DIRECTOR')])}                       | ${today('dir')}                           | ${'UNMET'}
    ${'a named person'}                           | ${sets([{ person: 'named' }])}                       | ${today('named')}                         | ${'MET'}
    ${'a named person and one more'}              | ${sets([{ person: 'm2' }, some('BOARD_MEMBER')])}    | ${today('m2')}                            | ${'UNMET'}
    ${'a group without holders, every one of it'} | ${sets([some('LIQUIDATOR', 'ALL')])}                 | ${today('dir')}                           | ${'UNMET'}
    ${'a rule without alternatives'}              | ${sets()}                                            | ${today('dir')}                           | ${'UNMET'}
    ${'an alternative without parts'}             | ${sets([])}                                          | ${today('dir')}                           | ${'UNMET'}
    ${'a part for nobody'}                        | ${sets([some('DIRECTOR', 0)])}                       | ${today('dir')}                           | ${'UNMET'}
    ${'… beside one for somebody'}                | ${sets([some('DIRECTOR', 0), some('BOARD_MEMBER')])} | ${today('chair')}                         | ${'UNMET'}
  `('$what: $state', ({ rule, given, state }) => {
    expect(evaluate(standing(rule), given, nobody, now).state).toBe(state)
  })

  test('a function that is not known stops whoever must count the whole', () => {
    const unclear = [...board, holder('BOARD_UNKNOWN', 'observer')]
    const all = today('chair', 'm1', 'm2', 'm3', 'm4', 'observer')
    expect(evaluate(standing(wholeBoard, unclear), all, nobody, now).state).toBe('UNMET')
    expect(evaluate(standing(twoMembers, unclear), all, nobody, now).state).toBe('MET')
  })
})

describe('when', () => {
  test.each`
    what                                    | changed         | given                                                               | state
    ${'both on one day'}                    | ${null}         | ${on('2026-11-01', 'chair', 'm1')}                                  | ${'MET'}
    ${'within six months'}                  | ${null}         | ${[...on('2026-06-01', 'chair'), ...on('2026-11-01', 'm1')]}        | ${'MET'}
    ${'six months apart'}                   | ${null}         | ${[...on('2026-05-01', 'chair'), ...on('2026-11-01', 'm1')]}        | ${'UNMET'}
    ${'J09 the window passes'}              | ${null}         | ${on('2026-05-01', 'chair')}                                        | ${'LAPSED'}
    ${'met once, long ago'}                 | ${null}         | ${on('2020-01-01', 'chair', 'm1')}                                  | ${'MET'}
    ${'a stranger does not begin a window'} | ${null}         | ${on('2026-01-01', 'stranger')}                                     | ${'UNMET'}
    ${'a change before the last'}           | ${'2026-10-15'} | ${[...on('2026-10-01', 'chair'), ...on('2026-11-01', 'm1')]}        | ${'MET'}
    ${'a change after the last'}            | ${'2026-11-10'} | ${on('2026-11-01', 'chair', 'm1')}                                  | ${'UNMET'}
    ${'… and one who confirms again'}       | ${'2026-11-10'} | ${[...on('2026-11-01', 'chair', 'm1'), ...on('2026-11-11', 'm1')]}  | ${'MET'}
    ${'… but not a stranger'}               | ${'2026-11-10'} | ${[...on('2026-11-01', 'chair', 'm1'), ...on('2026-11-11', 'dir')]} | ${'UNMET'}
    ${'at the very moment of the change'}   | ${'2026-11-01'} | ${on('2026-11-01', 'chair', 'm1')}                                  | ${'UNMET'}
  `('$what: $state', ({ changed, given, state }) => {
    const under = standing(chairAndMember, board, changed && day(changed))
    expect(evaluate(under, given, nobody, now).state).toBe(state)
  })

  test.each`
    from            | later
    ${'2026-05-22'} | ${'2026-11-22'}
    ${'2026-08-31'} | ${'2027-02-28'}
    ${'2027-08-29'} | ${'2028-02-29'}
    ${'2026-10-31'} | ${'2027-04-30'}
  `('six months after $from is $later', ({ from, later }) => {
    expect(monthsLater(day(from), 6)).toEqual(day(later))
  })
})

describe('what is missing', () => {
  test.each`
    rule                           | given                   | da                                                        | en
    ${chairAndMember}              | ${today('chair')}       | ${'Mangler: et bestyrelsesmedlem.'}                       | ${'Missing: a member of the board.'}
    ${chairAndMember}              | ${today('m1')}          | ${'Mangler: bestyrelsens formand.'}                       | ${'Missing: the chair of the board.'}
    ${chairAndMember}              | ${[]}                   | ${'Mangler: bestyrelsens formand, et bestyrelsesmedlem.'} | ${'Missing: the chair of the board, a member of the board.'}
    ${wholeBoard}                  | ${today('chair', 'm1')} | ${'Mangler: 3 bestyrelsesmedlemmer.'}                     | ${'Missing: 3 members of the board.'}
    ${sets([{ person: 'x' }])}     | ${[]}                   | ${'Mangler: en bestemt person.'}                          | ${'Missing: a certain person.'}
    ${sets([theOnly('DIRECTOR')])} | ${today('dir')}         | ${/har flere/}                                            | ${/has several/}
    ${sets([])}                    | ${today('dir')}         | ${/har ingen/}                                            | ${/has nobody/}
    ${sets([some('LIQUIDATOR')])}  | ${today('dir')}         | ${/har ingen/}                                            | ${/has nobody/}
  `('$da', ({ rule, given, da, en }) => {
    const verdict = evaluate(standing(rule), given, nobody, now)
    expect(verdict).toMatchObject({
      state: 'UNMET',
      missing: { da: expect.stringMatching(da), en: expect.stringMatching(en) },
    })
  })

  test('a change since says so', () => {
    const under = standing(oneDirector, board, day('2026-11-21'))
    expect(evaluate(under, today('dir'), nobody, now)).toMatchObject({
      missing: { en: expect.stringMatching(/changed/) },
    })
  })
})

describe('a company that signs for a company', () => {
  // A limited partnership whose only fully liable participant is a company with two directors.
  const partner = standing(sets([some('PARTNER', 'ALL')]), [holder('FULLY_LIABLE', 'parent', 'BUSINESS')])
  const parent = standing(sets([some('DIRECTOR', 2)]), [holder('DIRECTOR', 'd1'), holder('DIRECTOR', 'd2')])
  const both = standing(sets([some('PARTNER', 2)]), [
    holder('FULLY_LIABLE', 'parent', 'BUSINESS'),
    holder('FULLY_LIABLE', 'd1'),
  ])
  const own = (business: string) =>
    standing(sets([some('PARTNER')]), [holder('FULLY_LIABLE', business, 'BUSINESS')])
  const knows =
    (all: Readonly<Record<string, Standing>>): Resolve =>
    id =>
      Object.hasOwn(all, id) ? all[id]! : null
  const twice = { ...partner, rule: sets([some('PARTNER'), some('OWNER')]) }
  const changedParent = { ...parent, changedAt: day('2026-11-21') }

  test.each`
    what                                     | under                                           | others                                                     | given                | state
    ${'both of its directors'}               | ${partner}                                      | ${{ parent }}                                              | ${today('d1', 'd2')} | ${'MET'}
    ${'one of them'}                         | ${partner}                                      | ${{ parent }}                                              | ${today('d1')}       | ${'UNMET'}
    ${'a company whose rule is not known'}   | ${partner}                                      | ${{}}                                                      | ${today('d1', 'd2')} | ${'UNMET'}
    ${'a change of the company behind'}      | ${partner}                                      | ${{ parent: changedParent }}                               | ${today('d1', 'd2')} | ${'UNMET'}
    ${'a later change of its own'}           | ${{ ...partner, changedAt: day('2026-11-21') }} | ${{ parent: { ...parent, changedAt: day('2026-11-01') } }} | ${today('d1', 'd2')} | ${'UNMET'}
    ${'a company in two parts'}              | ${twice}                                        | ${{ parent: { ...parent, rule: oneDirector } }}            | ${today('d1', 'd2')} | ${'UNMET'}
    ${'one who is a partner and a director'} | ${both}                                         | ${{ parent }}                                              | ${today('d1', 'd2')} | ${'UNMET'}
    ${'companies that sign for each other'}  | ${own('a')}                                     | ${{ a: own('b'), b: own('a') }}                            | ${today('d1', 'd2')} | ${'UNMET'}
    ${'three companies in a row'}            | ${own('a')}                                     | ${{ a: own('b'), b: own('parent'), parent }}               | ${today('d1', 'd2')} | ${'MET'}
    ${'four in a row'}                       | ${own('a')}                                     | ${{ a: own('b'), b: own('c'), c: own('parent'), parent }}  | ${today('d1', 'd2')} | ${'UNMET'}
  `('$what: $state', ({ under, others, given, state }) => {
    expect(evaluate(under, given, knows(others), now).state).toBe(state)
  })

  test('many companies in many roles end in a bounded number of ways', () => {
    const names = Array.from({ length: 30 }, (_, index) => `b${index}`)
    const wide = standing(
      sets([some('PARTNER', 10)]),
      names.map(name => holder('FULLY_LIABLE', name, 'BUSINESS')),
    )
    const each = standing(oneDirector, [holder('DIRECTOR', 'd1')])
    expect(evaluate(wide, today('d1'), () => each, now).state).toBe('UNMET')
  })
})
