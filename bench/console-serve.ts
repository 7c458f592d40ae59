// The gateway with the console, in a process of its own; it tells which operations a page asked the graph.
import type { JSONWebKeySet } from 'jose'
import { openGraph } from '../console/graph.ts'
import { consoleRoute } from '../console/route.ts'
import type { Database } from '../database/connect.ts'
import type { Listening, Route } from '../door/listen.ts'
import { serveGateway } from '../gateway/serve.ts'
import { readSettings } from '../settings.ts'
import { serveAsChild } from './child.ts'

/** What the measuring process sends first. */
export interface ConsoleOrder {
  readonly database: Database
  readonly issuer: string
  readonly keys: JSONWebKeySet
  /** By the code that one signs in with: whom the issuer would have let in is not what is measured. */
  readonly tokens: Readonly<Record<string, string>>
}

/** An operation that a page asked. */
export interface PageOperation {
  readonly query: string
  readonly variables: object
  /** For what an officer asks. */
  readonly activity: string | null
}

async function serve({ database, issuer, keys, tokens }: ConsoleOrder): Promise<Listening> {
  const settings = readSettings({ LOG: 'silent' })
  const asked: PageOperation[] = []
  const graph: { ask?: ReturnType<typeof openGraph> } = {}
  const consolePages = consoleRoute({
    ask(asker, query, variables = {}) {
      if (asked.length < 20) asked.push({ query, variables, activity: asker.purpose?.activity ?? null })
      return graph.ask!(asker, query, variables)
    },
    signIn: {
      begin: async () => ({ address: '/', state: 'bench', verifier: '' }),
      complete: async code => tokens[code]!,
    },
    claims: {
      client: settings.claimClient,
      officer: settings.claimOfficer,
      officerPerson: settings.claimOfficerPerson,
      person: settings.claimPerson,
      business: settings.claimBusiness,
      assurance: settings.claimAssurance,
    },
    secure: false,
  })
  const recorded: Route = (_, response, { path }) => {
    if (path !== '/asked') return false
    response.end(JSON.stringify(asked.splice(0)))
    return true
  }
  const trusted = { issuer, keys: () => keys }
  const listening = await serveGateway({
    ...{ settings, database, trusted, port: 0, routes: [recorded, consolePages] },
  })
  graph.ask = openGraph(`${listening.url}/graphql`)
  return listening
}

serveAsChild(serve)
