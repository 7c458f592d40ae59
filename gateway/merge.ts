// Merges a subgraph's answer into the gateway's data: always copied, so entities at several places share nothing.
import { type GraphQLSchema, isObjectType } from 'graphql'
import { type Bare, bare, isRecord, own } from './bare.ts'
import { keyOf, type Shape, type ShapeField } from './shape.ts'

/** Takes what the shape asks for; a field that the subgraph adds on its own never gets in. */
export function merge(
  target: Bare,
  answer: Readonly<Record<string, unknown>>,
  shape: Shape,
  schema: GraphQLSchema,
): void {
  const typename = own(answer, '__typename')
  for (const field of shape.values()) {
    const value = own(answer, field.from)
    if (value === undefined) continue
    const key = keyOf(field, typename)
    if (key === '__typename' && isConcrete(target[key], schema)) continue
    target[key] = mergeValue(target[key], value, field, schema)
  }
}

/** An interface object answers the interface's name: it never replaces the name of the object's own type. */
function isConcrete(typename: unknown, schema: GraphQLSchema): boolean {
  return typeof typename === 'string' && isObjectType(schema.getType(typename))
}

/** Of two answers to one field the one that is not null counts; lists merge by place, objects by key. */
function mergeValue(existing: unknown, value: unknown, field: ShapeField, schema: GraphQLSchema): unknown {
  if (value === null) return existing ?? null
  if (!field.sub) return value
  if (Array.isArray(value)) {
    if (!Array.isArray(existing)) return value.map(item => mergeValue(undefined, item, field, schema))
    return existing.map((item, index) =>
      index < value.length ? mergeValue(item, value[index] ?? null, field, schema) : item,
    )
  }
  if (!isRecord(value)) return value // Nonsense; whoever reads it as an object finds that it is none.
  const target = isRecord(existing) ? existing : bare()
  merge(target, value, field.sub, schema)
  return target
}
