// A transaction whose connection died must fail by itself: nothing of it may reach another, and the process lives.

import { sql as text } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, connectAsAdministrator } from '../database/connect.ts'
import { type TestDatabase, testDatabase } from './database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.drop())

type Pool = ReturnType<typeof connect>
const pid = async (sql: Pick<Pool, 'unsafe'>) => (await sql.unsafe('select pg_backend_pid() as pid'))[0]!.pid

async function terminate(backend: number) {
  const admin = connectAsAdministrator(database, { max: 1 })
  await admin`select pg_terminate_backend(${backend}, 5000)`
  await admin.end()
}

test.each`
  when                     | busy
  ${'while it waits'}      | ${false}
  ${'while it is working'} | ${true}
`('a transaction whose connection dies $when fails, and the pool goes on', async ({ busy }) => {
  const sql = connect(database, 'persons', { max: 1 })
  try {
    const lost = sql.begin(async tx => {
      const backend = await pid(tx)
      const asked = busy ? tx`select pg_sleep(1)` : null
      asked?.catch(() => {})
      await new Promise(done => setTimeout(done, 50))
      await terminate(backend)
      await asked
      await new Promise(done => setTimeout(done, 50))
      await tx`select 1`
    })
    await expect(lost).rejects.toThrow()
    // The driver gives the server's farewell to whoever asks next on that connection: that one fails, no more.
    await sql`select 1`.catch(() => {})
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }])
    expect(await sql.begin(tx => tx`select 2 as two`)).toEqual([{ two: 2 }])
  } finally {
    await sql.end()
  }
})

test('what a lost transaction still asks does not run in the one that has its connection now', async () => {
  const sql = connect(database, 'persons', { max: 1 })
  const late = Promise.withResolvers<void>()
  try {
    let asked: Promise<unknown> = Promise.resolve()
    const lost = sql.begin(async tx => {
      const backend = await pid(tx)
      asked = late.promise.then(() => tx`select set_config('test.late', 'came through', false)`)
      asked.catch(() => {})
      await terminate(backend)
      await new Promise(done => setTimeout(done, 50))
    })
    await expect(lost).rejects.toThrow()
    await sql`select 1`.catch(() => {})
    await sql.begin(async tx => {
      await tx`select 1`
      late.resolve()
      await expect(asked).rejects.toThrow(/transaction is over/)
      expect(await tx`select current_setting('test.late', true) as late`).toEqual([{ late: null }])
    })
  } finally {
    await sql.end()
  }
})

test('a query after the end of its transaction is refused', async () => {
  const sql = connect(database, 'persons', { max: 1 })
  try {
    const kept = await sql.begin(async tx => ({ tx, one: await tx`select 1` }))
    await expect(kept.tx`select 1`).rejects.toThrow(/transaction is over/)
  } finally {
    await sql.end()
  }
})

test('Drizzle: many transactions whose connections die, and as many that go on', async () => {
  const sql = connect(database, 'persons', { max: 4 })
  const db = drizzle(sql)
  const one = (dies: boolean) =>
    db.transaction(async tx => {
      const [row] = await tx.execute<{ pid: number }>(text`select pg_backend_pid() as pid`)
      if (dies) await terminate(row!.pid)
      const [again] = await tx.execute<{ pid: number }>(text`select pg_backend_pid() as pid`)
      return again!.pid === row!.pid
    })
  try {
    const ran = await Promise.allSettled(Array.from({ length: 40 }, (_, turn) => one(turn % 2 === 0)))
    const good = ran.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []))
    expect(good.every(same => same)).toBe(true)
    expect(good.length).toBeGreaterThanOrEqual(10)
    const [alive] = await db.execute<{ one: number }>(text`select 1 as one`)
    expect(alive!.one).toBe(1)
  } finally {
    await sql.end()
  }
})
