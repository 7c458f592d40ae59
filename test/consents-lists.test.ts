// Lists of consents: what waits for an answer first, or the newest; by state, by activity; cursors for one caller alone.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { bank, type Cases, decline, grant, kommune, openCases, su } from './asked.ts'
import type { As } from './platform.ts'

let cases: Cases
let anna: As
const kom17 = kommune('KOM-17')
const field = { fields: ['Person.civilStatus'] }
beforeAll(async () => {
  cases = await openCases()
  anna = await cases.citizen('anna')
})
afterAll(() => cases?.close())
beforeEach(async () => {
  await cases.database.admin`truncate consents.consent cascade`
})

const input = (id: string) => ({ input: { id, commandId: randomUUID() } })
const ids = ({ nodes }: { nodes: readonly { id: string }[] }) => nodes.map(({ id }) => id)

describe('lists', () => {
  const page = `query P($first: Int!, $after: String, $states: [ConsentState!]) {
    consents(first: $first, after: $after, states: $states) { totalCount pageInfo { hasNextPage endCursor } nodes { id state } } }`
  async function pages(as: As, states: readonly string[] | null = null): Promise<string[]> {
    const found: string[] = []
    let after: string | null = null
    for (;;) {
      const { data } = await cases.ask(as, page, { first: 2, after, states })
      found.push(...ids(data.consents))
      after = data.consents.pageInfo.endCursor
      if (!data.consents.pageInfo.hasNextPage) return expectWhole(found, data.consents.totalCount)
    }
  }
  function expectWhole(found: string[], total: number): string[] {
    expect(found).toHaveLength(total)
    return found
  }

  test('the person’s show first what waits for an answer; the authority’s the newest first', async () => {
    const made: string[] = []
    for (let index = 0; index < 6; index++) made.push(await cases.requested(kom17, 'anna', field))
    const [a, b, c, d, e, f] = made as [string, string, string, string, string, string]
    for (const id of [b, e, f]) await cases.ask(anna, grant, input(id))
    await cases.ask(anna, decline, input(d))
    await cases.database.admin`update consents.consent set answer_by = clock_timestamp() where id = ${c}`
    expect(await pages(anna)).toEqual([a, f, e, d, c, b])
    expect(await pages(kom17)).toEqual([f, e, d, c, b, a])
    const byState = await Promise.all(
      [['REQUESTED'], ['LAPSED'], ['GRANTED', 'DECLINED'], ['EXPIRED']].flatMap(states =>
        [anna, kom17].map(as => pages(as, states)),
      ),
    )
    expect(byState).toEqual([[a], [a], [c], [c], [f, e, d, b], [f, e, d, b], [], []])
  })

  test('by state, the authority’s stand where they were asked for, and where time ended them', async () => {
    const made: string[] = []
    for (let index = 0; index < 6; index++) made.push(await cases.requested(kom17, 'anna', field))
    const [a, b, c, d, e, f] = made as [string, string, string, string, string, string]
    for (const id of [a, b, c]) await cases.ask(anna, grant, input(id))
    await cases.ask(anna, decline, input(e))
    const { admin } = cases.database
    const ago = async (id: string, days: number) => {
      await admin`update consents.consent set requested_at = clock_timestamp() - interval '20 days' where id = ${id}`
      await admin`update consents.consent set answer_by = clock_timestamp() - make_interval(days => ${days}),
          valid_to = clock_timestamp() - make_interval(days => ${days}), valid_from = null where id = ${id}`
    }
    // Not in the order in which they were asked for, which is that of their letters.
    for (const [id, days] of [
      [a, 3],
      [b, 5],
      [c, 1],
      [d, 4],
    ] as const)
      await ago(id, days)
    await admin`update consents.consent set requested_at = clock_timestamp() - interval '2 days' where id = ${e}`
    const byState = [['EXPIRED'], ['LAPSED', 'EXPIRED'], ['EXPIRED', 'REQUESTED', 'LAPSED', 'DECLINED']]
    expect(await Promise.all(byState.map(states => pages(kom17, states)))).toEqual([
      [c, a, b],
      [c, a, d, b],
      [f, c, e, a, d, b],
    ])
  })

  test('an activity’s hold its own, for whoever is a party to them', async () => {
    const housing = await cases.requested(kom17, 'anna', field)
    await cases.requested(kommune('KOM-18'), 'anna', { ...field, template: 'day-care' })
    const own = 'query A { activity(id: "KOM-17") { consents { totalCount nodes { id } } } }'
    const answers = await Promise.all(
      [kom17, anna, su, bank('BANK-1'), await cases.citizen('jens')].map(as => cases.ask(as, own)),
    )
    expect(answers.map(({ data }) => ids(data.activity.consents))).toEqual([[housing], [housing], [], [], []])
    expect(answers.flatMap(({ errors }) => errors)).toEqual([])
  })

  const asked = `query A($id: ID!, $authority: CVR, $first: Int = 20, $after: String) {
    personById(id: $id) { consents(authority: $authority, first: $first, after: $after) {
      totalCount pageInfo { endCursor } nodes { id } } } }`
  async function askedBy(as: As, key: string, variables: object) {
    const { data, errors } = await cases.ask(as, asked, { id: await cases.idOf(key), ...variables })
    const of = data?.personById?.consents
    return of ? { ids: ids(of), total: of.totalCount, cursor: of.pageInfo.endCursor } : errors
  }

  test('by who asked: those alone, in the same order, counted; a cursor fits that list alone', async () => {
    const [first, second] = [
      await cases.requested(kom17, 'anna', field),
      await cases.requested(kom17, 'anna', field),
    ]
    const other = await cases.requested(bank('BANK-1'), 'anna', { ...field, template: 'loan' })
    const of = (who: string) => ({ authority: cases.cvr(who) })
    expect(await askedBy(anna, 'anna', {})).toMatchObject({ ids: [other, second, first], total: 3 })
    expect(await askedBy(anna, 'anna', of('kommune'))).toMatchObject({ ids: [second, first], total: 2 })
    expect(await askedBy(anna, 'anna', of('bank'))).toMatchObject({ ids: [other], total: 1 })
    expect(await askedBy(anna, 'anna', of('su'))).toMatchObject({ ids: [], total: 0 })
    const page = await askedBy(anna, 'anna', { ...of('kommune'), first: 1 })
    const after = 'cursor' in page ? page.cursor : null
    expect(await askedBy(anna, 'anna', { ...of('kommune'), after })).toMatchObject({ ids: [first] })
    const elsewhere = await cases.ask(anna, asked, { id: await cases.idOf('anna'), ...of('bank'), after })
    expect(elsewhere.refused).toEqual(['personById.consents PAGE_CURSOR'])
  })

  test('where it is withheld who asked, no filter tells it (X1)', async () => {
    await cases.requested(kom17, 'noah', field)
    const kommunes = { authority: cases.cvr('kommune') }
    const nothing = { ids: [], total: 0 }
    const [kasper, gitte] = [await cases.citizen('kasper', 'noah'), await cases.citizen('gitte', 'noah')]
    expect(await askedBy(kasper, 'noah', {})).toMatchObject({ total: 1 })
    expect(await askedBy(kasper, 'noah', kommunes)).toMatchObject(nothing)
    expect(await askedBy(kasper, 'noah', { authority: '12345678' })).toMatchObject(nothing)
    expect(await askedBy(gitte, 'noah', kommunes)).toMatchObject({ total: 1 })
  })

  test('a cursor fits the list and the caller that it was given to', async () => {
    for (let index = 0; index < 3; index++) await cases.requested(kom17, 'anna', field)
    const { data } = await cases.ask(kom17, page, { first: 1 })
    const { endCursor } = data.consents.pageInfo
    expect(endCursor).not.toContain(data.consents.nodes[0].id)
    for (const [as, states] of [
      [anna, null],
      [kom17, ['REQUESTED']],
      [bank('BANK-1'), null],
    ] as const) {
      const answer = await cases.ask(as, page, { first: 1, after: endCursor, states })
      expect(answer.refused).toEqual(['consents PAGE_CURSOR'])
    }
  })
})
