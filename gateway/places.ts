// Finds the objects at which a fetch continues: follows a flatten path through lists and type conditions.
import type { FlattenNodePathSegment } from '@graphql-hive/router-query-planner'
import { type GraphQLSchema, isAbstractType, isObjectType } from 'graphql'
import { type Bare, isRecord } from './bare.ts'
import type { Step } from './failures.ts'

export interface Place {
  readonly object: Bare
  readonly path: readonly Step[]
}

type PathSegment = FlattenNodePathSegment

/** Each object once, even when several paths lead to it. */
export function findPlaces(data: Bare, paths: readonly PathSegment[][], schema: GraphQLSchema): Place[] {
  const found = new Map<Bare, Place>()
  for (const path of paths) walk(data, path, 0, [], found, schema)
  return [...found.values()]
}

function walk(
  value: unknown,
  path: readonly PathSegment[],
  depth: number,
  steps: readonly Step[],
  found: Map<Bare, Place>,
  schema: GraphQLSchema,
): void {
  const segment = path[depth]
  if (Array.isArray(value)) {
    // The planner writes one "@" for a list of lists, too: every list is walked, and "@" itself says nothing more.
    for (const [index, item] of value.entries()) walk(item, path, depth, [...steps, index], found, schema)
  } else if (!isRecord(value)) {
    return
  } else if (segment === undefined) {
    found.set(value, { object: value, path: steps })
  } else if (segment === '@') {
    walk(value, path, depth + 1, steps, found, schema)
  } else if ('Field' in segment) {
    walk(value[segment.Field], path, depth + 1, [...steps, segment.Field], found, schema)
  } else if (segment.TypeCondition.some(type => isOfType(value.__typename, type, schema))) {
    walk(value, path, depth + 1, steps, found, schema)
  }
}

/** Whether a run-time type meets a condition. Where the plan did not ask for the type, it needs no telling apart. */
export function isOfType(typename: unknown, condition: string, schema: GraphQLSchema): boolean {
  if (typeof typename !== 'string' || typename === condition) return true
  const type = schema.getType(condition)
  const actual = schema.getType(typename)
  return isAbstractType(type) && isObjectType(actual) && schema.isSubType(type, actual)
}
