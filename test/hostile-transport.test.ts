// Odd and hostile requests against every server as it is served: the gateway, and each subgraph alone.
import { connect, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { person } from '../sample/persons.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { compose, readAnswer, sendRaw } from './door-requests.ts'
import {
  everyServer,
  type Served,
  type Server,
  startServer,
  systemToken,
  whenServed,
} from './hostile-server.ts'

const token = systemToken()
const bearer = `Authorization: Bearer ${token}`
const json = 'Content-Type: application/json'
const plain = '{"query":"{ __typename }"}'
let database: TestDatabase
let server: Server
beforeAll(async () => {
  database = await testDatabase({ sample: true })
  server = await startServer(database, everyServer)
})
afterAll(async () => {
  await server?.stop()
  await database?.drop()
})

const post = (headers: readonly string[], body: string | Buffer): string =>
  compose(
    'POST /graphql HTTP/1.1',
    [...headers, `Content-Length: ${Buffer.byteLength(body)}`],
    body.toString('latin1'),
  )
const chunked = (headers: readonly string[], chunks: string): string =>
  compose('POST /graphql HTTP/1.1', [...headers, 'Transfer-Encoding: chunked'], chunks)
const good = [bearer, json]
const inChunks = `${plain.length.toString(16)}\r\n${plain}\r\n0\r\n\r\n`
const bomb = gzipSync(Buffer.alloc(20_000_000, 32))
const utf16 = Buffer.from(plain, 'utf16le')

/** All that the server wrote until it closed the connection. */
const send = (name: Served, texts: readonly string[]): Promise<string> =>
  whenServed(
    () => sendRaw(server.port(name), texts),
    text => readAnswer(text).status === 503,
  )

// biome-ignore format: a table
const requests: readonly (readonly [string, string, number])[] = [
  ['a plain one', post(good, plain), 200],
  ['one in chunks', chunked(good, inChunks), 200],
  ['the document in escapes', post(good, '{"quer\\u0079":"\\u007b __typename }"}'), 200],
  ['two documents, one with its name in escapes', post(good, '{"query":"{ __typename }","quer\\u0079":"{ __schema { types { name } } }"}'), 400],
  ['variables twice', post(good, '{"query":"{ __typename }","variables":{},"variables":{"a":1}}'), 400],
  ['a list of operations', post(good, `[${plain},${plain}]`), 400],
  ['a compressed body', post([...good, 'Content-Encoding: gzip'], gzipSync(plain)), 415],
  ['a compressed bomb (G43)', post([...good, 'Content-Encoding: gzip'], bomb), 415],
  ['a bomb twice compressed', post([...good, 'Content-Encoding: gzip, br'], bomb), 415],
  ['a compressed transfer', compose('POST /graphql HTTP/1.1', [...good, 'Transfer-Encoding: gzip, chunked'], inChunks), 415],
  ['another charset', post([bearer, `${json}; charset=utf-16`], utf16), 415],
  ['another charset, not said', post(good, utf16), 400],
  ['a charset of letters that hide', post([bearer, `${json}; charset=utf-7`], plain), 415],
  ['a form (G30)', post([bearer, 'Content-Type: application/x-www-form-urlencoded'], 'query=%7B__typename%7D'), 415],
  ['text (G30)', post([bearer, 'Content-Type: text/plain'], plain), 415],
  ['no type', post([bearer], plain), 415],
  ['two types', post([bearer, json, 'Content-Type: text/plain'], plain), 415],
  ['GET (G30)', compose('GET /graphql?query=%7B__typename%7D HTTP/1.1', [bearer]), 405],
  ['an upgrade (G29)', compose('GET /graphql HTTP/1.1', [bearer, 'Upgrade: websocket', 'Sec-WebSocket-Key: YQ==', 'Sec-WebSocket-Version: 13']), 405],
  ['an event stream (G29)', post([...good, 'Accept: text/event-stream'], plain), 406],
  ['chunks of a wrong length (G43)', chunked(good, `5\r\n${plain}\r\n0\r\n\r\n`), 400],
  ['chunks without a length', chunked(good, `zz\r\n${plain}\r\n0\r\n\r\n`), 400],
  ['chunks with a length that overflows', chunked(good, `ffffffffffffffffff\r\n${plain}\r\n0\r\n\r\n`), 400],
  ['a length and chunks', post([...good, 'Transfer-Encoding: chunked'], inChunks), 400],
  ['two lengths', post([...good, 'Content-Length: 1'], plain), 400],
  ['a length below nothing', compose('POST /graphql HTTP/1.1', [...good, 'Content-Length: -1'], plain), 400],
  ['headers of 20 KiB', post([...good, `A: ${'a'.repeat(20_000)}`], plain), 431],
  ['two tokens', post([bearer, ...good], plain), 401],
  ['no token', post([json], plain), 401],
  ['a token in the address', compose(`POST /graphql?access_token=${token} HTTP/1.1`, [json, `Content-Length: ${plain.length}`], plain), 401],
  ['a token in the body', post([json], `{"query":"{ __typename }","access_token":"${token}"}`), 401],
  ['a header folded over two lines', post([...good, 'Case-Reference: a\r\n b'], plain), 400],
  ['a personal number as case', post([...good, 'Case-Reference: sag-0101701234'], plain), 400],
]

describe.each(everyServer)('%s', name => {
  test.each(requests)('%s', async (_what, text, status) => {
    const answer = readAnswer(await send(name, [text]))
    expect(answer.status).toBe(status)
    if (status === 200) expect(JSON.parse(answer.body)).toMatchObject({ data: { __typename: 'Query' } })
    else expect(answer.body).not.toContain('__typename')
  })

  test('what stands in a body that was refused is never taken for a request', async () => {
    const hidden = post(good, plain)
    const outer = [bearer, 'Content-Type: text/plain', `Content-Length: ${hidden.length}`]
    const keepAlive = ['POST /graphql HTTP/1.1', 'Host: localhost', ...outer, '', hidden].join('\r\n')
    const text = await send(name, [keepAlive, hidden])
    expect(text.match(/HTTP\/1\.1 /g)).toHaveLength(1)
    expect(readAnswer(text).status).toBe(415)
  })

  test('a hundred connections that say little keep nobody out', async () => {
    const port = server.port(name)
    const slow = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        open(port, index % 2 ? 'POST /graphql HTTP/1.1\r\nHost: l' : beginOfBody),
      ),
    )
    expect(readAnswer(await send(name, [post(good, plain)])).status).toBe(200)
    for (const socket of slow) socket.destroy()
    expect(readAnswer(await send(name, [post(good, plain)])).status).toBe(200)
  })
})

