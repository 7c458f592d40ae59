// The platform as `npm start -- --separate` runs it, for the tests that ask the one in this process otherwise.
import type { FormattedExecutionResult } from 'graphql'
import { startSubgraphs } from '../commands/start-separate.ts'
import { connectAsAdministrator, type Database } from '../database/connect.ts'
import type { GraphOperation } from '../gateway/platform.ts'
import { readSupergraphFile, serveRemoteGateway, subgraphRules } from '../gateway/serve.ts'
import { readSettings } from '../settings.ts'
import type { Recorded } from './asked.ts'
import { askRecorded, trustedIssuer } from './over-http.ts'
import type { As } from './platform.ts'

export interface Separate {
  /** Each operation over HTTP, with a token of its own: as the gateway in this process answers it. */
  answer(
    operation: GraphOperation,
  ): Promise<{ readonly status: number; readonly body: FormattedExecutionResult }>
  /** What the access log holds of an operation, by the request's id. */
  recordsOf(request: string): readonly Recorded[]
  close(): Promise<void>
}

/** Each subgraph in a process of its own, the gateway in front of them over HTTP. */
export async function openSeparate(database: Database, operatorCvr: string): Promise<Separate> {
  // The tests beside this one take their time, too.
  const settings = readSettings({ OPERATOR_CVR: operatorCvr, LOG: 'silent', SUBGRAPH_TIMEOUT: '4000' })
  const subgraphs = await startSubgraphs({ settings, database, trusted: trustedIssuer, say: () => {} })
  const gateway = await serveRemoteGateway({
    ...{ host: '127.0.0.1', port: 0, supergraph: readSupergraphFile(), addresses: subgraphs.addresses },
    rules: subgraphRules(settings),
  })
  const admin = connectAsAdministrator(database, { max: 2 })
  const recorded = new Map<string, readonly Recorded[]>()
  return {
    async answer({ request, documentText, variables, operationName }) {
      const posted = { query: documentText, variables, ...(operationName && { operationName }) }
      const asked = await askRecorded(
        { database: { admin } },
        `${gateway.url}/graphql`,
        asOf(request),
        posted,
      )
      recorded.set(request.id, asked.records)
      return { status: asked.status, body: JSON.parse(asked.text) }
    },
    recordsOf: request => recorded.get(request) ?? [],
    async close() {
      await gateway.close()
      await subgraphs.stop()
      await admin.end({ timeout: 1 })
    },
  }
}

function asOf({
  caller,
  activity,
  represented,
  explain,
  asOf,
  caseReference,
}: GraphOperation['request']): As {
  return {
    caller,
    activity: activity ?? undefined,
    represented: represented ?? undefined,
    explain,
    at: asOf.travelled ? asOf.effective : undefined,
    caseReference: caseReference ?? undefined,
  }
}
