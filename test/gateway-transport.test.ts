// The gateway over HTTP: to its subgraphs by the HTTP transport, and from its clients inside Apollo Server.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { ApolloServer } from '@apollo/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gatewayInterface } from '../gateway/apollo.ts'
import { createExecutor } from '../gateway/execute.ts'
import { httpTransport, Overloaded, type SubgraphRequest, type Transport } from '../gateway/transport.ts'
import { supergraph, toyTransports } from './toy-federation.ts'

interface Context {
  readonly token: string
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void

let server: Server
let handle: Handler
let url: string

beforeAll(async () => {
  server = createServer((request, response) => handle(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})

const transport = (maxAnswerBytes?: number): Transport<Context> =>
  httpTransport({
    name: 'people',
    url,
    timeoutMs: 300,
    maxAnswerBytes,
    headers: ({ token }) => ({ Authorization: `Bearer ${token}`, 'Content-Type': 'text/plain' }),
  })

const send = (body: string | Buffer, status = 200, headers: Record<string, string> = {}): Handler => {
  return (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
}

const request: SubgraphRequest = { query: '{ a }', variables: { b: 1 } }

describe('the HTTP transport', () => {
  test("posts JSON with the caller's own headers, over connections that stay", async () => {
    const seen: { method?: string; token?: string; type?: string; body: string; port?: number }[] = []
    handle = async (incoming, response) => {
      let body = ''
      for await (const chunk of incoming) body += chunk
      const { authorization, 'content-type': type } = incoming.headers
      seen.push({
        method: incoming.method,
        token: authorization,
        type,
        body,
        port: incoming.socket.remotePort,
      })
      response.setHeader('content-type', 'application/graphql-response+json; charset=utf-8')
      response.end('{"data":{"a":1}}')
    }
    const ask = transport()
    expect(await ask(request, { token: 'one' })).toEqual({ data: { a: 1 } })
    for (const token of ['two', 'three', 'four', 'five']) await ask(request, { token })
    expect(seen.slice(0, 2).map(({ method, token, type }) => [method, token, type])).toEqual([
      ['POST', 'Bearer one', 'application/json'],
      ['POST', 'Bearer two', 'application/json'],
    ])
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ query: '{ a }', variables: { b: 1 } })
    expect(new Set(seen.map(({ port }) => port)).size).toBeLessThan(seen.length)
  })

  test('reads an answer whatever its status: a refusal is one, too', async () => {
    handle = send('{"errors":[{"message":"no"}]}', 401)
    expect(await transport()(request, { token: '' })).toEqual({ errors: [{ message: 'no' }] })
    handle = send('{"data":null,"errors":[{"message":"no"}]}', 503)
    expect(await transport()(request, { token: '' })).toMatchObject({ data: null })
  })

  test.each([429, 503])('of %s without data it says that there is too much to do', async status => {
    handle = send('{"errors":[{"message":"later"}]}', status)
    await expect(transport()(request, { token: '' })).rejects.toThrow(Overloaded)
    handle = send('<html>', status, { 'content-type': 'text/html' })
    await expect(transport()(request, { token: '' })).rejects.toThrow(Overloaded)
  })

  test('asks where the subgraph is at the moment', async () => {
    handle = send('{"data":{"a":1}}')
    let at = 'http://127.0.0.1:1/graphql'
    const moving = httpTransport<Context>({
      name: 'people',
      url: () => at,
      timeoutMs: 1_000,
      headers: () => ({}),
    })
    await expect(moving(request, { token: '' })).rejects.toThrow()
    at = url
    expect(await moving(request, { token: '' })).toEqual({ data: { a: 1 } })
  })

  test.each<[string, Handler]>([
    ['no JSON', send('<html>')],
    ['nothing', send('')],
    ['JSON that is no object', send('null')],
    ['JSON that is no answer', send('{"hello":"world"}')],
    ['a list', send('[{"data":{"a":1}}]')],
    ['an answer of another kind', send('{"data":{"a":1}}', 200, { 'content-type': 'text/html' })],
    ['a fault of its own', send('{"errors":[{"message":"at 10.0.0.7"}]}', 500)],
    ['a redirect', send('', 307, { location: 'http://127.0.0.1:1/' })],
    ['too much', send(`{"data":"${'x'.repeat(2_000)}"}`)],
    [
      'too much, compressed',
      send(gzipSync(`{"data":"${'x'.repeat(2_000)}"}`), 200, { 'content-encoding': 'gzip' }),
    ],
    ['nothing in time', () => {}],
    ['half an answer', (_, response) => response.write('{"data":')],
    ['a broken connection', incoming => incoming.socket.destroy()],
  ])('rejects %s', async (_, handler) => {
    handle = handler
    await expect(transport(1_000)(request, { token: '' })).rejects.toThrow()
  })
})

describe('inside Apollo Server', () => {
  const executor = createExecutor<object>({ supergraph, transports: toyTransports() })
  const apollo = new ApolloServer({ gateway: gatewayInterface(executor), dangerouslyDisableValidation: true })
  const ask = async (query: string, variables: Record<string, unknown> = {}) => {
    const { body, http } = await apollo.executeOperation({ query, variables })
    if (body.kind !== 'single') throw new Error('An incremental answer was never offered.')
    return { ...JSON.parse(JSON.stringify(body.singleResult)), status: http.status }
  }
  afterAll(() => apollo.stop())

  test('an operation over two subgraphs', async () => {
    const query = 'query ($id: ID!) { a: person(id: $id) { name luck } }'
    expect(await ask(query, { id: 1 })).toEqual({
      data: { a: { name: 'name of p1', luck: 1 } },
      status: undefined,
    })
  })

  test('introspection', async () => {
    expect((await ask('{ __schema { queryType { name } } }')).data).toEqual({
      __schema: { queryType: { name: 'Query' } },
    })
  })

  test.each`
    what                   | query                                             | code                           | message
    ${'a wrong variable'}  | ${'query ($n: Int) { people(first: $n) { id } }'} | ${'BAD_USER_INPUT'}            | ${'Variable "$n" at "n": expected type "Int".'}
    ${'a wrong literal'}   | ${'{ people(first: "0101010000") { id } }'}       | ${'GRAPHQL_VALIDATION_FAILED'} | ${'Expected a value of type "Int".'}
    ${'endless fragments'} | ${'{ ...f } fragment f on Query { ...f }'}        | ${'TOO_MANY_SELECTIONS'}       | ${'The operation is too large: at most 400 selections, fragments included. Split it into several operations.'}
  `('$what is refused without its value', async ({ query, code, message }) => {
    const { data, errors, status } = await ask(query, { n: '0101010000' })
    expect(data).toBeUndefined()
    expect(status).toBe(400)
    expect(errors).toMatchObject([{ message, extensions: { code } }])
    expect(JSON.stringify(errors)).not.toContain('0101010000')
  })

  test.each`
    what                          | toExtensions                                               | expected
    ${'are kept back'}            | ${undefined}                                               | ${undefined}
    ${'are merged by the caller'} | ${(sent: object, { token }: Context) => ({ sent, token })} | ${{ sent: { companies: [{ internal: 1 }] }, token: 'me' }}
  `("the subgraphs' extensions $what", async ({ toExtensions, expected }) => {
    const companies = async () => ({ data: { companies: [] }, extensions: { internal: 1 } })
    const gateway = gatewayInterface(
      createExecutor<Context>({ supergraph, transports: { companies } }),
      toExtensions,
    )
    const server = new ApolloServer<Context>({ gateway, dangerouslyDisableValidation: true })
    const contextValue = { token: 'me' }
    const { body } = await server.executeOperation({ query: '{ companies { id } }' }, { contextValue })
    expect(body.kind === 'single' && body.singleResult.extensions).toEqual(expected)
    await server.stop()
  })

  test('errors of fields leave the status alone', async () => {
    const replaced: Record<string, Transport<object>> = {
      companies: async () => ({
        errors: [{ message: 'no', extensions: { code: 'X', http: { status: 500 } } }],
      }),
    }
    const server = new ApolloServer({
      gateway: gatewayInterface(createExecutor({ supergraph, transports: replaced })),
      dangerouslyDisableValidation: true,
    })
    const { body, http } = await server.executeOperation({ query: '{ companies { id } }' })
    expect(http.status).toBeUndefined()
    expect(JSON.parse(JSON.stringify(body))).toMatchObject({
      singleResult: {
        data: { companies: null },
        errors: [{ message: 'no', path: ['companies'], extensions: { code: 'X' } }],
      },
    })
    await server.stop()
  })
})
