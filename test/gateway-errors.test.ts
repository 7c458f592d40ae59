// What the gateway answers when something fails, as tables: nulls, errors at exact paths, and nothing that was not asked.
import { describe, expect, test } from 'vitest'
import type { SubgraphResponse } from '../gateway/transport.ts'
import { ask, json, places, type Transports } from './toy-gateway.ts'

describe('errors stand where the client misses a value', () => {
  test.each`
    what                                        | query                                                             | faults                            | data                                                                | errors
    ${'a root field'}                           | ${'{ a: person(id: "1") { id } }'}                                | ${{ 'Query.person': 'throw' }}    | ${'{"a":null}'}                                                     | ${['a: fault Query.person']}
    ${'under an alias'}                         | ${'{ a: person(id: "1") { b: name id } }'}                        | ${{ 'Person.name': 'throw' }}     | ${'{"a":{"b":null,"id":"p1"}}'}                                     | ${['a.b: fault Person.name']}
    ${'in a list, another subgraph'}            | ${'{ people(first: 3) { x: luck } }'}                             | ${{ 'Person.luck:p1': 'throw' }}  | ${'{"people":[{"x":0},{"x":null},{"x":2}]}'}                        | ${['people.1.x: fault Person.luck']}
    ${'in lists of lists'}                      | ${'{ grid { luck } }'}                                            | ${{ 'Person.luck:p2': 'throw' }}  | ${'{"grid":[[{"luck":1},null],[],[{"luck":null},{"luck":1}]]}'}     | ${['grid.2.0.luck: fault Person.luck']}
    ${'one entity at two places'}               | ${'{ company(id: "1") { staff { luck } } }'}                      | ${{ 'Person.luck:p1': 'throw' }}  | ${'{"company":{"staff":[{"luck":null},{"luck":3},{"luck":null}]}}'} | ${['company.staff.0.luck: fault Person.luck', 'company.staff.2.luck: fault Person.luck']}
    ${'a required field that failed'}           | ${'{ person(id: "1") { luck height } }'}                          | ${{ 'Person.age': 'throw' }}      | ${'{"person":{"luck":1,"height":null}}'}                            | ${['person.height: fault Person.age']}
    ${'... at the end of a chain'}              | ${'{ person(id: "1") { fitness } }'}                              | ${{ 'Person.age': 'throw' }}      | ${'{"person":{"fitness":null}}'}                                    | ${['person.fitness: fault Person.age']}
    ${'... inside a required object'}           | ${'{ person(id: "1") { comfort luck } }'}                         | ${{ 'City.name': 'throw' }}       | ${'{"person":{"comfort":null,"luck":1}}'}                           | ${['person.comfort: fault City.name']}
    ${'... and took the required object along'} | ${'{ person(id: "1") { comfort } }'}                              | ${{ 'Address.street': 'throw' }}  | ${'{"person":{"comfort":null}}'}                                    | ${['person.comfort: fault Address.street']}
    ${'... asked for as well'}                  | ${'{ person(id: "1") { age height } }'}                           | ${{ 'Person.age': 'throw' }}      | ${'{"person":{"age":null,"height":null}}'}                          | ${['person.age: fault Person.age', 'person.height: fault Person.age']}
    ${'a required field that is null'}          | ${'{ person(id: "1") { height } }'}                               | ${{ 'Person.age': 'null' }}       | ${'{"person":{"height":null}}'}                                     | ${[]}
    ${'a non-null field nulls its object'}      | ${'{ person(id: "1") { id steps } }'}                             | ${{ 'Person.steps': 'throw' }}    | ${'{"person":null}'}                                                | ${['person.steps: fault Person.steps']}
    ${'... up to a nullable list'}              | ${'{ nodes { ... on Person { steps } } }'}                        | ${{ 'Person.steps:p4': 'throw' }} | ${'{"nodes":null}'}                                                 | ${['nodes.2.steps: fault Person.steps']}
    ${'... inside one subgraph'}                | ${'{ person(id: "1") { home { street } luck } }'}                 | ${{ 'Address.street': 'throw' }}  | ${'{"person":{"home":null,"luck":1}}'}                              | ${['person.home.street: fault Address.street']}
    ${'a lost sibling of one that failed'}      | ${'{ person(id: "1") { friends(first: 1) { alias age } luck } }'} | ${{ 'Person.alias': 'throw' }}    | ${'{"person":{"friends":null,"luck":1}}'}                           | ${['person.friends.0.alias: fault Person.alias']}
    ${'a whole mutation'}                       | ${'mutation { retire(id: "1") { id } }'}                          | ${{ 'Mutation.retire': 'throw' }} | ${'null'}                                                           | ${['retire: fault Mutation.retire']}
  `('$what', async ({ query, faults, data, errors }) => {
    const answer = await ask(query, { faults })
    expect(json(answer.data)).toBe(data)
    expect(places(answer)).toEqual(errors)
  })

  test("a subgraph's error keeps its message and extensions, and loses its stack trace", async () => {
    const replaced: Transports = {
      ratings: async () => ({
        data: { _entities: [{ luck: null }] },
        errors: [
          {
            message: 'no',
            path: ['_entities', 0, 'luck'],
            extensions: { code: 'X', access: { a: 1 }, stacktrace: ['s'] },
          },
        ],
      }),
    }
    const { errors } = await ask('{ person(id: "1") { luck } }', { replaced })
    expect(errors).toEqual([
      { message: 'no', path: ['person', 'luck'], extensions: { code: 'X', access: { a: 1 } } },
    ])
  })
})

