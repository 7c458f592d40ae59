// Where a parameter of a template can be bound: to an argument of a field, or to the case of the request.
import { type DocumentNode, type FieldDefinitionNode, Kind } from 'graphql'
import { casePlace, readPlace } from '../../access/parameters.ts'

/** Whether what is bound to a place can concern one of these fields: every case does, an argument its own field. */
export const concerns = (place: string, fields: readonly string[]): boolean =>
  place === casePlace || fields.includes(readPlace(place)?.field ?? '')

// They shape the answer and choose nothing from the register.
const shaping: ReadonlySet<string> = new Set(['language', 'first', 'after'])

/** Every place that the schema has: arguments that take one value. */
export function placesOf(documents: Iterable<DocumentNode>): ReadonlySet<string> {
  const definitions = [...documents].flatMap(document => document.definitions)
  const inputs = new Set(
    definitions.flatMap(node => (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? [node.name.value] : [])),
  )
  const places = definitions.flatMap(node =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION
      ? (node.fields ?? []).flatMap(field => argumentsOf(node.name.value, field, inputs))
      : [],
  )
  return new Set([casePlace, ...places])
}

function argumentsOf(
  type: string,
  field: FieldDefinitionNode,
  inputs: ReadonlySet<string>,
): readonly string[] {
  return (field.arguments ?? []).flatMap(({ name, type: of }) => {
    const named = of.kind === Kind.NON_NULL_TYPE ? of.type : of
    const takesOne = named.kind === Kind.NAMED_TYPE && !inputs.has(named.name.value)
    return takesOne && !shaping.has(name.value) ? [`${type}.${field.name.value}(${name.value}:)`] : []
  })
}
