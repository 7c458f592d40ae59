// Case F13 and the log for stewards and auditors over HTTP, with tokens that the development issuer gave them (`act`).
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importJWK, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Listening } from '../door/listen.ts'
import { readSupergraphFile, serveGateway, serveRemoteGateway } from '../gateway/serve.ts'
import { identities } from '../issuer/identities.ts'
import { createIssuer, type Issuer } from '../issuer/provider.ts'
import { signingAlgorithm, signingKeys } from '../issuer/signing-key.ts'
import { fetchToken } from '../issuer/token.ts'
import { readSettings } from '../settings.ts'
import { serveSubgraph } from '../subgraphs/serve.ts'
import { type Cases, kommune, openCases } from './asked.ts'
import { post } from './over-http.ts'
import { today } from './platform.ts'

const servers = ['the gateway', 'the gateway over HTTP', 'the subgraph'] as const
let cases: Cases
let folder: string
let issuing: Server
let issuer: Issuer
let base: string
const served = new Map<(typeof servers)[number], Listening>()

beforeAll(async () => {
  cases = await openCases()
  folder = await mkdtemp(join(tmpdir(), 'engang-officers-'))
  issuing = createServer(async (incoming, response) => {
    if (!(await issuer.handler(incoming, response))) response.writeHead(404).end()
  })
  await new Promise<void>(resolve => issuing.listen(0, '127.0.0.1', resolve))
  base = `http://localhost:${(issuing.address() as AddressInfo).port}`
  const settings = readSettings({ OPERATOR_CVR: cases.cvr('operator'), LOG: 'silent' })
  const { audience } = settings
  issuer = await createIssuer({ issuer: `${base}/issuer`, folder, audience, identities: identities(today) })
  const trusted = { issuer: `${base}/issuer`, keys: new URL(`${base}/issuer/jwks`) }
  const options = { settings, database: cases.database, trusted, port: 0 }
  const subgraph = await serveSubgraph('access-log', options)
  const addresses = { 'access-log': `${subgraph.url}/graphql` }
  const supergraph = readSupergraphFile()
  served.set('the subgraph', subgraph)
  served.set('the gateway', await serveGateway(options))
  served.set(
    'the gateway over HTTP',
    await serveRemoteGateway({ host: '127.0.0.1', port: 0, supergraph, addresses }),
  )
})
afterAll(async () => {
  await Promise.all([...served.values()].map(one => one.close()))
  issuing?.closeAllConnections()
  issuing?.close()
  await rm(folder, { recursive: true })
  await cases?.close()
})

const text =
  '{ accessRecords(activity: "KOM-17", first: 5) { totalCount nodes { subject system officer officerName activity { id } given { field } } } }'

interface Told {
  readonly status: number
  readonly data?: { readonly accessRecords: { totalCount: number; nodes: readonly object[] } | null } | null
  readonly refused: readonly (string | undefined)[]
}

const ask = async (
  server: (typeof servers)[number],
  name: string,
  headers: Record<string, string>,
  query = text,
): Promise<Told> => askWith(server, (await fetchToken(base, name, folder)).token, headers, query)

async function askWith(
  server: (typeof servers)[number],
  token: string,
  headers: Record<string, string>,
  query = text,
): Promise<Told> {
  const sent = { authorization: `Bearer ${token}`, ...headers }
  const answer = await post(`${served.get(server)!.url}/graphql`, sent, { query })
  const { data, errors = [] } = JSON.parse(answer.text)
  const refused = errors.map(({ extensions }: { extensions?: { code?: string } }) => extensions?.code)
  return { status: answer.status, data, refused }
}

/** What the issuer itself would never say, under its own key. */
async function signed(claims: Record<string, unknown>): Promise<string> {
  const [key] = (await signingKeys(folder)).keys
  return new SignJWT(claims)
    .setProtectedHeader({ alg: signingAlgorithm, kid: key!.kid, typ: 'at+jwt' })
    .setIssuer(`${base}/issuer`)
    .setAudience('urn:engang')
    .setSubject('x')
    .setIssuedAt()
    .setExpirationTime('5 minutes')
    .sign(await importJWK(key!, signingAlgorithm))
}

const adm = (activity: string, inCase?: string) => ({
  'processing-activity': activity,
  ...(inCase && { 'case-reference': inCase }),
})
const recordsIn = (inCase: string) =>
  cases.database.admin<{ officer: string; subject_id: string | null; activity: string }[]>`
    select officer, subject_id, activity from access_log.record where case_reference = ${inCase}`

