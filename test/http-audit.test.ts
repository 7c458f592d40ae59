// GraphQL over HTTP by the field's own audit (graphql-http): gateway in one process, gateway over HTTP, each subgraph; no error, no warning.
import { serverAudits } from 'graphql-http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Listening } from '../door/listen.ts'
import { serveGateway } from '../gateway/serve.ts'
import { readSettings } from '../settings.ts'
import { subgraphNames } from '../subgraphs/registry.ts'
import { tokenOf, trustedIssuer } from './over-http.ts'
import { openThreeWays, type ThreeWays } from './three-ways.ts'

let ways: ThreeWays
let together: Listening
const token = tokenOf({ client_id: 'kommune-sagssystem' })

beforeAll(async () => {
  ways = await openThreeWays()
  const { database } = ways
  const settings = readSettings({ LOG: 'silent' })
  together = await serveGateway({ settings, database, trusted: trustedIssuer, port: 0 })
})
afterAll(async () => {
  await together?.close()
  await ways?.close()
})

const inOneProcess = 'gateway in one process'

/** As the audit asks, with the token that every request needs; again when the server had too much to do. */
const ask: typeof fetch = async (input, init) => {
  for (;;) {
    const headers = new Headers(init?.headers)
    headers.set('authorization', `Bearer ${token}`)
    const response = await fetch(input, { ...init, headers })
    if (response.status !== 503) return response
    await response.text()
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

test.each([inOneProcess, 'gateway', ...subgraphNames])('%s', async name => {
  const url = name === inOneProcess ? `${together.url}/graphql` : ways.url(name)
  const audits = serverAudits({ url, fetchFn: ask })
  const faults: string[] = []
  for (const audit of audits) {
    const result = await audit.fn()
    if (result.status !== 'ok' && result.status !== 'notice')
      faults.push(`${result.status} ${audit.id} ${audit.name}: ${result.reason}`)
  }
  expect(faults).toEqual([])
  expect(audits.length).toBeGreaterThan(50)
})
