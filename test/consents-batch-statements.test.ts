// A batch of requests over HTTP: how many statements it takes, each request the same few, however many there are.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { answer, hashOperation } from '../access/answer.ts'
import type { Database } from '../database/connect.ts'
import { graphRoute } from '../door/graph.ts'
import { openIdentity } from '../door/identity.ts'
import { type Listening, listen } from '../door/listen.ts'
import { openLog } from '../door/log.ts'
import { people } from '../sample/persons.ts'
import { readSettings } from '../settings.ts'
import { openSubgraphs } from '../subgraphs/open.ts'
import { inDays } from './asked.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { post, tokenOf, trustedIssuer } from './over-http.ts'
import { today } from './platform.ts'
import { countStatements, type StatementCounter } from './statement-counter.ts'

let database: TestDatabase
let counter: StatementCounter
let consents: Listening
beforeAll(async () => {
  database = await testDatabase({ sample: true })
  counter = await countStatements(database.url)
  const { rolePrefix, secret } = database
  consents = await serveWithTime({ url: counter.url, rolePrefix, secret })
})
afterAll(async () => {
  await consents?.close()
  await counter?.close()
  await database?.drop()
})

/** As subgraphs/serve.ts puts it together, but patient: how long it takes is the machine's matter, and not this test's. */
async function serveWithTime(counted: Database): Promise<Listening> {
  const open = openSubgraphs(counted, ['consents'], { process: 'consents', role: 'consents' })
  const [subgraph] = open.running
  const route = graphRoute({
    ...openIdentity(readSettings({}), trustedIssuer, open.reader),
    timeoutMs: 60_000,
    answer: async ({ request, documentText, variables }) => ({
      body: await answer(
        request,
        { hash: hashOperation(documentText), mutation: true },
        open.services,
        context => subgraph!.run({ query: documentText, variables }, context),
      ),
    }),
  })
  const listening = await listen({
    ...{ host: '127.0.0.1', port: 0, routes: [route], localNamesOnly: true },
    log: openLog('silent'),
    shedder: { overloaded: () => false, stop() {} },
  })
  return {
    ...listening,
    async close() {
      await listening.close()
      await open.close()
    },
  }
}

const query = `mutation B($inputs: [RequestConsentInput!]!) { requestConsents(inputs: $inputs) {
  results { consent { id state validTo } problems { code } } problems { code } } }`
const adults = people(today).filter(({ status, born }) => status === '01' && born < '2000')

async function ask(size: number): Promise<void> {
  const inputs = Array.from({ length: size }, (_, place) => ({
    id: randomUUID(),
    template: 'housing-support',
    cpr: adults[place % adults.length]!.number,
    fields: ['Person.civilStatus'],
    validTo: inDays(60),
  }))
  const headers = {
    authorization: `Bearer ${tokenOf({ client_id: 'kommune-sagssystem' })}`,
    'processing-activity': 'KOM-17',
  }
  const { status, text } = await post(`${consents.url}/graphql`, headers, { query, variables: { inputs } })
  expect([status, text.match(/"state":"REQUESTED"/g)?.length]).toEqual([200, size])
}
const statementsOf = (size: number) => counter.count(() => ask(size))

// Of a request: its subject's id, and a transaction: its beginning, what was asked before under its id, the time, the
// consent, its notice, its event, its end.
const ofEach = 8
// Besides, their template; of each person the facts, once; and what does not grow with the batch.
const ofBatch = 20

test('100 requests: eight statements each, one for each person, and at most twenty for all of them', async () => {
  // The pools open their connections first, which costs statements of its own.
  await Promise.all(Array.from({ length: 8 }, () => ask(2)))
  const [small, large] = [await statementsOf(50), await statementsOf(100)]
  expect(adults.length).toBeLessThan(50)
  expect(large - small).toBe(50 * ofEach)
  expect(large - 100 * ofEach - adults.length).toBeLessThanOrEqual(ofBatch)
})
