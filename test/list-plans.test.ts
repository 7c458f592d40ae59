// Lists of now are index scans: what PostgreSQL plans for the statements that the stores really send.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prepareSearch as prepareBusinesses } from '../subgraphs/businesses/search.ts'
import type { ListSource } from '../subgraphs/list.ts'
import { prepareSearch as preparePersons } from '../subgraphs/persons/search.ts'
import { type TestDatabase, testDatabase } from './database.ts'

// Enough that the planner prefers an index wherever there is one.
const many = 20_000

let database: TestDatabase
const sent: { query: string; parameters: unknown[] }[] = []
beforeAll(async () => {
  database = await testDatabase()
  for (const role of ['persons', 'businesses'] as const)
    database.sql(role).options.debug = (_connection, query, parameters) => {
      if (/from "\w+"\."listed"/.test(query)) sent.push({ query, parameters })
    }
  await addPersons()
  await addBusinesses()
}, 240_000)
afterAll(() => database?.drop())

const addPersons = () =>
  database.admin.begin(async sql => {
    await sql`select set_config('engang.relisting', 'at the end', true)`
    await sql`insert into persons.person (person_id, row_status, status, status_from, sex, birth_date, source, content_hash)
      select gen_random_uuid(), 'CURRENT', '01', '2000-01-01', case i % 2 when 0 then 'M' else 'K' end,
        date '1940-01-01' + i, 'test', i::text from generate_series(1, ${many}) i`
    await sql`insert into persons.name (person_id, row_status, first_names, last_name, source, content_hash)
      select person_id, 'CURRENT', 'Prøve ' || content_hash::integer % 300, 'Zeta ' || content_hash::integer % 700, 'test',
        content_hash from persons.person where content_hash::integer % 50 <> 0`
    await sql`insert into persons.address (person_id, row_status, municipality_code, street_code, source, content_hash)
      select person_id, 'CURRENT', case content_hash::integer % 100 when 3 then '0461' when 7 then '0630' else '0101' end, '0001', 'test', content_hash
      from persons.person`
    await sql`select persons.relist(array(select person_id from persons.person))`
    await sql`analyze persons.listed`
  })

const addBusinesses = () =>
  database.admin.begin(async sql => {
    await sql`select set_config('engang.relisting', 'at the end', true)`
    await sql`insert into businesses.business (id, cvr, unit_number, updated_at, version_at)
      select gen_random_uuid(), (90000000 + i)::text, i, '2020-01-01', '2020-01-01' from generate_series(1, ${many}) i`
    await sql`insert into businesses.name (business_id, slot, row_status, source, content_hash, name)
      select id, 'PRIMARY', 'CURRENT', 'test', cvr, 'Firma ' || unit_number % 3000 from businesses.business`
    await sql`insert into businesses.industry (business_id, slot, row_status, source, content_hash, code)
      select id, 'MAIN', 'CURRENT', 'test', cvr, lpad((unit_number % 500)::text, 6, '0') from businesses.business`
    await sql`select businesses.relist(array(select id from businesses.business))`
    await sql`analyze businesses.listed`
  })

type Wanted = { readonly where?: object; readonly orderBy?: readonly string[] }
const asOf = () => ({ effective: new Date(), registered: new Date(), travelled: false })
const lists: Readonly<Record<string, (wanted: Wanted, population?: string) => ListSource>> = {
  persons: (wanted, population = undefined) =>
    preparePersons(database.sql('persons'))(
      wanted,
      { most: null, population: population ?? null, withoutProtected: population !== undefined },
      asOf(),
    ),
  businesses: wanted => prepareBusinesses(database.sql('businesses'))(wanted, asOf()),
}

const reading = /Bitmap Index Scan on \w+|Index (Only )?Scan( Backward)? using \w+|Seq Scan|Sort(?! Key)/

/** The first two pages, and of each statement's plan what reads and what sorts. */
async function plansOf(source: ListSource): Promise<readonly string[]> {
  sent.length = 0
  const first = await source.rows(null, 51)
  expect(first.length).toBe(51)
  const { id, keys } = first[49]!
  await source.rows({ id, keys, shown: 50 }, 51)
  expect(sent.length).toBe(2)
  const plans = await Promise.all(
    sent.map(({ query, parameters }) =>
      database.admin.unsafe(`explain (costs off) ${query}`, parameters as never[]),
    ),
  )
  return plans.map(lines =>
    lines
      .map(line => String(line['QUERY PLAN']))
      .flatMap(line => reading.exec(line)?.[0] ?? [])
      .join(', '),
  )
}

