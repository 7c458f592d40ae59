// One process of the speed bench: a gateway, a subgraph, everything in one, or the floor.
import type { JSONWebKeySet } from 'jose'
import type { Database } from '../database/connect.ts'
import { readSupergraphFile, serveGateway, serveRemoteGateway } from '../gateway/serve.ts'
import { readSettings } from '../settings.ts'
import { serveSubgraph } from '../subgraphs/serve.ts'
import { serveApollo } from './apollo.ts'
import { serveAsChild } from './child.ts'
import { type FloorRecording, serveFloor } from './floor.ts'
import { type Register, serveUndecided, serveUndecidedSubgraph } from './undecided.ts'

/** Null where nothing is decided. */
type Trusted = { readonly issuer: string; readonly keys: JSONWebKeySet } | null

/** What the measuring process sends first. */
export type SpeedOrder =
  | { readonly kind: 'whole'; readonly database: Database; readonly trusted: Trusted }
  | {
      readonly kind: 'subgraph'
      readonly name: Register
      readonly database: Database
      readonly trusted: Trusted
    }
  | { readonly kind: 'gateway' | 'apollo'; readonly addresses: Readonly<Record<string, string>> }
  | { readonly kind: 'floor'; readonly database: Database; readonly recording: FloorRecording }

async function serve(order: SpeedOrder) {
  switch (order.kind) {
    case 'floor':
      return serveFloor(order.database, order.recording)
    case 'apollo':
      return serveApollo(order.addresses)
    case 'gateway':
      return serveRemoteGateway({
        ...{ host: '127.0.0.1', port: 0, supergraph: readSupergraphFile() },
        addresses: order.addresses,
      })
    case 'whole':
      return order.trusted ? serveGateway(decided(order, order.trusted)) : serveUndecided(order.database)
    case 'subgraph':
      return order.trusted
        ? serveSubgraph(order.name, decided(order, order.trusted))
        : serveUndecidedSubgraph(order.name, order.database)
  }
}

function decided({ database }: { readonly database: Database }, { issuer, keys }: NonNullable<Trusted>) {
  const settings = readSettings({ LOG: 'errors' })
  return { settings, database, trusted: { issuer, keys: () => keys }, port: 0 }
}

serveAsChild(serve)
