// A subgraph asked directly, past the gateway: it decides and records by itself, whatever the representation claims.
import type { GraphQLUnionType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { subgraphNames } from '../subgraphs/registry.ts'
import { bank, expectNowhere, kommune } from './asked.ts'
import { post, tokenOf } from './over-http.ts'
import { openThreeWays, type ThreeWays } from './three-ways.ts'
import { makeKey } from './token-maker.ts'

let cases: ThreeWays
beforeAll(async () => {
  cases = await openThreeWays()
})
afterAll(() => cases?.close())

const direct: ThreeWays['straight'] = (...asked) => cases.straight(...asked)

const entities = (selection: string) =>
  `query E($r: [_Any!]!) { _entities(representations: $r) { ${selection} } }`
const person = (id: unknown, more: object = {}) => ({ r: [{ __typename: 'Person', id, ...more }] })

describe('_entities straight at the subgraph (G14)', () => {
  test('is decided field by field, and recorded', async () => {
    const anna = await cases.idOf('anna')
    const result = await direct(
      'persons',
      kommune('KOM-18'),
      entities('... on Person { name { full } address { lines } cpr }'),
      person(anna),
    )
    expect(result.data._entities).toEqual([
      { name: { full: 'Anna Kirstine Holm' }, address: null, cpr: null },
    ])
    expect(result.refused).toEqual([
      '_entities.0.address ACTIVITY_FIELD_OUTSIDE',
      '_entities.0.cpr ACTIVITY_FIELD_OUTSIDE',
    ])
    expect(result.recorded).toEqual([
      'Person.address ACTIVITY_FIELD_OUTSIDE',
      'Person.cpr ACTIVITY_FIELD_OUTSIDE',
      'Person.name LAW',
    ])
    expectNowhere(result, ['Ternefyrvej', cases.cpr('anna')])
  })

  test.each`
    claim                | more
    ${'its own value'}   | ${{ address: { lines: ['Forged 1'] } }}
    ${'another subject'} | ${{ subjectId: 'me', owner: 'me' }}
    ${'a decision'}      | ${{ access: 'PERMIT', outcome: 'PERMIT', internal: true }}
    ${'a prototype'}     | ${JSON.parse('{"__proto__": {"id": "x", "protected": false}, "constructor": {"name": "x"}}')}
  `('a representation with $claim changes nothing', async ({ more }) => {
    const result = await direct(
      'persons',
      kommune('KOM-18'),
      entities('... on Person { address { lines } }'),
      person(await cases.idOf('anna'), more),
    )
    expect(result.refused).toEqual(['_entities.0.address ACTIVITY_FIELD_OUTSIDE'])
    expectNowhere(result, ['Ternefyrvej', 'Forged'])
  })

  test('a protected person is protected under every spelling of her id', async () => {
    const gitte = await cases.idOf('gitte')
    const spellings = [
      gitte,
      gitte.toUpperCase(),
      `{${gitte}}`,
      gitte.replaceAll('-', ''),
      ` ${gitte}`,
      `${gitte}\n`,
      [gitte],
      { id: gitte },
    ]
    for (const id of spellings) {
      const result = await direct(
        'persons',
        bank('BANK-2'),
        entities('... on Person { name { full } address { lines } }'),
        person(id),
      )
      expectNowhere(result, ['Gitte', 'Skov', 'Egeugletoften'])
      for (const found of result.data?._entities ?? []) expect(found?.name ?? null).toBeNull()
    }
  })

  test("a key that is not the type's leads to nobody (G14, G17)", async () => {
    const business = await cases.businessId('nordhavn')
    for (const r of [
      [{ __typename: 'Person', cpr: cases.cpr('anna') }],
      [{ __typename: 'Person' }],
      [{ __typename: 'Person', id: null }],
      [{ __typename: 'Person', id: business }],
      [{ __typename: 'Business', id: await cases.idOf('anna') }],
      [{ __typename: 'Protection', id: await cases.idOf('anna') }],
      [{ __typename: '__proto__', id: await cases.idOf('anna') }],
      [{ id: await cases.idOf('anna') }],
      [null],
    ]) {
      const result = await direct(
        'persons',
        kommune('KOM-17'),
        entities('__typename ... on Person { name { full } }'),
        { r },
      )
      for (const found of result.data?._entities ?? []) expect(found?.name ?? null).toBeNull()
      expectNowhere(result, ['Anna', cases.cpr('anna')])
    }
  })

  test.each`
    subgraph        | selection                                                    | refused
    ${'businesses'} | ${'... on Person { businessRoles { totalCount } }'}          | ${'businessRoles'}
    ${'consents'}   | ${'... on Person { consents { totalCount nodes { id } } }'}  | ${'consents'}
    ${'access-log'} | ${'... on Person { accessLog { totalCount nodes { id } } }'} | ${'accessLog'}
  `(
    '$subgraph gives nothing of a person to an activity without the field, nor to a stranger',
    async ({ subgraph, selection, refused }) => {
      const anna = await cases.idOf('anna')
      const system = await direct(subgraph, kommune('KOM-18'), entities(selection), person(anna))
      expect(system.data._entities).toEqual([{ [refused]: null }])
      expect(system.refused).toEqual([`_entities.0.${refused} ACTIVITY_FIELD_OUTSIDE`])
      const stranger = await direct(subgraph, await cases.citizen('jens'), entities(selection), person(anna))
      expect(stranger.refused).toEqual([`_entities.0.${refused} MANDATE_MISSING`])
    },
  )

  test('a consent by its id is decided by whose it is', async () => {
    const id = await cases.requested(kommune('KOM-17'), 'anna', { fields: ['Person.civilStatus'] })
    const selection = entities('... on Consent { id state fields from { ... on Person { id } } }')
    const r = [
      { __typename: 'Consent', id, from: { id: await cases.idOf('jens') }, to: { cvr: cases.cvr('bank') } },
    ]
    for (const as of [await cases.citizen('jens'), bank('BANK-1')]) {
      const result = await direct('consents', as, selection, { r })
      expect(result.data._entities).toEqual([{ id, state: null, fields: null, from: null }])
      expectNowhere(result, ['REQUESTED', 'civilStatus', await cases.idOf('anna')])
    }
    const party = await direct('consents', kommune('KOM-17'), selection, { r })
    expect(party.data._entities).toMatchObject([
      { state: 'REQUESTED', from: { id: await cases.idOf('anna') } },
    ])
    expect(new Set(party.recorded)).toEqual(
      new Set(['Consent.state PARTY', 'Consent.fields PARTY', 'Consent.from PARTY']),
    )
  })
})

const stranger = makeKey('ES256', 'three-ways')
const claims = { client_id: 'kommune-sagssystem' }
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const past = Math.floor(Date.now() / 1_000) - 3_600

// biome-ignore format: a table
const strangers: readonly (readonly [string, Record<string, string>])[] = [
  ['no token', {}],
  ['a token signed by a stranger under our key id (a forged gateway token, G14)', bearer(tokenOf({ client_id: 'gateway', internal: true }, stranger))],
  ['a token for another audience', bearer(tokenOf({ ...claims, aud: 'somebody-else' }))],
  ['a token of another issuer', bearer(tokenOf({ ...claims, iss: 'https://somebody.example' }))],
  ['a token that has ended', bearer(tokenOf({ ...claims, iat: past - 60, exp: past }))],
  ['a token that names nobody', bearer(tokenOf({}))],
  ['a token of a system that officers use, without its officer (P25)', bearer(tokenOf({ client_id: 'kommune-forvalter' }))],
  ['words of the gateway instead of a token', { 'x-gateway': 'true', 'x-decision': 'PERMIT', 'x-actor': 'kommune-sagssystem' }],
]

describe.each(subgraphNames)('%s without a valid token', name => {
  test.each(strangers)('%s: 401, and nothing is said', async (_, headers) => {
    for (const query of [
      '{ __typename }',
      '{ _service { sdl } }',
      '{ _entities(representations: []) { __typename } }',
    ]) {
      const { status, text } = await post(
        cases.url(name),
        { ...headers, 'processing-activity': 'KOM-17' },
        { query },
      )
      expect(status).toBe(401)
      expect(JSON.parse(text)).toEqual({
        errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }],
      })
    }
  })

  test('with one it shows its SDL, which is public (G15), and makes no record', async () => {
    const result = await direct(name, kommune(), '{ _service { sdl } }')
    expect([result.status, result.errors, result.records]).toEqual([200, [], []])
    expect(result.data._service.sdl).toContain('@data(')
  })

  test.each(['ConsentText', 'Nobody', '__proto__', 'String'])(
    '%s is no entity: said so, no fault (G14)',
    async type => {
      const representations = [{ __typename: type, id: 'x' }]
      const result = await direct(name, kommune(), entities('__typename'), { r: representations })
      expect(result.refused).toEqual(['_entities ENTITY_UNKNOWN'])
    },
  )

  test('answers nobody and nonsense without a fault', async () => {
    const ids = ['7d3f0a52-6a0e-4d6e-9a52-2f43a35a1f10', 'not an id', "'; drop table persons.person; --", '']
    const { schema } = cases.subgraphs.running.find(running => running.name === name)!
    const types = (schema.getType('_Entity') as GraphQLUnionType).getTypes()
    const r = ids.flatMap(id => types.map(type => ({ __typename: type.name, id })))
    const result = await direct(name, kommune('KOM-17'), entities('__typename'), { r })
    expect(result.status).toBe(200)
    expectNowhere(result, ['INTERNAL', 'BUSY', 'syntax'])
  })
})

describe('root fields of a subgraph asked directly', () => {
  test.each`
    subgraph      | as             | text
    ${'persons'}  | ${'a citizen'} | ${'query Q($cpr: CPR!) { person(cpr: $cpr) { id } }'}
    ${'persons'}  | ${'a system'}  | ${'{ me { id } }'}
    ${'consents'} | ${'a citizen'} | ${'mutation Q($i: RequestConsentInput!) { requestConsent(input: $i) { problems { code } } }'}
    ${'consents'} | ${'a system'}  | ${'mutation Q($i: AnswerConsentInput!) { grantConsent(input: $i) { problems { code } } }'}
  `('$as has no such field in $subgraph: CALLER_KIND', async ({ subgraph, as, text }) => {
    const caller = as === 'a citizen' ? await cases.citizen('jens') : kommune('KOM-17')
    const i = text.includes('RequestConsentInput')
      ? cases.requestInput('anna', {})
      : { id: 'x', commandId: 'x' }
    const result = await direct(subgraph, caller, text, { cpr: cases.cpr('anna'), i })
    expect(result.refused.map(line => line.split(' ')[1])).toEqual(['CALLER_KIND'])
  })
})
