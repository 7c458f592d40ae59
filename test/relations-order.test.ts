// Lists of a person's relations stand in one order, wherever PostgreSQL happens to keep their rows.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './database.ts'
import { openPlatform, type Platform } from './platform.ts'

let database: TestDatabase
let platform: Platform
let ids: readonly string[]
beforeAll(async () => {
  database = await testDatabase({ sample: true })
  platform = await openPlatform(database)
  const found = await database.admin<{ id: string }[]>`
    select distinct person_id as id from persons.person where row_status = 'CURRENT' order by 1 limit 12`
  ids = found.map(({ id }) => id)
})
afterAll(async () => {
  await platform.close()
  await database.drop()
})

/** Rows that no rule of the register tells apart: one relation, one day, one source. */
async function addAlike(table: 'custody' | 'parent' | 'child', other: string, more: object): Promise<void> {
  for (const id of ids.slice(1))
    await database.admin`insert into ${database.admin(`persons.${table}`)} ${database.admin({
      ...{ person_id: ids[0]!, row_status: 'CURRENT', source: 'alike', content_hash: randomUUID() },
      ...{ registered_from: new Date('2020-01-01'), effective_from: '2020-01-01', [other]: id, ...more },
    } as never)}`
}

/** Takes the rows out and puts them in again, in some other order. */
const shuffle = (table: string) =>
  database.admin`
    with gone as (delete from ${database.admin(`persons.${table}`)} where source = 'alike' returning *)
    insert into ${database.admin(`persons.${table}`)} select * from gone order by md5(content_hash || ${randomUUID()})`

test.each([
  ['custody', 'holder_id', { relation: '0003' }, 'custodyHolders { person { id } }'],
  ['parent', 'parent_id', { role: 'MOTHER' }, 'parents { person { id } }'],
  ['child', 'child_id', {}, 'children { id }'],
] as const)('%s', async (table, other, more, field) => {
  await addAlike(table, other, more)
  const ask = async () => {
    const own = { caller: { kind: 'PERSON', client: 'playground', person: ids[0]!, business: null } } as const
    const { data, errors } = await platform.ask(own, `{ personById(id: "${ids[0]}") { ${field} } }`)
    expect(errors).toBeUndefined()
    return JSON.stringify(data)
  }
  const first = await ask()
  expect(first.split('"id"').length).toBeGreaterThan(10)
  for (let time = 0; time < 5; time++) {
    await shuffle(table)
    expect(await ask()).toBe(first)
  }
})
