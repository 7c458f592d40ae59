// Whoever owns a request settles it once: runs it, records the release, and runs it again when a fact has changed.
import { createHash, randomUUID } from 'node:crypto'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { openOperation, type Services } from './operation.ts'
import { refusalError } from './refusal-error.ts'
import type { RefusalCode } from './refusals.ts'
import type { Request, RequestContext } from './request.ts'

/** What was executed, before it is known whether it may leave. */
export interface Executed {
  readonly data?: Record<string, unknown> | null | undefined
  readonly errors?: readonly GraphQLFormattedError[]
  readonly extensions?: Record<string, unknown>
}

// Decided again with the facts as they are then, twice at most; then once more without what still does not hold.
const mostAttempts = 3

/**
 * Runs an operation and gives its answer once the release is recorded. A stale answer is thrown away and decided
 * again; a mutation's command stands, and only what it returns is withheld.
 */
export async function answer(
  request: Request,
  operation: { readonly hash: string; readonly mutation: boolean },
  services: Services,
  run: (context: RequestContext) => Promise<Executed>,
): Promise<Executed> {
  const fault = once(services, request.id)
  const watched = watch(services, fault)
  const lost = new Set<string>()
  for (let attempt = 1; ; attempt++) {
    const last = operation.mutation || attempt > mostAttempts
    const access = openOperation(request, operation.hash, watched, last ? lost : undefined)
    const executed = await run({ request, access, fault, stores: new Map() })
    try {
      const missing = await access.settle(operation.mutation)
      if (missing.length === 0)
        return { ...executed, extensions: extend(executed, request, access.explain()) }
      for (const id of missing) lost.add(id)
      if (!last) continue
      await access.settleRefused()
      return refused('INDETERMINATE', operation.mutation, executed)
    } catch (error) {
      fault(error)
      return refused('LOG_UNAVAILABLE', operation.mutation, executed)
    }
  }
}

/** Tells of an operation's first failure only: what comes after it follows from it, or is the same again. */
function once(services: Services, id: string): RequestContext['fault'] {
  let told = false
  return error => {
    // An error with a code was made to be seen by the caller.
    if (told || (error instanceof GraphQLError && error.extensions.code)) return
    told = true
    services.fault?.(id, error)
  }
}

/** What fails behind a decision refuses; here it is seen before it becomes a refusal. */
function watch(services: Services, fault: RequestContext['fault']): Services {
  const seen = (error: unknown): never => {
    fault(error)
    throw error
  }
  return {
    ...services,
    readFacts: query => services.readFacts(query).catch(seen),
    subjectOf: (kind, number) => services.subjectOf(kind, number).catch(seen),
  }
}

/** The operation without its literals, hashed: the same for the same question about whomever. */
export function hashOperation(text: string): string {
  const bare = text.replace(/"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|\b\d+(?:\.\d+)?\b/g, '?').replace(/\s+/g, ' ')
  return createHash('sha256').update(bare).digest('hex')
}

export const randomRequestId = (): string => randomUUID()

function refused(code: RefusalCode, mutation: boolean, { data }: Executed): Executed {
  const error = refusalError(code, { field: mutation ? 'Mutation' : 'Query', activity: null })
  // A command that failed, or was not permitted, answered nothing.
  const stands = mutation && Object.values(data ?? {}).some(result => result !== null)
  return { data: null, errors: stands ? [error, commandStands] : [error] }
}

const commandStands = new GraphQLError(
  'The command was carried out, unless its problems said otherwise; read it again.',
  {
    extensions: { code: 'COMMAND_STANDS' },
  },
)

function extend(
  executed: Executed,
  request: Request,
  { obligations, decisions }: ReturnType<ReturnType<typeof openOperation>['explain']>,
): Record<string, unknown> {
  const access = {
    ...(obligations.length > 0 && { obligations }),
    ...(request.explain && { decisions }),
  }
  const { effective, registered } = request.asOf
  return {
    ...executed.extensions,
    asOf: { effective: effective.toISOString(), registered: registered.toISOString() },
    ...(Object.keys(access).length > 0 && { access }),
  }
}
