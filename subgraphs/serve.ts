// Serves one subgraph alone over HTTP: it verifies the caller's own token, decides, records, and only then answers.
import { getOperationAST } from 'graphql'
import { answer, hashOperation } from '../access/answer.ts'
import { groupRefusals } from '../access/grouping.ts'
import type { Database } from '../database/connect.ts'
import { type Asked, graphRoute } from '../door/graph.ts'
import { healthRoute } from '../door/health.ts'
import { openIdentity, type TrustedIssuer } from '../door/identity.ts'
import { type Listening, listen } from '../door/listen.ts'
import { openLog } from '../door/log.ts'
import { openWatch } from '../door/watch.ts'
import { isLoopback, type Settings } from '../settings.ts'
import { definitions } from './definitions.ts'
import { openSubgraphs } from './open.ts'
import type { SubgraphName } from './registry.ts'

export interface ServeOptions {
  readonly settings: Settings
  readonly database: Database
  readonly trusted: TrustedIssuer
  readonly port: number
  /** Connections of each pool. */
  readonly connections?: number
}

// A gateway's plan is longer than what a person writes, and its lists of representations are long.
export const subgraphLimits = {
  body: { bytes: 4 * 1024 * 1024, depth: 20, values: 100_000 },
  document: {
    selections: 2_000,
    depth: 40,
    aliases: 500,
    directives: 500,
    rootFields: 100,
    values: 200_000,
  },
  tokens: 10_000,
}
const subgraphTimeoutMs = 2_000

/** Rejects when the port cannot be listened on. */
export async function serveSubgraph(name: SubgraphName, options: ServeOptions): Promise<Listening> {
  const { settings, database, trusted, port, connections } = options
  const watch = await openWatch(settings, name)
  const log = watch.metrics.counting(openLog(settings.log))
  const open = openSubgraphs(
    database,
    [name],
    { process: name, role: definitions[name].role },
    {
      ...{ connections, watch, operator: settings.operatorCvr, powerYears: settings.powerYears },
      fault: log.fault,
    },
  )
  const subgraph = open.running[0]!
  const end = async () => {
    await open.close()
    await watch.close()
  }
  const route = graphRoute({
    ...openIdentity(settings, trusted, open.reader),
    timeoutMs: subgraphTimeoutMs,
    limits: subgraphLimits,
    async answer({ request, document, documentText, operationName, variables }: Asked) {
      const mutation = getOperationAST(document, operationName)?.operation === 'mutation'
      const operation = { query: documentText, variables, ...(operationName && { operationName }) }
      const about = { hash: hashOperation(documentText), mutation }
      const answered = await answer(request, about, open.services, context =>
        subgraph.run(operation, context),
      )
      return { body: groupRefusals(answered) }
    },
  })
  const ready = async () => (await open.reader`select 1`).length === 1
  const listening = await listen({
    ...{ host: settings.host, port, routes: [healthRoute(ready), ...watch.routes, ...watch.traced([route])] },
    localNamesOnly: isLoopback(settings.host),
    log,
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
