// What the gateway's executor answers, as tables, and what each subgraph is asked.
import { describe, expect, test } from 'vitest'
import { parseDocument } from '../door/document.ts'
import { Recent } from '../door/recent.ts'
import { createExecutor } from '../gateway/execute.ts'
import type { Transport } from '../gateway/transport.ts'
import { supergraph, toyTransports } from './toy-federation.ts'
import { ask, json, type Transports } from './toy-gateway.ts'

describe('data', () => {
  test.each`
    what                                | query                                                                                                                 | expected
    ${'one subgraph'}                   | ${'{ person(id: "1") { name } }'}                                                                                     | ${'{"person":{"name":"name of p1"}}'}
    ${'two subgraphs'}                  | ${'{ person(id: "1") { name employer { title } } }'}                                                                  | ${'{"person":{"name":"name of p1","employer":{"title":"title c1"}}}'}
    ${'a chain of @requires'}           | ${'{ person(id: "1") { fitness } }'}                                                                                  | ${'{"person":{"fitness":183}}'}
    ${'@requires of nested fields'}     | ${'{ person(id: "1") { comfort } }'}                                                                                  | ${'{"person":{"comfort":16}}'}
    ${'@provides'}                      | ${'{ head(id: "1") { name } }'}                                                                                       | ${'{"head":{"name":"name of p2"}}'}
    ${'lists of lists'}                 | ${'{ grid { steps } }'}                                                                                               | ${'{"grid":[[{"steps":1001},null],[],[{"steps":1002},{"steps":1001}]]}'}
    ${'lists of lists of leaves'}       | ${'{ company(id: "2") { seats } }'}                                                                                   | ${'{"company":{"seats":[[2,null],[]]}}'}
    ${'an interface'}                   | ${'{ node(id: "r1") { __typename id ... on Robot { volume } ... on Person { age } } }'}                               | ${'{"node":{"__typename":"Robot","id":"r1","volume":1}}'}
    ${'a union with nulls in a list'}   | ${'{ everyone { ... on Person { luck } ... on Robot { serial } } }'}                                                  | ${'{"everyone":[{"luck":1},{"serial":"serial r0"},null,{"luck":2},{"serial":"serial r1"}]}'}
    ${'the order of asking'}            | ${'{ person(id: "1") { luck name id employer { id } age } }'}                                                         | ${'{"person":{"luck":1,"name":"name of p1","id":"p1","employer":{"id":"c1"},"age":21}}'}
    ${'keys only when asked'}           | ${'{ person(id: "1") { luck } }'}                                                                                     | ${'{"person":{"luck":1}}'}
    ${'merged mentions'}                | ${'{ person(id: "1") { name } person(id: "1") { age } }'}                                                             | ${'{"person":{"name":"name of p1","age":21}}'}
    ${'equal literals in two mentions'} | ${'{ people(first: 1, where: {above: 1, names: []}) { id } people(where: {names: [], above: 1}, first: 1) { age } }'} | ${'{"people":[]}'}
    ${'fragments'}                      | ${'{ person(id: "1") { ...a } } fragment a on Person { ...b } fragment b on Named { name }'}                          | ${'{"person":{"name":"name of p1"}}'}
    ${'the root type'}                  | ${'{ __typename }'}                                                                                                   | ${'{"__typename":"Query"}'}
    ${'the root type beside data'}      | ${'{ t: __typename company(id: "1") { t: __typename } }'}                                                             | ${'{"t":"Query","company":{"t":"Company"}}'}
    ${'introspection beside data'}      | ${'{ __type(name: "City") { name } company(id: "1") { id } }'}                                                        | ${'{"__type":{"name":"City"},"company":{"id":"c1"}}'}
    ${'a custom scalar as it is'}       | ${'{ person(id: "1") { born } }'}                                                                                     | ${'{"person":{"born":{"year":1981,"__proto__id":1}}}'}
    ${'a field called constructor'}     | ${'{ person(id: "1") { constructor luck } }'}                                                                         | ${'{"person":{"constructor":"built p1","luck":1}}'}
  `('$what', async ({ query, expected }) => {
    const { data, errors } = await ask(query)
    expect(errors).toBeUndefined()
    expect(json(data)).toBe(expected)
  })
})

