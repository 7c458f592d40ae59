// Which connection reads facts: one and the same for few subjects, others for many and when it does not keep up.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ReadFacts } from '../access/facts.ts'
import { openFacts } from '../access/facts-lane.ts'
import { connect } from '../database/connect.ts'
import { type TestDatabase, testDatabase } from './database.ts'

let database: TestDatabase
let pools: ReturnType<typeof connect>[]
let read: ReadFacts
beforeAll(async () => {
  database = await testDatabase({ sample: true })
})
beforeEach(() => {
  const [lane, pool] = [connect(database, 'access_reader', { max: 1 }), connect(database, 'access_reader')]
  pools = [lane, pool]
  read = openFacts(lane, pool)
  return async () => {
    await Promise.all(pools.map(sql => sql.end()))
  }
})
afterAll(() => database?.drop())

const one = { activity: 'KOM-17', client: 'playground', officer: null, person: null, represented: null }
const unknown = (count: number) => Array.from({ length: count }, () => randomUUID())
const ask = (...counts: readonly number[]) =>
  Promise.all(counts.map(count => read({ ...one, subjects: unknown(count) })))

/** Connections of the role; a pool opens them when it needs them. */
async function connections(): Promise<number> {
  const [row] = await database.admin`
    select count(*)::int as count from pg_stat_activity
    where application_name = 'engang access_reader' and datname = current_database()`
  return row!.count
}

test.each`
  what                      | counts                            | opened
  ${'one'}                  | ${[1]}                            | ${1}
  ${'eight at once'}        | ${[1, 2, 3, 4, 5, 6, 7, 8]}       | ${1}
  ${'two hundred'}          | ${[200]}                          | ${1}
  ${'more'}                 | ${[201]}                          | ${1}
  ${'few, and many beside'} | ${[1, 201]}                       | ${2}
  ${'ten at once'}          | ${[1, 1, 1, 1, 1, 1, 1, 1, 1, 1]} | ${3}
`('$what: connections opened: $opened', async ({ counts, opened }) => {
  expect(await connections()).toBe(0)
  const answers = await ask(...counts)
  expect(answers.map(({ subjects }) => subjects.size)).toEqual(counts)
  expect(await connections()).toBe(opened)
})

test('what fails leaves the way free for the next', async () => {
  await database.admin`alter view access.fact_register rename to away`
  expect((await Promise.allSettled([...Array(8)].map(() => ask(1)))).map(({ status }) => status)).toEqual(
    Array(8).fill('rejected'),
  )
  await database.admin`alter view access.away rename to fact_register`
  await ask(1)
  expect(await connections()).toBe(1)
})
