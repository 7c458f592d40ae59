// Ways in that have been broken elsewhere (ACCESS.md section 12), tried in three ways by callers without the right.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Asked, expectNowhere, kommune, request } from './asked.ts'
import { fourWays, openThreeWays, type ThreeWays, threeWays, twoWays, type Way } from './three-ways.ts'

let cases: ThreeWays
beforeAll(async () => {
  cases = await openThreeWays()
})
afterAll(() => cases?.close())

// KOM-18 has Person.name by law and no right to Person.address.
const kom18 = kommune('KOM-18')
const annas = ['Ternefyrvej', '8000', 'Aarhus', '0751']
const asker =
  (way: Way) =>
  (text: string, variables: object = {}): Promise<Asked> =>
    cases.by(way).ask(kom18, text, { cpr: cases.cpr('anna'), cvr: cases.cvr('nordhavn'), ...variables })

/** Every refusal is of the address, for want of the field in the activity; nothing of it stands in the answer. */
function expectAddressRefused(answer: Asked, paths: readonly string[]): void {
  expect(answer.refused).toEqual(paths.map(path => `${path} ACTIVITY_FIELD_OUTSIDE`).sort())
  for (const error of answer.errors)
    expect(error).toMatchObject({ extensions: { access: { field: 'Person.address' } } })
  expectNowhere(answer, annas)
  expect(answer.recorded.filter(line => line.startsWith('Person.address'))).toEqual([
    'Person.address ACTIVITY_FIELD_OUTSIDE',
  ])
}

describe.each(fourWays)('%s: names and shapes of a selection', way => {
  const ask = asker(way)

  test.each`
    attempt                                      | selection                                                             | path
    ${'an alias (G01)'}                          | ${'x: address { lines }'}                                             | ${'person.x'}
    ${'an alias with a permitted name (G01)'}    | ${'name: address { lines }'}                                          | ${'person.name'}
    ${'the alias of the id (G01)'}               | ${'id: address { lines }'}                                            | ${'person.id'}
    ${'an alias called __proto__'}               | ${'__proto__: address { lines }'}                                     | ${'person.__proto__'}
    ${'an alias called constructor'}             | ${'constructor: address { lines }'}                                   | ${'person.constructor'}
    ${'an alias called toString'}                | ${'toString: address { lines } name { full }'}                        | ${'person.toString'}
    ${'an inline fragment (G02)'}                | ${'... on Person { address { lines } }'}                              | ${'person.address'}
    ${'an inline fragment without a type (G02)'} | ${'... { ... { address { lines } } }'}                                | ${'person.address'}
    ${'the field twice, merged (G02)'}           | ${'address { lines } ... on Person { address { municipalityName } }'} | ${'person.address'}
    ${'one part of it alone'}                    | ${'address { municipalityCode }'}                                     | ${'person.address'}
    ${'only the name of its type'}               | ${'address { __typename }'}                                           | ${'person.address'}
    ${'included by a literal (G28)'}             | ${'address @include(if: true) { lines }'}                             | ${'person.address'}
    ${'not skipped (G28)'}                       | ${'address @skip(if: false) { lines }'}                               | ${'person.address'}
  `('$attempt', async ({ selection, path }) => {
    expectAddressRefused(await ask(`query Q($cpr: CPR!) { person(cpr: $cpr) { ${selection} } }`), [path])
  })

  test('named fragments, three deep (G02)', async () => {
    const answer = await ask(`query Q($cpr: CPR!) { person(cpr: $cpr) { ...A } }
      fragment A on Person { ...B } fragment B on Person { ...C name { full } } fragment C on Person { address { lines } }`)
    expectAddressRefused(answer, ['person.address'])
    expect(answer.data.person.name).toEqual({ full: 'Anna Kirstine Holm' })
  })

  test.each(['__proto__', 'constructor', 'hasOwnProperty'])(
    'a permitted field under the alias %s is an own key of the answer',
    async alias => {
      const answer = await ask(`query Q($cpr: CPR!) { person(cpr: $cpr) { ${alias}: name { full } } }`)
      expect(answer.errors).toEqual([])
      expect(Object.getOwnPropertyDescriptor(answer.data.person, alias)?.value).toEqual({
        full: 'Anna Kirstine Holm',
      })
    },
  )

  test.each(['__proto__', 'constructor'])(
    'a variable, an operation and a fragment called %s are names like others',
    async word => {
      const text = `query ${word}($${word}: CPR!) { person(cpr: $${word}) { ...${word} } } fragment ${word} on Person { name { full } address { lines } }`
      const variables = JSON.parse(`{"${word}": "${cases.cpr('anna')}"}`)
      const answer = await cases.by(way).ask(kom18, text, variables)
      expectAddressRefused(answer, ['person.address'])
      expect(answer.data.person.name).toEqual({ full: 'Anna Kirstine Holm' })
    },
  )
})

