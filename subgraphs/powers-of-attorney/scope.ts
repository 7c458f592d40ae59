// What a power of attorney may cover: fields, actions and activities; pure.
import type { Classification } from '../../access/classification.ts'
import { type Problem, type ProblemCode, problem } from '../problems.ts'
import type { Action } from './lifecycle.ts'

export interface Scope {
  /** Schema coordinates. */
  readonly fields: readonly string[]
  readonly actions: readonly Action[]
  /** Only for these; for all when empty. */
  readonly activities: readonly string[]
}

/** The most that one list holds. */
const mostListed = 100

const found = (is: boolean, code: ProblemCode, path: string): readonly Problem[] =>
  is ? [problem(code, path)] : []

/** What is wrong with a scope as it stands; whether its activities are there is the caller's to know. */
export function scopeProblems(
  { fields, actions, activities }: Scope,
  platform: Classification,
  path: (part: string) => string,
): readonly Problem[] {
  const lists = { fields, actions, activities }
  return [
    ...found(actions.length === 0, 'ACTIONS_MISSING', path('actions')),
    ...found(actions.includes('READ') && fields.length === 0, 'FIELDS_MISSING', path('fields')),
    ...Object.entries(lists).flatMap(([part, list]) => [
      ...found(new Set<string>(list).size < list.length, 'LISTED_TWICE', path(part)),
      ...found(list.length > mostListed, 'LIST_TOO_LONG', path(part)),
    ]),
    ...fields.flatMap((coordinate, index) => fieldProblems(coordinate, platform, path(`fields.${index}`))),
  ]
}

function fieldProblems(coordinate: string, platform: Classification, path: string): readonly Problem[] {
  const [typeName = '', fieldName = '', ...rest] = coordinate.split('.')
  const type = platform.get(typeName)
  const rule = type?.fields.get(fieldName)
  if (!type || !rule || rest.length > 0) return [problem('FIELD_UNKNOWN', path)]
  // Root fields and commands are ways in; parts of a value are decided with the field that holds it.
  if (type.value || rule.entry || rule.command) return [problem('FIELD_PART', path)]
  return found(rule.class === 'OPEN', 'FIELD_OPEN', path)
}

/** What is left of a scope beside a part of it. */
export interface Rest extends Scope {
  /** All but the part's: the whole is for every activity, and the part for some. */
  readonly everyOtherActivity: boolean
}

/** Null when nothing is left. */
export function restOf(whole: Scope, part: Scope): Rest | null {
  const everyOtherActivity = whole.activities.length === 0 && part.activities.length > 0
  const rest = {
    fields: whole.fields.filter(field => !part.fields.includes(field)),
    actions: whole.actions.filter(action => !part.actions.includes(action)),
    activities:
      part.activities.length === 0 ? [] : whole.activities.filter(id => !part.activities.includes(id)),
  }
  const left = [rest.fields, rest.actions, rest.activities].some(list => list.length > 0)
  return left || everyOtherActivity ? { ...rest, everyOtherActivity } : null
}

/** Whether one scope gives nothing that the other does not. */
export const within = (part: Scope, whole: Scope): boolean =>
  part.fields.every(field => whole.fields.includes(field)) &&
  part.actions.every(action => whole.actions.includes(action)) &&
  (whole.activities.length === 0 ||
    (part.activities.length > 0 && part.activities.every(activity => whole.activities.includes(activity))))
