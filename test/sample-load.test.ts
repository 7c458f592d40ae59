// The sample extracts in a real database: loaded whole, and the facts of the stories as the decision will see them.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { business, testSeries } from '../sample/businesses.ts'
import { sampleCpr } from '../sample/cpr.ts'
import { sampleCvr } from '../sample/cvr.ts'
import { person } from '../sample/persons.ts'
import { importCvr } from '../subgraphs/businesses/import/load.ts'
import { importCpr } from '../subgraphs/persons/import/load.ts'
import { type TestDatabase, testDatabase } from './database.ts'

const today = new Date()
let database: TestDatabase
let persons: Awaited<ReturnType<typeof importCpr>>
let companies: Awaited<ReturnType<typeof importCvr>>

async function* bytes(content: Uint8Array) {
  yield content
}
const loadPersons = (form: 'lines' | 'padded') =>
  importCpr(database.sql('importer'), { name: 'cpr.txt', bytes: bytes(sampleCpr(today, form)) })
const loadCompanies = () =>
  importCvr(
    database.sql('importer'),
    { name: 'cvr.json', bytes: bytes(Buffer.from(sampleCvr(today))) },
    { testSeries },
  )

beforeAll(async () => {
  database = await testDatabase()
  persons = await loadPersons('lines')
  companies = await loadCompanies()
})
afterAll(() => database?.drop())

const idOf = async (key: string): Promise<string> => {
  const [row] = await database.sql(
    'importer',
  )`select identity.subject_id('PERSON', ${person(key, today).number}) as id`
  return row!.id
}
const businessId = async (key: string): Promise<string> => {
  const [row] = await database.sql(
    'importer',
  )`select identity.subject_id('BUSINESS', ${business(key, today).cvr}) as id`
  return row!.id
}

test('64 numbers are 61 persons; nothing is quarantined or overlaps', () => {
  expect(persons).toMatchObject({
    numbers: 64,
    persons: 61,
    quarantined: 0,
    overlapping: [],
    changed: 0,
    unchanged: 0,
  })
})

test('20 businesses with 24 production units; nothing is quarantined, found or flagged', () => {
  expect(companies).toMatchObject({ businesses: 20, units: 24, quarantined: [], findings: [], flagged: 0 })
})

test('loaded again, in the other form, nothing changes', async () => {
  expect(await loadPersons('padded')).toMatchObject({ inserted: 0, changed: 0 })
  expect(await loadCompanies()).toMatchObject({ inserted: 0, changed: 0, unchanged: 44 })
})

test.each`
  key        | isProtected | dead     | municipality
  ${'anna'}  | ${false}    | ${false} | ${'0751'}
  ${'gitte'} | ${true}     | ${false} | ${'0219'}
  ${'noah'}  | ${true}     | ${false} | ${'0219'}
  ${'aksel'} | ${false}    | ${false} | ${'0751'}
  ${'hans'}  | ${false}    | ${true}  | ${null}
  ${'rikke'} | ${false}    | ${false} | ${null}
`(
  '$key: protected $isProtected, dead $dead, municipality $municipality',
  async ({ key, isProtected, dead, municipality }) => {
    const [fact] = await database.admin`select * from access.fact_person where person_id = ${await idOf(key)}`
    expect(fact).toMatchObject({ protected: isProtected, dead, municipality })
  },
)

test.each`
  child        | holders
  ${'bo'}      | ${['anna', 'jens']}
  ${'emil'}    | ${['lars']}
  ${'noah'}    | ${['gitte', 'kasper']}
  ${'villads'} | ${['grethe']}
  ${'liva'}    | ${['nanna']}
`('custody of $child: $holders', async ({ child, holders }) => {
  const found =
    await database.admin`select holder_id from access.fact_custody where child_id = ${await idOf(child)}`
  expect(found.map(row => row.holder_id).sort()).toEqual((await Promise.all(holders.map(idOf))).sort())
})

test('Noah lives where Gitte does and Kasper does not', async () => {
  const residences = await Promise.all(
    ['noah', 'gitte', 'kasper'].map(async key => {
      const [fact] =
        await database.admin`select residence from access.fact_person where person_id = ${await idOf(key)}`
      return fact!.residence
    }),
  )
  expect([residences[0] === residences[1], residences[0] === residences[2]]).toEqual([true, false])
})

test('Dorte is Carl’s guardian', async () => {
  const found =
    await database.admin`select guardian_id from access.fact_guardianship where ward_id = ${await idOf('carl')}`
  expect(found.map(row => row.guardian_id)).toEqual([await idOf('dorte')])
})

test.each`
  company           | who         | role
  ${'nordhavn'}     | ${'anna'}   | ${'DIRECTOR'}
  ${'holm-keramik'} | ${'anna'}   | ${'FULLY_LIABLE'}
  ${'vestkyst'}     | ${'preben'} | ${'CHAIR'}
`('$who is $role of $company', async ({ company, who, role }) => {
  const found = await database.admin`
    select role from access.fact_role where business_id = ${await businessId(company)} and person_id = ${await idOf(who)}`
  expect(found.map(row => row.role)).toContain(role)
})

test.each`
  key                 | dissolved | bankrupt
  ${'nordhavn'}       | ${false}  | ${false}
  ${'dahl-byg'}       | ${false}  | ${true}
  ${'toft-transport'} | ${true}   | ${false}
`('$key: dissolved $dissolved, bankrupt $bankrupt', async ({ key, dissolved, bankrupt }) => {
  const [fact] =
    await database.admin`select dissolved, bankrupt from access.fact_business where business_id = ${await businessId(key)}`
  expect(fact).toEqual({ dissolved, bankrupt })
})
