// Every field of every record of the official extract, found again through the graph at the times at which it holds.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importCpr } from '../subgraphs/persons/import/load.ts'
import { describeOfficial, officialExtract } from './cpr-official.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { type OfficialRecord, readOfficial } from './official-records.ts'
import { places } from './persons-conformance.ts'
import type { Found } from './persons-found.ts'
import { openGraph, type PersonsGraph } from './persons-graph.ts'

// Numbers of status 50 or 60: another one counts, under which the person's records stand again.
const superseded = ['0108610069', '0708614246', '0709614398', '0101520013']
// Of these types the rows of a superseded number are history that no list tells: the current number repeats them.
const untold = ['001', '002', '003', '004', '008', '009', '010', '011', '012', '014', '015', '016', '099']

type Person = Record<string, unknown>

describeOfficial('the official extract through the graph', () => {
  let database: TestDatabase
  let graph: PersonsGraph
  const ids = new Map<string, string>()
  const answers = new Map<string, Person | null>()
  const records = readOfficial(officialExtract)
  const told = records.filter(
    ({ type, number }) => type in places && !(superseded.includes(number) && untold.includes(type)),
  )

  beforeAll(async () => {
    database = await testDatabase()
    graph = openGraph(database)
    const sql = database.sql('importer')
    await importCpr(sql, { name: 'official', bytes: officialExtract })
    const numbers = new Set(records.flatMap(({ fields }) => Object.values(fields)).filter(isNumber))
    for (const number of numbers) {
      const [row] = await sql`select identity.subject_id('PERSON', ${number}) as id`
      ids.set(number, row!.id)
    }
  })
  afterAll(() => database?.drop())

  const find = async ({ number }: OfficialRecord, { select, at }: Found, registered?: string) => {
    const begins = at === null ? null : await instantOf(database, at)
    const effective = begins === null ? undefined : new Date(begins.getTime() + 60_000).toISOString()
    const key = [number, select, effective, registered].join()
    const known = answers.get(key)
    if (known !== undefined) return known
    const { person } = await graph.ask(`query ($cpr: CPR!) { person(cpr: $cpr) { ${select} } }`, {
      ...{ variables: { cpr: number }, effective, registered },
    })
    answers.set(key, person as Person | null)
    return person as Person | null
  }

  test('has records of the types that are told, and of no other', () => {
    expect([...new Set(records.map(({ type }) => type))].filter(type => !(type in places))).toEqual([
      '000',
      '999',
    ])
    expect(told.length).toBeGreaterThan(1000)
  })

  test.each([...new Set(told.map(({ type }) => type))].sort())('record %s is found again', async type => {
    const missed: unknown[] = []
    for (const record of told.filter(one => one.type === type))
      for (const found of places[type]!(record.fields, number => ids.get(number) ?? null, type)) {
        const person = await find(record, found)
        const values = Object.values(person ?? {})
        const candidates = found.select.startsWith('status ') ? [person] : values.flat()
        const matches = candidates.filter(value => holds(value, found.holds))
        if (matches.length === 0) missed.push({ line: record.line, wanted: found.holds, candidates })
      }
    expect(missed.slice(0, 3)).toEqual([])
    expect(missed.length).toBe(0)
  })

  test('begins and ends at the instants of the register’s own texts', async () => {
    const select = `previousAddresses(corrected: true) { row { effectiveFrom effectiveFromText effectiveTo effectiveToText } }`
    let compared = 0
    for (const record of told.filter(one => one.type === '023')) {
      const person = await find(record, { select, at: null, holds: {} })
      for (const { row } of person!.previousAddresses as { row: Record<string, string | null> }[])
        for (const side of ['From', 'To']) {
          const text = row[`effective${side}Text`] ?? null
          const instant = text === null ? null : await instantOf(database, text)
          if (instant === null) continue
          expect(new Date(row[`effective${side}`]!)).toEqual(instant)
          compared++
        }
    }
    expect(compared).toBeGreaterThan(100)
  })

  test('nothing of it was known before it was delivered', async () => {
    for (const record of told) {
      const [found] = places[record.type]!(record.fields, number => ids.get(number) ?? null, record.type)
      if (found) expect(await find(record, found, '2001-11-18T12:00:00Z')).toBeNull()
    }
  })
})

const isNumber = (value: string): boolean => /^(?!0+$)\d{10}$/.test(value)

/** Whether a value holds all that is wanted. */
function holds(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted))
    return (
      Array.isArray(value) &&
      value.length === wanted.length &&
      wanted.every((one, at) => holds(value[at], one))
    )
  if (wanted === null || typeof wanted !== 'object') return value === wanted
  return (
    value !== null &&
    typeof value === 'object' &&
    Object.entries(wanted).every(([key, one]) => holds((value as Record<string, unknown>)[key], one))
  )
}

/** The instant of a Danish local time as PostgreSQL knows it; null for a text that names none to the minute. */
async function instantOf(database: TestDatabase, text: string): Promise<Date | null> {
  const digits = text.replaceAll('-', '')
  const [year, month, day] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 8)]
  const [hour, minute] = [digits.slice(8, 10) || '00', digits.slice(10, 12) || '00']
  if (month === '00' || day === '00' || Number(minute) > 59) return null
  const [row] = await database.sql('importer')`
    select ${`${year}-${month}-${day} ${hour}:${minute}`}::text::timestamp at time zone 'Europe/Copenhagen' as at`
  return row!.at
}
