// What a business's consent takes by its signing rule, as tables: who counts, who is missing, and for how long.
import { describe, expect, test } from 'vitest'
import { readSigning } from '../access/signing.ts'
import { agreement, confirmBy, counts, stillCounts } from '../subgraphs/consents/agreement.ts'
import { lackingAt } from '../subgraphs/missing.ts'
import { at, inDays } from './decision-facts.ts'

const chairWithOne =
  'Selskabet tegnes af bestyrelsens formand i forening med et bestyrelsesmedlem eller af den samlede bestyrelse.'
const board = [
  ['preben', 'CHAIR'],
  ['lone', 'BOARD_MEMBER'],
  ['anders', 'BOARD_MEMBER'],
] as const

interface Row {
  readonly business?: string
  readonly text?: string | null
  readonly status?: string
  readonly roles?: readonly (readonly [holder: string, role: string, kind?: 'PERSON' | 'BUSINESS'])[]
  readonly changed?: Date
}

/** As access.signing_of tells it. */
const row = ({
  business = 'vestkyst',
  text = chairWithOne,
  status = 'NORMAL',
  roles = board,
  changed,
}: Row = {}) => ({
  ...{ business, revision: 1, form: '60', status, closed: false, text, decided: null },
  roles: roles.map(([holder, role, kind = 'PERSON']) => ({ holder, role, kind })),
  changed_at: changed?.toISOString() ?? null,
})
const ruled = (...rows: readonly Row[]) => {
  const signing = readSigning((rows.length > 0 ? rows : [{}]).map(row))!
  return { form: 'SIGNING_RULE', signing } as const
}
const given = (people: readonly string[], when = at) => people.map(person => ({ person, at: when }))

describe('the chair and one member, or the whole board', () => {
  test.each`
    confirmed                       | met      | missing
    ${['preben']}                   | ${false} | ${['anders', 'lone']}
    ${['preben', 'preben']}         | ${false} | ${['anders', 'lone']}
    ${['lone', 'anders']}           | ${false} | ${['preben']}
    ${['preben', 'stranger']}       | ${false} | ${['anders', 'lone']}
    ${['preben', 'lone']}           | ${true}  | ${[]}
    ${['anders', 'preben']}         | ${true}  | ${[]}
    ${['preben', 'lone', 'anders']} | ${true}  | ${[]}
  `('$confirmed → $met', ({ confirmed, met, missing }) => {
    const found = agreement(ruled(), given(confirmed), at)
    expect({ met: found.met, missing: found.missing.toSorted() }).toEqual({ met, missing })
    expect(found.signature?.source).toBe(met ? 'REGISTERED' : undefined)
  })

  test('who signed is named, and nobody whose signature was not needed', () => {
    const { signature } = agreement(ruled(), given(['preben', 'lone']), at)
    expect(signature).toEqual({ by: ['lone', 'preben'], source: 'REGISTERED' })
  })

  test('one person in two roles counts once', () => {
    const doubled = ruled({ roles: [...board, ['preben', 'BOARD_MEMBER']] })
    expect(agreement(doubled, given(['preben']), at).met).toBe(false)
  })

  test('a confirmation counts of those who take part alone', () => {
    expect(['preben', 'lone', 'stranger'].map(person => counts(ruled(), person))).toEqual([true, true, false])
  })
})

describe('the window and what changes inside it', () => {
  test.each`
    days    | changed       | still
    ${0}    | ${null}       | ${true}
    ${-170} | ${null}       | ${true}
    ${-190} | ${null}       | ${false}
    ${-10}  | ${inDays(-9)} | ${false}
    ${-8}   | ${inDays(-9)} | ${true}
  `('confirmed $days days from now, the rule changed $changed: it still counts: $still', row => {
    const { days, changed, still } = row
    const needed = ruled(changed ? { changed } : {})
    expect(stillCounts(needed, { person: 'preben', at: inDays(days) }, at)).toBe(still)
  })

  test('others may confirm for six months after the last one did', () => {
    const needed = ruled()
    const first = new Date('2026-01-31T12:00:00Z')
    const last = new Date('2026-08-31T12:00:00Z')
    expect(confirmBy(needed, [])).toBe(null)
    expect(
      confirmBy(needed, [
        { person: 'preben', at: last },
        { person: 'lone', at: first },
      ]),
    ).toEqual(new Date('2027-02-28T12:00:00Z'))
  })

  test('a confirmation outside the window is not added to one inside it', () => {
    const old = given(['preben'], inDays(-190))
    expect(agreement(ruled(), [...old, ...given(['lone'])], at).met).toBe(false)
  })
})

test('a company that signs is followed to its people', () => {
  const needed = ruled(
    { business: 'drift', text: null, roles: [['holding', 'DIRECTOR', 'BUSINESS']] },
    { business: 'holding', text: 'Selskabet tegnes af en direktør alene.', roles: [['jesper', 'DIRECTOR']] },
  )
  expect(counts(needed, 'jesper')).toBe(true)
  expect(agreement(needed, given(['jesper']), at).signature).toEqual({
    by: ['jesper'],
    source: 'COMPANIES_ACT_135',
  })
})

test.each`
  what                                  | signing                                                               | confirmed             | da
  ${'one of several'}                   | ${{}}                                                                 | ${['preben']}         | ${'Mangler: et bestyrelsesmedlem.'}
  ${'a rule that is not read'}          | ${{ text: 'Selskabet tegnes af ledelsen.' }}                          | ${['preben']}         | ${/^Det kan ikke læses/}
  ${'changed since'}                    | ${{ changed: at }}                                                    | ${['preben', 'lone']} | ${/^Tegningsreglen eller ledelsen er ændret/}
  ${'bankrupt: the trustee is missing'} | ${{ status: 'UNDER KONKURS', roles: [...board, ['kim', 'TRUSTEE']] }} | ${['preben']}         | ${'Mangler: en kurator.'}
`('$what is told in words that name nobody', ({ signing, confirmed, da }) => {
  const words = lackingAt({ signing: [row(signing)], confirmations: given(confirmed, at) }, inDays(1))!
  expect(words.da).toEqual(typeof da === 'string' ? da : expect.stringMatching(da))
  expect(words.en).not.toBe('')
  expect(JSON.stringify(words)).not.toMatch(/preben|lone|kim/)
})