describe('a subgraph that is not there, or not in its right mind', () => {
  const never = () => new Promise<SubgraphResponse>(() => {})
  const answering = (answer: unknown) => async () => answer as SubgraphResponse
  const gone = 'The subgraph "ratings" did not answer this part of the operation. Try again later.'
  test.each`
    what                        | transport
    ${'down'}                   | ${async () => Promise.reject(new Error('connect to 10.0.0.7 for 0101010000'))}
    ${'slow'}                   | ${never}
    ${'throws at once'} | ${() => {
  throw new Error('secret')
}}
    ${'answers undefined'}      | ${answering(undefined)}
    ${'answers text'}           | ${answering('<html>')}
    ${'answers nothing'}        | ${answering({})}
    ${'answers null'}           | ${answering({ data: null })}
    ${'answers too few'}        | ${answering({ data: { _entities: [] } })}
    ${'answers too many'}       | ${answering({ data: { _entities: [{ luck: 1 }, { luck: 2 }] } })}
    ${'answers another entity'} | ${answering({ data: { _entities: ['luck'] } })}
    ${'answers broken errors'}  | ${answering({ errors: [7] })}
  `('$what: only its fields are null, and only its name is told', async ({ transport }) => {
    const answer = await ask('{ person(id: "1") { name l: luck } }', { replaced: { ratings: transport } })
    expect(json(answer.data)).toBe('{"person":{"name":"name of p1","l":null}}')
    expect(answer.errors).toEqual([
      {
        message: gone,
        path: ['person', 'l'],
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', service: 'ratings' },
      },
    ])
  })

  test('a field that requires what it should have brought names it, and its neighbours are answered', async () => {
    const replaced: Transports = { people: answering({ data: null, errors: [] }) }
    const answer = await ask('{ head(id: "1") { name fitness luck employer { title } } }', { replaced })
    expect(json(answer.data)).toBe(
      '{"head":{"name":"name of p2","fitness":null,"luck":2,"employer":{"title":"title c2"}}}',
    )
    expect(answer.errors?.map(error => [json(error.path), error.extensions?.service])).toEqual([
      ['["head","fitness"]', 'people'],
    ])
  })

  test.each`
    what                      | answer                                                                    | expected
    ${'more than asked'}      | ${{ luck: 1, name: 'stolen', id: 'p6', secret: 's' }}                     | ${'{"person":{"name":"name of p1","luck":1,"id":"p1"}}'}
    ${'__proto__'}            | ${JSON.parse('{"luck":1,"__proto__":{"name":"stolen","polluted":true}}')} | ${'{"person":{"name":"name of p1","luck":1,"id":"p1"}}'}
    ${'an object for a leaf'} | ${{ luck: { deep: 1 } }}                                                  | ${'{"person":{"name":"name of p1","luck":null,"id":"p1"}}'}
    ${'text for a number'}    | ${{ luck: 'not a number' }}                                               | ${'{"person":{"name":"name of p1","luck":null,"id":"p1"}}'}
  `('an answer with $what', async ({ answer, expected }) => {
    const replaced = { ratings: answering({ data: { _entities: [answer] } }) }
    const { data, errors } = await ask('{ person(id: "1") { name luck id } }', { replaced })
    expect(json(data)).toBe(expected)
    expect(json(errors ?? [])).not.toContain('not a number')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test.each`
    what                      | field                           | answer                           | expected
    ${'a leaf for an object'} | ${'company(id: "1") { title }'} | ${{ as_company: 'text' }}        | ${'{"company":null}'}
    ${'an object for a list'} | ${'companies { title }'}        | ${{ companies: { title: 'x' } }} | ${'{"companies":null}'}
    ${'no field'}             | ${'companies { title }'}        | ${{}}                            | ${'{"companies":null}'}
  `('at the root, $what', async ({ field, answer, expected }) => {
    const result = await ask(`{ ${field} }`, { replaced: { companies: answering({ data: answer }) } })
    expect(json(result.data)).toBe(expected)
    expect(result.errors).toHaveLength(1)
  })

  test('a value beside an error at its own place is not given', async () => {
    const errors = [{ message: 'refused', path: ['_entities', 0, 'luck'] }]
    const replaced = { ratings: answering({ data: { _entities: [{ luck: 1 }] }, errors }) }
    const answer = await ask('{ person(id: "1") { luck } }', { replaced })
    expect(json(answer.data)).toBe('{"person":{"luck":null}}')
    expect(places(answer)).toEqual(['person.luck: refused'])
  })

  test('one of two calls that the plan joined fails: the other is not told by its error', async () => {
    const query = '{ person(id: "1") { index } grid { steps } }'
    const errors = [{ message: 'no', path: ['_e0', 0, 'as_index'], extensions: { code: 'X' } }]
    const asked: string[] = []
    const measures: Transports[string] = async request => {
      asked.push(request.query)
      return { data: null, errors }
    }
    const answer = await ask(query, { replaced: { measures } })
    expect(asked[0]).toContain('_e1: _entities')
    expect(places(answer).filter(place => place.endsWith(': no'))).toEqual(['person.index: no'])
    expect(answer.errors?.find(error => json(error.path) === '["grid",0,0,"steps"]')?.extensions?.code).toBe(
      'SUBGRAPH_UNAVAILABLE',
    )
  })

  test('an object whose type is not told is not guessed at', async () => {
    const replaced = { people: answering({ data: { as_node: { name: 'x' } } }) }
    const answer = await ask('{ node(id: "1") { ... on Person { name } } }', { replaced })
    expect(json(answer.data)).toBe('{"node":null}')
    expect(places(answer)).toEqual([
      'node: A subgraph answered Query.node with a value that is not of its type.',
    ])
  })

  test('an error without a place is told beside the data', async () => {
    const replaced = {
      ratings: answering({ data: { _entities: [{ luck: 1 }] }, errors: [{ message: 'aside' }] }),
    }
    const { data, errors } = await ask('{ person(id: "1") { luck } }', { replaced })
    expect(json(data)).toBe('{"person":{"luck":1}}')
    expect(errors).toEqual([{ message: 'aside', extensions: {} }])
  })
})

describe('refused before anything is fetched', () => {
  test.each`
    what                             | query                                                                          | variables              | code                              | message
    ${'an unknown field'}            | ${'{ nothing }'}                                                               | ${{}}                  | ${'GRAPHQL_VALIDATION_FAILED'}    | ${'Cannot query field "nothing" on type "Query".'}
    ${'a wrong variable'}            | ${'query ($n: Int) { people(first: $n) { id } }'}                              | ${{ n: '0101010000' }} | ${'BAD_USER_INPUT'}               | ${'Variable "$n" at "n": expected type "Int".'}
    ${'a wrong literal'}             | ${'{ people(first: "0101010000") { id } }'}                                    | ${{}}                  | ${'GRAPHQL_VALIDATION_FAILED'}    | ${'Expected a value of type "Int".'}
    ${'null inside a literal'}       | ${'query ($x: String = "0101010000") { people(where: {names: [$x]}) { id } }'} | ${{ x: null }}         | ${'BAD_USER_INPUT'}               | ${'Argument "where" has an invalid value.'}
    ${'null for a default'}          | ${'query ($x: ID = 1) { person(id: $x) { id } }'}                              | ${{ x: null }}         | ${'BAD_USER_INPUT'}               | ${'Argument "id" has an invalid value.'}
    ${'several operations, no name'} | ${'query a { __typename } query b { __typename }'}                             | ${{}}                  | ${'OPERATION_RESOLUTION_FAILURE'} | ${'The document holds several operations: name one in operationName.'}
    ${'a subscription'}              | ${'subscription { person(id: "1") { id } }'}                                   | ${{}}                  | ${'OPERATION_NOT_OFFERED'}        | ${'Subscriptions are not offered. Ask with a query instead.'}
    ${'@defer'}                      | ${'{ person(id: "1") { ... @defer { id } } }'}                                 | ${{}}                  | ${'GRAPHQL_VALIDATION_FAILED'}    | ${'Unknown directive "@defer".'}
    ${'_entities from outside'}      | ${'{ _entities(representations: []) { __typename } }'}                         | ${{}}                  | ${'GRAPHQL_VALIDATION_FAILED'}    | ${'Cannot query field "_entities" on type "Query".'}
  `('$what', async ({ query, variables, code, message }) => {
    const { sent, ...answer } = await ask(query, { variables })
    expect(sent).toEqual([])
    expect(answer).not.toHaveProperty('data')
    expect(answer.errors?.[0]?.message).toBe(message)
    expect(answer.errors?.[0]?.extensions?.code).toBe(code)
    expect(json(answer)).not.toContain('0101010000')
  })

  test('the named operation runs', async () => {
    const query = 'query a { person(id: "1") { id } } query b { company(id: "1") { id } }'
    expect(json((await ask(query, { operationName: 'b' })).data)).toBe('{"company":{"id":"c1"}}')
  })
})
