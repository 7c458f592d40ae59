// A statement that failed after it sent rows must not spoil the result of the next one on its connection.

import { sql as text } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../database/connect.ts'
import { type TestDatabase, testDatabase } from './database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.drop())

const failing = 'select 10 / (5 - i) as v from generate_series(1, 7) i'

test.each`
  way             | ask
  ${'prepared'}   | ${async (sql: ReturnType<typeof connect>) => [...(await sql`select i from generate_series(1, ${3}::integer) i`)]}
  ${'by Drizzle'} | ${async (sql: ReturnType<typeof connect>) => [...(await drizzle(sql).execute(text`select i from generate_series(1, ${3}::integer) i`))]}
`('rows asked for $way are whole after a failure', async ({ ask }) => {
  const sql = connect(database, 'persons', { max: 1 })
  try {
    for (let turn = 0; turn < 3; turn++) {
      await expect(sql.unsafe(failing)).rejects.toThrow(/division by zero/)
      expect(await ask(sql)).toEqual([{ i: 1 }, { i: 2 }, { i: 3 }])
    }
  } finally {
    await sql.end()
  }
})

test('a failure before a result of no rows leaves none', async () => {
  const sql = connect(database, 'persons', { max: 1 })
  try {
    await expect(sql.unsafe(failing)).rejects.toThrow(/division by zero/)
    expect([...(await sql`select 1 where false`)]).toEqual([])
    expect([...(await sql`select 1 as one`)]).toEqual([{ one: 1 }])
  } finally {
    await sql.end()
  }
})
