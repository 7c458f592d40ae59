// Hostile documents (G33) against real server processes: refused in words and cheaply, and the next request is answered as before.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { subgraphNames } from '../subgraphs/registry.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { type Allowed, hostileDocuments, strangeNames, unknownNames } from './hostile-documents.ts'
import { type Served, type Server, startServer, systemToken, whenServed } from './hostile-server.ts'
import { openPlatform, requestOf, system } from './platform.ts'

const token = systemToken()
let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase({ sample: true })
})
afterAll(() => database.drop())

interface Answer {
  readonly status: number
  /** Of the first error; `OK` without one. */
  readonly code: string
  readonly message: string
  readonly data: unknown
}

const ask = (port: number, body: object): Promise<Answer> =>
  whenServed(
    () => askOnce(port, body),
    ({ code }) => code === 'OVERLOADED',
  )

async function askOnce(port: number, body: object): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const { data, errors } = (await response.json()) as {
    data?: unknown
    errors?: { message: string; extensions?: { code?: string } }[]
  }
  const [first] = errors ?? []
  const code = first ? (first.extensions?.code ?? 'NONE') : 'OK'
  return { status: response.status, code, message: first?.message ?? '', data }
}

const repetitions = 5
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[repetitions >> 1]!

// CPU time, not time: a busy machine makes both dearer, the document and the plain request beside it.
const mostCpuMs = 50
const mostControls = 15

let round = 0
/** Each is a text of its own, so that no cache answers. */
const fresh = (query: string): string => `${query} #${round++}`

const subgraphAllowed: Allowed = { selections: 2_000, tokens: 10_000 }
const servers: readonly (readonly [Served, Allowed])[] = [
  ['gateway', { selections: 400, tokens: 1_000 }],
  ['persons', subgraphAllowed],
]

/** As `allowed` says, and with words that help; the status is of the code. */
function expectRefused({ status, code, message }: Answer, expected: RegExp): void {
  expect(code, message).toMatch(expected)
  expect(status).toBe({ OK: 200, BODY_TOO_LARGE: 413, BAD_USER_INPUT: 200 }[code] ?? 400)
  if (code !== 'OK') expect(message).toMatch(/^[A-Z].{15,400}\.$/)
}

describe.each(servers)('%s', (name, allowed) => {
  let server: Server
  let port: number
  const control = () => ask(port, { query: fresh('{ __typename me { id } }') })
  beforeAll(async () => {
    server = await startServer(database, [name])
    port = server.port(name)
    for (let warm = 0; warm < 20; warm++) await control()
  })
  afterAll(() => server.stop())

  test.each(hostileDocuments(allowed))('$what', async ({ query, variables, operationName, code }) => {
    const used: number[] = []
    const beside: number[] = []
    for (let repetition = 0; repetition < repetitions; repetition++) {
      const before = await server.cpuMs()
      const answer = await ask(port, { query: fresh(query), variables, operationName })
      const between = await server.cpuMs()
      const plain = await control()
      used.push(between - before)
      beside.push((await server.cpuMs()) - between)
      expectRefused(answer, code)
      expect(plain).toMatchObject({ status: 200, data: { __typename: 'Query' } })
    }
    expect(median(used)).toBeLessThan(Math.max(mostCpuMs, mostControls * median(beside)))
    expect(server.alive()).toBe(true)
  })

  test.each(strangeNames)('$what is a name like any other', async ({ query, variables, operationName }) => {
    const { status, data } = await ask(port, { query, variables, operationName })
    expect(status).toBe(200)
    expect(Object.values(data as object)).toContain('Query')
    expect(Object.keys({})).toEqual([])
  })

  test.each(unknownNames)('$what is refused', async ({ query, variables, operationName }) => {
    const { status, code, data } = await ask(port, { query, variables, operationName })
    expect([status, data]).toEqual([400, undefined])
    expect(code).toMatch(/^(GRAPHQL_VALIDATION_FAILED|OPERATION_RESOLUTION_FAILURE)$/)
  })
})

// The same door stands before each of them, so once is enough; what it costs is measured on two documents.
const others = subgraphNames.filter(name => name !== 'persons')
const dear = ['fragments spread twice, 60 levels', 'aliases']

describe('the other subgraphs', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer(database, others)
  })
  afterAll(() => server.stop())
  const plain = async (name: Served) =>
    expect(await ask(server.port(name), { query: fresh('{ __typename }') })).toMatchObject({
      status: 200,
      data: { __typename: 'Query' },
    })

  describe.each(others)('%s', name => {
    test.each(hostileDocuments(subgraphAllowed))(
      '$what',
      async ({ query, variables, operationName, code }) => {
        expectRefused(await ask(server.port(name), { query: fresh(query), variables, operationName }), code)
        await plain(name)
        expect(server.alive()).toBe(true)
      },
    )

    test.each(hostileDocuments(subgraphAllowed).filter(({ what }) => dear.includes(what)))(
      '$what: what it costs',
      async ({ query, variables, operationName }) => {
        const used: number[] = []
        const beside: number[] = []
        for (let repetition = 0; repetition < repetitions; repetition++) {
          const before = await server.cpuMs()
          await ask(server.port(name), { query: fresh(query), variables, operationName })
          const between = await server.cpuMs()
          await plain(name)
          used.push(between - before)
          beside.push((await server.cpuMs()) - between)
        }
        expect(median(used)).toBeLessThan(Math.max(mostCpuMs, mostControls * median(beside)))
      },
    )

    test.each(strangeNames.filter(({ query }) => !query.includes(' me ')))(
      '$what is a name like any other',
      async ({ query, variables, operationName }) => {
        const { status, data } = await ask(server.port(name), { query, variables, operationName })
        expect(status).toBe(200)
        expect(Object.values(data as object)).toContain('Query')
      },
    )

    test.each(unknownNames)('$what is refused', async ({ query, variables, operationName }) => {
      const { status, code } = await ask(server.port(name), { query, variables, operationName })
      expect([status, code]).toEqual([
        400,
        expect.stringMatching(/^(GRAPHQL_VALIDATION_FAILED|OPERATION_RESOLUTION_FAILURE)$/),
      ])
    })
  })
})

test('in process too, another operation is never taken for the one that was named', async () => {
  const platform = await openPlatform(database)
  try {
    const request = requestOf(system('kommune-sagssystem'))
    const documentText = 'query a { __typename }'
    const asked = { request, documentText, variables: {} }
    expect(await platform.gateway.answer({ ...asked, operationName: 'a' })).toMatchObject({ status: 200 })
    const { status, body } = await platform.gateway.answer({ ...asked, operationName: 'b' })
    expect([status, body.data, body.errors?.[0]?.extensions?.code]).toEqual([
      400,
      undefined,
      'OPERATION_RESOLUTION_FAILURE',
    ])
    expect(body.errors?.[0]?.message).toContain('operationName')
  } finally {
    await platform.close()
  }
})
