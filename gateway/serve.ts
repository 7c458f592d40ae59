// Serves the gateway: over subgraphs in this process, or over subgraphs elsewhere by HTTP.
import { readFileSync } from 'node:fs'
import { getOperationAST, printSchema } from 'graphql'
import { catalogue } from '../access/catalogue.ts'
import { ungroupRefusals } from '../access/grouping.ts'
import type { Database } from '../database/connect.ts'
import { type Answered, type Asked, graphRoute } from '../door/graph.ts'
import { healthRoute } from '../door/health.ts'
import { openIdentity, type TrustedIssuer } from '../door/identity.ts'
import { type Listening, listen, type Route } from '../door/listen.ts'
import { openLog } from '../door/log.ts'
import { unauthenticated } from '../door/problem.ts'
import { isLoopback, type Settings } from '../settings.ts'
import { openSubgraphs } from '../subgraphs/open.ts'
import { classifyPlatform, subgraphNames } from '../subgraphs/registry.ts'
import { type Gateway, type GatewayContext, openGateway } from './platform.ts'
import { httpTransport, type Transport } from './transport.ts'

export interface ServeGatewayOptions {
  readonly settings: Settings
  readonly database: Database
  readonly trusted: TrustedIssuer
  readonly port: number
  /** Routes that are asked first: the development issuer, the playground. */
  readonly routes?: readonly Route[]
}

/** The supergraph that stands in the repository: schema/supergraph.graphql. */
export const readSupergraphFile = (): string =>
  readFileSync(new URL('../schema/supergraph.graphql', import.meta.url), 'utf8')

/** The whole platform in this process. Rejects when the port cannot be listened on. */
export async function serveGateway(options: ServeGatewayOptions): Promise<Listening> {
  const { settings, database, trusted } = options
  const { fault } = openLog(settings.log)
  const open = openSubgraphs(
    database,
    subgraphNames,
    { process: 'gateway', role: 'access_log' },
    { operator: settings.operatorCvr, powerYears: settings.powerYears, fault },
  )
  const transports = Object.fromEntries(
    open.running.map(subgraph => {
      // The executor hands the context through that answer() gave it, with the operation's decisions.
      const run: Transport<GatewayContext> = (operation, context) =>
        subgraph.run(operation, context as Required<GatewayContext>)
      return [subgraph.name, run] as const
    }),
  )
  const gateway = await openGateway({ supergraph: readSupergraphFile(), transports, services: open.services })
  const graph = graphRoute({ ...openIdentity(settings, trusted, open.reader), answer: gateway.answer })
  const ready = async () => (await open.reader`select 1`).length === 1
  const routes = [...(options.routes ?? []), healthRoute(ready), schemaRoute(gateway), graph]
  return serve(gateway, options, routes, open.close)
}

export interface RemoteOptions {
  readonly host: string
  readonly port: number
  /** A Federation 2 supergraph. */
  readonly supergraph: string
  /** Address of each subgraph by its name, as the supergraph gives them unless told. */
  readonly addresses: Readonly<Record<string, string>>
}

const subgraphTimeoutMs = 2_000

/** The gateway alone. It decides nothing: every subgraph verifies the caller's own token, which goes on to it. */
export async function serveRemoteGateway({
  host,
  port,
  supergraph,
  addresses,
}: RemoteOptions): Promise<Listening> {
  const headers = ({ request }: GatewayContext) => request.forward
  const transports = Object.fromEntries(
    Object.entries(addresses).map(([name, url]) => [
      name,
      ungrouped(httpTransport<GatewayContext>({ name, url, timeoutMs: subgraphTimeoutMs, headers })),
    ]),
  )
  const gateway = await openGateway({ supergraph, transports, services: null })
  const answer = async (asked: Asked) => authenticated(asked, await gateway.answer(asked))
  const graph = graphRoute({ identify: null, lookupBusiness: async () => '', answer })
  const routes = [healthRoute(async () => true), schemaRoute(gateway), graph]
  return serve(gateway, { host, port }, routes, async () => {})
}

/**
 * A subgraph that says 401 speaks of the request as a whole: the token is the caller's own. Throws what the subgraphs
 * say, unless a command was carried out before its token ended.
 */
function authenticated({ request, document, operationName }: Asked, answered: Answered): Answered {
  const { errors = [], data } = answered.body
  if (!errors.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED')) return answered
  const isMutation = getOperationAST(document, operationName)?.operation === 'mutation'
  if (isMutation && Object.values(data ?? {}).some(value => value !== null)) return answered
  throw unauthenticated('authorization' in request.forward)
}

/** A subgraph groups its many refusals for whoever asks it directly; here each goes to its own place again. */
const ungrouped =
  (transport: Transport<GatewayContext>): Transport<GatewayContext> =>
  async (request, context) =>
    ungroupRefusals(await transport(request, context))

async function serve(
  gateway: Gateway,
  options: Pick<RemoteOptions, 'port'> & ({ readonly host: string } | { readonly settings: Settings }),
  routes: readonly Route[],
  close: () => Promise<void>,
): Promise<Listening> {
  const host = 'host' in options ? options.host : options.settings.host
  const end = async () => {
    await gateway.close()
    await close()
  }
  const listening = await listen({
    ...{ host, port: options.port, routes },
    localNamesOnly: isLoopback(host),
    log: openLog('settings' in options ? options.settings.log : 'errors'),
  }).catch(async error => {
    await end()
    throw error
  })
  return {
    ...listening,
    async close() {
      await listening.close()
      await end()
    },
  }
}

/** `/schema.graphql` and `/fields`: the schema and the field catalogue are public by decision. */
function schemaRoute({ apiSchema }: Gateway): Route {
  const texts = new Map([
    ['/schema.graphql', printSchema(apiSchema)],
    ['/fields', catalogue(classifyPlatform())],
  ])
  return (request, response, { path }) => {
    const text = texts.get(path)
    if (text === undefined || request.method !== 'GET') return false
    response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text)
    return true
  }
}
