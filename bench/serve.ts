// One of the two servers that are measured side by side, in a process of its own, so that its CPU time is its own.
import type { JSONWebKeySet } from 'jose'
import type { Database } from '../database/connect.ts'
import type { Listening } from '../door/listen.ts'
import { serveGateway } from '../gateway/serve.ts'
import { readSettings } from '../settings.ts'
import { serveAsChild } from './child.ts'
import { serveWatched } from './undecided.ts'

export type Variant = 'decided' | 'undecided'

/** What the measuring process sends first. */
export interface Order {
  readonly variant: Variant
  readonly database: Database
  readonly issuer: string
  readonly keys: JSONWebKeySet
}

async function serve({ variant, database, issuer, keys }: Order): Promise<Listening> {
  if (variant === 'undecided') return serveWatched(database)
  return serveGateway({
    settings: readSettings({ LOG: 'silent' }),
    database,
    trusted: { issuer, keys: () => keys },
    port: 0,
  })
}

serveAsChild(serve)