describe('names that a client chooses', () => {
  test.each`
    what                              | query                                                                                               | expected
    ${'an alias equal to the key'}    | ${'{ person(id: "1") { id: name luck } }'}                                                          | ${'{"person":{"id":"name of p1","luck":1}}'}
    ${'aliases that swap two fields'} | ${'{ person(id: "1") { age: name name: age height } }'}                                             | ${'{"person":{"age":"name of p1","name":21,"height":121}}'}
    ${'__proto__'}                    | ${'{ __proto__: person(id: "1") { __proto__: luck } }'}                                             | ${'{"__proto__":{"__proto__":1}}'}
    ${'constructor'}                  | ${'{ constructor: person(id: "1") { toString: luck } }'}                                            | ${'{"constructor":{"toString":1}}'}
    ${'our own prefix'}               | ${'{ person(id: "1") { as_name: name name: luck } }'}                                               | ${'{"person":{"as_name":"name of p1","name":1}}'}
    ${"the planner's own aliases"}    | ${'{ _entities: person(id: "1") { _e0: luck _internal_qp_alias_0: steps } }'}                       | ${'{"_entities":{"_e0":1,"_internal_qp_alias_0":1001}}'}
    ${'one field, two arguments'}     | ${'{ person(id: "1") { a: index(scale: 1) b: index(scale: 5) index fitness } }'}                    | ${'{"person":{"a":62,"b":66,"index":62,"fitness":183}}'}
    ${'one alias on two types'}       | ${'{ everyone { ... on Person { x: name } ... on Robot { x: volume } } }'}                          | ${undefined}
    ${'names as fragments'}           | ${'query __proto__ { person(id: "1") { ...constructor } } fragment constructor on Person { luck }'} | ${'{"person":{"luck":1}}'}
  `('$what', async ({ query, expected }) => {
    const { data, errors } = await ask(query)
    if (expected === undefined) expect(errors?.[0]?.extensions?.code).toBe('GRAPHQL_VALIDATION_FAILED')
    else expect(json(data)).toBe(expected)
  })

  test.each(['representations', '__batch_reps_0', 'arg_0', '__proto__', 'constructor'])(
    'a variable called $%s',
    async name => {
      const query = `query ($${name}: ID!, $on: Boolean!) { person(id: $${name}) { luck steps @include(if: $on) } }`
      const variables = JSON.parse(`{"${name}":"4","on":true}`)
      expect(json((await ask(query, { variables })).data)).toBe('{"person":{"luck":4,"steps":1004}}')
    },
  )
})

