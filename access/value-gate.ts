// A gate of composition: a value type is decided with the field it stands in, so it may hold nothing more sensitive.
import { type DocumentNode, Kind, type ObjectTypeDefinitionNode, type TypeNode } from 'graphql'
import { type Classification, classify, type DataClass, type FieldRule } from './classification.ts'

const sensitivity: readonly DataClass[] = ['OPEN', 'ORDINARY', 'CONFIDENTIAL', 'SENSITIVE', 'PERSONAL_NUMBER']

/** Fields of value types that a less sensitive field would give away, one objection each. */
export function valueObjections(document: DocumentNode): readonly string[] {
  const rules = classify(document)
  const shape = readShape(document)
  return [...rules.values()]
    .filter(type => !type.value)
    .flatMap(type => [...type.fields.values()])
    .flatMap(field => exposed(field, rules, shape))
}

/** The named type of each field, and the members of each union. */
interface Shape {
  readonly fields: ReadonlyMap<string, string>
  readonly members: ReadonlyMap<string, readonly string[]>
}

function readShape(document: DocumentNode): Shape {
  const objects = document.definitions.filter(node => node.kind === Kind.OBJECT_TYPE_DEFINITION)
  const unions = document.definitions.filter(node => node.kind === Kind.UNION_TYPE_DEFINITION)
  return {
    fields: new Map(objects.flatMap(fieldTypes)),
    members: new Map(
      unions.map(({ name, types }) => [name.value, (types ?? []).map(type => type.name.value)]),
    ),
  }
}

const fieldTypes = ({ name, fields }: ObjectTypeDefinitionNode) =>
  (fields ?? []).map(field => [`${name.value}.${field.name.value}`, namedType(field.type)] as const)

const namedType = (type: TypeNode): string =>
  type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type)

/** Walks the value types that the field leads to, and no further: an entity's fields are decided for themselves. */
function exposed(field: FieldRule, rules: Classification, shape: Shape): readonly string[] {
  const seen = new Set<string>()
  const found: string[] = []
  const walk = (typeName: string): void => {
    for (const member of shape.members.get(typeName) ?? []) walk(member)
    const type = rules.get(typeName)
    if (!type?.value || seen.has(typeName)) return
    seen.add(typeName)
    for (const inner of type.fields.values()) {
      if (isMore(inner.class, field.class))
        found.push(
          `${field.coordinate}: is ${field.class}, and would give away ${inner.coordinate}, ${inner.class}`,
        )
      walk(shape.fields.get(inner.coordinate) ?? '')
    }
  }
  walk(shape.fields.get(field.coordinate) ?? '')
  return found
}

const isMore = (one: DataClass, other: DataClass): boolean =>
  sensitivity.indexOf(one) > sensitivity.indexOf(other)
