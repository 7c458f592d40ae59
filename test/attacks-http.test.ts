// Ways in through the request itself, at the gateway and straight at each subgraph: hashes, overrides, introspection, many aliases.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { subgraphNames } from '../subgraphs/registry.ts'
import { type Cases, expectNowhere, kommune } from './asked.ts'
import { headersOf, post } from './over-http.ts'
import { system } from './platform.ts'
import { openThreeWays, type ThreeWays, threeWays } from './three-ways.ts'

let cases: ThreeWays
beforeAll(async () => {
  cases = await openThreeWays()
})
afterAll(() => cases?.close())

// KOM-18 has Person.name by law and no right to Person.address.
const kom18 = kommune('KOM-18')
const annas = ['Ternefyrvej', 'Aarhus', '0751']
const nameAndAddress = 'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } address { lines } } }'

interface Body {
  readonly data?: Record<string, unknown>
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[]
}
const send = async (server: string, body: unknown, more: Record<string, string> = {}) => {
  const { status, text } = await post(
    cases.url(server),
    { ...(await headersOf(cases, kom18)), ...more },
    body,
  )
  return { status, text, body: JSON.parse(text) as Body }
}

describe.each(['gateway', ...subgraphNames])('%s', server => {
  const hash = { persistedQuery: { version: 1, sha256Hash: 'ab'.repeat(32) } }
  // biome-ignore format: a table
  test.each<[string, unknown, string]>([
    ['a hash without document (G27)', { extensions: hash }, 'PERSISTED_QUERY_NOT_SUPPORTED'],
    ['a hash and variables (G27)', { extensions: hash, variables: { cpr: '0' } }, 'PERSISTED_QUERY_NOT_SUPPORTED'],
    ['an id of a document (G27)', { id: 'abc', documentId: 'sha256:ab' }, 'QUERY'],
    ['a batch, the permitted one first (G21)', [{ query: '{ __typename }' }, { query: nameAndAddress }], 'BATCH'],
    ['variables as text (G41)', { query: '{ __typename }', variables: '{"cpr":"0"}' }, 'VARIABLES'],
    ['a subscription (G29)', { query: 'subscription { me { id } }' }, 'OPERATION_NOT_OFFERED'],
  ])('%s', async (_, body, code) => {
    const answer = await send(server, body)
    expect([answer.status, answer.body.data, answer.body.errors?.[0]?.extensions.code]).toEqual([400, undefined, code])
  })

  test('a hash beside its document stores nothing: afterwards the hash alone is as unknown as before (G24, G27)', async () => {
    const both = await send(server, { query: '{ __typename }', extensions: hash })
    expect(both.status).toBe(200)
    expect((await send(server, { extensions: hash })).status).toBe(400)
  })

  test('is asked about its schema by anyone with a token, and says the same to each (G20)', async () => {
    const query = '{ __schema { queryType { fields { name } } types { name } } }'
    const [one, other, none] = await Promise.all([
      send(server, { query }),
      send(server, { query }, await headersOf(cases, system('bank-kreditsystem', 'BANK-1'))),
      send(server, { query }, await headersOf(cases, await cases.citizen('anna'))),
    ])
    expect(one.body.data).toMatchObject({ __schema: { types: expect.any(Array) } })
    expect([other.body.data, none.body.data]).toEqual([one.body.data, one.body.data])
  })
})

describe.each(['gateway', 'persons'])('%s', server => {
  const [anna, carl] = ['anna', 'carl'].map(key => () => cases.cpr(key)) as [() => string, () => string]

  // biome-ignore format: a table
  test.each<[string, () => object]>([
    ['in extensions', () => ({ extensions: { variables: { cpr: carl() }, operationName: 'Other', query: '{ me { id } }' } })],
    ['beside the parameters', () => ({ variable: { cpr: carl() }, Variables: { cpr: carl() }, params: { cpr: carl() } })],
    ['in other headers', () => ({})],
  ])('what is said again %s changes nothing (G41)', async (_, more) => {
    const usual = { query: nameAndAddress, variables: { cpr: anna() } }
    const answer = await send(server, { ...usual, ...more() }, { 'x-variables': carl(), 'x-activity': 'KOM-17' })
    expect(answer.body.data).toEqual({ person: { name: { full: 'Anna Kirstine Holm' }, address: null } })
    expect(answer.body.errors?.map(({ extensions }) => extensions.code)).toEqual(['ACTIVITY_FIELD_OUTSIDE'])
    for (const value of annas) expect(answer.text).not.toContain(value)
  })
})

