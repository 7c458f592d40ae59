// Corrections over several deliveries: each effective time as it was known at each registered time, nothing overwritten.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importCpr } from '../subgraphs/persons/import/load.ts'
import { anna, annaBefore, bo, carl, cprFile, cprPerson, cprRecord, dorte, inPieces } from './cpr-records.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { type Asked, openGraph, type PersonsGraph } from './persons-graph.ts'

/** Invented like those of cpr-records.ts: of the person whose number is changed, the second. */
const annaNow = '0909701002'

const named = (number: string, firstNames: string) =>
  cprRecord('008', number, { FORNVN: firstNames, EFTERNVN: 'Prøve', NVNHAENSTART: '201001011200' })
const lives = (number: string, street: string, since: string) =>
  cprRecord('002', number, { KOMKOD: '0851', VEJKOD: street, HUSNR: '001', TILFLYDTO: since })
const lived = (number: string, street: string, since: string, until: string, mark = '') =>
  cprRecord('023', number, {
    ...{ KOMKOD: '0851', VEJKOD: street, HUSNR: '001', TILFLYDTO: since, FRAFLYDTO: until, ANNKOR: mark },
  })
const since = '201001011200'

/** What each delivery says, by its production date: first all is as it seemed, then it is put right, once more in May. */
const deliveries: readonly (readonly [production: string, records: readonly string[]])[] = [
  [
    '20200301',
    [
      ...[cprPerson(anna), named(anna, 'Ana')],
      ...[cprPerson(bo), lives(bo, '8101', since)],
      ...[cprPerson(carl), lives(carl, '8101', since)],
      ...[cprPerson(dorte, { STATUSHAENSTART: '196602060000' }), named(dorte, 'Dorte')],
      ...[cprPerson(annaBefore), named(annaBefore, 'Anna')],
    ],
  ],
  [
    '20200401',
    [
      // The name was misspelt all the time.
      ...[cprPerson(anna), named(anna, 'Anna')],
      cprRecord('026', anna, {
        ...{
          ANNKOR: 'K',
          FORNVN: 'Ana',
          EFTERNVN: 'Prøve',
          NVNHAENSTART: since,
          NVNHAENSLUT: '202003201200',
        },
      }),
      // A move in February, which in April is taken back.
      ...[cprPerson(bo), lives(bo, '8102', '202002151200'), lived(bo, '8101', since, '202002151200')],
      // A move of last summer, told of only now.
      ...[cprPerson(carl), lives(carl, '8103', '201906011200'), lived(carl, '8101', since, '201906011200')],
      // A death of February, told of only now.
      ...[cprPerson(dorte, { STATUS: '90', STATUSHAENSTART: '202002101200' }), named(dorte, 'Dorte')],
      // The birth date was corrected, and with it the number.
      cprPerson(annaBefore, { STATUS: '60', PNRGAELD: annaNow, STATUSHAENSTART: '202003151200' }),
      ...[named(annaBefore, 'Anna'), cprPerson(annaNow), named(annaNow, 'Anna')],
      cprRecord('022', annaNow, {
        ...{ PNR: annaBefore, 'START_DT-PERSON': '1985-03-03', 'SLUT_DT-PERSON': '2020-03-15' },
      }),
    ],
  ],
  [
    '20200501',
    [cprPerson(bo), lives(bo, '8101', since), lived(bo, '8102', '202002151200', '202004151200', 'A')],
  ],
]

const [inMarch, inApril, inMay] = ['2020-03-15T12:00:00Z', '2020-04-15T12:00:00Z', '2020-05-15T12:00:00Z']

// All that the register knows of a person, as far as one answer shows it.
const everything = `id cpr status statusSince birthDate previousNumbers name { full effectiveFrom effectiveTo }
  previousNames(corrected: true) { full effectiveFrom effectiveTo } address { streetCode effectiveFrom }
  previousAddresses(corrected: true) { streetCode effectiveFrom effectiveTo }`

let database: TestDatabase
let graph: PersonsGraph
/** Answers as they were given when the newest delivery was that of March, of April. */
const givenThen = new Map<string, unknown>()
const people = [anna, bo, carl, dorte, annaBefore]

const person = async (cpr: string, fields: string, asked: Asked = {}) => {
  const answer = await graph.ask(`query ($cpr: CPR!) { person(cpr: $cpr) { ${fields} } }`, {
    ...asked,
    variables: { cpr },
  })
  return answer.person as Record<string, unknown> | null
}

beforeAll(async () => {
  database = await testDatabase()
  graph = openGraph(database)
  for (const [production, records] of deliveries) {
    const bytes = inPieces(cprFile(records, { production }))
    await importCpr(database.sql('importer'), { name: 'invented', bytes })
    for (const cpr of people) givenThen.set(`${production} ${cpr}`, await person(cpr, everything))
  }
})
afterAll(() => database?.drop())

