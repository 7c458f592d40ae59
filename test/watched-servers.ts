// The platform served twice over one database, for what watches it: in one process, and as a gateway before subgraphs of their own.
import { randomUUID } from 'node:crypto'
import type { Listening } from '../door/listen.ts'
import { readSupergraphFile, serveGateway, serveRemoteGateway, subgraphRules } from '../gateway/serve.ts'
import { readSettings } from '../settings.ts'
import { subgraphNames } from '../subgraphs/registry.ts'
import { serveSubgraph } from '../subgraphs/serve.ts'
import { grant, kommune, openCases, request, withdraw } from './asked.ts'
import { headersOf, post, trustedIssuer } from './over-http.ts'
import type { As } from './platform.ts'

const caseQuery = `query Case($cpr: CPR!) {
  person(cpr: $cpr) { id name { full } civilStatus { status } businessRoles { nodes { business { name } } } }
}`

const slow = { SUBGRAPH_TIMEOUT: '4000' }
// A command that is sent again with the same id is the same command.
const busy = /"(LOG_UNAVAILABLE|INDETERMINATE|SUBGRAPH_UNAVAILABLE|INTERNAL|BUSY|TIMED_OUT|UNAVAILABLE)"/

/** `environment`: settings of every server. */
export async function openWatched(environment: Readonly<Record<string, string>> = {}) {
  const cases = await openCases()
  const settings = readSettings({
    OPERATOR_CVR: cases.cvr('operator'),
    LOG: 'silent',
    ...slow,
    ...environment,
  })
  const options = { settings, database: cases.database, trusted: trustedIssuer, port: 0 }
  const together = await serveGateway(options)
  const subgraphs = new Map<string, Listening>()
  for (const name of subgraphNames)
    subgraphs.set(name, await serveSubgraph(name, { ...options, connections: 2 }))
  const apart = await serveRemoteGateway({
    ...{ host: '127.0.0.1', port: 0, supergraph: readSupergraphFile(), log: settings.log, watched: settings },
    rules: subgraphRules(settings),
    addresses: Object.fromEntries([...subgraphs].map(([name, { url }]) => [name, `${url}/graphql`])),
  })
  const servers = {
    together,
    apart,
    persons: subgraphs.get('persons')!,
    consents: subgraphs.get('consents')!,
  }

  /** Answers with status 200 by server. */
  const answered = new Map<string, number>()

  async function ask(
    url: string,
    as: As,
    query: string,
    variables: object,
    headers: Record<string, string> = {},
  ) {
    for (let tries = 1; ; tries++) {
      const sent = { ...(await headersOf(cases, as)), ...headers }
      const { status, text } = await post(`${url}/graphql`, sent, { query, variables })
      if (status === 200) answered.set(url, (answered.get(url) ?? 0) + 1)
      // The tests beside this one take their time, too.
      if (tries === 10 || !busy.test(text)) return JSON.parse(text)
    }
  }

  /** Asked and refused, requested, granted, given, seen, withdrawn, refused. Gives whatever must not be told of it. */
  async function story({ url }: Listening, headers: Record<string, string> = {}): Promise<readonly string[]> {
    const [system, anna] = [kommune('KOM-17'), await cases.citizen('anna')]
    const about = { cpr: cases.cpr('anna') }
    await ask(url, system, caseQuery, about, headers)
    const input = cases.requestInput('anna', { fields: ['Person.civilStatus'] })
    const { data } = await ask(url, system, request, { input }, headers)
    const consent: string = data.requestConsent.consent.id
    await ask(url, anna, grant, { input: { id: consent, commandId: randomUUID() } }, headers)
    const given = await ask(url, system, caseQuery, about, headers)
    const literal = `{ person(cpr: "${about.cpr}") { name { full } } }`
    await ask(url, system, literal, {}, headers)
    await ask(url, anna, withdraw, { input: { id: consent, commandId: randomUUID() } }, headers)
    await ask(url, system, caseQuery, about, headers)
    return [
      ...[about.cpr, about.cpr.replace('-', ''), given.data.person.id, consent, await cases.idOf('anna')],
      ...[given.data.person.name.full, 'Holm', 'MARRIED', 'kommune-sagssystem', 'KOM-17', 'Strandby'],
    ]
  }

  return {
    ...{ cases, servers, story },
    answered: ({ url }: Listening) => answered.get(url) ?? 0,
    async close() {
      for (const server of [apart, ...subgraphs.values(), together]) await server.close()
      await cases.close()
    },
  }
}

export type Watched = Awaited<ReturnType<typeof openWatched>>
