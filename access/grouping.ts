// Many refusals as few: past fifty errors each reason is told once with all of its paths, and none is dropped.
import { GraphQLError, type GraphQLFormattedError } from 'graphql'

/** Errors that an answer may hold before its refusals are grouped. */
export const mostErrors = 50

/** Refusals alike in code and field. */
export interface RefusalGroup {
  readonly code: string
  /** Schema coordinate. */
  readonly field: string
  readonly help: { readonly da: string; readonly en: string }
  /** Where in the answer, list indexes included. */
  readonly paths: readonly (readonly (string | number)[])[]
}

/** An answer as far as grouping looks at it. */
interface Answer {
  readonly errors?: readonly GraphQLFormattedError[]
  readonly extensions?: Readonly<Record<string, unknown>>
}

interface Refusal extends GraphQLFormattedError {
  readonly path: readonly (string | number)[]
  readonly extensions: {
    readonly code: string
    readonly access: Pick<RefusalGroup, 'field' | 'help'> & { readonly activity?: string }
  }
}

/**
 * Puts refusals into `extensions.access.refusals` when there are more than fifty errors. Of each group the first stays
 * in `errors` too: routers drop extensions, and a null must not stand without any error. Other errors stay as they are.
 */
export function groupRefusals<Given extends Answer>(answer: Given): Given {
  const errors = answer.errors ?? []
  if (errors.length <= mostErrors) return answer
  const groups = Map.groupBy(errors.filter(isRefusal), ({ extensions: { code, access } }) =>
    JSON.stringify([code, access.field]),
  )
  const told = new Set<GraphQLFormattedError>([...groups.values()].map(([first]) => first!))
  const refusals = [...groups.values()].map(group => ({
    code: group[0]!.extensions.code,
    field: group[0]!.extensions.access.field,
    help: group[0]!.extensions.access.help,
    paths: group.map(({ path }) => path),
  }))
  if (refusals.length === 0) return answer
  const access = (answer.extensions?.access ?? {}) as object
  return {
    ...answer,
    errors: errors.filter(error => told.has(error) || !isRefusal(error)),
    extensions: { ...answer.extensions, access: { ...access, refusals } },
  }
}

/** The other way: every refusal an error at its own path again, as a gateway needs it to place them. */
export function ungroupRefusals<Given extends Answer>(answer: Given): Given {
  const { refusals, ...access } = (answer.extensions?.access ?? {}) as { refusals?: unknown }
  if (!Array.isArray(refusals)) return answer
  const groups = refusals as readonly RefusalGroup[]
  const first = new Map((answer.errors ?? []).filter(isRefusal).map(error => [place(error.path), error]))
  const others = (answer.errors ?? []).filter(error => !isRefusal(error))
  const single = groups.flatMap(group =>
    group.paths.map(path => first.get(place(path)) ?? errorAt(path, group)),
  )
  return { ...answer, errors: [...others, ...single], extensions: { ...answer.extensions, access } }
}

const place = (path: readonly (string | number)[]): string => JSON.stringify(path)

function errorAt(
  path: readonly (string | number)[],
  { code, field, help }: RefusalGroup,
): GraphQLFormattedError {
  const { message, extensions } = new GraphQLError(help.en, { extensions: { code, access: { field, help } } })
  return { message, path, extensions }
}

function isRefusal(error: GraphQLFormattedError): error is Refusal {
  const access = error.extensions?.access as Partial<RefusalGroup> | undefined
  return (
    Array.isArray(error.path) &&
    typeof error.extensions?.code === 'string' &&
    typeof access?.field === 'string' &&
    typeof access.help?.en === 'string'
  )
}
