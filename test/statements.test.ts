// What deciding asks of the database: one statement for the facts of a set of subjects, one for the release, no more.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BenchOperation, benchOperations } from '../bench/operations.ts'
import { benchSeries, cprExtract, cvrExtract } from '../bench/population.ts'
import { openUndecided } from '../bench/undecided.ts'
import { loadDelivery } from '../commands/deliveries.ts'
import { connect, type Database } from '../database/connect.ts'
import { seedAuthorities } from '../sample/seed.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { openPlatform, requestOf, system, today } from './platform.ts'
import { countStatements, type StatementCounter } from './statement-counter.ts'

const size = { persons: 120, businesses: 60 }
const warmUps = 8

let database: TestDatabase
let operations: ReadonlyMap<string, BenchOperation>
let counter: StatementCounter
let decided: Awaited<ReturnType<typeof openPlatform>>
let undecided: Awaited<ReturnType<typeof openUndecided>>

beforeAll(async () => {
  database = await testDatabase()
  await seedAuthorities(database.admin, today)
  await loadPopulation(database)
  const all = await benchOperations(database.admin, size, 1)
  operations = new Map(all.map(operation => [operation.name, operation]))
  counter = await countStatements(database.url)
  const counted = { url: counter.url, rolePrefix: database.rolePrefix, secret: database.secret }
  decided = await openPlatform(counted)
  undecided = await openUndecided(counted, 4)
}, 120_000)
afterAll(async () => {
  await Promise.all([decided?.close(), undecided?.close()])
  await counter?.close()
  await database?.drop()
})

async function loadPopulation(target: Database): Promise<void> {
  const importer = connect(target, 'importer', { max: 1 })
  const [cpr, cvr] = [cprExtract(size, 1, today), cvrExtract(size, 1)]
  await loadDelivery(importer, 'cpr', { name: 'bench.txt', bytes: cpr }, benchSeries)
  await loadDelivery(importer, 'cvr', { name: 'bench.json', bytes: cvr }, benchSeries)
  await importer.end()
}

test.each`
  name    | more | because
  ${'Q1'} | ${1} | ${'facts of the person instead of a look-up by number, release'}
  ${'Q2'} | ${1} | ${'facts of the person instead of a look-up by number, release; businesses are open'}
  ${'Q3'} | ${2} | ${'facts of all people at once, release'}
`('$name takes $more statements more than without decisions: $because', async ({ name, more }) => {
  const operation = operations.get(name)!
  const request = () => requestOf(system(operation.client, operation.activity))
  const ask = async (gateway: typeof decided.gateway, place: number) => {
    const variables = operation.variables(place)
    const { body } = await gateway.answer({ request: request(), documentText: operation.text, variables })
    return JSON.parse(JSON.stringify(body.data))
  }
  const count = async (gateway: typeof decided.gateway) => {
    // The pools open their connections first, which costs statements of its own.
    await Promise.all(Array.from({ length: warmUps }, (_, place) => ask(gateway, place)))
    let data: unknown
    const statements = await counter.count(async () => {
      data = await ask(gateway, 0)
    })
    return { statements, data }
  }
  const [withAll, without] = [await count(decided.gateway), await count(undecided.gateway)]
  expect(without.statements).toBeGreaterThan(0)
  expect(JSON.stringify(without.data)).toContain('"full":"')
  expect(withAll.statements - without.statements).toBe(more)
})
