// Which fields cannot be computed when some inputs of an entity are missing, told by the supergraph's `@requires`.
import type { Failure } from './failures.ts'
import { keyOf, type Shape, type ShapeField } from './shape.ts'

/** The inputs of each field that requires some, by `Type.field`. */
export type RequiredFields = ReadonlyMap<string, ReadonlySet<string>>

/**
 * The gateway's keys of the fields that need a missing input, each with the failures that took its inputs.
 * Undefined when something missing is required by none of them: then it is part of the key.
 */
export function fieldsNeeding(
  missing: ReadonlyMap<string, readonly Failure[]>,
  shape: Shape,
  typename: unknown,
  requires: RequiredFields | undefined,
): Map<string, Failure[]> | undefined {
  const needing = new Map<string, Failure[]>()
  for (const [input, failures] of missing) {
    const fields = [...shape.values()].filter(field => needs(field, input, typename, requires))
    if (fields.length === 0) return undefined
    for (const field of fields) {
      const key = keyOf(field, typename)
      needing.set(key, [...(needing.get(key) ?? []), ...failures])
    }
  }
  return needing
}

function needs(
  field: ShapeField,
  input: string,
  typename: unknown,
  requires: RequiredFields | undefined,
): boolean {
  return [...field.coordinates].some(coordinate => {
    const name = coordinate.slice(coordinate.indexOf('.') + 1)
    const inputs = requires?.get(coordinate) ?? requires?.get(`${String(typename)}.${name}`)
    return inputs?.has(input) === true
  })
}
