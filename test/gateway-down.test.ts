// A subgraph that is down, slow or out of its mind, on a real server: only its fields are null, told by its name and no more.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json as readBody } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { parseDocument } from '../door/document.ts'
import { createExecutor } from '../gateway/execute.ts'
import { guarded } from '../gateway/guarded.ts'
import { httpTransport, type SubgraphRequest, type Transport } from '../gateway/transport.ts'
import { supergraph, toyTransports } from './toy-federation.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

const toys = toyTransports()
const servers = new Map<string, Server>()
/** How `ratings` answers, and how often it was asked. */
let handle: Handler
let asked = 0

/** As a subgraph should. */
const sane =
  (transport: Transport<unknown>): Handler =>
  async (request, response) => {
    const body = JSON.stringify(await transport((await readBody(request)) as SubgraphRequest, null))
    response.setHeader('content-type', 'application/json').end(body)
  }

beforeAll(async () => {
  for (const [name, transport] of Object.entries(toys)) {
    const answers = sane(transport)
    const server = createServer((request, response) => {
      if (name !== 'ratings') return void answers(request, response)
      asked++
      void handle(request, response)
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    servers.set(name, server)
  }
})
afterAll(async () => {
  for (const server of servers.values()) {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
})
beforeEach(() => {
  handle = sane(toys.ratings!)
  asked = 0
})

const urlOf = (name: string): string =>
  `http://127.0.0.1:${(servers.get(name)!.address() as AddressInfo).port}/graphql`

// Beside other tests everything takes its time: only what never answers is waited for as shortly as this.
const patienceMs = 20_000

interface Moved {
  readonly ratings?: string
  readonly ratingsMs?: number
  readonly now?: () => number
}

function openExecutor({ ratings, ratingsMs = patienceMs, now }: Moved = {}) {
  const breaker = { failures: 3, windowMs: 10_000, openMs: 1_000 }
  const transports = Object.fromEntries(
    [...servers.keys()].map(name => {
      const url = name === 'ratings' && ratings ? ratings : urlOf(name)
      const timeoutMs = name === 'ratings' ? ratingsMs : patienceMs
      const transport = httpTransport<null>({ name, url, timeoutMs, headers: () => ({}) })
      return [name, guarded(transport, { timeoutMs, retries: 1, breaker, ...(now && { now }) })]
    }),
  )
  // The transport's own limit must end what never ends.
  return createExecutor<null>({
    ...{ supergraph, transports, fetchTimeoutMs: patienceMs, operationTimeoutMs: 2 * patienceMs },
  })
}

const documentText = '{ person(id: "1") { name l: luck } people(first: 2) { name luck } }'
const run = (executor: ReturnType<typeof openExecutor>) =>
  executor.execute({ document: parseDocument(documentText), documentText, variables: {}, context: null })

const whole = {
  person: { name: 'name of p1', l: 1 },
  people: [
    { name: 'name of p0', luck: 0 },
    { name: 'name of p1', luck: 1 },
  ],
}
const without = {
  person: { name: 'name of p1', l: null },
  people: [
    { name: 'name of p0', luck: null },
    { name: 'name of p1', luck: null },
  ],
}
const unavailable = {
  message: 'The subgraph "ratings" did not answer this part of the operation. Try again later.',
  extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'ratings' },
}
const missing = [
  ['person', 'l'],
  ['people', 0, 'luck'],
  ['people', 1, 'luck'],
].map(path => ({ ...unavailable, path }))

const asItLeaves = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

const send =
  (body: string, headers: Record<string, string> = {}, status = 200): Handler =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)

/** Begins to answer as it should, and leaves the rest to `then`. */
const begin =
  (then: (response: ServerResponse) => void, body = '{"data":{"_entities":['): Handler =>
  (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write(body)
    then(response)
  }

/** More and more, as fast as it is read. */
function flood(response: ServerResponse): void {
  const piece = Buffer.alloc(256 * 1024, ' ')
  const more = () => {
    while (!response.destroyed && response.write(piece));
  }
  response.on('drain', more)
  more()
}

test('as it should: the whole answer', async () => {
  expect(asItLeaves(await run(openExecutor()))).toEqual({ data: whole })
})

test.each<[string, Handler, number?]>([
  ['answers nothing', () => {}, 500],
  ['cuts the connection', request => request.socket.destroy()],
  ['begins and stands still', begin(() => {}), 500],
  ['begins and cuts the connection', begin(response => void setTimeout(() => response.destroy(), 20))],
  ['never ends', begin(flood)],
  ['answers a page', send('<html>at 10.0.0.7</html>', { 'content-type': 'text/html' })],
  ['answers JSON as a page', send('{"data":{"_entities":[]}}', { 'content-type': 'text/html' })],
  ['answers half of JSON', send('{"data":{"_entities":[')],
  ['answers text', send('"0101010000"')],
  ['answers a list', send('[{"data":{}}]')],
  ['answers another object', send('{"hello":"world"}')],
  ['answers data of another form', send('{"data":"all"}')],
  ['answers entities of another form', send('{"data":{"_entities":{"luck":1}}}')],
  ['answers too few entities', send('{"data":{"_entities":[]}}')],
  ['answers entities that are none', send('{"data":{"_entities":[1,2]}}')],
  ['fails', send('{"errors":[{"message":"at 10.0.0.7","extensions":{"stack":"secret"}}]}', {}, 500)],
  ['has too much to do', send('{"errors":[{"message":"later"}]}', { 'retry-after': '1' }, 503)],
  ['sends elsewhere', send('', { location: 'http://127.0.0.1:1/' }, 307)],
])('it %s', async (_, handler, ratingsMs) => {
  handle = handler
  const { data, errors } = asItLeaves(await run(openExecutor({ ratingsMs }))) as {
    data: unknown
    errors: unknown[]
  }
  expect(data).toEqual(without)
  expect(errors).toHaveLength(missing.length)
  expect(errors).toEqual(expect.arrayContaining(missing))
})

test('it is down', async () => {
  const executor = openExecutor({ ratings: 'http://127.0.0.1:1/graphql' })
  expect((asItLeaves(await run(executor)) as { data: unknown }).data).toEqual(without)
})

test('it answers more than it was asked: that stays here', async () => {
  const transport = toys.ratings!
  const more: Transport<unknown> = async (request, context) => {
    const answer = await transport(request, context)
    const lists = Object.entries(answer.data as Record<string, object[]>).map(([key, entities]) => [
      key,
      entities.map(entity => ({ ...entity, name: 'another', cpr: '0101010000' })),
    ])
    return { data: { ...Object.fromEntries(lists), people: [{ name: 'another' }] } }
  }
  handle = sane(more)
  expect(asItLeaves(await run(openExecutor()))).toEqual({ data: whole })
})

test('it failed once: asked again, nobody notices', async () => {
  const good = handle
  handle = (request, response) => (asked === 1 ? request.socket.destroy() : good(request, response))
  expect(asItLeaves(await run(openExecutor()))).toEqual({ data: whole })
})

test('it fails and fails: it is left alone for a while, then asked once, and is back', async () => {
  let now = 0
  const good = handle
  const executor = openExecutor({ now: () => now })
  handle = request => request.socket.destroy()
  while (asked < 3) expect((await run(executor)).data).toEqual(without)
  const before = asked
  handle = good
  expect(asItLeaves(await run(executor))).toMatchObject({ data: without })
  expect(asked).toBe(before)
  now = 1_000
  // Of the parts that ask at the same time one tries; the others are answered from then on.
  await run(executor)
  expect(asked).toBe(before + 1)
  expect(asItLeaves(await run(executor))).toEqual({ data: whole })
})

test('the time of the whole operation ends what a single answer may still take', async () => {
  const waiting: Transport<unknown> = () => new Promise(() => {})
  const executor = createExecutor<unknown>({
    ...{ supergraph, transports: { ...toys, ratings: waiting } },
    ...{ fetchTimeoutMs: 600_000, operationTimeoutMs: 100 },
  })
  const answer = await executor.execute({
    ...{ document: parseDocument(documentText), documentText, variables: {}, context: null },
  })
  expect(asItLeaves(answer.data)).toEqual(without)
})