const beginOfBody = [
  'POST /graphql HTTP/1.1',
  'Host: localhost',
  ...good,
  'Content-Length: 100',
  '',
  '{',
].join('\r\n')

function open(port: number, text: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text, () => resolve(socket)))
    socket.on('error', reject)
  })
}

describe.each<Served>(['gateway', 'persons'])('%s', name => {
  const query =
    'query P($cpr: CPR!) { me { id } person(cpr: $cpr) { id name { full } civilStatus { status } } }'
  const about = { query, variables: { cpr: person('anna', new Date()).number } }
  const ask = async (headers: Record<string, string>) => {
    const init = {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(about),
    }
    const response = await whenServed(
      () => fetch(`http://127.0.0.1:${server.port(name)}/graphql`, init),
      ({ status }) => status === 503,
    )
    const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown }
    return { status: response.status, data, errors }
  }

  test.each([
    ['nothing more', {}],
    ['a user', { 'x-user-id': 'anna', 'x-user': 'anna', 'x-remote-user': 'anna', 'remote-user': 'anna' }],
    ['a decision', { 'x-decision': 'PERMIT', 'x-access-decision': 'PERMIT', 'access-decision': 'PERMIT' }],
    ['a role', { 'x-role': 'AUDITOR', 'x-hasura-role': 'admin', 'x-admin': 'true' }],
    ['an actor', { 'x-actor': 'kommune-steward-1', 'x-forwarded-user': 'anna', 'x-forwarded-actor': 'anna' }],
    [
      'a caller',
      { 'x-caller': '{"kind":"PERSON"}', 'x-client-id': 'politi-sagssystem', client_id: 'politi' },
    ],
    ['an activity by another name', { 'x-processing-activity': 'KOM-17', processing_activity: 'KOM-17' }],
    [
      'somebody by another name',
      { 'x-on-behalf-of': 'authority:99000019', on_behalf_of: 'business:99000019' },
    ],
    [
      'an internal request',
      { 'x-internal': 'true', 'x-gateway': 'true', via: '1.1 gateway', forwarded: 'for=127.0.0.1' },
    ],
    ['another method', { 'x-http-method-override': 'GET', 'x-original-url': '/health/live' }],
    ['a cookie', { cookie: `token=${token}; session=admin` }],
    ['a certificate', { 'x-client-cert': 'MII', 'x-ssl-client-s-dn': 'CN=Politi' }],
    [
      'a subgraph plan of the gateway',
      { 'apollo-federation-include-trace': 'ftv1', 'x-apollo-operation-name': 'P' },
    ],
  ])('a request that says %s in other headers is answered like any other (G42)', async (_what, headers) => {
    const [other, usual] = await Promise.all([ask(headers), ask({})])
    expect(other).toEqual(usual)
    expect(other.status).toBe(200)
    expect(JSON.stringify(other.errors)).toContain('ACTIVITY_MISSING')
  })
})

test('after all this the process lives, and answers', async () => {
  expect(server.alive()).toBe(true)
  for (const name of everyServer) expect(readAnswer(await send(name, [post(good, plain)])).status).toBe(200)
})
