// What becomes of a decision: the value, a null, or an error that says why not.
import type { GraphQLFieldResolver } from 'graphql'
import type { FieldRule } from './classification.ts'
import type { Decision } from './decide.ts'
import { refusalError } from './refusal-error.ts'
import type { RequestContext } from './request.ts'

export type Resolver = GraphQLFieldResolver<unknown, RequestContext>

/** What a decision is about. `subject`: told with a refusal; null when it may not be. */
export interface About {
  readonly rule: FieldRule
  readonly subject: string | null
  readonly context: RequestContext
}

/** Gives what was permitted; null what is withheld. Throws the refusal. */
export function settle(decision: Decision | Promise<Decision>, about: About, give: () => unknown): unknown {
  return decision instanceof Promise
    ? decision.then(known => answer(known, about, give))
    : answer(decision, about, give)
}

function answer(decision: Decision, { rule, subject, context }: About, give: () => unknown): unknown {
  if (decision.outcome === 'PERMIT') return give()
  if (decision.outcome === 'WITHHOLD') return null
  throw refusalError(decision.code, { field: rule.coordinate, subject, activity: context.request.activity })
}

/** The text at a path of the object; null when any part of the path is missing. */
export function read(parent: unknown, path: readonly string[]): string | null {
  let value: unknown = parent
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null
    value = (value as Record<string, unknown>)[key]
  }
  return typeof value === 'string' ? value : null
}
