// A database that is cut off fails every query, and is asked again at once when it is back: a lane of one connection has no other.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect } from '../database/connect.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { type Cable, layCable } from './withdrawal-cable.ts'

let database: TestDatabase
let cable: Cable
beforeAll(async () => {
  database = await testDatabase()
  cable = await layCable(database)
})
afterAll(async () => {
  await cable?.close()
  await database?.drop()
})

test('each query that follows a failure at once fails too; the first after the end of it is answered', async () => {
  const sql = connect(cable.database, 'persons', { max: 1 })
  // Far above what a new attempt waits, and far below the twenty seconds that the driver's own would come to.
  const ask = async () =>
    Promise.race([sql`select 1 as one`.catch(() => 'failed'), sleep(5_000, 'waiting', { ref: false })])
  try {
    expect(await ask()).toEqual([{ one: 1 }])
    cable.cut()
    for (let failures = 0; failures < 7; failures++) expect(await ask()).toBe('failed')
    cable.mend()
    expect(await ask()).toEqual([{ one: 1 }])
  } finally {
    await sql.end({ timeout: 1 })
  }
})
