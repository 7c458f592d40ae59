// Reads a `@requires` field set: which top fields of the entity a field cannot be computed without.
import { Kind, parse, type SelectionSetNode } from 'graphql'

export function requiredFields(fieldSet: string): ReadonlySet<string> {
  const [definition] = parse(`{${fieldSet}}`).definitions
  const names = new Set<string>()
  if (definition?.kind === Kind.OPERATION_DEFINITION) collect(definition.selectionSet, names)
  return names
}

function collect(set: SelectionSetNode, names: Set<string>): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) names.add(selection.name.value)
    else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet, names)
  }
}
