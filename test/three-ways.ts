// One case asked in three ways: the gateway in this process, a gateway over HTTP, and a subgraph straight, each served alone.
import type { Listening } from '../door/listen.ts'
import { readSupergraphFile, serveRemoteGateway } from '../gateway/serve.ts'
import { readSettings } from '../settings.ts'
import { type SubgraphName, subgraphNames } from '../subgraphs/registry.ts'
import { serveSubgraph } from '../subgraphs/serve.ts'
import { type Asked, asAsked, type Cases, openCases } from './asked.ts'
import { askRecorded, type Posted, trustedIssuer } from './over-http.ts'
import type { As } from './platform.ts'
import { inOneSubgraph } from './three-ways-direct.ts'

/** `as an entity`: straight at a subgraph as well, by `_entities` instead of the root field. */
export type Way = 'in process' | 'over HTTP' | 'directly' | 'as an entity'

export const threeWays = ['in process', 'over HTTP', 'directly'] as const satisfies readonly Way[]
/** For fields of one person or business: `_entities` too. */
export const fourWays = [...threeWays, 'as an entity'] as const satisfies readonly Way[]
/** Where no single subgraph can be asked the same; the reason stands in the tests' names. */
export const twoWays = (because: string): [Way, string][] => [
  ['in process', `directly not: ${because}`],
  ['over HTTP', `directly not: ${because}`],
]

/** The cases, and every server over the same database. */
export async function openThreeWays() {
  const cases = await openCases()
  const { database } = cases
  const settings = readSettings({ OPERATOR_CVR: cases.cvr('operator'), LOG: 'silent' })
  const trusted = trustedIssuer
  const subgraphs = new Map<string, Listening>()
  for (const name of subgraphNames)
    subgraphs.set(name, await serveSubgraph(name, { settings, database, trusted, port: 0 }))
  const urls = new Map([...subgraphs].map(([name, { url }]) => [name, `${url}/graphql`]))
  const gateway = await serveRemoteGateway({
    ...{ host: '127.0.0.1', port: 0, supergraph: readSupergraphFile() },
    addresses: Object.fromEntries(urls),
  })
  urls.set('gateway', `${gateway.url}/graphql`)
  const asking = { cases, url: (name: string) => urls.get(name)! }
  return {
    ...cases,
    url: asking.url,
    /** The same cases, asked this way. What a case needs beforehand is always done in process. */
    by: (way: Way): Cases => ({ ...cases, ask: way === 'in process' ? cases.ask : askBy(asking, way) }),
    /** Whatever is sent, straight at one subgraph. */
    straight: (name: SubgraphName, as: As, query: string, variables: object = {}) =>
      askOver(asking, name, as, { query, variables: variables as Record<string, unknown> }),
    async close() {
      await Promise.all([gateway, ...subgraphs.values()].map(one => one.close()))
      await cases.close()
    },
  }
}

export type ThreeWays = Awaited<ReturnType<typeof openThreeWays>>

interface Asking {
  readonly cases: Cases
  readonly url: (name: string) => string
}

function askBy(asking: Asking, way: Way): Cases['ask'] {
  return async (as, query, variables = {}, operationName) => {
    const posted = { query, variables, ...(operationName !== undefined && { operationName }) }
    if (way === 'over HTTP') return askOver(asking, 'gateway', as, posted)
    const direct = await inOneSubgraph(asking.cases, as, posted, way === 'as an entity')
    return askOver(asking, direct.subgraph, as, direct.posted, direct.told)
  }
}

async function askOver(
  { cases, url }: Asking,
  name: string,
  as: As,
  posted: Posted,
  told = (body: Record<string, unknown>) => body,
): Promise<Asked> {
  const { status, text, records } = await askRecorded(cases, url(name), as, posted)
  return asAsked(status, text, records, told(JSON.parse(text)))
}
