// The platform without identity, decisions and log, put together from the product's own parts: what they are measured against.
import type { Request, RequestContext } from '../access/request.ts'
import { connect, type Database } from '../database/connect.ts'
import { graphRoute } from '../door/graph.ts'
import { type Listening, listen } from '../door/listen.ts'
import { openLog } from '../door/log.ts'
import { openWatch, type Watch } from '../door/watch.ts'
import { type Gateway, openGateway } from '../gateway/platform.ts'
import { readSupergraphFile } from '../gateway/serve.ts'
import { watchTransport } from '../gateway/watched.ts'
import { readSettings } from '../settings.ts'
import { resolvable, runSchema } from '../subgraphs/build.ts'
import { definitions } from '../subgraphs/definitions.ts'
import { subgraphLimits } from '../subgraphs/serve.ts'
import { watchRole } from '../subgraphs/watched.ts'

/** The subgraphs that registers answer; the others hold nothing that can be asked without decisions. */
export const registers = ['persons', 'businesses'] as const
export type Register = (typeof registers)[number]

interface Options {
  /** Of each pool. */
  readonly connections?: number
  /** What counts and times, as the product does it; nothing is without it. */
  readonly watch?: Watch
}

/** A subgraph whose resolvers nobody guards. Nothing of it is reachable from the product. */
function openUndecidedSubgraph(name: Register, database: Database, { connections = 10, watch }: Options) {
  const contexts = new WeakMap<Request, RequestContext>()
  const contextOf = (request: Request): RequestContext => {
    // No access: what would ask for a decision fails.
    const context = contexts.get(request) ?? ({ request, stores: new Map() } as unknown as RequestContext)
    contexts.set(request, context)
    return context
  }
  const definition = definitions[name]
  const sql = connect(database, definition.role, { max: connections })
  if (watch) watchRole(sql, definition.role, connections, watch)
  const subgraph = runSchema(resolvable(definition), definition, definition.open(sql))
  return {
    run: (operation: Parameters<typeof subgraph.run>[0], { request }: { readonly request: Request }) =>
      subgraph.run(operation, contextOf(request)),
    close: () => sql.end({ timeout: 5 }),
  }
}

/** The gateway over such subgraphs. */
export async function openUndecided(
  database: Database,
  options: Options = {},
): Promise<{ readonly gateway: Gateway; close(): Promise<void> }> {
  const { watch } = options
  const opened = registers.map(name => [name, openUndecidedSubgraph(name, database, options)] as const)
  const transports = Object.fromEntries(
    opened.map(([name, { run }]) => [name, watch ? watchTransport(name, run, watch) : run]),
  )
  const gateway = await openGateway({ supergraph: readSupergraphFile(), transports, services: null })
  return {
    gateway,
    async close() {
      await gateway.close()
      await Promise.all(opened.map(([, { close }]) => close()))
    },
  }
}

type GraphOptions = Parameters<typeof graphRoute>[0]

/** The product's own door with nobody at it, on a free port of loopback. */
async function serveUnidentified(
  options: Omit<GraphOptions, 'identify' | 'lookupBusiness'>,
  close: () => Promise<void>,
  watch?: Watch,
): Promise<Listening> {
  const log = openLog('silent')
  const listening = await listen({
    ...{ host: '127.0.0.1', port: 0 },
    routes: [graphRoute({ identify: null, lookupBusiness: async () => '', ...options })],
    localNamesOnly: true,
    log: watch ? watch.metrics.counting(log) : log,
  })
  return {
    ...listening,
    async close() {
      await listening.close()
      await close()
    },
  }
}

/** Everything in one process. */
export async function serveUndecided(database: Database, options: Options = {}): Promise<Listening> {
  const { gateway, close } = await openUndecided(database, options)
  return serveUnidentified({ answer: gateway.answer }, close, options.watch)
}

/** The same with the product's metrics: what is left out are identity, decisions and log alone. */
export async function serveWatched(database: Database): Promise<Listening> {
  return serveUndecided(database, { watch: await openWatch(readSettings({}), 'gateway') })
}

/** One subgraph alone, for a gateway in another process. */
export async function serveUndecidedSubgraph(name: Register, database: Database): Promise<Listening> {
  const { run, close } = openUndecidedSubgraph(name, database, {})
  return serveUnidentified(
    {
      limits: subgraphLimits,
      async answer({ request, documentText, variables, operationName }) {
        const operation = { query: documentText, variables, ...(operationName && { operationName }) }
        return { body: await run(operation, { request }) }
      },
    },
    close,
  )
}