describe('conditions', () => {
  const query = `query ($yes: Boolean!, $no: Boolean = false) {
    person(id: "1") { name @skip(if: $yes) luck @include(if: $no) ... @include(if: $yes) { fitness } }
  }`
  test.each`
    variables                   | expected
    ${{ yes: true }}            | ${'{"person":{"fitness":183}}'}
    ${{ yes: false }}           | ${'{"person":{"name":"name of p1"}}'}
    ${{ yes: false, no: true }} | ${'{"person":{"name":"name of p1","luck":1}}'}
    ${{ yes: true, no: true }}  | ${'{"person":{"luck":1,"fitness":183}}'}
  `('$variables', async ({ variables, expected }) => {
    expect(json((await ask(query, { variables })).data)).toBe(expected)
  })

  test.each`
    what                           | query                                                   | expected
    ${'an emptied root'}           | ${'{ person(id: "1") @skip(if: true) { name } }'}       | ${'{}'}
    ${'an emptied object'}         | ${'{ person(id: "1") { name @include(if: false) } }'}   | ${'{"person":{}}'}
    ${'a kept and a left mention'} | ${'{ person(id: "1") { name name @skip(if: true) } }'}  | ${'{"person":{"name":"name of p1"}}'}
    ${'a left input'}              | ${'{ person(id: "1") { age @skip(if: true) height } }'} | ${'{"person":{"height":121}}'}
  `('$what', async ({ query, expected }) => {
    expect(json((await ask(query)).data)).toBe(expected)
  })

  test('one cached document serves both values of a condition', async () => {
    const transports = toyTransports()
    const executor = createExecutor({ supergraph, transports })
    const documentText = 'query ($yes: Boolean!) { person(id: "1") { luck @skip(if: $yes) id } }'
    const document = parseDocument(documentText)
    const answers = []
    for (const yes of [true, false, true]) {
      answers.push(
        json((await executor.execute({ document, documentText, variables: { yes }, context: 0 })).data),
      )
    }
    expect(answers).toEqual([
      '{"person":{"id":"p1"}}',
      '{"person":{"luck":1,"id":"p1"}}',
      '{"person":{"id":"p1"}}',
    ])
  })
})

describe('what a subgraph is asked', () => {
  test('each entity once, with its key and what is required, and no value in the text', async () => {
    const { sent } = await ask(
      '{ company(id: "1") { staff { height } } people(where: {names: ["secret"]}) { height } }',
    )
    const fetches = sent.filter(({ service }) => service === 'measures')
    const asked = fetches.map(
      ({ request }) => Object.values(request.variables)[0] as { id: string; age: number }[],
    )
    expect(asked).toContainEqual([
      { __typename: 'Person', id: 'p1', age: 21 },
      { __typename: 'Person', id: 'p3', age: 23 },
    ])
    expect(json(sent.map(({ request }) => request.query))).not.toContain('secret')
  })

  test.each`
    what                                 | query                                                                 | variables                | expected
    ${'a variable that was left out'}    | ${'query ($n: Int) { people(first: $n) { id } }'}                     | ${{}}                    | ${{}}
    ${'a variable with a default'}       | ${'query ($n: Int = 2) { people(first: $n) { id } }'}                 | ${{}}                    | ${{ arg_0: 2 }}
    ${'null'}                            | ${'query ($n: Int) { people(first: $n) { id } }'}                     | ${{ n: null }}           | ${{ arg_0: null }}
    ${'defaults inside an input object'} | ${'{ people(where: {}) { id } }'}                                     | ${{}}                    | ${{ arg_0: { above: 0 } }}
    ${'variables inside literals'}       | ${'query ($x: String!) { people(where: {names: ["a", $x]}) { id } }'} | ${{ x: 'b' }}            | ${{ arg_0: { above: 0, names: ['a', 'b'] } }}
    ${'one value for a list'}            | ${'query ($f: Filter) { people(where: $f) { id } }'}                  | ${{ f: { names: 'a' } }} | ${{ arg_0: { above: 0, names: ['a'] } }}
    ${'an enum'}                         | ${'{ person(id: 7) { weight(unit: IMPERIAL) } }'}                     | ${{}}                    | ${{ arg_0: '7', arg_1: 'IMPERIAL' }}
  `('$what', async ({ query, variables, expected }) => {
    const { sent } = await ask(query, { variables })
    expect(sent).toHaveLength(1)
    expect(sent[0]?.request.variables).toEqual(expected)
  })

  test('a field with arguments has a key of its own beside the same field that another requires', async () => {
    const { data, sent } = await ask('{ person(id: "1") { index(scale: 5) fitness } }')
    expect(json(data)).toBe('{"person":{"index":66,"fitness":183}}')
    const [toMeasures] = sent.filter(({ service }) => service === 'measures')
    expect(toMeasures?.request.query).toContain('as_index: index(scale: $arg_1)')
  })

  test("a mutation's fields run one after another, each with all that is asked of its result", async () => {
    const query =
      'mutation { a: rename(id: "1", name: "x") { luck } found(title: "t") { rank } b: rename(id: "2", name: "y") { name } }'
    const { data, sent } = await ask(query)
    expect(json(data)).toBe('{"a":{"luck":1},"found":{"rank":1},"b":{"name":"y"}}')
    expect(sent.map(({ service }) => service)).toEqual([
      'people',
      'ratings',
      'companies',
      'ratings',
      'people',
    ])
  })

  test('a mutation that nulled the root runs nothing more', async () => {
    const query = 'mutation { retire(id: "1") { id } found(title: "t") { id } }'
    const { sent } = await ask(query, { faults: { 'Mutation.retire': 'throw' } })
    expect(sent.map(({ service }) => service)).toEqual(['people'])
  })

  test('extensions are handed on by subgraph', async () => {
    const extensions = { release: 1 }
    const replaced: Transports = { companies: async () => ({ data: { companies: [] }, extensions }) }
    const answer = await ask('{ companies { id } person(id: "1") { id } }', { replaced })
    expect(answer.extensions).toEqual({ subgraphs: { companies: [{ release: 1 }] } })
  })

  test('the context is handed through untouched, to every request its own', async () => {
    const seen: unknown[] = []
    const people: Transport<object> = async (_, context) => {
      seen.push(context)
      return { data: { as_person: null } }
    }
    const executor = createExecutor<object>({ supergraph, transports: { people } })
    const documentText = '{ person(id: "1") { id } }'
    const document = parseDocument(documentText)
    const contexts = [{ caller: 1 }, { caller: 2 }]
    await Promise.all(
      contexts.map(context => executor.execute({ document, documentText, variables: {}, context })),
    )
    expect(seen[0]).toBe(contexts[0])
    expect(seen[1]).toBe(contexts[1])
  })
})

