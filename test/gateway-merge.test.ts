// How a subgraph's answer gets into the gateway's data: what was asked, under our names, sharing nothing.
import type { OutputRewrite } from '@graphql-hive/router-query-planner'
import { buildSchema, parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { merge } from '../gateway/merge.ts'
import { locate, shapeOf } from '../gateway/shape.ts'

const schema = buildSchema(
  'type Query { a: Node } interface Node { id: ID } type T implements Node { id: ID }',
)

describe('merged', () => {
  test.each`
    what                                      | asked                                               | data                                 | answer                                 | merged
    ${'a new field'}                          | ${'{ a }'}                                          | ${{ b: 1 }}                          | ${{ a: 2 }}                            | ${{ b: 1, a: 2 }}
    ${'nothing that was not asked'}           | ${'{ a { b } }'}                                    | ${{}}                                | ${{ a: { b: 1, c: 2 }, d: 3 }}         | ${{ a: { b: 1 } }}
    ${'an object into an object'}             | ${'{ a { c } }'}                                    | ${{ a: { b: 1 } }}                   | ${{ a: { c: 2 } }}                     | ${{ a: { b: 1, c: 2 } }}
    ${'no null over an object'}               | ${'{ a { c } }'}                                    | ${{ a: { b: 1 } }}                   | ${{ a: null }}                         | ${{ a: { b: 1 } }}
    ${'an object over null'}                  | ${'{ a { c } }'}                                    | ${{ a: null }}                       | ${{ a: { c: 2 } }}                     | ${{ a: { c: 2 } }}
    ${'null where nothing was'}               | ${'{ a { c } }'}                                    | ${{}}                                | ${{ a: null }}                         | ${{ a: null }}
    ${'lists by place'}                       | ${'{ a { c } }'}                                    | ${{ a: [{ b: 1 }, null, { b: 3 }] }} | ${{ a: [{ c: 1 }, { c: 2 }] }}         | ${{ a: [{ b: 1, c: 1 }, { c: 2 }, { b: 3 }] }}
    ${'no item that was not there'}           | ${'{ a { c } }'}                                    | ${{ a: [{ b: 1 }] }}                 | ${{ a: [{ c: 1 }, { c: 2 }] }}         | ${{ a: [{ b: 1, c: 1 }] }}
    ${'lists of lists'}                       | ${'{ a { c } }'}                                    | ${{ a: [[{ b: 1 }], []] }}           | ${{ a: [[{ c: 1 }], []] }}             | ${{ a: [[{ b: 1, c: 1 }], []] }}
    ${'a scalar that is an object, as it is'} | ${'{ a }'}                                          | ${{ a: { b: 1 } }}                   | ${{ a: { c: 2 } }}                     | ${{ a: { c: 2 } }}
    ${'a field of any of several types'}      | ${'{ ... on T { a } ... f } fragment f on U { b }'} | ${{}}                                | ${{ b: 2 }}                            | ${{ b: 2 }}
    ${'no __proto__'}                         | ${'{ a }'}                                          | ${{}}                                | ${JSON.parse('{"__proto__":{"a":1}}')} | ${{}}
    ${'nothing inherited'}                    | ${'{ constructor toString }'}                       | ${{}}                                | ${{}}                                  | ${{}}
    ${'the first type'}                       | ${'{ __typename }'}                                 | ${{}}                                | ${{ __typename: 'Node' }}              | ${{ __typename: 'Node' }}
    ${"a type over an interface's name"}      | ${'{ __typename }'}                                 | ${{ __typename: 'Node' }}            | ${{ __typename: 'T' }}                 | ${{ __typename: 'T' }}
    ${"no interface's name over a type"}      | ${'{ __typename }'}                                 | ${{ __typename: 'T' }}               | ${{ __typename: 'Node' }}              | ${{ __typename: 'T' }}
  `('$what', ({ asked, data, answer, merged }) => {
    merge(data, answer, shapeOf(parse(asked)), schema)
    expect(JSON.parse(JSON.stringify(data))).toEqual(merged)
    expect(Object.keys(data)).toEqual(Object.keys(merged))
  })

  test('one answer at two places shares nothing', () => {
    const shape = shapeOf(parse('{ a { b { c } } }'))
    const answer = { a: [{ b: { c: 1 } }] }
    const places: Record<string, { b: { c: number } }[]>[] = [{}, {}]
    for (const place of places) merge(place, answer, shape, schema)
    places[0]!.a![0]!.b.c = 2
    expect(places[1]).toEqual({ a: [{ b: { c: 1 } }] })
    expect(answer).toEqual({ a: [{ b: { c: 1 } }] })
  })
})

describe("the planner's own aliases", () => {
  const rewrite = (types: string[] | undefined, to: string): OutputRewrite => ({
    KeyRenamer: {
      path: [{ Key: 'a' }, ...(types ? [{ TypenameEquals: types }] : []), { Key: 'x0' }],
      renameKeyTo: to,
    },
  })
  test.each`
    what               | rewrites                                      | answer                               | merged
    ${'on every type'} | ${[rewrite(undefined, 'b')]}                  | ${{ a: { x0: 1 } }}                  | ${{ a: { b: 1 } }}
    ${'on its type'}   | ${[rewrite(['T'], 'b'), rewrite(['U'], 'c')]} | ${{ a: { __typename: 'U', x0: 1 } }} | ${{ a: { __typename: 'U', c: 1 } }}
    ${'none'}          | ${[]}                                         | ${{ a: { x0: 1 } }}                  | ${{ a: { x0: 1 } }}
  `('$what', ({ rewrites, answer, merged }) => {
    const data = {}
    merge(data, answer, shapeOf(parse('{ a { __typename x0: b } }'), rewrites), schema)
    expect(data).toEqual(merged)
  })

  test('an error knows no type, and the alias stands for one field', () => {
    expect(locate(shapeOf(parse('{ a { x0: b } }'), [rewrite(['T'], 'b')]), ['a', 'x0'])).toEqual(['a', 'b'])
  })

  test.each`
    path                 | located
    ${['a', 3, 'x0']}    | ${['a', 3, 'b']}
    ${['a', 'x0', 'y']}  | ${['a', 'b']}
    ${['a', 'other', 1]} | ${['a']}
    ${['__proto__']}     | ${[]}
  `('an error at $path is told at $located', ({ path, located }) => {
    expect(locate(shapeOf(parse('{ a { x0: b } }'), [rewrite(undefined, 'b')]), path)).toEqual(located)
  })
})
