// A subgraph asked directly, past the gateway: it decides and records by itself, whatever the representation claims.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answer } from '../access/answer.ts'
import type { Services } from '../access/operation.ts'
import type { Settlement } from '../access/release.ts'
import { type Asked, bank, type Cases, expectNowhere, kommune, openCases } from './asked.ts'
import { type As, requestOf } from './platform.ts'

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())

/** As the subgraph's own server does it: run, settle, answer. */
async function direct(
  name: string,
  as: As,
  query: string,
  variables: object = {},
  services?: Services,
): Promise<Asked> {
  const request = requestOf(as)
  const subgraph = cases.subgraphs.running.find(running => running.name === name)!
  const executed = await answer(
    request,
    { hash: 'x', mutation: false },
    services ?? cases.subgraphs.services,
    context => subgraph.run({ query, variables: variables as Record<string, unknown> }, context),
  )
  return cases.readBack(request.id, 200, JSON.stringify(executed))
}

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

  test('the schema itself is public (G15)', async () => {
    const result = await direct('persons', kommune(), '{ _service { sdl } }')
    expect(result.data._service.sdl).toContain('type Person')
    expect(result.records).toEqual([])
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

describe('when deciding or recording fails', () => {
  const name = entities('... on Person { name { full } }')
  const failing = async (changes: Partial<Services>) =>
    direct('persons', kommune('KOM-17'), name, person(await cases.idOf('anna')), {
      ...cases.subgraphs.services,
      ...changes,
    })

  test('facts that cannot be read: INDETERMINATE, recorded as refused (G37)', async () => {
    const result = await failing({ readFacts: () => Promise.reject(new Error('gone')) })
    expect(result.refused).toEqual(['_entities.0.name INDETERMINATE'])
    expect(result.recorded).toEqual(['Person.name INDETERMINATE'])
    expectNowhere(result, ['Anna', 'gone'])
  })

  test('a release that never holds: nothing is given, and the last thing recorded is its refusal', async () => {
    const settlements: Settlement[] = []
    const result = await failing({
      release: async settlement => {
        settlements.push(settlement)
        return ['time']
      },
    })
    expect([result.data, result.refused]).toEqual([null, ['INDETERMINATE']])
    expect(settlements.length).toBeGreaterThanOrEqual(3)
    expect(settlements.at(-1)!.records).toMatchObject([
      { given: [], refused: [{ field: 'Person.name', code: 'INDETERMINATE' }] },
    ])
    expectNowhere(result, ['Anna'])
  })

  test('a release that fails: LOG_UNAVAILABLE and no data', async () => {
    const result = await failing({ release: () => Promise.reject(new Error('disk full')) })
    expect([result.data, result.refused]).toEqual([null, ['LOG_UNAVAILABLE']])
    expectNowhere(result, ['Anna', 'disk'])
  })

  const civilStatus = entities('... on Person { civilStatus { status } }')
  /** Something happens after the decision, before it is recorded. */
  const meanwhile = async (happens: () => Promise<unknown>) => {
    let attempts = 0
    const { services } = cases.subgraphs
    const release: Services['release'] = async settlement => {
      attempts += 1
      if (attempts === 1) await happens()
      return services.release(settlement)
    }
    const result = await direct(
      'persons',
      kommune('KOM-17'),
      civilStatus,
      person(await cases.idOf('freja')),
      { ...services, release },
    )
    return { attempts, result }
  }

  test('a consent withdrawn while the answer was made: decided again, refused, recorded once', async () => {
    const id = await cases.consented(kommune('KOM-17'), 'freja', { fields: ['Person.civilStatus'] })
    const { attempts, result } = await meanwhile(
      () =>
        cases.database
          .admin`update consents.consent set state = 'WITHDRAWN', ended_at = clock_timestamp() where id = ${id}`,
    )
    expect([attempts, result.refused]).toEqual([2, ['_entities.0.civilStatus CONSENT_WITHDRAWN']])
    expect(result.recorded).toEqual(['Person.civilStatus CONSENT_WITHDRAWN'])
    expectNowhere(result, ['MARRIED'])
  })

  test('a fact about the person changed while the answer was made: decided again with the facts as they are then', async () => {
    const freja = await cases.idOf('freja')
    await cases.consented(kommune('KOM-17'), 'freja', { fields: ['Person.civilStatus'] })
    const { attempts, result } = await meanwhile(
      () => cases.database.admin`select access.raise_standing(${[freja]}::uuid[])`,
    )
    expect([attempts, result.errors]).toEqual([2, []])
    expect(result.recorded).toEqual(['Person.civilStatus CONSENT'])
  })
})
