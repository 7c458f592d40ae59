// The closed lists of codes: each code of a request that was not executed is given by a real one here, and none is given that is not listed.
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusalCodes } from '../access/refusals.ts'
import { fieldCodes, type RequestCodeName, requestCodes } from '../door/codes.ts'
import { type Listening, listen } from '../door/listen.ts'
import { Plans } from '../gateway/plan.ts'
import { readSupergraphFile } from '../gateway/serve.ts'
import { readSupergraph } from '../gateway/supergraph.ts'
import { problemCodes } from '../subgraphs/problems.ts'
import { kommune } from './asked.ts'
import { codeOf, type GraphDoor, json, openGraphDoor, operation } from './door-graph-server.ts'
import { compose, readAnswer, sendRaw } from './door-requests.ts'
import { whenServed } from './hostile-server.ts'
import { openThreeWays, type ThreeWays } from './three-ways.ts'

let door: GraphDoor
let cases: ThreeWays
let full: Listening
beforeAll(async () => {
  door = await openGraphDoor()
  cases = await openThreeWays()
  const shedder = { overloaded: () => true, stop: () => {} }
  full = await listen({ host: '127.0.0.1', port: 0, routes: [], shedder, localNamesOnly: true })
})
afterAll(() => Promise.all([door, cases, full].map(one => one?.close())))

interface Refused {
  readonly status: number
  readonly code: string
}

const read = async (response: Response): Promise<Refused> => ({
  status: response.status,
  code: await codeOf(response),
})
const send = (headers: Record<string, string>, token?: string) => async () =>
  read(await door.post(operation, headers, token))
const body = (text: string) => async () => read(await door.post(text))
const asks = (query: string, variables: unknown = {}) => body(JSON.stringify({ query, variables }))
const raw =
  (at: () => Listening, line: string, headers: readonly string[], text = '') =>
  async () => {
    const answer = readAnswer(await sendRaw(at().port, [compose(line, headers, text)]))
    return { status: answer.status, code: JSON.parse(answer.body).errors[0].extensions.code }
  }
const good = ['Authorization: Bearer good', 'Content-Type: application/json']
const of = (answered: GraphDoor['answered']) => async () => {
  door.answered = answered
  return read(await door.post(operation))
}
const graph =
  (query: string, variables: Record<string, unknown> = {}) =>
  async () => {
    const { status, errors } = await cases.by('over HTTP').ask(kommune('KOM-17'), query, variables)
    return { status, code: (errors[0] as { extensions?: { code: string } }).extensions!.code }
  }
const many = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join(' ')
const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])
const variables = (value: unknown) => asks('{ ok }', value)

// biome-ignore format: a table
const given: Readonly<Record<Exclude<RequestCodeName, 'OPERATION_NOT_PLANNED'>, () => Promise<Refused>>> = {
  HOST: async () => {
    const text = await sendRaw(full.port, ['GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n'])
    const { status, body } = readAnswer(text)
    return { status, code: JSON.parse(body).errors[0].extensions.code }
  },
  OVERLOADED: raw(() => full, 'POST /graphql HTTP/1.1', good),
  NOT_FOUND: raw(() => door, 'POST /nothing HTTP/1.1', good),
  METHOD: raw(() => door, 'GET /graphql HTTP/1.1', good),
  NOT_ACCEPTABLE: send({ accept: 'text/event-stream' }),
  UNAUTHENTICATED: send({}, 'forged'),
  UNAVAILABLE: send({}, 'down'),
  HEADER: send({ 'case-reference': '0101701234' }),
  MEDIA_TYPE: send({ 'content-type': 'text/plain' }),
  CONTENT_ENCODING: send({ ...json, 'content-encoding': 'gzip' }),
  TRANSFER_ENCODING: raw(() => door, 'POST /graphql HTTP/1.1', [...good, 'Transfer-Encoding: gzip, chunked'], '0\r\n\r\n'),
  BODY_TOO_LARGE: variables({ a: 'a'.repeat(300 * 1024) }),
  BODY_SYNTAX: body('query'),
  BODY_DUPLICATE_KEY: body('{"query":"{ ok }","query":"{ ok }"}'),
  BODY_TOO_DEEP: variables({ a: nested(1_000) }),
  BODY_TOO_MANY_VALUES: variables({ a: Array(10_000).fill(1) }),
  BATCH: body(`[${operation}]`),
  EXTENSIONS: body('{"query":"{ ok }","extensions":"{}"}'),
  PERSISTED_QUERY_NOT_SUPPORTED: body('{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"ab"}}}'),
  QUERY: body('{}'),
  OPERATION_NAME: body('{"query":"{ ok }","operationName":1}'),
  VARIABLES: body('{"query":"{ ok }","variables":"{}"}'),
  DOCUMENT_TOO_LONG: asks(`{ ok } #${'a'.repeat(140_000)}`),
  GRAPHQL_PARSE_FAILED: asks('{ ok'),
  TOO_MANY_OPERATIONS: asks(many(30, index => `query q${index} { ok }`)),
  OPERATION_NOT_OFFERED: asks('subscription { ok }'),
  TOO_MANY_SELECTIONS: asks('{ ...A } fragment A on Query { ok ...A }'),
  TOO_DEEP: asks(`${'{ a '.repeat(30)}${'}'.repeat(30)}`),
  TOO_MANY_ALIASES: asks(`{ a { ${many(100, index => `a${index}: ok`)} } }`),
  TOO_MANY_DIRECTIVES: asks(`{ ok ${many(100, index => `@d${index}`)} }`),
  TOO_MANY_ROOT_FIELDS: asks(`{ ${many(40, index => `f${index}`)} }`),
  TOO_MANY_VALUES: asks('{ l(first: 100) { nodes { l(first: 100) { nodes { l(first: 100) { nodes { a } } } } } } }'),
  TOO_MANY_REPETITIONS: asks(`{ a { ${many(70, index => `b(c: ${index})`)} } }`),
  OPERATION_RESOLUTION_FAILURE: asks('query a { ok } query b { ok }'),
  GRAPHQL_VALIDATION_FAILED: graph('{ shoeSize }'),
  VALUE_MALFORMED: () => malformed(),
  BAD_USER_INPUT: graph('query Q($cpr: CPR!) { person(cpr: $cpr) { id } }', {}),
  TIMED_OUT: of(() => new Promise(() => {})),
  INTERNAL: of(() => Promise.reject(new Error('broken'))),
}

