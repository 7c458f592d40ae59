// Retention of the access log (L10): what is past the rule goes with its salt, and what stays says what has gone.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { applyRetention } from '../subgraphs/access-log/retention.ts'
import { asOfficer, ids, put } from './access-log-asked.ts'
import { type Cases, openCases } from './asked.ts'

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())

const retain = (years: number, batch?: number) =>
  applyRetention(cases.database.sql('retention'), { years, ...(batch && { batch }) })

/** The instant so many years and days before now; days may be negative. */
function ago(years: number, days: number): string {
  const at = new Date()
  at.setUTCFullYear(at.getUTCFullYear() - years)
  return new Date(at.getTime() - days * 86_400_000).toISOString()
}

const read = async (key: string, choice = 'first: 100') => {
  const text = `{ me { accessLog(${choice}) { totalCount nodes { id } deletedBefore da: beginning(language: DA) en: beginning
    pageInfo { hasNextPage endCursor } } } }`
  const answer = await cases.ask(await cases.citizen(key), text)
  expect(answer.errors).toEqual([])
  return answer.data.me.accessLog
}

const deletions = () => cases.database.admin`select * from access_log.deletion order by before, at`

beforeEach(async () => {
  await cases.database.admin`truncate access_log.record, access_log.deletion, access_log.deleted_record`
})

describe('the rule', () => {
  test.each`
    record                                     | at            | hidden        | stays
    ${'two days short of five years'}          | ${ago(5, -2)} | ${null}       | ${true}
    ${'two days past five years'}              | ${ago(5, 2)}  | ${null}       | ${false}
    ${'twenty years old'}                      | ${ago(20, 0)} | ${null}       | ${false}
    ${'of now'}                                | ${ago(0, 0)}  | ${null}       | ${true}
    ${'covert, its cover still on'}            | ${ago(9, 0)}  | ${ago(-1, 0)} | ${true}
    ${'covert, its cover ended last year'}     | ${ago(9, 0)}  | ${ago(1, 0)}  | ${true}
    ${'covert, its cover ended six years ago'} | ${ago(9, 0)}  | ${ago(6, 0)}  | ${false}
  `('$record: stays $stays', async ({ at, hidden, stays }) => {
    const id = await put(cases, await cases.idOf('anna'), { at, hidden })
    expect(await retain(5)).toBe(stays ? 0 : 1)
    const left = await cases.database.admin`select id, salt from access_log.record`
    expect(left.map(row => row.id)).toEqual(stays ? [id] : [])
    const gone = await cases.database.admin`select id from access_log.deleted_record`
    expect(gone.map(row => row.id)).toEqual(stays ? [] : [id])
    expect(await deletions()).toHaveLength(stays ? 0 : 1)
  })

  test('a deletion names the range, the count, the time and the rule', async () => {
    const anna = await cases.idOf('anna')
    const [newest, middle, oldest] = [ago(5, 10), ago(5, 20), ago(5, 30)]
    for (const at of [middle, oldest, newest]) await put(cases, anna, { at })
    await retain(5)
    const [deletion, ...more] = await deletions()
    expect(more).toEqual([])
    expect(deletion).toMatchObject({
      kept_for: '5 years',
      count: 3,
      oldest: new Date(oldest),
      newest: new Date(newest),
    })
    expect(deletion!.before > deletion!.newest && deletion!.before < deletion!.at).toBe(true)
    expect(Math.abs(deletion!.at.getTime() - Date.now())).toBeLessThan(60_000)
  })

  test('batches follow one another: none larger than told, each with its record, nothing left over', async () => {
    const anna = await cases.idOf('anna')
    for (let days = 1; days <= 7; days++) await put(cases, anna, { at: ago(5, days + 2) })
    const kept = await put(cases, anna, { at: ago(4, 0) })
    expect(await retain(5, 3)).toBe(7)
    const done = await deletions()
    expect(done.map(({ count }) => count)).toEqual([3, 3, 1])
    for (const [index, { oldest }] of done.entries())
      expect(index === 0 || oldest >= done[index - 1]!.before).toBe(true)
    const left = await cases.database.admin`select id from access_log.record`
    expect(left.map(({ id }) => id)).toEqual([kept])
    expect(await retain(5, 3)).toBe(0)
    expect(await deletions()).toHaveLength(3)
  })

  test('of records of one instant, at the end of a batch, none is left behind', async () => {
    const at = ago(6, 0)
    for (let index = 0; index < 5; index++) await put(cases, await cases.idOf('anna'), { at })
    expect(await retain(5, 2)).toBe(5)
    expect((await deletions()).map(({ count }) => count).sort()).toEqual([1, 2, 2])
  })

  test('two at once: each record goes once', async () => {
    const anna = await cases.idOf('anna')
    for (let days = 1; days <= 9; days++) await put(cases, anna, { at: ago(5, days + 2) })
    const counts = await Promise.all([retain(5, 2), retain(5, 2), retain(5, 2)])
    expect(counts.reduce((sum, count) => sum + count)).toBe(9)
    const [sum] = await cases.database.admin`select sum(count)::int as n from access_log.deletion`
    expect(sum!.n).toBe(9)
  })
})