test.each`
  production    | asked      | when
  ${'20200301'} | ${inMarch} | ${'before the corrections'}
  ${'20200401'} | ${inApril} | ${'between them'}
  ${'20200501'} | ${inMay}   | ${'after them'}
`('what was answered $when can be asked again: Registered-At $asked', async ({ production, asked }) => {
  for (const cpr of people)
    expect(await person(cpr, everything, { registered: asked })).toEqual(
      givenThen.get(`${production} ${cpr}`),
    )
})

describe('a name that was misspelt', () => {
  test.each`
    effective                 | registered | name
    ${'2015-06-01T12:00:00Z'} | ${inMarch} | ${'Ana Prøve'}
    ${'2015-06-01T12:00:00Z'} | ${inApril} | ${'Anna Prøve'}
    ${undefined}              | ${inMarch} | ${'Ana Prøve'}
    ${undefined}              | ${inApril} | ${'Anna Prøve'}
    ${'2009-06-01T12:00:00Z'} | ${inMarch} | ${undefined}
    ${'2009-06-01T12:00:00Z'} | ${inApril} | ${undefined}
  `('effective $effective, registered $registered: $name', async ({ effective, registered, name }) => {
    const answer = await person(anna, 'name { full }', { effective, registered })
    expect((answer!.name as { full: string } | null)?.full).toBe(name)
  })
})

describe.each`
  what                             | cpr     | effective                 | march     | april     | may
  ${'a move that is taken back'}   | ${bo}   | ${'2020-01-01T12:00:00Z'} | ${'8101'} | ${'8101'} | ${'8101'}
  ${'a move that is taken back'}   | ${bo}   | ${'2020-02-20T12:00:00Z'} | ${'8101'} | ${'8102'} | ${'8101'}
  ${'a move that is taken back'}   | ${bo}   | ${undefined}              | ${'8101'} | ${'8102'} | ${'8101'}
  ${'a move that is told of late'} | ${carl} | ${'2019-01-01T12:00:00Z'} | ${'8101'} | ${'8101'} | ${'8101'}
  ${'a move that is told of late'} | ${carl} | ${'2019-09-01T12:00:00Z'} | ${'8101'} | ${'8103'} | ${'8103'}
  ${'a move that is told of late'} | ${carl} | ${undefined}              | ${'8101'} | ${'8103'} | ${'8103'}
`('$what, effective $effective', ({ cpr, effective, march, april, may }) => {
  test.each`
    registered | street
    ${inMarch} | ${march}
    ${inApril} | ${april}
    ${inMay}   | ${may}
  `('registered $registered: $street', async ({ registered, street }) => {
    const asked = { effective, registered }
    // An earlier address of the register holds at its own time.
    const { address } = (await person(cpr, 'address { streetCode }', asked))!
    expect(address).toEqual({ streetCode: street })
  })
})

test.each`
  effective                 | registered | status
  ${'2020-02-01T12:00:00Z'} | ${inMarch} | ${'RESIDENT'}
  ${'2020-02-20T12:00:00Z'} | ${inMarch} | ${'RESIDENT'}
  ${'2020-02-20T12:00:00Z'} | ${inApril} | ${'DEAD'}
  ${'2020-02-01T12:00:00Z'} | ${inApril} | ${null}
  ${undefined}              | ${inMarch} | ${'RESIDENT'}
  ${undefined}              | ${inApril} | ${'DEAD'}
`(
  'a death that is told of late, effective $effective, registered $registered: $status',
  async ({ effective, registered, status }) => {
    expect(await person(dorte, 'status', { effective, registered })).toEqual({ status })
  },
)

test.each`
  asked         | registered | current       | previous
  ${annaBefore} | ${inMarch} | ${annaBefore} | ${[]}
  ${annaBefore} | ${inApril} | ${annaNow}    | ${[annaBefore]}
  ${annaNow}    | ${inApril} | ${annaNow}    | ${[annaBefore]}
  ${annaNow}    | ${inMarch} | ${annaBefore} | ${[]}
`(
  'a number that is changed: asked by $asked, registered $registered',
  async ({ asked, registered, current, previous }) => {
    expect(await person(asked, 'cpr previousNumbers', { registered })).toEqual({
      cpr: current,
      previousNumbers: previous,
    })
  },
)

test('one person before and after the number is changed', async () => {
  const ids = [
    await person(annaBefore, 'id', { registered: inMarch }),
    await person(annaBefore, 'id'),
    await person(annaNow, 'id'),
  ]
  expect(new Set(ids.map(answer => answer!.id)).size).toBe(1)
})
