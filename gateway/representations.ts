// Builds the representation by which a subgraph finds an entity: keys and required fields, from what is known of it.
import type {
  FetchNodePathSegment,
  InputRewrite,
  RequiresSelection,
} from '@graphql-hive/router-query-planner'
import type { GraphQLSchema } from 'graphql'
import { type Bare, bare, isRecord, own } from './bare.ts'
import type { Failure, FailureNode } from './failures.ts'
import { isOfType } from './places.ts'

export interface Representation {
  readonly value: Bare
  /** Inputs that are not known, by their name in the subgraph, with the failures that took them (maybe none). */
  readonly missing: ReadonlyMap<string, readonly Failure[]>
}

/** Undefined when no selection is meant for the object's run-time type. */
export function represent(
  object: Bare,
  requires: readonly RequiresSelection[],
  rewrites: readonly InputRewrite[],
  failures: FailureNode | undefined,
  schema: GraphQLSchema,
): Representation | undefined {
  const value = bare()
  const missing = new Map<string, readonly Failure[]>()
  select(object, requires, failures, value, missing, schema)
  if (value.__typename === undefined) return undefined
  for (const rewrite of rewrites) applyRewrite(value, rewrite, schema)
  return { value, missing }
}

function select(
  object: Bare,
  selections: readonly RequiresSelection[],
  failures: FailureNode | undefined,
  into: Bare,
  missing: Map<string, readonly Failure[]>,
  schema: GraphQLSchema,
): void {
  for (const selection of selections) {
    if (selection.kind === 'InlineFragment') {
      if (!fits(object.__typename, selection.typeCondition, schema)) continue
      into.__typename ??= object.__typename ?? selection.typeCondition
      select(object, selection.selections, failures, into, missing, schema)
    } else if (selection.kind === 'Field') {
      // The planner's `name` is the key in our data, its `alias` the name in the representation.
      const name = selection.alias ?? selection.name
      const key = Object.hasOwn(object, selection.name) ? selection.name : name
      if (name === '__typename') into.__typename ??= object.__typename
      else
        takeField(
          object,
          key,
          name,
          selection.selections ?? [],
          failures?.children.get(key),
          into,
          missing,
          schema,
        )
    } else {
      throw new Error('The plan requires a named fragment, which the planner is not known to make.')
    }
  }
}

function takeField(
  object: Bare,
  key: string,
  name: string,
  selections: readonly RequiresSelection[],
  failures: FailureNode | undefined,
  into: Bare,
  missing: Map<string, readonly Failure[]>,
  schema: GraphQLSchema,
): void {
  const value = own(object, key)
  const failed = failures?.reported !== undefined || (failures !== undefined && (value ?? null) === null)
  if (value === undefined || failed) {
    missing.set(name, failures?.all() ?? [])
    return
  }
  into[name] = takeValue(value, selections, failures, schema, lost => {
    missing.set(name, [...(missing.get(name) ?? []), ...lost])
  })
  if (missing.has(name)) delete into[name]
}

/** Inside a required object, a failed part takes the whole input; a part that is only not there is left out. */
function takeValue(
  value: unknown,
  selections: readonly RequiresSelection[],
  failures: FailureNode | undefined,
  schema: GraphQLSchema,
  lose: (failures: readonly Failure[]) => void,
): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) =>
      takeValue(item, selections, failures?.children.get(index), schema, lose),
    )
  }
  if (failures?.reported || (value === null && failures)) lose(failures.all())
  if (!isRecord(value) || selections.length === 0) return value
  const inner = bare()
  const missing = new Map<string, readonly Failure[]>()
  select(value, selections, failures, inner, missing, schema)
  for (const lost of missing.values()) if (lost.length > 0) lose(lost)
  return inner
}

function fits(typename: unknown, condition: string, schema: GraphQLSchema): boolean {
  // An interface object is known by the interface's name: then every implementation's selection is meant.
  return (
    isOfType(typename, condition, schema) ||
    (typeof typename === 'string' && isOfType(condition, typename, schema))
  )
}

function applyRewrite(value: Bare, rewrite: InputRewrite, schema: GraphQLSchema): void {
  if ('ValueSetter' in rewrite || 'setValueTo' in rewrite) {
    const setter = 'ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite
    edit(value, setter.path, schema, (object, key) => {
      object[key] = setter.setValueTo
    })
  } else {
    const { path, renameKeyTo } = rewrite.KeyRenamer
    edit(value, path, schema, (object, key) => {
      object[renameKeyTo] = object[key]
      if (renameKeyTo !== key) delete object[key]
    })
  }
}

function edit(
  value: unknown,
  path: readonly FetchNodePathSegment[],
  schema: GraphQLSchema,
  change: (object: Bare, key: string) => void,
): void {
  const [segment, ...rest] = path
  if (Array.isArray(value)) {
    for (const item of value) edit(item, path, schema, change)
  } else if (!isRecord(value) || segment === undefined) {
    return
  } else if ('TypenameEquals' in segment) {
    if (segment.TypenameEquals.some(type => isOfType(value.__typename, type, schema))) {
      edit(value, rest, schema, change)
    }
  } else if (Object.hasOwn(value, segment.Key)) {
    if (rest.length === 0) change(value, segment.Key)
    else edit(value[segment.Key], rest, schema, change)
  }
}