describe.each(threeWays)('%s', way => {
  const ask: Cases['ask'] = (...asked) => cases.by(way).ask(...asked)

  test('introspection beside data lends it nothing (G20)', async () => {
    const answer = await ask(
      kom18,
      'query Q($cpr: CPR!) { __schema { queryType { name } } __type(name: "Person") { name } person(cpr: $cpr) { name { full } address { lines } } }',
      { cpr: cases.cpr('anna') },
    )
    expect(answer.data).toEqual({
      __schema: { queryType: { name: 'Query' } },
      __type: { name: 'Person' },
      person: { name: { full: 'Anna Kirstine Holm' }, address: null },
    })
    expect(answer.refused).toEqual(['person.address ACTIVITY_FIELD_OUTSIDE'])
    expectNowhere(answer, annas)
  })

  // Under SKAT-2 every tax payer may be listed, by what SKAT-2 has by law; SU-3 has more, and lists nobody.
  test.each`
    what                                | list
    ${'a filter (G18)'}                 | ${'(where: { civilStatus: { eq: MARRIED } })'}
    ${'a filter, negated (G18)'}        | ${'(where: { not: { civilStatus: { eq: MARRIED } } })'}
    ${'a filter among others (G18)'}    | ${'(where: { and: [{ lastName: { eq: "Holm" } }, { sex: { eq: FEMALE } }] })'}
    ${'a filter for citizenship (G18)'} | ${'(where: { citizenship: { in: ["5100"] } })'}
  `('$what by what the activity has not by law: refused, counts and pages too', async ({ list }) => {
    const text = `{ persons${list} { totalCount nodes { id } pageInfo { hasNextPage endCursor } } }`
    const answer = await ask(system('skat-sagssystem', 'SKAT-2'), text)
    expect([answer.data, answer.refused]).toEqual([{ persons: null }, ['persons ACTIVITY_FIELD_OUTSIDE']])
    expectNowhere(answer, [await cases.idOf('anna'), await cases.idOf('freja')])
  })

  test.each(['MTIzNDU2', 'Holm', '0101701234', ''])('a cursor that somebody made: %s (G18)', async after => {
    const text = 'query L($after: String) { persons(first: 1, after: $after) { nodes { id } } }'
    const answer = await ask(system('skat-sagssystem', 'SKAT-2'), text, { after })
    expect([answer.data, answer.refused]).toEqual([{ persons: null }, ['persons PAGE_CURSOR']])
    if (after !== '') expectNowhere(answer, [after])
  })

  test('100 aliases with different ids: too many for the gateway, each decided by a subgraph (G22)', async () => {
    const ids = await Promise.all(['anna', 'bo', 'carl', 'dorte', 'erik'].map(key => cases.idOf(key)))
    const aliases = Array.from(
      { length: 100 },
      (_, index) => `a${index}: personById(id: "${ids[index % 5]}") { address { lines } }`,
    )
    const answer = await ask(kom18, `{ ${aliases.join(' ')} }`)
    expectNowhere(answer, annas)
    if (way !== 'directly') {
      expect([answer.data ?? null, answer.records]).toEqual([null, []])
      return
    }
    expect(Object.values(answer.data)).toHaveLength(100)
    expect(answer.recorded.filter(line => line.startsWith('Person.'))).toEqual(
      ids.map(() => 'Person.address ACTIVITY_FIELD_OUTSIDE'),
    )
  })
})
