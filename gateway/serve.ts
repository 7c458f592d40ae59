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
import { type Log, type LogLevel, openLog } from '../door/log.ts'
import { unauthenticated } from '../door/problem.ts'
import { openWatch, type Watch } from '../door/watch.ts'
import { isLoopback, readSettings, type Settings } from '../settings.ts'
import { openSubgraphs } from '../subgraphs/open.ts'
import { classifyPlatform, subgraphNames } from '../subgraphs/registry.ts'
import { guarded, type SubgraphRules } from './guarded.ts'
import { type Gateway, type GatewayContext, type GatewayOptions, openGateway } from './platform.ts'
import { httpTransport, type Transport } from './transport.ts'
import { watchTransport } from './watched.ts'

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
  const watch = await openWatch(settings, 'gateway')
  const log = watch.metrics.counting(openLog(settings.log))
  const open = openSubgraphs(
    database,
    subgraphNames,
    { process: 'gateway', role: 'access_log' },
    { watch, operator: settings.operatorCvr, powerYears: settings.powerYears, fault: log.fault },
  )
  const transports = Object.fromEntries(
    open.running.map(subgraph => {
      // The executor hands the context through that answer() gave it, with the operation's decisions.
      const run: Transport<GatewayContext> = (operation, context) =>
        subgraph.run(operation, context as Required<GatewayContext>)
      return [subgraph.name, watchTransport(subgraph.name, run, watch)] as const
    }),
  )
  const supergraph = readSupergraphFile()
  const gateway = await openGateway({
    ...{ supergraph, transports, services: open.services },
    ...around(watch),
  })
  const graph = graphRoute({ ...openIdentity(settings, trusted, open.reader), answer: gateway.answer })
  const ready = async () => (await open.reader`select 1`).length === 1
  const routes = [...(options.routes ?? []), healthRoute(ready), schemaRoute(gateway), graph]
  return serve(gateway, { host: settings.host, port: options.port, log, watch }, routes, open.close)
}

export interface RemoteOptions {
  readonly host: string
  readonly port: number
  /** A Federation 2 supergraph. */
  readonly supergraph: string
  /** Address of each subgraph by its name, or where it is at the moment. */
  readonly addresses: Readonly<Record<string, string | (() => string)>>
  /** How long and how often a subgraph is asked; as the settings have it by default unless told. */
  readonly rules?: SubgraphRules
  /** Routes that are asked first: the development issuer, the playground. */
  readonly routes?: readonly Route[]
  /** Whether it should be sent requests; always unless told. */
  readonly ready?: () => boolean
  readonly log?: LogLevel
  /** Who may read its metrics, and who gets its traces; nobody but loopback, and nobody, unless told. */
  readonly watched?: Pick<Settings, 'metricsToken' | 'tracesEndpoint'>
}

/** How a gateway asks subgraphs elsewhere, as the settings say. */
export function subgraphRules(settings: Settings): SubgraphRules {
  return {
    timeoutMs: settings.subgraphTimeout,
    retries: settings.subgraphRetries,
    breaker: {
      failures: settings.breakerFailures,
      windowMs: settings.breakerWindow * 1_000,
      openMs: settings.breakerOpen * 1_000,
    },
  }
}

/** The gateway alone. It decides nothing: every subgraph verifies the caller's own token, which goes on to it. */
export async function serveRemoteGateway(options: RemoteOptions): Promise<Listening> {
  const {
    host,
    port,
    supergraph,
    addresses,
    ready = () => true,
    rules = subgraphRules(readSettings({})),
  } = options
  const { timeoutMs } = rules
  const watch = await openWatch({ host, ...unwatched, ...options.watched }, 'gateway')
  const log = watch.metrics.counting(openLog(options.log ?? 'errors'))
  const headers = ({ request }: GatewayContext) => ({ ...request.forward, ...watch.tracing.outgoing() })
  const transports = Object.fromEntries(
    Object.entries(addresses).map(([name, url]) => {
      const transport = guarded(httpTransport<GatewayContext>({ name, url, timeoutMs, headers }), rules)
      return [name, watchTransport(name, ungrouped(transport), watch)]
    }),
  )
  const gateway = await openGateway({
    ...{ supergraph, transports, services: null, fetchTimeoutMs: timeoutMs },
    ...around(watch),
  })
  const answer = async (asked: Asked) => authenticated(asked, await gateway.answer(asked))
  const graph = graphRoute({ identify: null, lookupBusiness: async () => '', answer })
  const routes = [...(options.routes ?? []), healthRoute(async () => ready()), schemaRoute(gateway), graph]
  return serve(gateway, { host, port, log, watch }, routes, async () => {})
}

const unwatched = { metricsToken: null, tracesEndpoint: null }

/** Planning takes the processor and waits for nothing: its share shows in a trace alone. */
const around = ({ tracing }: Watch): Pick<GatewayOptions, 'planning'> =>
  tracing.on ? { planning: plan => tracing.brief('plan', plan) } : {}

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

interface Serving {
  readonly host: string
  readonly port: number
  readonly log: Log
  readonly watch: Watch
}

async function serve(
  gateway: Gateway,
  { host, port, log, watch }: Serving,
  routes: readonly Route[],
  close: () => Promise<void>,
): Promise<Listening> {
  const end = async () => {
    await gateway.close()
    await close()
    await watch.close()
  }
  const listening = await listen({
    ...{ host, port, log, routes: [...watch.routes, ...watch.traced(routes)] },
    localNamesOnly: isLoopback(host),
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
