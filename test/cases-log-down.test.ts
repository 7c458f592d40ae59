// Case L01 in three ways: while the log cannot be written nothing is given, and nobody but the release may write it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cases, expectNowhere, kommune } from './asked.ts'
import { openThreeWays, type ThreeWays, threeWays } from './three-ways.ts'

let cases: ThreeWays
beforeAll(async () => {
  cases = await openThreeWays()
})
afterAll(() => cases?.close())

const name = 'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } } }'

// Ways to keep the log from being written. The lock lets it be read.
const fillDisk = () =>
  cases.database
    .admin`alter table access_log.record add constraint full_disk check (activity <> 'KOM-18') not valid`
const emptyDisk = () => cases.database.admin`alter table access_log.record drop constraint full_disk`

const owner = async (): Promise<string> =>
  (
    await cases.database
      .admin`select tableowner from pg_tables where schemaname = 'access_log' and tablename = 'record'`
  )[0]!.tableowner
const revokeInsert = async () => {
  const { admin } = cases.database
  await admin`revoke insert on access_log.record from ${admin(await owner())}`
}
const grantInsert = async () => {
  const { admin } = cases.database
  await admin`grant insert on access_log.record to ${admin(await owner())}`
}

let unlock: () => unknown = () => {}
const lockLog = async () => {
  const locked = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const { admin } = cases.database
  const done = admin.begin(async sql => {
    await sql`lock table access_log.record in share mode`
    locked.resolve()
    await held.promise
  })
  unlock = () => {
    held.resolve()
    return done
  }
  await locked.promise
}
const unlockLog = () => unlock()

describe.each(threeWays)('%s: no record, no data (L01)', way => {
  const ask: Cases['ask'] = (...asked) => cases.by(way).ask(...asked)

  test.each`
    what                     | breaks          | mends
    ${'the disk is full'}    | ${fillDisk}     | ${emptyDisk}
    ${'INSERT is revoked'}   | ${revokeInsert} | ${grantInsert}
    ${'the table is locked'} | ${lockLog}      | ${unlockLog}
  `('while $what nothing is given, and afterwards it recovers by itself', async ({ breaks, mends }) => {
    const cpr = cases.cpr('anna')
    await breaks()
    try {
      const refused = await ask(kommune('KOM-18'), name, { cpr })
      expect([
        refused.data?.person ?? null,
        new Set(refused.refused.map(line => line.split(' ').at(-1))),
      ]).toEqual([null, new Set(['LOG_UNAVAILABLE'])])
      expectNowhere(refused, ['Anna', 'full_disk', 'permission', 'lock'])
      expect(refused.records).toEqual([])
    } finally {
      await mends()
    }
    const given = await ask(kommune('KOM-18'), name, { cpr })
    expect(given.data.person.name).toEqual({ full: 'Anna Kirstine Holm' })
    expect(given.records).toHaveLength(1)
  })
})

describe('no record, no data (L01)', () => {
  test.each(['access_log', 'persons', 'consents', 'access_reader'] as const)(
    'the role %s can neither add, change nor delete a record',
    async role => {
      const sql = cases.database.sql(role)
      for (const statement of [
        sql`insert into access_log.record (operation_id) values (gen_random_uuid())`,
        sql`update access_log.record set given = '[]'`,
        sql`delete from access_log.record`,
      ])
        await expect(statement).rejects.toThrow(/permission denied/)
    },
  )
})