describe('both pages of a list are read by one index, without a sort', () => {
  test.each`
    list            | wanted                                                                       | index
    ${'persons'}    | ${{}}                                                                        | ${'listed_pkey'}
    ${'persons'}    | ${{ orderBy: ['LAST_NAME'] }}                                                | ${'listed_last_name'}
    ${'persons'}    | ${{ orderBy: ['LAST_NAME_DESCENDING'] }}                                     | ${'listed_last_name'}
    ${'persons'}    | ${{ orderBy: ['FIRST_NAMES'] }}                                              | ${'listed_first_names'}
    ${'persons'}    | ${{ orderBy: ['BIRTH_DATE'] }}                                               | ${'listed_birth_date'}
    ${'persons'}    | ${{ orderBy: ['BIRTH_DATE_DESCENDING'] }}                                    | ${'listed_birth_date'}
    ${'persons'}    | ${{ orderBy: ['LAST_NAME'], where: { sex: { eq: 'MALE' } } }}                | ${'listed_last_name'}
    ${'persons'}    | ${{ orderBy: ['LAST_NAME'], where: { lastName: { startsWith: 'zeta 6' } } }} | ${'listed_last_name'}
    ${'persons'}    | ${{ where: { not: { sex: { eq: 'MALE' } } } }}                               | ${'listed_pkey'}
    ${'businesses'} | ${{}}                                                                        | ${'listed_pkey'}
    ${'businesses'} | ${{ orderBy: ['NAME'] }}                                                     | ${'listed_name'}
    ${'businesses'} | ${{ orderBy: ['NAME_DESCENDING'] }}                                          | ${'listed_name'}
    ${'businesses'} | ${{ orderBy: ['CVR_DESCENDING'] }}                                           | ${'listed_cvr'}
    ${'businesses'} | ${{ orderBy: ['NAME'], where: { name: { startsWith: 'firma 2' } } }}         | ${'listed_name'}
  `('$list $wanted: $index', async ({ list, wanted, index }) => {
    const backward = JSON.stringify(wanted).includes('DESCENDING') ? ' Backward' : ''
    const scan = `Index Scan${backward} using ${index}`
    expect(await plansOf(lists[list]!(wanted))).toEqual([scan, scan])
  })
})

describe('what is searched for is found by an index', () => {
  test.each`
    list            | wanted                                                                                                                                    | index
    ${'persons'}    | ${{ where: { municipalityCode: { eq: '0461' } } }}                                                                                        | ${'listed_municipality_code'}
    ${'persons'}    | ${{ where: { municipalityCode: { in: ['0461', '0630'] } }, orderBy: ['LAST_NAME'] }}                                                      | ${'listed_'}
    ${'persons'}    | ${{ where: { or: [{ lastName: { eq: 'ZETA 7' } }, { firstNames: { eq: 'prøve 8' } }] } }}                                                 | ${'listed_last_name'}
    ${'persons'}    | ${{ where: { birthDate: { gte: '1950-01-01', lt: '1950-06-01' } } }}                                                                      | ${'listed_birth_date'}
    ${'businesses'} | ${{ where: { name: { in: ['firma 7', 'Firma 8', 'FIRMA 9', 'firma 10', 'firma 11', 'firma 12', 'firma 13', 'firma 14', 'firma 15'] } } }} | ${'listed_name'}
    ${'businesses'} | ${{ where: { industryCode: { in: ['000041', '000042'] } } }}                                                                              | ${'listed_industry_code'}
  `('$list $wanted: $index', async ({ list, wanted, index }) => {
    for (const plan of await plansOf(lists[list]!(wanted))) {
      expect(plan).toContain(index)
      expect(plan).not.toContain('Seq Scan')
    }
  })

  test('the residents of a municipality', async () => {
    for (const plan of await plansOf(lists.persons!({ orderBy: ['LAST_NAME'] }, '0461')))
      expect(plan).toMatch(/listed_(home|last_name)/)
  })
})