describe.each(threeWays)('%s: many of one field', way => {
  const ask = asker(way)

  test('thirty aliases of one field with different ids: each decided, each recorded (G22)', async () => {
    const ids = await Promise.all(
      ['anna', 'bo', 'carl', 'dorte', 'erik', 'freja', 'gitte', 'noah'].map(key => cases.idOf(key)),
    )
    const aliases = ids.flatMap((id, index) =>
      [0, 1, 2].map(turn => `a${index}${turn}: personById(id: "${id}") { name { full } address { lines } }`),
    )
    const answer = await ask(`{ ${aliases.join('\n')} }`)
    expect(answer.refused).toHaveLength(24)
    expect(answer.records.map(({ subject_id }) => subject_id)).toEqual([...ids].sort())
    for (const { given, refused } of answer.records) {
      expect(given.map(({ field }) => field).sort()).toEqual(['Person.name', 'Query.personById'])
      expect(refused).toEqual([{ field: 'Person.address', code: 'ACTIVITY_FIELD_OUTSIDE' }])
    }
  })
})

describe.each(fourWays)('%s: @skip and @include by a variable (G28)', way => {
  const ask = asker(way)

  const text = (type: string) =>
    `query Q($cpr: CPR!, $want: ${type}) { person(cpr: $cpr) { name { full } address @include(if: $want) { lines } } }`
  test.each`
    type                  | variables          | refused
    ${'Boolean!'}         | ${{ want: true }}  | ${['person.address ACTIVITY_FIELD_OUTSIDE']}
    ${'Boolean!'}         | ${{ want: false }} | ${[]}
    ${'Boolean! = true'}  | ${{}}              | ${['person.address ACTIVITY_FIELD_OUTSIDE']}
    ${'Boolean! = false'} | ${{}}              | ${[]}
  `('$type with $variables → $refused', async ({ type, variables, refused }) => {
    const answer = await ask(text(type), variables)
    expect(answer.refused).toEqual(refused)
    expect('address' in answer.data.person).toBe(refused.length > 0)
    expect(answer.recorded.some(line => line.startsWith('Person.address'))).toBe(refused.length > 0)
    expectNowhere(answer, annas)
  })

  test.each`
    type          | variables
    ${'Boolean!'} | ${{ want: null }}
    ${'Boolean!'} | ${{}}
    ${'Boolean!'} | ${{ want: 'true' }}
    ${'Boolean!'} | ${{ want: [true] }}
  `('$type with $variables is no operation at all', async ({ type, variables }) => {
    const answer = await ask(text(type), variables)
    expect([answer.data ?? null, answer.records]).toEqual([null, []])
  })
})

const inside = 'address { lines }'
describe.each(twoWays('a subgraph alone has no field of a person behind its reference'))(
  '%s (%s): ways round the person',
  way => {
    test.each`
      attempt                                    | text                                                                                                                                     | path
      ${'through the roles of a business (G03)'} | ${`query Q($cvr: CVR!) { business(cvr: $cvr) { participants(first: 1) { nodes { party { ... on Person { ${inside} } } } } } }`}          | ${'business.participants.nodes.0.party.address'}
      ${'through edges instead of nodes'}        | ${`query Q($cvr: CVR!) { business(cvr: $cvr) { participants(first: 1) { edges { node { party { ... on Person { ${inside} } } } } } } }`} | ${'business.participants.edges.0.node.party.address'}
    `('$attempt', async ({ text, path }) => {
      expectAddressRefused(await asker(way)(text), [path])
    })
  },
)

describe.each(threeWays)('%s: ways round the person', way => {
  const ask = asker(way)

  test('through her children, and back', async () => {
    const text = `query Q($cpr: CPR!) { person(cpr: $cpr) { children { custodyHolders { person { ${inside} } } } } }`
    const answer = await ask(text)
    expect(answer.refused.filter(line => line.includes('address')).length).toBeGreaterThan(0)
    expectNowhere(
      answer,
      annas.filter(value => value !== '8000'),
    )
  })

  test('a reference is told, and no field of the other register: kind and id alone make no record (G06)', async () => {
    const text =
      'query Q($cvr: CVR!) { business(cvr: $cvr) { participants(first: 1) { nodes { party { __typename ... on Person { id } } } } } }'
    const answer = await ask(text)
    expect(answer.data.business.participants.nodes[0].party).toEqual({
      __typename: 'Person',
      id: await cases.idOf('anna'),
    })
    expect([answer.errors, answer.records]).toEqual([[], []])
  })

  test.each([
    'subscription { me { id } }',
    '{ ... @defer { me { id } } }',
    'query Q($cpr: CPR!) { person(cpr: $cpr) { children @stream { id } } }',
  ])('%s is not offered (T05)', async text => {
    const answer = await ask(text)
    expect([answer.data ?? null, answer.records]).toEqual([null, []])
  })
})