describe('what is remembered between requests', () => {
  const text = 'query a { person(id: "1") { id } }'

  test("nobody's operation name passes for the start of another's document", async () => {
    const executor = createExecutor({ supergraph, transports: toyTransports() })
    const run = (documentText: string, operationName?: string) =>
      executor.execute({
        document: parseDocument(documentText),
        documentText,
        operationName,
        variables: {},
        context: undefined,
      })
    for (const end of [1, 5, 6, 7, 8]) await run('{ __typename }', text.slice(0, end))
    await run('{ person(id: "1") { id } }', 'query a')
    await run('{ person(id: "1") { id } }', 'a query a')
    expect(json((await run(text, 'a')).data)).toBe('{"person":{"id":"p1"}}')
    expect(json((await run(text)).data)).toBe('{"person":{"id":"p1"}}')
  })

  test('the least recently used goes first, and long keys are not kept', () => {
    const recent = new Recent<number>(2)
    let made = 0
    const get = (key: string) => recent.get(key, () => ++made)
    expect(['a', 'b', 'a', 'c', 'a', 'b'].map(get)).toEqual([1, 2, 1, 3, 1, 4])
    expect(['x'.repeat(20_001), 'x'.repeat(20_001)].map(get)).toEqual([5, 6])
    expect(recent.size).toBe(2)
  })

  test('many long keys push out as many, however few entries they are', () => {
    const recent = new Recent<number>(100, 10)
    let made = 0
    const get = (key: string) => recent.get(key, () => ++made)
    expect(['aaaa', 'bbbb', 'aaaa', 'cccc', 'aaaa', 'bbbb'].map(get)).toEqual([1, 2, 1, 3, 1, 4])
    expect(recent.size).toBe(2)
    expect(['a', 'b', 'c', 'd', 'e', 'f', 'a'].map(get)).toEqual([5, 6, 7, 8, 9, 10, 5])
    get('x'.repeat(11))
    expect([recent.size, get('a')]).toEqual([0, 12])
  })
})
