// The same answers in process, over HTTP behind the gateway, and from a subgraph asked directly: one gate, in the subgraph.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Listening } from '../door/listen.ts'
import { readSupergraphFile, serveRemoteGateway } from '../gateway/serve.ts'
import { readSettings } from '../settings.ts'
import { subgraphNames } from '../subgraphs/registry.ts'
import { serveSubgraph } from '../subgraphs/serve.ts'
import { type Answer, openPlatform, type Platform, sampleDatabase, system } from './platform.ts'
import { audience, issuer, makeKey, signToken } from './token-maker.ts'

let database: Awaited<ReturnType<typeof sampleDatabase>>
let inProcess: Platform
let gateway: Listening
const subgraphs = new Map<string, Listening>()
const key = makeKey('ES256', 'transports')
const stranger = makeKey('ES256', 'transports')

beforeAll(async () => {
  database = await sampleDatabase()
  inProcess = await openPlatform(database)
  const trusted = { issuer, keys: () => ({ keys: [key.jwk] }) }
  const settings = readSettings({})
  for (const name of subgraphNames)
    subgraphs.set(name, await serveSubgraph(name, { settings, database, trusted, port: 0 }))
  const addresses = Object.fromEntries([...subgraphs].map(([name, { url }]) => [name, `${url}/graphql`]))
  gateway = await serveRemoteGateway({
    host: '127.0.0.1',
    port: 0,
    supergraph: readSupergraphFile(),
    addresses,
  })
})
afterAll(async () => {
  await Promise.all([gateway, ...subgraphs.values()].map(one => one?.close()))
  await inProcess?.close()
  await database?.drop()
})

const query = `query Case($cpr: CPR!) {
  person(cpr: $cpr) {
    id name { full } cpr civilStatus { status } nameAndAddressProtected
    businessRoles { nodes { business { cvr name participants { nodes { name party { __typename ... on Person { id birthDate } } } } } } }
  }
  activity(id: "KOM-17") { purpose controller { name } }
}`

const token = (by = key, claims: object = {}) => {
  const second = Math.floor(Date.now() / 1_000)
  return signToken(by, 'ES256', {
    iss: issuer,
    aud: audience,
    client_id: 'kommune-sagssystem',
    iat: second,
    exp: second + 300,
    ...claims,
  })
}

async function post(url: string, bearer: string | null, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(bearer && { authorization: `Bearer ${bearer}` }),
      ...headers,
    },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Answer }
}

const kom17 = { 'processing-activity': 'KOM-17' }

describe('one operation over five subgraphs', () => {
  test('has the same data and the same errors at the same paths either way', async () => {
    const variables = { cpr: inProcess.cpr('anna') }
    const local = await inProcess.ask(system('kommune-sagssystem', 'KOM-17'), query, variables)
    const remote = await post(gateway.url, token(), { query, variables }, kom17)
    expect(remote.status).toBe(200)
    expect(remote.body.data).toEqual(local.data)
    const byPath = (answer: Answer) =>
      answer.errors?.map(({ message, path, extensions }) => [path, message, extensions])
    expect(byPath(remote.body)?.toSorted()).toEqual(byPath(local)?.toSorted())
    expect(local.errors?.length).toBeGreaterThan(2)
  })

  test('has its records either way: one for each process and subject', async () => {
    const before = await countRecords()
    await post(gateway.url, token(), { query, variables: { cpr: inProcess.cpr('bo') } }, kom17)
    const added = (await countRecords()).filter(row => !before.some(({ id }) => id === row.id))
    expect(added.map(({ process }) => process).toSorted()).toEqual(['businesses', 'persons'])
    expect(new Set(added.map(({ subject_id }) => subject_id)).size).toBe(1)
  })

  test('says obligations over HTTP as well', async () => {
    const asked = {
      query: `query P($cpr: CPR!) { person(cpr: $cpr) { id name { full } } }`,
      variables: { cpr: inProcess.cpr('gitte') },
    }
    const { body } = await post(gateway.url, token(), asked, kom17)
    expect(body.extensions).toMatchObject({
      access: { obligations: [{ code: 'ADDRESS_PROTECTION', subject: await inProcess.idOf('gitte') }] },
    })
  })
})

describe('a subgraph asked directly', () => {
  const entities = `query E($r: [_Any!]!) { _entities(representations: $r) { ... on Person { id name { full } civilStatus { status } } } }`

  test.each([
    ['no token', () => null],
    ['a token signed by a stranger with the same key id', () => token(stranger)],
    ['a token for another audience', () => token(key, { aud: 'somebody-else' })],
  ])('with %s answers 401 and says nothing', async (_, bearer) => {
    const representations = [{ __typename: 'Person', id: await inProcess.idOf('anna') }]
    const { status, body } = await post(subgraphs.get('persons')!.url, bearer(), {
      query: entities,
      variables: { r: representations },
    })
    expect(status).toBe(401)
    expect(body).not.toHaveProperty('data')
  })

  test('decides entities field by field, whatever else the representation holds', async () => {
    const id = await inProcess.idOf('anna')
    const forged = { __typename: 'Person', id, name: { full: 'X' }, civilStatus: { status: 'MARRIED' } }
    const { body } = await post(
      subgraphs.get('persons')!.url,
      token(),
      { query: entities, variables: { r: [forged] } },
      kom17,
    )
    expect(body.data).toMatchObject({
      _entities: [{ name: { full: 'Anna Kirstine Holm' }, civilStatus: null }],
    })
    expect(body.errors).toMatchObject([
      { path: ['_entities', 0, 'civilStatus'], extensions: { code: 'CONSENT_MISSING' } },
    ])
  })

  test('answers an id that is nobody’s, and text that is no id, without a fault', async () => {
    const strange = ['7d3f0a52-6a0e-4d6e-9a52-2f43a35a1f10', 'not an id', "'; drop table persons.person; --"]
    const { body } = await post(
      subgraphs.get('persons')!.url,
      token(),
      { query: entities, variables: { r: strange.map(id => ({ __typename: 'Person', id })) } },
      kom17,
    )
    expect(body.data).toEqual({ _entities: [{ id: strange[0], name: null, civilStatus: null }, null, null] })
    expect(body.errors).toMatchObject([
      { path: ['_entities', 0, 'civilStatus'], extensions: { code: 'CONSENT_MISSING' } },
    ])
  })

  test('shows its SDL to callers with a token', async () => {
    const { body } = await post(subgraphs.get('consents')!.url, token(), { query: '{ _service { sdl } }' })
    expect(body.data).toMatchObject({ _service: { sdl: expect.stringContaining('type Consent') } })
    expect((await post(subgraphs.get('consents')!.url, null, { query: '{ _service { sdl } }' })).status).toBe(
      401,
    )
  })
})

const countRecords = () =>
  database.admin<{ id: string; process: string; subject_id: string }[]>`
    select id, process, subject_id from access_log.record`
