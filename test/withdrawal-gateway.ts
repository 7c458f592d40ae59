// A gateway, or one subgraph, in a process of its own: as it is served, or with one fault planted in it.
import { setTimeout as pause } from 'node:timers/promises'
import type { JSONWebKeySet } from 'jose'
import type { FactsAnswer } from '../access/facts.ts'
import type { Services } from '../access/operation.ts'
import { connect, type Database } from '../database/connect.ts'
import { graphRoute } from '../door/graph.ts'
import { openIdentity, type TrustedIssuer } from '../door/identity.ts'
import { type Listening, listen } from '../door/listen.ts'
import { type GatewayContext, openGateway } from '../gateway/platform.ts'
import { readSupergraphFile, serveGateway } from '../gateway/serve.ts'
import type { Transport } from '../gateway/transport.ts'
import { readSettings } from '../settings.ts'
import { openSubgraphs } from '../subgraphs/open.ts'
import { type SubgraphName, subgraphNames } from '../subgraphs/registry.ts'
import { serveSubgraph } from '../subgraphs/serve.ts'
import { type CommandFault, isCommandFault, plantCommandFault } from './history/planted.ts'

/**
 * `CHECK_THEN_WRITE`: the release checks first and records after. `REMEMBERED`: facts are believed for 200 ms.
 * `LAST_LINK`: of a chain of powers only the last is looked at as it is recorded.
 * `ANSWER_FIRST`: what is answered is recorded a little later. `UNRECORDED`: it is recorded never.
 */
type ReleaseFault = 'CHECK_THEN_WRITE' | 'REMEMBERED' | 'LAST_LINK' | 'ANSWER_FIRST' | 'UNRECORDED'
export type Fault = ReleaseFault | CommandFault

/** The one message that the process is sent. */
export interface Start {
  readonly database: Database
  readonly issuer: string
  readonly jwks: JSONWebKeySet
  readonly fault: Fault | null
  /** How far the process's clock is ahead of the machine's. */
  readonly clockAheadMs: number
  /** Served alone; null for a gateway with all of them. */
  readonly subgraph: SubgraphName | null
}

/** The one message that it sends, unless it ends before. */
export interface Started {
  readonly url: string
}

const settings = readSettings({})

process.once('message', async (start: Start) => {
  shiftClock(start.clockAheadMs)
  const trusted = { issuer: start.issuer, keys: () => start.jwks }
  const { database, fault, subgraph } = start
  const options = { settings, database, trusted, port: 0 }
  if (isCommandFault(fault)) plantCommandFault(fault)
  const listening = subgraph
    ? await serveSubgraph(subgraph, options)
    : fault && !isCommandFault(fault)
      ? await serveFaulty(database, trusted, fault)
      : await serveGateway(options)
  process.send!({ url: listening.url } satisfies Started)
})
// A test that died must leave no process behind.
process.once('disconnect', () => process.exit())

function shiftClock(aheadMs: number): void {
  if (aheadMs === 0) return
  const RealDate = Date
  const now = () => RealDate.now() + aheadMs
  globalThis.Date = class extends RealDate {
    constructor(...given: [] | [string]) {
      if (given.length === 0) super(now())
      else super(...given)
    }
    static override now = now
  } as DateConstructor
}

/** As serveGateway puts a gateway together, with a fault between it and its services. */
async function serveFaulty(
  database: Database,
  trusted: TrustedIssuer,
  fault: ReleaseFault,
): Promise<Listening> {
  const open = openSubgraphs(database, subgraphNames, { process: 'gateway', role: 'access_log' })
  const transports = Object.fromEntries(
    open.running.map(subgraph => {
      const run: Transport<GatewayContext> = (operation, context) =>
        subgraph.run(operation, context as Required<GatewayContext>)
      return [subgraph.name, run] as const
    }),
  )
  const planted = {
    CHECK_THEN_WRITE: () => checkingFirst(open.services, database),
    REMEMBERED: () => remembering(open.services),
    LAST_LINK: () => forgettingChains(open.services),
    ANSWER_FIRST: () => answeringFirst(open.services),
    UNRECORDED: () => ({ ...open.services, release: async () => [] }),
  }
  const services = planted[fault]()
  const gateway = await openGateway({ supergraph: readSupergraphFile(), transports, services })
  const route = graphRoute({ ...openIdentity(settings, trusted, open.reader), answer: gateway.answer })
  return listen({ host: settings.host, port: 0, routes: [route] })
}

const unchecked = { consents: [], mandates: [], standings: [], until: null }

/** Looks whether the consents hold, and records in a second statement that does not look again. */
function checkingFirst(services: Services, database: Database): Services {
  const sql = connect(database, 'consents', { max: 4 })
  return {
    ...services,
    async release(settlement) {
      const held = await sql`select from consents.consent
        where id = any(${settlement.consents as string[]}::uuid[]) and state = 'GRANTED'`
      if (held.length < settlement.consents.length) return settlement.consents
      await pause(2)
      return services.release({ ...settlement, ...unchecked })
    },
  }
}

/** Takes its time, and relies on the first power named: the one that is held, not those it was passed on from. */
function forgettingChains(services: Services): Services {
  return {
    ...services,
    async release(settlement) {
      await pause(5)
      return services.release({ ...settlement, mandates: settlement.mandates.slice(0, 1) })
    },
  }
}

const recordedLaterMs = 50

/** Lets the answer go, and records it when it has long gone. */
function answeringFirst(services: Services): Services {
  return {
    ...services,
    async release(settlement) {
      setTimeout(() => void services.release(settlement).catch(() => {}), recordedLaterMs)
      return []
    },
  }
}

const believedMs = 200

/** Believes what it read before, and does not look again as it records. */
function remembering(services: Services): Services {
  const known = new Map<string, Promise<FactsAnswer>>()
  return {
    ...services,
    readFacts(query) {
      const key = JSON.stringify(query)
      const answer = known.get(key) ?? services.readFacts(query)
      if (!known.has(key)) setTimeout(() => known.delete(key), believedMs)
      known.set(key, answer)
      return answer
    },
    release: settlement => services.release({ ...settlement, ...unchecked }),
  }
}