describe('readers', () => {
  const nothing = { deletedBefore: null, da: null, en: null }

  test('see where the log begins, and the rule, once something has been deleted', async () => {
    const anna = await cases.idOf('anna')
    await put(cases, anna, { at: ago(5, 2) })
    const kept = await put(cases, anna, { at: ago(4, 0) })
    expect(await read('anna')).toMatchObject({ totalCount: 2, ...nothing })
    await retain(5)
    const page = await read('anna')
    const [deletion] = await deletions()
    expect([page.totalCount, ids(page)]).toEqual([1, [kept]])
    expect(new Date(page.deletedBefore)).toEqual(deletion!.before)
    const [da, en] = ['da-DK', 'en-GB'].map(locale =>
      deletion!.before.toLocaleDateString(locale, { timeZone: 'Europe/Copenhagen', dateStyle: 'long' }),
    )
    expect(page.da).toBe(
      `Opslag før den ${da} er slettet efter slettereglen: de gemmes i 5 år, skjulte opslag lige så længe efter, at de kunne ses.`,
    )
    expect(page.en).toBe(
      `Records before ${en} were deleted under the retention rule: they are kept for 5 years, hidden ones for as long after they could be seen.`,
    )
    // Whose log nothing was deleted from reads the same: it tells of nobody.
    expect(await read('ruth')).toMatchObject({
      totalCount: 0,
      deletedBefore: page.deletedBefore,
      en: page.en,
    })
  })

  test('stewards see it too, in their own words', async () => {
    const records = '{ accessRecords(first: 5) { totalCount deletedBefore beginning(language: EN) } }'
    await put(cases, await cases.idOf('anna'), { at: ago(3, 2) })
    const before = (await asOfficer(cases, records)).data.accessRecords
    expect(before).toMatchObject({ deletedBefore: null, beginning: null })
    await retain(3)
    const answer = await asOfficer(cases, records)
    expect(answer.errors).toEqual([])
    const [deletion] = await deletions()
    expect(new Date(answer.data.accessRecords.deletedBefore)).toEqual(deletion!.before)
    expect(answer.data.accessRecords.beginning).toContain('they are kept for 3 years')
    // The old one is gone; the reading before it has come.
    expect(answer.data.accessRecords.totalCount).toBe(before.totalCount)
  })

  test('a rule made longer does not move the beginning back', async () => {
    await put(cases, await cases.idOf('anna'), { at: ago(4, 0) })
    await retain(3)
    const { deletedBefore } = await read('anna')
    await put(cases, await cases.idOf('anna'), { at: ago(8, 0) })
    await retain(7)
    expect(await read('anna')).toMatchObject({ deletedBefore, en: expect.stringContaining('3 years') })
  })

  describe('pages across the border', () => {
    const records: string[] = []
    beforeEach(async () => {
      const anna = await cases.idOf('anna')
      records.length = 0
      // Newest first: two that stay, two that go, one covert until lately that stays.
      for (const at of [ago(1, 0), ago(2, 0), ago(6, 0), ago(7, 0)])
        records.push(await put(cases, anna, { at }))
      records.push(await put(cases, anna, { at: ago(8, 0), hidden: ago(1, 0) }))
    })

    test.each`
      first | seen               | then
      ${1}  | ${[0]}             | ${[1, 4]}
      ${2}  | ${[0, 1]}          | ${[4]}
      ${3}  | ${[0, 1, 2]}       | ${[4]}
      ${4}  | ${[0, 1, 2, 3]}    | ${[4]}
      ${5}  | ${[0, 1, 2, 3, 4]} | ${[]}
    `('after $seen were read and the rule was applied, $then follow', async ({ first, seen, then }) => {
      const choose = (indexes: number[]) => indexes.map(index => records[index])
      const page = await read('anna', `first: ${first}`)
      expect([ids(page), page.totalCount]).toEqual([choose(seen), 5])
      await retain(5)
      const next = await read('anna', `first: 100, after: "${page.pageInfo.endCursor}"`)
      expect([ids(next), next.totalCount]).toEqual([choose(then), 3])
    })
  })
})
