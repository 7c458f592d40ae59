// Reads an answer's errors and extensions into lists that a person can read.
import type { Lang } from './wording.ts'

/** A refused field, once for all places where it was refused for the same reason. */
export interface ListedRefusal {
  readonly code: string
  readonly field: string
  readonly help: string
  readonly count: number
}

export interface ReadAnswer {
  readonly refusals: readonly ListedRefusal[]
  /** Errors that are no refusals: a malformed value, a broken subgraph, a request that was not executed. */
  readonly errors: readonly { readonly code: string; readonly message: string }[]
  /** Why commands were not carried out. */
  readonly problems: readonly { readonly code: string; readonly path: string; readonly message: string }[]
  readonly obligations: readonly string[]
  /** Only with `Access-Explain`: the grounds on which fields were given. */
  readonly grounds: readonly { readonly ground: string; readonly fields: readonly string[] }[]
}

/** Never throws: what does not have the expected form is left out. */
export function readAnswer(answer: unknown, lang: Lang): ReadAnswer {
  const errors = list(property(answer, 'errors'))
  const access = property(property(answer, 'extensions'), 'access')
  const single = errors.filter(isRefusal).map(error => {
    const about = property(error.extensions, 'access')
    return refusal(error.extensions, about, 1, lang)
  })
  const grouped = list(property(access, 'refusals')).map(one =>
    refusal(one, one, list(property(one, 'paths')).length || 1, lang),
  )
  return {
    refusals: together([...single, ...grouped]),
    errors: errors.filter(error => !isRefusal(error)).map(readError),
    problems: problemsIn(property(answer, 'data')),
    obligations: [...new Set(list(property(access, 'obligations')).map(one => text(one, 'code')))],
    grounds: readGrounds(list(property(access, 'decisions'))),
  }
}

function isRefusal(error: unknown): error is { extensions: unknown } {
  return property(property(error, 'extensions'), 'access') !== undefined
}

function refusal(coded: unknown, about: unknown, count: number, lang: Lang): ListedRefusal {
  const help = property(about, 'help')
  return {
    code: text(coded, 'code'),
    field: text(about, 'field'),
    help: typeof help === 'string' ? help : text(help, lang),
    count,
  }
}

function together(refusals: readonly ListedRefusal[]): ListedRefusal[] {
  const byKey = new Map<string, ListedRefusal>()
  for (const one of refusals) {
    const key = `${one.code} ${one.field}`
    byKey.set(key, { ...one, count: one.count + (byKey.get(key)?.count ?? 0) })
  }
  return [...byKey.values()]
}

function readError(error: unknown): { code: string; message: string } {
  return { code: text(property(error, 'extensions'), 'code'), message: text(error, 'message') }
}

function problemsIn(data: unknown): { code: string; path: string; message: string }[] {
  if (typeof data !== 'object' || data === null) return []
  return Object.values(data)
    .flatMap(result => list(property(result, 'problems')))
    .map(problem => ({
      code: text(problem, 'code'),
      path: text(problem, 'path'),
      message: text(problem, 'message'),
    }))
}

function readGrounds(decisions: readonly unknown[]): { ground: string; fields: string[] }[] {
  const byGround = new Map<string, Set<string>>()
  for (const decision of decisions) {
    const ground = text(decision, 'ground')
    if (!ground) continue
    byGround.set(ground, (byGround.get(ground) ?? new Set<string>()).add(text(decision, 'field')))
  }
  return [...byGround].map(([ground, fields]) => ({ ground, fields: [...fields] }))
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function text(value: unknown, name: string): string {
  const found = property(value, name)
  return typeof found === 'string' ? found : ''
}