describe.each(twoWays('a federated subgraph has these fields, each decided: attacks-subgraph'))(
  '%s (%s): what a subgraph has and the gateway has not',
  way => {
    test.each([
      '{ _service { sdl } }',
      '{ _entities(representations: []) { __typename } }',
      '{ node(id: "x") { id } }',
    ])('%s is no field of the gateway (G07, G14, G15)', async text => {
      const answer = await asker(way)(text)
      expect([answer.data ?? null, answer.records]).toEqual([null, []])
      expect(answer.errors).toHaveLength(1)
    })
  },
)

describe.each(twoWays('a subgraph alone has no field of a person behind its reference'))(
  '%s (%s): the way back from a command',
  way => {
    test('a command does not give what its caller may not read, whatever it returns (G31)', async () => {
      const returning = request.replace(
        'consent { id state }',
        'consent { id state from { ... on Person { id cpr sex name { full } } } }',
      )
      const answer = await cases.by(way).ask(kommune('KOM-17'), returning, {
        input: cases.requestInput('anna', { fields: ['Person.civilStatus'] }),
      })
      expect(answer.data.requestConsent.consent.from).toMatchObject({
        cpr: null,
        sex: null,
        name: { full: 'Anna Kirstine Holm' },
      })
      expect(answer.refused).toEqual([
        'requestConsent.consent.from.cpr ACTIVITY_FIELD_OUTSIDE',
        'requestConsent.consent.from.sex ACTIVITY_FIELD_OUTSIDE',
      ])
      expectNowhere(answer, [cases.cpr('anna'), 'FEMALE'])
    })
  },
)

describe.each(threeWays)('%s: inference', way => {
  const ask = asker(way)

  test.each([
    '{ persons(where: {address_contains: "Ternefyrvej"}) { id } }',
    '{ persons(first: 100, groupBy: "Ternefyrvej") { nodes { id } } }',
    'query Q($cpr: CPR!) { person(cpr: $cpr) { children(orderBy: {address: ASC}) { id } } }',
    'query Q($cvr: CVR!) { business(cvr: $cvr) { participants(where: {name: "Anna"}) { totalCount } } }',
    'query Q($cpr: CPR!) { person(cpr: $cpr) { adress { lines } } }',
    'query Q($cpr: CPR!) { person(cpr: $cpr) { name { ful } } }',
  ])('%s: no such thing, and no hint of what there is (G18, G19)', async text => {
    const answer = await ask(text)
    expect([answer.data ?? null, answer.records]).toEqual([null, []])
    expect(answer.text).not.toMatch(/did you mean|Ternefyrvej|"Anna"/i)
  })

  test.each`
    what                       | text                                                                                          | variables                       | value
    ${'a malformed number'}    | ${'query Q($cpr: CPR!) { person(cpr: $cpr) { id } }'}                                         | ${{ cpr: '0905771234567' }}     | ${'0905771234567'}
    ${'a literal number'}      | ${'{ person(cpr: "0905771234567") { id } }'}                                                  | ${{}}                           | ${'0905771234567'}
    ${'an object as a number'} | ${'query Q($cpr: CPR!) { person(cpr: $cpr) { id } }'}                                         | ${{ cpr: { secret: 'Sesam' } }} | ${'Sesam'}
    ${'an enum value'}         | ${'query Q($s: [ConsentState!]) { consents(states: $s) { totalCount } }'}                     | ${{ s: ['SESAM'] }}             | ${'SESAM'}
    ${'a literal enum value'}  | ${'{ consents(states: [SESAM]) { totalCount } }'}                                             | ${{}}                           | ${'SESAM'}
    ${'an unknown input key'}  | ${'mutation Q($i: RequestConsentInput!) { requestConsent(input: $i) { problems { code } } }'} | ${{ i: { sesam: 'Sesam' } }}    | ${'Sesam'}
  `('the message about $what does not repeat it (G19)', async ({ text, variables, value }) => {
    const answer = await cases.by(way).ask(kom18, text, variables)
    expect(answer.errors.length).toBeGreaterThan(0)
    expectNowhere(answer, [value])
    expect(answer.records).toEqual([])
    // Refused before it ran, and by the name that the caller gave it.
    expect(answer.data ?? null).toBeNull()
    expect(answer.text).not.toContain('arg_0')
  })

  test('a cursor is an opaque id: a value in its place leads nowhere (G18)', async () => {
    const text =
      'query Q($cvr: CVR!, $after: String) { business(cvr: $cvr) { participants(first: 1, after: $after) { nodes { name } pageInfo { endCursor } } } }'
    const first = await ask(text)
    const { endCursor } = first.data.business.participants.pageInfo
    expect(endCursor).not.toMatch(/anna|holm/i)
    expect(Buffer.from(endCursor, 'base64').toString('utf8')).not.toMatch(/anna|holm|\d{10}/i)
  })
})
