// What comes through the door of a graph and what does not, over real HTTP, as tables.
import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { codeOf, type GraphDoor, json, openGraphDoor, operation } from './door-graph-server.ts'
import { compose, readAnswer, sendRaw } from './door-requests.ts'

let door: GraphDoor
beforeAll(async () => {
  door = await openGraphDoor()
})
afterAll(() => door.close())
beforeEach(() => door.reset())

type Sent = Readonly<Record<string, string>>

describe('the body', () => {
  const ids = Array.from({ length: 1_000 }, (_, index) => `id-${index}`)
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])
  const with_ = (more: object) => JSON.stringify({ query: '{ ok }', ...more })
  // biome-ignore format: a table
  test.each([
    ['a document', operation, 200, 'asked'],
    ['all parameters', with_({ query: 'query A { ok }', operationName: 'A', variables: { a: 1 }, extensions: { x: 1 } }), 200, 'asked'],
    ['parameters that are null', with_({ operationName: null, variables: null, extensions: null }), 200, 'asked'],
    ['a list of 1,000 in the variables', with_({ variables: { ids } }), 200, 'asked'],
    ['nothing', '', 400, 'BODY_SYNTAX'],
    ['no JSON', 'query=%7Bok%7D', 400, 'BODY_SYNTAX'],
    ['JSON with something behind it', `${operation}{}`, 400, 'BODY_SYNTAX'],
    ['a byte order mark', `\uFEFF${operation}`, 400, 'BODY_SYNTAX'],
    ['bytes that are not UTF-8', Buffer.from('{"query":"{ ok(a: \\"\xE6\\") }"}', 'latin1'), 400, 'BODY_SYNTAX'],
    ['text', '"{ ok }"', 400, 'BODY_SYNTAX'],
    ['null', 'null', 400, 'BODY_SYNTAX'],
    ['a batch (G21)', `[${operation}]`, 400, 'BATCH'],
    ['an empty batch', '[]', 400, 'BATCH'],
    ['no document', '{}', 400, 'QUERY'],
    ['a document in a prototype', '{"__proto__":{"query":"{ ok }"}}', 400, 'QUERY'],
    ['a document that is a list', with_({ query: ['{ ok }'] }), 400, 'QUERY'],
    ['a hash without document (G27)', '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"ab"}}}', 400, 'PERSISTED_QUERY_NOT_SUPPORTED'],
    ['variables as text (G41)', with_({ variables: '{"a":1}' }), 400, 'VARIABLES'],
    ['variables as a list', with_({ variables: [1] }), 400, 'VARIABLES'],
    ['extensions as text', with_({ extensions: '{}' }), 400, 'EXTENSIONS'],
    ['an operation name that is a number', with_({ operationName: 1 }), 400, 'OPERATION_NAME'],
    ['two documents (G41)', '{"query":"{ ok }","query":"{ secret }"}', 400, 'BODY_DUPLICATE_KEY'],
    ['two documents, one in escapes', '{"query":"{ ok }","quer\\u0079":"{ secret }"}', 400, 'BODY_DUPLICATE_KEY'],
    ['a variable twice', '{"query":"{ ok }","variables":{"a":1,"b":{"c":1,"c":2}}}', 400, 'BODY_DUPLICATE_KEY'],
    ['one key in two objects', '{"query":"{ ok }","variables":{"a":{"c":1},"b":{"c":"\\\\"}}}', 200, 'asked'],
    ['a value spelled like a key', '{"query":"{ ok }","variables":{"a":"query","b":["a",":"]}}', 200, 'asked'],
    ['variables 20 deep', with_({ variables: { a: nested(19) } }), 200, 'asked'],
    ['variables 1,000 deep', with_({ variables: { a: nested(1_000) } }), 400, 'BODY_TOO_DEEP'],
    ['100,000 brackets', '['.repeat(100_000), 400, 'BODY_SYNTAX'],
    ['10,000 values', with_({ variables: { a: Array(10_000).fill(1) } }), 400, 'BODY_TOO_MANY_VALUES'],
    ['a body of 300 KiB', with_({ variables: { a: 'a'.repeat(300 * 1024) } }), 413, 'BODY_TOO_LARGE'],
    ['a body of 1 MB (G33)', `{"query":"{ ${'a '.repeat(500_000)} }"}`, 413, 'BODY_TOO_LARGE'],
    ['a document that cannot be parsed', with_({ query: '{ ok' }), 400, 'GRAPHQL_PARSE_FAILED'],
    ['the name of another operation', with_({ query: 'query A { ok }', operationName: 'B' }), 400, 'OPERATION_RESOLUTION_FAILURE'],
    ['an empty name', with_({ query: 'query A { ok }', operationName: '' }), 400, 'OPERATION_RESOLUTION_FAILURE'],
    ['two operations and no name', with_({ query: 'query A { ok } query B { ok }' }), 400, 'OPERATION_RESOLUTION_FAILURE'],
    ['fragments alone', with_({ query: 'fragment A on Query { ok }' }), 400, 'OPERATION_RESOLUTION_FAILURE'],
    ['pages inside pages', with_({ query: '{ l(first: 100) { nodes { l(first: 100) { nodes { l(first: $n) { nodes { a } } } } } } }', variables: { n: 100 } }), 400, 'TOO_MANY_VALUES'],
    ['a subscription (G29)', with_({ query: 'subscription { ok }' }), 400, 'OPERATION_NOT_OFFERED'],
    ['a fragment inside itself (G33)', with_({ query: '{ ...A } fragment A on Query { ok ...A }' }), 400, 'TOO_MANY_SELECTIONS'],
    ['2,000 tokens', with_({ query: `{ ${'ok '.repeat(2_000)} }` }), 400, 'GRAPHQL_PARSE_FAILED'],
    ['100 aliases', with_({ query: `{ ${Array.from({ length: 100 }, (_, i) => `a${i}: ok`).join(' ')} }` }), 400, 'TOO_MANY_ALIASES'],
  ])('%s', async (_name, body, status, code) => {
    const response = await door.post(body)
    expect([response.status, await codeOf(response)]).toEqual([status, code])
    expect(door.seen.asked).toHaveLength(code === 'asked' ? 1 : 0)
  })

  test('is handed on as it was sent', async () => {
    const body =
      '{"query":"query A($a: Int) { ok }","operationName":"A","variables":{"a":1,"__proto__":{"b":2}}}'
    await door.post(body)
    const { documentText, operationName, variables, document } = door.seen.asked[0]!
    expect([documentText, operationName]).toEqual(['query A($a: Int) { ok }', 'A'])
    expect(JSON.stringify(variables)).toBe('{"a":1,"__proto__":{"b":2}}')
    expect(document.definitions).toHaveLength(1)
  })

  test('without a known length is counted as it comes', async () => {
    const body = new Blob([
      JSON.stringify({ query: '{ ok }', variables: { a: 'a'.repeat(300 * 1024) } }),
    ]).stream()
    const init = { method: 'POST', body, duplex: 'half', headers: { ...json, authorization: 'Bearer good' } }
    const response = await fetch(`${door.url}/graphql`, init as RequestInit)
    expect([response.status, await codeOf(response)]).toEqual([413, 'BODY_TOO_LARGE'])
  })

  test('without an end is refused when it has grown too large', async () => {
    const headers = [
      'Authorization: Bearer good',
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
    ]
    const chunk = `4b000\r\n${'a'.repeat(0x4b000)}\r\n`
    const answer = await sendRaw(door.port, [compose('POST /graphql HTTP/1.1', headers, chunk)])
    expect(readAnswer(answer).status).toBe(413)
  })

  test('that is still being sent when the refusal comes does not cost the caller the answer', async () => {
    const socket = connect(door.port, '127.0.0.1')
    const text = Promise.withResolvers<string>()
    const closed = new Promise<boolean>(resolve => socket.once('close', resolve))
    socket.on('error', () => {})
    socket.once('data', chunk => {
      text.resolve(chunk.toString())
      socket.write('a'.repeat(900_000))
    })
    socket.write('POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\n')
    const { status, headers } = readAnswer(await text.promise)
    expect([status, headers.connection]).toEqual([401, 'close'])
    expect(await closed).toBe(false)
  })
})

