// One subgraph in a process of its own, for the process that forked it: hears over the channel what to serve, tells its port, ends with it.
import { once } from 'node:events'
import type { JSONWebKeySet } from 'jose'
import type { Database } from '../database/connect.ts'
import type { TrustedIssuer } from '../door/identity.ts'
import type { Settings } from '../settings.ts'
import type { SubgraphName } from '../subgraphs/registry.ts'
import { serveSubgraph } from '../subgraphs/serve.ts'
import { type Lifecycle, runCommand } from './lifecycle.ts'

/** What to serve. It holds the database's secret: over the channel nobody else on the machine reads it. */
export interface SubgraphOrder {
  readonly name: SubgraphName
  readonly settings: Settings
  readonly database: Database
  readonly issuer: string
  /** The address of the issuer's keys, or the keys. */
  readonly keys: string | JSONWebKeySet
  /** Connections of each pool. */
  readonly connections: number
}

/** The answer to the order, once the subgraph listens. */
export interface SubgraphServes {
  readonly port: number
}

if (import.meta.main) {
  const [order] = (await once(process, 'message')) as [SubgraphOrder]
  // Whoever forked it says that everything stops, or why not.
  await runCommand(
    lifecycle => serve(order, lifecycle),
    () => {},
  )
}

async function serve(order: SubgraphOrder, lifecycle: Lifecycle): Promise<number> {
  const { name, settings, database, connections } = order
  const listening = await serveSubgraph(name, {
    ...{ settings, database, connections, port: 0 },
    trusted: trustedIn(order),
  })
  lifecycle.started(listening.close)
  process.send!({ port: listening.port } satisfies SubgraphServes)
  await lifecycle.untilStopped()
  return 0
}

function trustedIn({ issuer, keys }: SubgraphOrder): TrustedIssuer {
  return { issuer, keys: typeof keys === 'string' ? new URL(keys) : () => keys }
}
