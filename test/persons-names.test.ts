// Official names behind codes, through the graph: today's from our own lists, all others from the register of authorities.
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importAuthorities } from '../subgraphs/persons/import/authorities.ts'
import { importCpr } from '../subgraphs/persons/import/load.ts'
import { describeOfficial, officialExtract } from './cpr-official.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { readOfficial } from './official-records.ts'
import { openGraph, type PersonsGraph } from './persons-graph.ts'

const register = fileURLToPath(new URL('../../shared/registers/cpr/authorities-P02680.txt', import.meta.url))
const address = 'municipalityCode municipalityName'
const everything = `
  address { ${address} arrival { leftMunicipalityCode leftMunicipalityName } }
  previousAddresses { ${address} }
  citizenship { countryCode country } previousCitizenships { countryCode country }
  birthRegistration { authorityCode authorityName }
  emigration { countryCode country returnCountryCode returnCountry }
  previousEmigrations { countryCode country returnCountryCode returnCountry }`
/** Each code with its name. */
const named = {
  ...{ municipalityCode: 'municipalityName', leftMunicipalityCode: 'leftMunicipalityName' },
  ...{ countryCode: 'country', returnCountryCode: 'returnCountry', authorityCode: 'authorityName' },
} as const

describeOfficial('names behind the codes of the official extract', () => {
  let database: TestDatabase
  let graph: PersonsGraph
  const numbers = [...new Set(readOfficial(officialExtract).map(({ number }) => number))].filter(number =>
    /^\d{10}$/.test(number),
  )
  beforeAll(async () => {
    database = await testDatabase()
    graph = openGraph(database)
    await importCpr(database.sql('importer'), { name: 'official', bytes: officialExtract })
  })
  afterAll(() => database?.drop())

  /** Names by `which code`, of everybody in the extract. */
  async function namesOf(): Promise<ReadonlyMap<string, ReadonlySet<string | null>>> {
    const found = new Map<string, Set<string | null>>()
    const look = (value: unknown): void => {
      if (value === null || typeof value !== 'object') return
      const row = value as Record<string, string | null>
      for (const [code, name] of Object.entries(named))
        if (row[code]) {
          const key = `${code} ${row[code]}`
          found.set(key, (found.get(key) ?? new Set()).add(row[name] ?? null))
        }
      Object.values(value).forEach(look)
    }
    for (const cpr of numbers)
      look(
        await graph.ask(`query ($cpr: CPR!) { person(cpr: $cpr) { ${everything} } }`, { variables: { cpr } }),
      )
    return found
  }
  const nameless = (names: Awaited<ReturnType<typeof namesOf>>) =>
    [...names].filter(([, said]) => said.has(null)).map(([code]) => code)

  test('without the register of authorities former municipalities have none; with it everyone has one', async () => {
    const before = await namesOf()
    expect(nameless(before)).toContain('municipalityCode 0571')
    expect([...before.get('municipalityCode 0851')!]).toEqual(['Aalborg'])

    await importAuthorities(database.sql('importer'), register)
    const after = await namesOf()
    expect(nameless(after)).toEqual([])
    expect([...after.get('municipalityCode 0571')!]).toEqual(['Ribe'])
    // What our own lists name keeps that name.
    for (const [code, said] of before)
      if (!said.has(null)) expect([code, ...after.get(code)!]).toEqual([code, ...said])
    for (const code of Object.keys(named))
      expect(
        [...after.keys()].some(key => key.startsWith(`${code} `)),
        code,
      ).toBe(true)
  })
})
