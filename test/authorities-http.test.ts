// The authorities subgraph alone over HTTP: the same gate, and the operator's authority as the settings name it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Listening } from '../door/listen.ts'
import { business } from '../sample/businesses.ts'
import { readSettings } from '../settings.ts'
import { serveSubgraph } from '../subgraphs/serve.ts'
import { approve, draft, draftOf } from './activity-drafts.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { audience, issuer, makeKey, signToken } from './token-maker.ts'

let database: TestDatabase
const served: Listening[] = []
const key = makeKey('ES256', 'authorities')

beforeAll(async () => {
  database = await testDatabase({ sample: true })
})
afterAll(async () => {
  await Promise.all(served.map(one => one.close()))
  await database?.drop()
})

async function serve(environment: Record<string, string>): Promise<string> {
  const settings = readSettings(environment)
  const trusted = { issuer, keys: () => ({ keys: [key.jwk] }) }
  const listening = await serveSubgraph('authorities', { settings, database, trusted, port: 0 })
  served.push(listening)
  return listening.url
}

/** Asks as an officer; `operator-steward-1` uses the operator's client under its own activity. */
async function ask(url: string, officer: string, query: string, input: object) {
  const [owner] = officer.split('-')
  const second = Math.floor(Date.now() / 1_000)
  const claims = { iss: issuer, aud: audience, iat: second, exp: second + 300 }
  const token = signToken(key, 'ES256', { ...claims, client_id: `${owner}-forvalter`, act: { sub: officer } })
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'processing-activity': owner === 'kommune' ? 'ADM-1' : 'ADM-2',
    },
    body: JSON.stringify({ query, variables: { input } }),
  })
  const { data, errors } = (await response.json()) as {
    data: Record<string, { version: { version: number } | null; problems: { code: string }[] }>
    errors?: unknown
  }
  expect(errors).toBeUndefined()
  const [result] = Object.values(data)
  return { version: result!.version?.version, problems: result!.problems.map(({ code }) => code) }
}

const confidential = { fields: [{ coordinate: 'Person.guardianship', ground: 'LAW' }] }

test('what is confidential waits for the operator that the settings name', async () => {
  const byDefault = await serve({})
  const elsewhere = await serve({ OPERATOR_CVR: business('kommune', new Date()).cvr })
  const input = draftOf({ id: 'KOM-90', ...confidential })
  expect(await ask(byDefault, 'kommune-steward-1', draft, input)).toEqual({ version: 1, problems: [] })

  const approval = (commandId: string) => ({ id: 'KOM-90', version: 1, commandId })
  expect((await ask(byDefault, 'kommune-steward-2', approve, approval('a'))).problems).toEqual([
    'OPERATOR_NEEDED',
  ])
  expect((await ask(elsewhere, 'operator-steward-1', approve, approval('b'))).problems).toEqual(['NOT_FOUND'])
  expect(await ask(byDefault, 'operator-steward-1', approve, approval('c'))).toEqual({
    version: 1,
    problems: [],
  })
})
