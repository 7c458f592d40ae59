// A gate of composition: whatever a list is filtered or ordered by says which classified field it looks at.
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql'
import { type Classification, classify } from './classification.ts'
import { filteringArguments } from './filters.ts'

type InputDefinition = InputObjectTypeDefinitionNode | EnumTypeDefinitionNode

/** Filters and orders that do not say what they look at, one objection each. */
export function filterObjections(document: DocumentNode): readonly string[] {
  const rules = classify(document)
  const inputs = inputsOf(document)
  const objects = document.definitions.filter(node => node.kind === Kind.OBJECT_TYPE_DEFINITION)
  const fields = new Set(objects.flatMap(type => (type.fields ?? []).map(field => coordinateOf(type, field))))
  return objects.flatMap(type =>
    (type.fields ?? []).flatMap(field => {
      const entry = rules.get(type.name.value)?.fields.get(field.name.value)?.entry
      // Where enforcement looks at what is used (enforce.ts).
      const decided = (entry?.reach ?? 'LOOKUP') !== 'LOOKUP'
      const used = (field.arguments ?? []).filter(({ name }) => filteringArguments.includes(name.value))
      return used.flatMap(({ name, type: declared }) =>
        objectionsTo(inputs.get(named(declared)), { rules, fields, decided }).map(
          text => `${coordinateOf(type, field)}(${name.value}:): ${text}`,
        ),
      )
    }),
  )
}

interface Known {
  readonly rules: Classification
  /** Coordinates of every field, classified or not. */
  readonly fields: ReadonlySet<string>
  readonly decided: boolean
}

function objectionsTo(input: InputDefinition | undefined, known: Known): readonly string[] {
  if (!input) return ['must be an input type or an enum of its own subgraph']
  return membersOf(input).flatMap(({ name, directives }) => {
    const member = `${input.name.value}.${name.value}`
    const target = targetOf(directives)
    if (target === null) return [`${member} does not say what it looks at; add @filters(field:)`]
    if (!known.fields.has(target)) return [`${member} looks at ${target}, which is no field here`]
    const [type = '', field = ''] = target.split('.')
    const rule = known.rules.get(type)?.fields.get(field)
    // One that is not classified has a gate of its own (gates.ts).
    return known.decided || !rule || rule.class === 'OPEN'
      ? []
      : [`${member} looks at ${target}, which takes an @entry with reach SEARCH or LIST`]
  })
}

const coordinateOf = (type: ObjectTypeDefinitionNode, field: FieldDefinitionNode): string =>
  `${type.name.value}.${field.name.value}`

const inputsOf = (document: DocumentNode): ReadonlyMap<string, InputDefinition> =>
  new Map(
    document.definitions
      .filter(
        node => node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_DEFINITION,
      )
      .map(node => [node.name.value, node] as const),
  )

/** `and`, `or` and `not` hold filters of the same type, and look at nothing by themselves. */
const membersOf = (
  input: InputDefinition,
): readonly (InputValueDefinitionNode | EnumValueDefinitionNode)[] =>
  input.kind === Kind.ENUM_TYPE_DEFINITION
    ? (input.values ?? [])
    : (input.fields ?? []).filter(field => named(field.type) !== input.name.value)

const named = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type))

function targetOf(directives: readonly ConstDirectiveNode[] | undefined): string | null {
  const directive = directives?.find(({ name }) => name.value === 'filters')
  const value = directive?.arguments?.find(({ name }) => name.value === 'field')?.value
  return value?.kind === Kind.STRING ? value.value : null
}
