// The same subgraphs behind another Federation router (@apollo/gateway): the same decisions, the same log.
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readSupergraphFile } from '../gateway/serve.ts'
import { subgraphNames } from '../subgraphs/registry.ts'
import { type Asked, asAsked, bank, kommune, withdraw } from './asked.ts'
import { askRecorded } from './over-http.ts'
import type { As } from './platform.ts'
import { openThreeWays, type ThreeWays } from './three-ways.ts'

interface Context {
  readonly headers?: Readonly<Record<string, string | string[] | undefined>>
}

// What a router in front of the subgraphs must hand on (ARCHITECTURE.md 2).
const forwarded = [
  ...['authorization', 'processing-activity', 'case-reference', 'on-behalf-of'],
  ...['access-explain', 'effective-at', 'registered-at'],
]

type Sending = Parameters<NonNullable<RemoteGraphQLDataSource<Context>['willSendRequest']>>[0]

class Forwarding extends RemoteGraphQLDataSource<Context> {
  override willSendRequest({ request, context }: Sending): void {
    for (const name of forwarded) {
      const value = context.headers?.[name]
      if (typeof value === 'string') request.http?.headers.set(name, value)
    }
  }
}

let ways: ThreeWays
let router: ApolloServer<Context>
let url: string

beforeAll(async () => {
  ways = await openThreeWays()
  const supergraphSdl = subgraphNames.reduce((sdl, name) => {
    const graph = new RegExp(`(@join__graph\\(name: "${name}", url: ")[^"]*`)
    expect(sdl).toMatch(graph)
    return sdl.replace(graph, `$1${ways.url(name)}`)
  }, readSupergraphFile())
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ url: at }) => new Forwarding({ url: at }),
  })
  router = new ApolloServer<Context>({ gateway, stopOnTerminationSignals: false })
  const served = await startStandaloneServer(router, {
    listen: { port: 0, host: '127.0.0.1' },
    context: async ({ req }) => ({ headers: req.headers }),
  })
  url = served.url
})
afterAll(async () => {
  await router?.stop()
  await ways?.close()
})

async function byRouter(as: As, query: string, variables: Record<string, unknown>): Promise<Asked> {
  const { status, text, records } = await askRecorded(ways, url, as, { query, variables })
  return asAsked(status, text, records)
}

/** List indexes do not survive another router; what is refused at several places stands once then. */
const refusedFields = ({ refused }: Asked): readonly string[] =>
  [...new Set(refused.map(one => one.replace(/\.\d+(?=[. ])/g, '')))].sort()

/** Asked through our gateway in one process and through the other router: data, codes and log are the same. */
async function askBoth(as: As, query: string, variables: Record<string, unknown> = {}): Promise<Asked> {
  const ours = await ways.ask(as, query, variables)
  const theirs = await byRouter(as, query, variables)
  expect(theirs.data).toEqual(ours.data)
  expect(refusedFields(theirs)).toEqual(refusedFields(ours))
  expect([...new Set(theirs.recorded)]).toEqual([...new Set(ours.recorded)])
  expect(theirs.records.map(({ subject_id }) => subject_id)).toEqual(
    ours.records.map(({ subject_id }) => subject_id),
  )
  return theirs
}

const kom17 = kommune('KOM-17')
const person = `query Read($cpr: CPR!) {
  person(cpr: $cpr) { name { full } address { lines } nameAndAddressProtected civilStatus { status } citizenship { countryCode } }
}`
const roles = `query Roles($cpr: CPR!) {
  person(cpr: $cpr) { name { full } civilStatus { status } businessRoles { nodes { function business { name signingRule } } } }
}`
const byId = 'query Of($id: ID!) { personById(id: $id) { name { full } address { lines } birthDate } }'
const of = (key: string) => ({ cpr: ways.cpr(key) })

describe('purpose and reach (F)', () => {
  test.each`
    what                          | as                                                     | key
    ${'by law, consent missing'}  | ${() => kom17}                                         | ${'anna'}
    ${'no activity'}              | ${() => kommune()}                                     | ${'anna'}
    ${'an activity of another'}   | ${() => bank('KOM-17')}                                | ${'anna'}
    ${'an activity that is none'} | ${() => kommune('KOM-9999')}                           | ${'anna'}
    ${'a private recipient'}      | ${() => bank('BANK-1')}                                | ${'anna'}
    ${'in a case of its own'}     | ${() => ({ ...kom17, caseReference: 'Sag/F-behind' })} | ${'anna'}
    ${'at another time'}          | ${() => ({ ...kom17, at: new Date('2020-05-01') })}    | ${'anna'}
  `('$what', async ({ as, key }) => {
    await askBoth(as(), person, of(key))
  })

  test('over two subgraphs: what is given and what is refused', async () => {
    const { data, refused } = await askBoth(kom17, roles, of('anna'))
    expect(data.person.businessRoles.nodes.length).toBeGreaterThan(0)
    expect(refused).toEqual(['person.civilStatus CONSENT_MISSING'])
  })
})

describe('protection and existence (X)', () => {
  test.each(['bo', 'erik', 'freja', 'jens'])('the same of %s to a municipality and to a bank', async key => {
    await askBoth(kom17, person, of(key))
    await askBoth(bank('BANK-1'), person, of(key))
  })

  test('a stranger, and somebody who does not exist, are told alike', async () => {
    const anna = await ways.citizen('anna')
    const stranger = await askBoth(anna, byId, { id: await ways.idOf('erik') })
    const nobody = await askBoth(anna, byId, { id: '00000000-0000-4000-8000-000000000000' })
    expect(stranger.data).toEqual(nobody.data)
    expect(refusedFields(stranger)).toEqual(refusedFields(nobody))
  })
})

test('the log: the citizen sees in it who asked through the other router (L)', async () => {
  const caseReference = 'Sag/L-behind'
  await byRouter({ ...kom17, caseReference }, person, of('anna'))
  const log =
    '{ me { accessLog(first: 1) { nodes { activity { id } authority { name } given { field ground } } } } }'
  const { data } = await askBoth(await ways.citizen('anna'), log)
  expect(data.me.accessLog.nodes).toHaveLength(1)
})

test('a consent gives through the other router, until it is withdrawn (C)', async () => {
  const consent = await ways.consented(kom17, 'anna', { fields: ['Person.civilStatus'] })
  expect((await askBoth(kom17, person, of('anna'))).data.person.civilStatus).toEqual({ status: 'MARRIED' })
  const anna = await ways.citizen('anna')
  const input = { id: consent, commandId: 'behind-another' }
  const withdrawn = await byRouter(anna, withdraw, { input })
  expect(withdrawn.data.withdrawConsent).toMatchObject({ consent: { state: 'WITHDRAWN' }, problems: [] })
  expect((await askBoth(kom17, person, of('anna'))).refused).toContain('person.civilStatus CONSENT_WITHDRAWN')
})

test('who acts for another: what the power gives, and not more', async () => {
  const id = await ways.idOf('erik')
  const forErik = await ways.citizen('freja', 'erik')
  expect((await askBoth(forErik, byId, { id })).data.personById).toBeNull()
  await ways.empowered('erik', 'freja', {})
  const { data, refused } = await askBoth(forErik, byId, { id })
  expect(data.personById).toMatchObject({ name: { full: expect.any(String) }, birthDate: null })
  expect(refused).toEqual(['personById.birthDate MANDATE_SCOPE'])
})