describe('method and media types', () => {
  // biome-ignore format: a table
  test.each([
    ['GET with a query (G30)', 'GET', '?query=%7Bok%7D', {}, 405],
    ['HEAD', 'HEAD', '', {}, 405],
    ['PUT', 'PUT', '', json, 405],
    ['OPTIONS: no other origin is let in', 'OPTIONS', '', { origin: 'https://evil.example', 'access-control-request-method': 'POST' }, 405],
    ['an event stream (G29)', 'POST', '', { ...json, accept: 'text/event-stream' }, 406],
    ['a multipart answer (G29)', 'POST', '', { ...json, accept: 'multipart/mixed' }, 406],
    ['JSON in another charset', 'POST', '', { ...json, accept: 'application/json; charset=iso-8859-1' }, 406],
    ['text (G30)', 'POST', '', { 'content-type': 'text/plain' }, 415],
    ['a form (G30)', 'POST', '', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a form with a file', 'POST', '', { 'content-type': 'multipart/form-data; boundary=a' }, 415],
    ['application/graphql', 'POST', '', { 'content-type': 'application/graphql' }, 415],
    ['another charset', 'POST', '', { 'content-type': 'application/json; charset=utf-16' }, 415],
    ['two types in one', 'POST', '', { 'content-type': 'text/plain, application/json' }, 415],
    ['JSON that names another type', 'POST', '', { 'content-type': 'application/json; a=text/plain' }, 415],
    ['a compressed body (G43)', 'POST', '', { ...json, 'content-encoding': 'gzip' }, 415],
    ['UTF-8 said', 'POST', '', { 'content-type': 'application/json; charset=UTF-8' }, 200],
  ])('%s', async (_name, method, query, headers, status) => {
    const body = method === 'GET' || method === 'HEAD' ? null : operation
    const init = { method, body, headers: { authorization: 'Bearer good', ...headers } as Sent }
    const response = await fetch(`${door.url}/graphql${query}`, init)
    expect(response.status).toBe(status)
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
    if (status === 405) expect(response.headers.get('allow')).toBe('POST')
    expect(door.seen.asked).toHaveLength(status === 200 ? 1 : 0)
  })

  const graphql = 'application/graphql-response+json; charset=utf-8'
  const plain = 'application/json; charset=utf-8'
  test.each`
    accept                                                         | type
    ${''}                                                          | ${plain}
    ${'*/*'}                                                       | ${plain}
    ${'application/*'}                                             | ${plain}
    ${'application/json'}                                          | ${plain}
    ${'application/graphql-response+json'}                         | ${graphql}
    ${'application/json, application/graphql-response+json'}       | ${graphql}
    ${'application/graphql-response+json;q=0.5, application/json'} | ${plain}
    ${'application/graphql-response+json;q=0, */*'}                | ${plain}
    ${'text/event-stream, application/json; charset=utf-8'}        | ${plain}
  `('Accept: $accept is answered as $type', async ({ accept, type }) => {
    const response = await door.post(operation, { accept })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
    const refused = await door.post('{}', { accept })
    expect([refused.status, refused.headers.get('content-type')]).toEqual([400, type])
  })

  // GraphQL over HTTP: of an operation in good form that was not executed, `application/json` by name has a 200.
  test.each`
    accept                                                         | status
    ${''}                                                          | ${400}
    ${'*/*'}                                                       | ${400}
    ${'application/graphql-response+json'}                         | ${400}
    ${'application/json, application/graphql-response+json'}       | ${400}
    ${'application/json'}                                          | ${200}
    ${'application/graphql-response+json;q=0.5, application/json'} | ${200}
  `('Accept: $accept: a document that cannot be read gets $status', async ({ accept, status }) => {
    for (const query of ['{', 'query A { __typename } query B { __typename }']) {
      const refused = await door.post(JSON.stringify({ query }), { accept })
      expect([refused.status, await refused.json()]).toEqual([status, { errors: [expect.anything()] }])
    }
  })

  // biome-ignore format: a table
  test.each([
    ['data', { body: { data: { ok: null }, errors: [{ message: 'Refused.' }] } }, 200],
    ['data that is null', { body: { data: null, errors: [{ message: 'Refused.' }] } }, 200],
    ['no data: not executed', { body: { errors: [{ message: 'Not valid.' }] } }, 400],
    ['a status of its own', { status: 503, body: { errors: [{ message: 'Down.' }] } }, 503],
  ])('an answer with %s', async (_name, answer, status) => {
    door.answered = async () => answer
    const response = await door.post(operation)
    expect([response.status, await response.json()]).toEqual([status, answer.body])
  })
})

describe('the token', () => {
  const send = (...authorization: string[]) =>
    sendRaw(door.port, [
      compose('POST /graphql HTTP/1.1', [
        'Content-Type: application/json',
        'Content-Length: 1000',
        ...authorization.map(one => `Authorization: ${one}`),
      ]),
    ]).then(readAnswer)

  // biome-ignore format: a table
  test.each([
    ['none', [], 'Bearer', 0],
    ['forged', ['Bearer forged'], 'Bearer error="invalid_token"', 1],
    ['a password', ['Basic Z29vZDpnb29k'], 'Bearer error="invalid_token"', 0],
    ['two', ['Bearer good', 'Bearer good'], 'Bearer error="invalid_token"', 0],
    ['two in one', ['Bearer good, Bearer good'], 'Bearer error="invalid_token"', 0],
    ['empty', ['Bearer '], 'Bearer error="invalid_token"', 0],
  ])('%s: 401 before the body is there', async (_name, sent, challenge, verified) => {
    const { status, headers, body } = await send(...sent)
    expect([status, headers['www-authenticate']]).toEqual([401, challenge])
    expect(JSON.parse(body).errors[0].extensions.code).toBe('UNAUTHENTICATED')
    expect([door.seen.identified, door.seen.asked.length, door.seen.lookedUp.length]).toEqual([verified, 0, 0])
  })

  test('is never taken from the address or from a cookie', async () => {
    const init = { method: 'POST', body: operation, headers: { ...json, cookie: 'access_token=good' } }
    const response = await fetch(`${door.url}/graphql?access_token=good`, init)
    expect([response.status, door.seen.identified]).toEqual([401, 0])
  })

  test('a database that is down decides nothing, and says no more', async () => {
    const response = await door.post(operation, {}, 'down')
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    expect(await codeOf(response)).toBe('UNAVAILABLE')
    expect(door.seen.lines.join()).not.toContain('0101701234')
  })
})

describe('when it fails inside', () => {
  test('nothing of the fault leaves, and the log holds where but not what', async () => {
    door.answered = async () => {
      throw new RangeError('Anna, 0101701234\nlives at home')
    }
    const response = await door.post(operation)
    const text = await response.text()
    expect([response.status, text]).toEqual([500, expect.stringContaining('INTERNAL')])
    expect(`${text}${door.seen.lines.join()}`).not.toMatch(/0101701234|Anna|home/)
    expect(door.seen.lines[0]).toMatch(/"fault":"RangeError","frames":\["at .*door-graph\.test\.ts/)
  })

  test('an answer that is late is dropped', async () => {
    door.answered = () => new Promise(() => {})
    const response = await door.post(operation)
    expect([response.status, await codeOf(response)]).toEqual([504, 'TIMED_OUT'])
  })
})
