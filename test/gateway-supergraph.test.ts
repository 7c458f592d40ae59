// What the gateway reads out of a supergraph: the clients' schema, an alias prefix that no field has, and requirements.
import { composeServices } from '@theguild/federation-composition'
import { parse, printSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { readSupergraph } from '../gateway/supergraph.ts'

function read(subgraphs: Readonly<Record<string, string>>) {
  const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3",
    import: ["@key", "@external", "@requires", "@inaccessible"])`
  const services = Object.entries(subgraphs).map(([name, sdl]) => ({ name, typeDefs: parse(link + sdl) }))
  const { supergraphSdl, errors } = composeServices(services)
  if (!supergraphSdl) throw new Error(String(errors))
  return readSupergraph(supergraphSdl)
}

const { apiSchema, requires, prefix } = read({
  'a-person': `type Query { "Finds one." thing(id: ID = 7): Thing }
    type Thing @key(fields: "id") { id: ID! old: Int @deprecated(reason: "late") hidden: Int @inaccessible in: In kind: Kind }
    type In { x: Int y: Int } enum Kind { ONE TWO @inaccessible } scalar Stamp @specifiedBy(url: "https://example.org")`,
  b: `type Thing @key(fields: "id") { id: ID! old: Int @external in: In @external
    sum: Int @requires(fields: "old in { ... on In { x } }") } type In { x: Int @external }`,
})

describe("the clients' schema", () => {
  const printed = printSchema(apiSchema)
  test.each([
    '"""Finds one."""',
    'thing(id: ID = 7): Thing',
    '@deprecated(reason: "late")',
    '@specifiedBy(url:',
  ])('keeps %s', text => expect(printed).toContain(text))
  test.each(['hidden', 'TWO', 'join__', '__Schema', '__schema', '_entities', '_service'])(
    'does not show %s',
    text => expect(printed).not.toContain(text),
  )
})

test('requirements stand by subgraph and coordinate, with the top fields they name', () => {
  expect(
    [...requires].map(([service, fields]) => [service, [...fields].map(([at, of]) => [at, ...of])]),
  ).toEqual([['b', [['Thing.sum', 'old', 'in']]]])
})

test.each`
  fields                   | expected
  ${'id: ID'}              | ${'as_'}
  ${'as_id: ID'}           | ${'as__'}
  ${'as_id: ID as__x: ID'} | ${'as___'}
`('beside the fields $fields the prefix is $expected', ({ fields, expected }) => {
  expect(read({ a: `type Query { ${fields} }` }).prefix).toBe(expected)
})

test('the prefix of an ordinary schema is short', () => expect(prefix).toBe('as_'))

test.each(['type Query { a: Int }', 'no schema', ''])(
  'what is no supergraph is refused at once: %s',
  text => {
    expect(() => readSupergraph(text)).toThrow()
  },
)
