// Which fields a list's filters and orders look at, read from the coerced arguments by the SDL's own markings.
import {
  type ConstDirectiveNode,
  type GraphQLArgument,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
} from 'graphql'

/** The arguments that filter and order: everything in them must say what it looks at. */
export const filteringArguments: readonly string[] = ['where', 'orderBy']

/** What the arguments of one operation use. */
export interface Used {
  /** Schema coordinates, each once. */
  readonly coordinates: readonly string[]
  /** Something was used that does not say what it looks at. */
  readonly unmarked: boolean
  /** At least one attribute was given to find by. */
  readonly searched: boolean
}

interface Found {
  readonly coordinates: Set<string>
  unmarked: boolean
  searched: boolean
}

/** Reads the values of a root field's `where` and `orderBy`. */
export function usedFields(
  args: readonly GraphQLArgument[],
  values: Readonly<Record<string, unknown>>,
): Used {
  const found: Found = { coordinates: new Set(), unmarked: false, searched: false }
  for (const { name, type } of args) if (filteringArguments.includes(name)) walk(type, values[name], found)
  return { ...found, coordinates: [...found.coordinates] }
}

function walk(declared: GraphQLInputType, value: unknown, found: Found): void {
  const type = getNullableType(declared)
  if (value === null || value === undefined) return
  if (isListType(type)) {
    for (const item of Array.isArray(value) ? value : [value]) walk(type.ofType, item, found)
  } else if (isEnumType(type)) {
    mark(type.getValues().find(one => one.value === value)?.astNode?.directives, found)
  } else if (isInputObjectType(type)) {
    for (const [name, inner] of Object.entries(value as object)) walkField(type, name, inner, found)
  } else found.unmarked = true
}

function walkField(type: GraphQLInputObjectType, name: string, value: unknown, found: Found): void {
  const field = type.getFields()[name]
  if (field && unlisted(field.type) === type) {
    const { searched } = found
    walk(field.type, value, found)
    // What somebody is not says little about who they are.
    if (name === 'not') found.searched = searched
    return
  }
  mark(field?.astNode?.directives, found)
  if (value !== null && value !== undefined) found.searched = true
}

/** `and`, `or` and `not` hold filters of the same type, and look at nothing by themselves. */
function unlisted(type: GraphQLInputType): GraphQLInputType {
  const nullable = getNullableType(type)
  return isListType(nullable) ? unlisted(nullable.ofType) : nullable
}

function mark(directives: readonly ConstDirectiveNode[] | undefined, found: Found): void {
  const directive = directives?.find(({ name }) => name.value === 'filters')
  const value = directive?.arguments?.find(({ name }) => name.value === 'field')?.value
  if (value?.kind === 'StringValue') found.coordinates.add(value.value)
  else found.unmarked = true
}
