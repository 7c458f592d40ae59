// The gate of value types: what stands in one must not be more sensitive than the field that leads there.
import { parse } from 'graphql'
import { expect, test } from 'vitest'
import { valueObjections } from '../access/value-gate.ts'

const schema = (outer: string, inner: string) =>
  parse(`
    directive @data(class: String!, source: String!) on FIELD_DEFINITION
    directive @subject(of: String!) on OBJECT
    directive @value on OBJECT
    type Person @subject(of: "id") { things: Things @data(class: ${outer}, source: "a") }
    type Things @value { nodes: [Thing!] @data(class: OPEN, source: "a") other: Other @data(class: OPEN, source: "a") }
    union Thing = One | Two
    type One @value { text: String @data(class: OPEN, source: "a") self: Things @data(class: OPEN, source: "a") }
    type Two @value { text: String @data(class: ${inner}, source: "a") }
    type Other @subject(of: "id") { secret: String @data(class: SENSITIVE, source: "a") }
  `)

test.each`
  outer             | inner                | objects
  ${'OPEN'}         | ${'OPEN'}            | ${false}
  ${'OPEN'}         | ${'ORDINARY'}        | ${true}
  ${'ORDINARY'}     | ${'ORDINARY'}        | ${false}
  ${'ORDINARY'}     | ${'CONFIDENTIAL'}    | ${true}
  ${'CONFIDENTIAL'} | ${'ORDINARY'}        | ${false}
  ${'SENSITIVE'}    | ${'PERSONAL_NUMBER'} | ${true}
`('$inner, lists and unions deep below $outer: $objects', ({ outer, inner, objects }) => {
  const found = valueObjections(schema(outer, inner))
  expect(found).toEqual(objects ? [`Person.things: is ${outer}, and would give away Two.text, ${inner}`] : [])
})