/** A literal that a subgraph reads itself. */
async function malformed(): Promise<Refused> {
  const { status, errors } = await cases.straight('persons', kommune('KOM-17'), '{ person(cpr: "x") { id } }')
  return { status, code: (errors[0] as { extensions?: { code: string } }).extensions!.code }
}

test.each(Object.entries(given))('%s is given, with the status that the list says', async (code, ask) => {
  door.reset()
  const asked = await whenServed(ask, refused => refused.code === 'OVERLOADED' && code !== 'OVERLOADED')
  expect(asked).toEqual({ status: requestCodes[code as RequestCodeName].status, code })
})

test('OPERATION_NOT_PLANNED is given when the planner fails, and nothing of what it said', () => {
  const supergraph = readSupergraph(readSupergraphFile())
  const failing = {
    plan: () => {
      throw new Error('0101701234')
    },
  } as unknown as typeof supergraph.planner
  const plans = new Plans({ ...supergraph, planner: failing }, { cacheSize: 1, limits: undefined })
  const text = '{ me { id } }'
  const prepared = plans.prepare(parse(text), text, undefined)
  const planned = plans.plan(prepared as Parameters<Plans['plan']>[0], text, () => false)
  expect(JSON.parse(JSON.stringify(planned))).toMatchObject({
    message: requestCodes.OPERATION_NOT_PLANNED.en.replace('The', 'This'),
    extensions: { code: 'OPERATION_NOT_PLANNED' },
  })
})

const folders = ['access', 'door', 'gateway', 'subgraphs']
const sources = folders.flatMap(folder =>
  readdirSync(new URL(`../${folder}`, import.meta.url), { recursive: true })
    .map(file => `../${folder}/${file}`)
    .filter(file => file.endsWith('.ts') && file !== '../door/codes.ts')
    .map(file => readFileSync(new URL(file, import.meta.url), 'utf8')),
)
/** As they are written where an error is made. */
const made = new Set(
  sources.flatMap(text =>
    [
      ...text.matchAll(
        /(?:extensions: \{ code: |\b(?:problem|refused|refusal|limit|withCode)\((?:[^'()]*, )?)'([A-Z_]+)'/g,
      ),
    ].map(([, code]) => code!),
  ),
)
const listed: readonly string[] = [
  ...Object.keys(requestCodes),
  ...Object.keys(fieldCodes),
  ...refusalCodes,
  ...problemCodes,
]

test('every code that is given stands in a list', () => {
  expect(made.size).toBeGreaterThan(30)
  expect([...made].filter(code => !listed.includes(code))).toEqual([])
})

test('every code of a field is given somewhere', () => {
  expect(Object.keys(fieldCodes).filter(code => !sources.some(text => text.includes(`'${code}'`)))).toEqual(
    [],
  )
})

test('the lists stand in schema/CODES.md', () => {
  const page = readFileSync(new URL('../schema/CODES.md', import.meta.url), 'utf8')
  for (const [code, { status, en }] of Object.entries(requestCodes))
    expect(page).toContain(`| \`${code}\` | ${status} | ${en} |`)
  for (const [code, en] of Object.entries(fieldCodes)) expect(page).toContain(`| \`${code}\` | ${en} |`)
})