describe.each(servers)('%s', server => {
  const inCase = (what: string) => `${what}-${servers.indexOf(server)}`
  beforeAll(async () => {
    const look = 'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } } }'
    const caller = { kind: 'SYSTEM', client: 'kommune-sagssystem', officer: 'kommune-steward-2' } as const
    await cases.ask({ ...kommune('KOM-17'), caller }, look, { cpr: cases.cpr('karen') })
  })

  test("a steward reads the authority's own records, and that reading is recorded under the officer", async () => {
    const told = await ask(server, 'kommune-steward', adm('ADM-3', inCase('tilsyn')))
    expect([told.status, told.refused]).toEqual([200, []])
    const karen = await cases.idOf('karen')
    expect(told.data!.accessRecords!.nodes[0]).toEqual({
      subject: karen,
      system: 'kommune-sagssystem',
      officer: 'kommune-steward-2',
      officerName: 'Dataforvalter 2',
      activity: { id: 'KOM-17' },
      given: expect.arrayContaining([{ field: 'Person.name' }]),
    })
    const records = await recordsIn(inCase('tilsyn'))
    expect(new Set(records.map(({ officer, activity }) => `${officer} ${activity}`))).toEqual(
      new Set(['kommune-steward-1 ADM-3']),
    )
    expect(records.map(({ subject_id }) => subject_id)).toContain(karen)
  })

  test("an auditor of another authority reads that one's alone", async () => {
    const told = await ask(server, 'operator-steward', adm('ADM-4', inCase('revision')))
    expect(told.data!.accessRecords).toEqual({ totalCount: 0, nodes: [] })
    expect(await recordsIn(inCase('revision'))).toMatchObject([
      { officer: 'operator-steward-1', activity: 'ADM-4', subject_id: null },
    ])
  })

  test.each`
    who                                     | name                 | headers                    | code
    ${'a steward without a case'}           | ${'kommune-steward'} | ${adm('ADM-3')}            | ${'CASE_REFERENCE_MISSING'}
    ${"a steward under another's activity"} | ${'kommune-steward'} | ${adm('ADM-4', 'tilsyn')}  | ${'ACTIVITY_UNKNOWN'}
    ${'a steward under a case activity'}    | ${'kommune-steward'} | ${adm('KOM-17', 'tilsyn')} | ${'ACTIVITY_UNKNOWN'}
    ${'a steward without an activity'}      | ${'kommune-steward'} | ${{}}                      | ${'ACTIVITY_MISSING'}
    ${"the authority's own case system"}    | ${'kommune'}         | ${adm('ADM-3', 'tilsyn')}  | ${'CALLER_KIND'}
    ${'a citizen'}                          | ${'anna'}            | ${{}}                      | ${'CALLER_KIND'}
  `('$who: $code', async ({ name, headers, code }) => {
    const told = await ask(server, name, headers)
    expect([told.status, told.data?.accessRecords ?? null, told.refused]).toEqual([200, null, [code]])
  })

  // An officer is an account of the authority: nothing links it to a person, and a token that says it is both is
  // refused (ACCESS.md 3.2). Whoever looks up themselves or a neighbour is found by what lacks a case.
  test('an officer who looked without a case is found (F13)', async () => {
    const told = await ask(
      server,
      'kommune-steward',
      adm('ADM-3', inCase('uden-sag')),
      '{ accessRecords(officer: "kommune-steward-2", inCase: false, first: 100) { nodes { subject officer } } }',
    )
    expect(told.refused).toEqual([])
    expect(told.data!.accessRecords!.nodes).toContainEqual({
      subject: await cases.idOf('karen'),
      officer: 'kommune-steward-2',
    })
  })

  test('an officer who says to be a person as well is nobody (F13)', async () => {
    const claims = { client_id: 'kommune-forvalter', act: { sub: 'kommune-steward-1' } }
    const person = { cpr: cases.cpr('karen'), acr: 'Substantial' }
    expect((await askWith(server, await signed(claims), adm('ADM-3', inCase('tilsyn')))).status).toBe(200)
    const both = await askWith(server, await signed({ ...claims, ...person }), adm('ADM-3', inCase('tilsyn')))
    expect([both.data?.accessRecords ?? null, both.refused]).toEqual([null, ['UNAUTHENTICATED']])
  })
})
