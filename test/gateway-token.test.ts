// Without a valid token the answer is 401, alike from the whole platform in one process and from a gateway over HTTP.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Listening } from '../door/listen.ts'
import { serveGateway } from '../gateway/serve.ts'
import { readSettings } from '../settings.ts'
import { post, tokenOf, trustedIssuer } from './over-http.ts'
import { openThreeWays, type ThreeWays } from './three-ways.ts'
import { makeKey } from './token-maker.ts'

let cases: ThreeWays
let whole: Listening
beforeAll(async () => {
  cases = await openThreeWays()
  const settings = readSettings({ OPERATOR_CVR: cases.cvr('operator'), LOG: 'silent' })
  whole = await serveGateway({ settings, database: cases.database, trusted: trustedIssuer, port: 0 })
})
afterAll(async () => {
  await whole?.close()
  await cases?.close()
})

const claims = { client_id: 'kommune-sagssystem' }
const hourAgo = Math.floor(Date.now() / 1_000) - 3_600
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

// biome-ignore format: a table
const strangers: readonly (readonly [string, Record<string, string>])[] = [
  ['no token', {}],
  ['no bearer', { authorization: 'Basic a3Jva29kaWxsZQ==' }],
  ['a token signed by a stranger', bearer(tokenOf(claims, makeKey('ES256', 'three-ways')))],
  ['a token that has ended', bearer(tokenOf({ ...claims, iat: hourAgo - 60, exp: hourAgo }))],
  ['a token for another audience', bearer(tokenOf({ ...claims, aud: 'somebody-else' }))],
]

const questions = {
  'one subgraph': '{ person(cpr: "0101700000") { name { full } } }',
  'two beside one another':
    '{ person(cpr: "0101700000") { name { full } } business(cvr: "99000001") { name } }',
  'a mutation': 'mutation { markNoticesRead(input: { ids: [] }) { problems { code } } }',
}

test.each(
  strangers.flatMap(([who, headers]) =>
    Object.entries(questions).map(([what, query]) => [who, what, headers, query] as const),
  ),
)('%s, %s: the same 401', async (_who, _what, headers, query) => {
  const ask = async (url: string) => {
    const answered = await post(url, { ...headers, 'processing-activity': 'KOM-17' }, { query })
    return [answered.status, answered.headers.get('www-authenticate'), answered.text]
  }
  const [inProcess, overHttp] = [await ask(`${whole.url}/graphql`), await ask(cases.url('gateway'))]
  expect(overHttp).toEqual(inProcess)
  expect(overHttp[0]).toBe(401)
})

test('with a valid one both answer', async () => {
  const headers = { ...bearer(tokenOf(claims)), 'processing-activity': 'KOM-17' }
  const query = questions['two beside one another']
  for (const url of [`${whole.url}/graphql`, cases.url('gateway')]) {
    const { status, text } = await post(url, headers, { query })
    expect([status, JSON.parse(text).errors]).toEqual([200, undefined])
  }
})
