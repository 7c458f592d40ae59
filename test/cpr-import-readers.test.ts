// Who reads while an import runs sees the register before it or after it, never a mix of both.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedAuthorities } from '../sample/seed.ts'
import { importCpr } from '../subgraphs/persons/import/load.ts'
import { anna, bo, cprFile, cprPerson, cprRecord, inPieces } from './cpr-records.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { openPlatform, type Platform, system, today } from './platform.ts'

const deliveries = 40
const readers = 4
const leastReads = 300

let database: TestDatabase
let platform: Platform
beforeAll(async () => {
  database = await testDatabase()
  await seedAuthorities(database.admin, today)
  await deliver(0)
  platform = await openPlatform(database)
})
afterAll(async () => {
  await platform?.close()
  await database?.drop()
})

/** A delivery in which a mother and her child have the same last name, and all of their countries the same code. */
const records = (turn: number): readonly string[] =>
  [anna, bo].flatMap(number => [
    cprPerson(number),
    cprRecord('008', number, { FORNVN: 'A', EFTERNVN: `Navn${turn}`, NVNHAENSTART: '201501011200' }),
    cprRecord('010', number, {
      LANDEKOD: String(5100 + turn * 2),
      'HAENSTART-STATSBORGERSKAB': '201501011200',
    }),
    ...(number === anna ? [cprRecord('014', anna, { 'PNR-BARN': bo })] : []),
  ])

const deliver = (turn: number) =>
  importCpr(database.sql('importer'), {
    name: 'turn.txt',
    bytes: inPieces(cprFile(records(turn), { production: '20200301' })),
  })

const query = `query ($cpr: CPR!) {
  person(cpr: $cpr) {
    name { lastName } citizenship { countryCode }
    children { name { lastName } citizenship { countryCode } }
  }
}`

interface Seen {
  readonly name: { readonly lastName: string } | null
  readonly citizenship: { readonly countryCode: string } | null
  readonly children?: readonly Seen[]
}

/** The turns of which an answer tells. */
function turnsOf({ name, citizenship, children = [] }: Seen): readonly number[] {
  return [
    Number(name?.lastName.slice(4)),
    (Number(citizenship?.countryCode) - 5100) / 2,
    ...children.flatMap(turnsOf),
  ]
}

test(`${leastReads} answers and more under ${deliveries} imports`, { timeout: 240_000 }, async () => {
  let importing = true
  const answers: (readonly number[])[] = []
  const read = async () => {
    while (importing) {
      const answer = await platform.ask(system('su-sagssystem', 'SU-3'), query, { cpr: anna })
      expect(answer.errors).toBeUndefined()
      answers.push(turnsOf(answer.data!.person as unknown as Seen))
    }
  }
  const reading = Array.from({ length: readers }, read)
  for (let turn = 1; turn <= deliveries; turn++) await deliver(turn)
  importing = false
  await Promise.all(reading)
  const mixed = answers.filter(turns => new Set(turns).size !== 1)
  expect(mixed).toEqual([])
  expect(answers.every(turns => turns.length === 4)).toBe(true)
  expect(answers.length).toBeGreaterThanOrEqual(leastReads)
  // They were really under way at the same time.
  expect(new Set(answers.map(([turn]) => turn)).size).toBeGreaterThan(deliveries / 2)
})
