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
  undecided = await openUndecided(counted, { connections: 4 })
}, 240_000)
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
  name    | more | most | because
  ${'Q1'} | ${1} | ${3} | ${'facts of the person instead of a look-up by number, release'}
  ${'Q2'} | ${1} | ${5} | ${'facts of the person instead of a look-up by number, release; businesses are open'}
  ${'Q3'} | ${2} | ${6} | ${'facts of all people at once, release'}
`('$name takes $more statements more than without decisions, at most $most: $because', async asked => {
  const { name, more, most } = asked
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
  expect(withAll.statements).toBeLessThanOrEqual(most)
})

test("Q3's names are those of the persons register, given by law", async () => {
  const { text, variables, client, activity } = operations.get('Q3')!
  await database.admin`update persons.name set middle_name = null, last_name = 'Folkeregisteret'`
  const { body } = await decided.gateway.answer({
    request: requestOf(system(client, activity)),
    documentText: text,
    variables: variables(1),
  })
  const names = [...JSON.stringify(body.data).matchAll(/"full":"[^"]*?(\w+)"/g)].map(([, last]) => last)
  expect([...new Set(names)]).toEqual(['Folkeregisteret'])
  const grounds = await database.admin`
    select distinct e->>'ground' as ground, r.activity
    from access_log.record r, jsonb_array_elements(r.given) e where e->>'field' = 'Person.name'`
  expect(grounds).toContainEqual({ ground: 'LAW', activity })
})
