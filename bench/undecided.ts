// The platform without identity, decisions and log, put together from the product's own parts: what they are measured against.
import type { Request, RequestContext } from '../access/request.ts'
import { connect, type Database } from '../database/connect.ts'
import { graphRoute } from '../door/graph.ts'
import { type Listening, listen } from '../door/listen.ts'
import { openLog } from '../door/log.ts'
import { type Gateway, openGateway } from '../gateway/platform.ts'
import { readSupergraphFile } from '../gateway/serve.ts'
import { resolvable, runSchema } from '../subgraphs/build.ts'
import { definitions } from '../subgraphs/definitions.ts'

/** The subgraphs that registers answer; the others hold nothing that can be asked without decisions. */
const names = ['persons', 'businesses'] as const

/** The gateway over subgraphs whose resolvers nobody guards. Nothing of it is reachable from the product. */
export async function openUndecided(
  database: Database,
  connections = 10,
): Promise<{ readonly gateway: Gateway; close(): Promise<void> }> {
  const contexts = new WeakMap<Request, RequestContext>()
  const contextOf = (request: Request): RequestContext => {
    // No access: what would ask for a decision fails.
    const context = contexts.get(request) ?? ({ request, stores: new Map() } as unknown as RequestContext)
    contexts.set(request, context)
    return context
  }
  const opened = names.map(name => {
    const definition = definitions[name]
    const sql = connect(database, definition.role, { max: connections })
    return { name, sql, subgraph: runSchema(resolvable(definition), definition, definition.open(sql)) }
  })
  const transports = Object.fromEntries(
    opened.map(({ name, subgraph }) => [
      name,
      (operation: Parameters<typeof subgraph.run>[0], { request }: { request: Request }) =>
        subgraph.run(operation, contextOf(request)),
    ]),
  )
  const gateway = await openGateway({ supergraph: readSupergraphFile(), transports, services: null })
  return {
    gateway,
    async close() {
      await gateway.close()
      await Promise.all(opened.map(({ sql }) => sql.end({ timeout: 5 })))
    },
  }
}

/** The same behind the same door, on a free port of loopback. */
export async function serveUndecided(database: Database): Promise<Listening> {
  const { gateway, close } = await openUndecided(database)
  const graph = graphRoute({ identify: null, lookupBusiness: async () => '', answer: gateway.answer })
  const listening = await listen({
    ...{ host: '127.0.0.1', port: 0, routes: [graph] },
    localNamesOnly: true,
    log: openLog('silent'),
  })
  return {
    ...listening,
    async close() {
      await listening.close()
      await close()
    },
  }
}
