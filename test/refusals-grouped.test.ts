// Past fifty errors refusals are grouped and none is dropped: by the pure function, the gateway, and a subgraph asked directly.
import type { GraphQLFormattedError } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { groupRefusals, ungroupRefusals } from '../access/grouping.ts'
import { refusalError } from '../access/refusal-error.ts'
import type { RefusalCode } from '../access/refusals.ts'
import type { Listening } from '../door/listen.ts'
import { readSupergraphFile, serveRemoteGateway } from '../gateway/serve.ts'
import { readSettings } from '../settings.ts'
import { subgraphNames } from '../subgraphs/registry.ts'
import { serveSubgraph } from '../subgraphs/serve.ts'
import { kommune, type Lists, openLists } from './lists-loaded.ts'
import { audience, issuer, makeKey, signToken } from './token-maker.ts'

const refusal = (code: RefusalCode, field: string, path: (string | number)[]): GraphQLFormattedError => {
  const { message, extensions } = refusalError(code, { field, activity: 'KOM-17' })
  return { message, path, extensions }
}
const many = (count: number) =>
  Array.from({ length: count }, (_, index) =>
    refusal(
      index % 2 ? 'CONSENT_MISSING' : 'ACTIVITY_FIELD_OUTSIDE',
      index % 2 ? 'Person.civilStatus' : 'Person.sex',
      ['persons', 'nodes', index, index % 2 ? 'civilStatus' : 'sex'],
    ),
  )
const fault: GraphQLFormattedError = { message: 'x', path: ['y'], extensions: { code: 'INTERNAL' } }

interface Group {
  readonly code: string
  readonly field: string
  readonly help: { readonly en: string }
  readonly paths: readonly (readonly (string | number)[])[]
}
const groupsOf = (answer: { extensions?: Readonly<Record<string, unknown>> }): readonly Group[] =>
  ((answer.extensions?.access as { refusals?: Group[] } | undefined)?.refusals ?? []) as readonly Group[]
const pathsOf = (values: readonly { path?: unknown }[]) =>
  values.map(({ path }) => JSON.stringify(path)).sort()

describe('grouping', () => {
  test.each([0, 1, 50])('leaves %i errors as they are', count => {
    const answer = { data: {}, errors: many(count), extensions: { asOf: 1 } }
    expect(groupRefusals(answer)).toBe(answer)
  })

  test('of 51 keeps one of each group, tells every path once, and what else the answer says', () => {
    const errors = [...many(50), fault]
    const grouped = groupRefusals({ data: {}, errors, extensions: { asOf: 1, access: { obligations: [] } } })
    expect(grouped.errors).toEqual([errors[0], errors[1], fault])
    expect(grouped.extensions).toMatchObject({ asOf: 1, access: { obligations: [] } })
    const groups = groupsOf(grouped)
    expect(groups.map(({ code, field, paths }) => [code, field, paths.length])).toEqual([
      ['ACTIVITY_FIELD_OUTSIDE', 'Person.sex', 25],
      ['CONSENT_MISSING', 'Person.civilStatus', 25],
    ])
    expect(groups.every(({ help }) => help.en.length > 20)).toBe(true)
    const told = groups.flatMap(({ paths }) => paths.map(path => ({ path })))
    expect(pathsOf(told)).toEqual(pathsOf(many(50)))
  })

  test('of faults alone groups nothing: they are no refusals', () => {
    const answer = { errors: Array.from({ length: 60 }, () => fault) }
    expect(groupRefusals(answer)).toBe(answer)
  })

  test('and back is every refusal at its own path', () => {
    const errors = [...many(70), fault]
    const back = ungroupRefusals(groupRefusals({ errors, extensions: { access: { decisions: [] } } }))
    expect(pathsOf(back.errors!)).toEqual(pathsOf(errors))
    expect(back.errors!.map(({ message, extensions }) => `${extensions!.code} ${message}`).sort()).toEqual(
      errors.map(({ message, extensions }) => `${extensions!.code} ${message}`).sort(),
    )
    expect(back.extensions).toEqual({ access: { decisions: [] } })
  })
})

describe('the platform', () => {
  let lists: Lists
  let gateway: Listening
  const subgraphs = new Map<string, Listening>()
  const key = makeKey('ES256', 'grouped')
  beforeAll(async () => {
    lists = await openLists(60)
    const settings = readSettings({})
    const trusted = { issuer, keys: () => ({ keys: [key.jwk] }) }
    for (const name of subgraphNames)
      subgraphs.set(name, await serveSubgraph(name, { settings, database: lists.database, trusted, port: 0 }))
    const addresses = Object.fromEntries([...subgraphs].map(([name, { url }]) => [name, `${url}/graphql`]))
    gateway = await serveRemoteGateway({
      host: '127.0.0.1',
      port: 0,
      supergraph: readSupergraphFile(),
      addresses,
    })
  }, 240_000)
  afterAll(async () => {
    await Promise.all([gateway, ...subgraphs.values()].map(one => one?.close()))
    await lists?.close()
  })

  const query = `query L($where: PersonFilter) { persons(where: $where, orderBy: [LAST_NAME, BIRTH_DATE], first: 60) {
    nodes { id civilStatus { status } citizenship { countryCode } } } }`
  const variables = { where: { lastName: { startsWith: 'zeta' } } }

  async function post(url: string) {
    const second = Math.floor(Date.now() / 1_000)
    const claims = {
      iss: issuer,
      aud: audience,
      client_id: 'kommune-sagssystem',
      iat: second,
      exp: second + 300,
    }
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${signToken(key, 'ES256', claims)}`,
        'Processing-Activity': 'LST-1',
      },
      body: JSON.stringify({ query, variables }),
    })
    return (await response.json()) as Awaited<ReturnType<Lists['ask']>>
  }

  test.each`
    way                               | ask
    ${'in process'}                   | ${() => lists.ask(kommune('LST-1'), query, variables)}
    ${'by HTTP behind the gateway'}   | ${() => post(gateway.url)}
    ${'of a subgraph asked directly'} | ${() => post(subgraphs.get('persons')!.url)}
  `('tells all 120 refusals $way, each at its own path', async ({ ask }) => {
    const answer = await ask()
    const { nodes } = answer.data.persons
    expect([nodes.length, answer.errors.length]).toEqual([60, 2])
    const groups = groupsOf(answer)
    expect(groups.map(({ code, field }) => `${field} ${code}`).sort()).toEqual([
      'Person.citizenship ACTIVITY_FIELD_OUTSIDE',
      'Person.civilStatus CONSENT_MISSING',
    ])
    const expected = nodes.flatMap((_: unknown, index: number) =>
      ['civilStatus', 'citizenship'].map(field => ({ path: ['persons', 'nodes', index, field] })),
    )
    const told = groups.flatMap(({ paths }) => paths.map(path => ({ path })))
    expect(pathsOf(told)).toEqual(pathsOf(expected))
  })
})
