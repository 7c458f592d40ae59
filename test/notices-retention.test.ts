// Retention of notices: what is past the rule goes with its delivery and its file, by one role and one function.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { loginRoles } from '../database/connect.ts'
import { type Connector, noConnector } from '../subgraphs/notices/connector.ts'
import { dispatchDue } from '../subgraphs/notices/dispatcher.ts'
import { filesConnector } from '../subgraphs/notices/files.ts'
import { deleteOldNotices } from '../subgraphs/notices/retention.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { by, send, sendMany } from './notices-sent.ts'

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.drop())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engang-notices-'))
  await database.admin`truncate notices.notice cascade`
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Sends one, so long ago, read or not. */
async function sentAgo(ago: string, isRead = false): Promise<string> {
  const id = await send(database.sql('consents'))
  await database.admin`update notices.notice set created_at = clock_timestamp() - ${ago}::interval,
    read_at = case when ${isRead} then clock_timestamp() end where id = ${id}`
  return id
}
const apply = (years = 5, connector: Connector = noConnector, batch?: number) =>
  deleteOldNotices(database.sql('retention'), connector, { years, ...(batch && { batch }) })
const left = async () => {
  const { admin } = database
  const notices = await admin`select id from notices.notice`
  const deliveries = await admin`select notice_id as id from notices.delivery`
  const ids = (rows: readonly { id?: string }[]) => rows.map(({ id }) => id).sort()
  expect(ids(deliveries)).toEqual(ids(notices))
  return ids(notices)
}

describe('the rule', () => {
  test.each`
    notice                    | ago                   | isRead   | stays
    ${'two days short of it'} | ${'5 years - 2 days'} | ${false} | ${true}
    ${'two days past it'}     | ${'5 years 2 days'}   | ${false} | ${false}
    ${'past it, read'}        | ${'5 years 2 days'}   | ${true}  | ${false}
    ${'of now'}               | ${'0'}                | ${true}  | ${true}
  `('$notice: stays $stays', async ({ ago, isRead, stays }) => {
    const id = await sentAgo(ago.replace('- 2 days', '-2 days'), isRead)
    expect(await apply()).toBe(stays ? 0 : 1)
    expect(await left()).toEqual(stays ? [id] : [])
  })

  test('batches follow one another until nothing is left that is past it', async () => {
    for (let made = 0; made < 7; made++) await sentAgo('6 years')
    const kept = await sentAgo('1 year')
    expect(await apply(5, noConnector, 3)).toBe(7)
    expect(await left()).toEqual([kept])
  })

  test('what a connector keeps goes with it; what it cannot forget stays, and is taken the next time', async () => {
    const files = filesConnector(folder)
    const [old, young] = [await sentAgo('0'), await sentAgo('0')]
    await dispatchDue(database.sql('notices'), files)
    expect(await readdir(folder)).toHaveLength(2)
    await database.admin`update notices.notice set created_at = '2001-01-01' where id = ${old}`
    const stuck = { ...by(async () => {}), forget: () => Promise.reject(new Error('not now')) }
    await expect(apply(5, stuck)).rejects.toThrow('not now')
    expect(await left()).toEqual([old, young].sort())
    expect(await apply(5, files)).toBe(1)
    expect([await left(), await readdir(folder)]).toEqual([[young], [`${young}.txt`]])
  })

  test('one that a node is delivering is left to it', async () => {
    const id = await sentAgo('6 years')
    const deleted = await database.admin.begin(async tx => {
      await tx`select from notices.delivery where notice_id = ${id} for update`
      return apply()
    })
    expect([deleted, await left()]).toEqual([0, [id]])
    expect(await apply()).toBe(1)
  })
})

describe('the roles', () => {
  test.each(loginRoles.filter(role => role !== 'retention'))('%s cannot apply the rule', async role => {
    const applied = database.sql(role)`select notices.delete_expired('5 years', 10)`
    await expect(applied).rejects.toThrow(/permission denied/)
  })

  test.each(loginRoles)('%s deletes nothing by itself', async role => {
    await sendMany(database, 1)
    for (const statement of ['delete from notices.delivery', 'delete from notices.notice'])
      await expect(database.sql(role).unsafe(statement)).rejects.toThrow(/permission denied/)
  })

  test.each`
    what                       | keep          | most
    ${'less than a year'}      | ${'364 days'} | ${10}
    ${'no rule'}               | ${null}       | ${10}
    ${'a batch without bound'} | ${'5 years'}  | ${1_000_000}
  `('retention cannot ask for $what', async ({ keep, most }) => {
    const applied = database.sql('retention')`
      select notices.delete_expired(${keep}::interval, ${most}::integer)`
    await expect(applied).rejects.toMatchObject({ code: '22023' })
  })

  test('retention reads no notice', async () => {
    const reading = database.sql('retention')`select * from notices.notice`
    await expect(reading).rejects.toThrow(/permission denied/)
  })
})
