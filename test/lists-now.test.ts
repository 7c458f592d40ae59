// The rows that lists of now look at say what the register says, whoever wrote it, also of changes known ahead.
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleDay } from '../commands/sample.ts'
import { businessesNow } from '../subgraphs/businesses/listed.ts'
import { businessesThen } from '../subgraphs/businesses/searched.ts'
import { personsNow } from '../subgraphs/persons/listed.ts'
import { prepareSearch } from '../subgraphs/persons/search.ts'
import { personsThen } from '../subgraphs/persons/searched.ts'
import { openSearch, type Searched, type Wanted } from '../subgraphs/search.ts'
import { type TestDatabase, testDatabase } from './database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase({ sample: true })
  await sampleDay(database)
})
afterAll(() => database?.drop())

const days = (count: number) => new Date(Date.now() + count * 86_400_000).toISOString()

/** The rows of now as they will stand at an instant. */
const heldAt = (searched: Searched, at: string): Searched => ({
  ...searched,
  holds: () => sql`valid_from <= ${at}::timestamptz and ${at}::timestamptz < valid_to`,
})

/** Everybody in the order of each order there is: ids with the values that decided. */
async function listedBy(role: 'persons' | 'businesses', searched: Searched, wanted: Wanted, at: string) {
  const search = openSearch(database.sql(role))
  const within = { shape: at, conditions: [], values: { effective: at, registered: at }, most: null }
  return search(searched, wanted, within).rows(null, 10_000)
}

async function expectSame(role: 'persons' | 'businesses', wanted: Wanted, at: string): Promise<number> {
  const [now, then] = role === 'persons' ? [personsNow, personsThen] : [businessesNow, businessesThen]
  const [listed, exact] = await Promise.all([
    listedBy(role, heldAt(now, at), wanted, at),
    listedBy(role, then, wanted, at),
  ])
  expect(listed).toEqual(exact)
  return exact.length
}

const filters = {
  persons: [
    { firstNames: { startsWith: 'a' } },
    { or: [{ lastName: { startsWith: 'ny' } }, { lastName: { startsWith: 'h' } }] },
    { status: { in: ['RESIDENT', 'DEAD'] } },
    { postalCode: { startsWith: '8' } },
    { municipalityCode: { in: ['0751', '0101'] } },
    { civilStatus: { in: ['MARRIED', 'UNMARRIED'] } },
    { citizenship: { eq: '5100' } },
    { sex: { eq: 'FEMALE' } },
    { not: { birthDate: { lt: '1990-01-01' } } },
  ],
  businesses: [
    { name: { startsWith: 'n' } },
    { status: { in: ['normal', 'under konkurs'] } },
    { formCode: { gte: 80 } },
    { startDate: { lt: '2015-01-01' } },
    { industryCode: { startsWith: '6' } },
    { postalCode: { startsWith: '8' } },
    { municipalityCode: { eq: '0751' } },
  ],
} as const

const cases = Object.entries(filters).flatMap(([role, list]) => list.map(where => ({ role, where })))

test.each(cases)('$role $where: listed as the register has them, now and later', async ({ role, where }) => {
  await tellAhead()
  const found = []
  for (const day of [0, 15, 45, 400]) found.push(await expectSame(role as 'persons', { where }, days(day)))
  expect(found[0]).toBeGreaterThan(0)
})

test.each`
  role            | orderBy
  ${'persons'}    | ${['LAST_NAME', 'FIRST_NAMES_DESCENDING']}
  ${'persons'}    | ${['FIRST_NAMES_DESCENDING', 'BIRTH_DATE']}
  ${'persons'}    | ${['BIRTH_DATE_DESCENDING']}
  ${'businesses'} | ${['NAME_DESCENDING', 'CVR']}
`('$role by $orderBy: in the same order, now and later', async ({ role, orderBy }) => {
  await tellAhead()
  for (const day of [0, 45]) await expectSame(role, { orderBy }, days(day))
})

let told = false
/** A third of the people and businesses change everything in a month's time, and the register knows it already. */
async function tellAhead(): Promise<void> {
  if (told) return
  told = true
  const { admin } = database
  const month = days(30)
  for (const [table, column] of [
    ['name', 'last_name'],
    ['civil_status', 'status'],
    ['citizenship', 'country_code'],
  ] as const) {
    const set = column === 'last_name' ? 'Nyt' : column === 'status' ? 'G' : '5120'
    await admin`insert into ${admin(`persons.${table}`)} (person_id, row_status, ${admin(column)}, effective_from, source, content_hash)
      select person_id, 'CURRENT', ${set}, ${month}, 'test', 'ahead' from persons.person
      where row_status = 'CURRENT' and number < '1'`
  }
  await admin`update persons.address set effective_to = ${month} where row_status = 'CURRENT' and number < '1'`
  await admin`update businesses.status set effective_to = ${month} where effective_to = 'infinity' and row_id % 3 = 0`
  await admin`insert into businesses.name (business_id, slot, row_status, effective_from, source, content_hash, name)
    select business_id, slot, 'CURRENT', ${month}, 'test', 'ahead', 'Nyt navn' from businesses.name
    where slot = 'PRIMARY' and effective_to = 'infinity' and row_id % 3 = 0`
}

test('a change known ahead begins a row of its own', async () => {
  await tellAhead()
  const [row] = await database.admin`
    select count(*)::int as rows, count(distinct person_id)::int as persons from persons.listed`
  expect(row!.rows).toBeGreaterThan(row!.persons)
})

const marked = "source = 'by hand'"
test.each`
  change                | write                                                                                                                                  | seen
  ${'a row inserted'}   | ${`insert into persons.protection (person_id, kind, row_status, source, content_hash) values ($1, '0001', 'CURRENT', 'by hand', 'x')`} | ${true}
  ${'a row that ended'} | ${`update persons.protection set registered_to = clock_timestamp() where ${marked} and person_id = $1`}                                | ${false}
  ${'a row deleted'}    | ${`delete from persons.protection where ${marked} and person_id = $1`}                                                                 | ${false}
`('$change by anybody is in the list at once', async ({ write, seen }) => {
  const { admin } = database
  const [who] = await admin`
    select person_id as id from persons.listed
    where not exists (select from persons.protection p where p.person_id = listed.person_id and p.source <> 'by hand')
    order by person_id limit 1`
  await admin.unsafe(write, [who!.id])
  const [row] = await admin`
    select protected from persons.listed where person_id = ${who!.id} and valid_from <= now() and now() < valid_to`
  expect(row!.protected).toBe(seen)
})

test('at another time than now, what takes too long is refused by name, and what to do is said', async () => {
  const slow = database.sql('persons')
  const search = prepareSearch(slow)
  const at = new Date()
  const scope = { most: null, population: null, withoutProtected: false }
  const list = search({ orderBy: ['LAST_NAME'] }, scope, { effective: at, registered: at, travelled: true })
  await list.rows(null, 2)
  await database.admin`create function persons.wait() returns boolean language sql volatile as 'select pg_sleep(2) is not null'`
  await database.admin`alter table persons.name enable row level security`
  await database.admin.unsafe(`create policy slow on persons.name using (persons.wait())`)
  await database.admin.unsafe(`grant execute on function persons.wait() to public`)
  const refused = await list.rows(null, 2).catch(error => error)
  expect(refused.extensions).toEqual({ code: 'LIST_TOO_LARGE' })
  expect(refused.message).toMatch(/add a filter by id, number, name or address/)
})
