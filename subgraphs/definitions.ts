// Every subgraph's definition, by name: what a process can run.
import { accessLog } from './access-log/subgraph.ts'
import { authorities } from './authorities/subgraph.ts'
import { businesses } from './businesses/subgraph.ts'
import { cases } from './cases/subgraph.ts'
import { changes } from './changes/subgraph.ts'
import { consents } from './consents/subgraph.ts'
import { notices } from './notices/subgraph.ts'
import { persons } from './persons/subgraph.ts'
import { powersOfAttorney } from './powers-of-attorney/subgraph.ts'
import type { SubgraphName } from './registry.ts'
import type { Subgraph } from './subgraph.ts'

// biome-ignore lint/suspicious/noExplicitAny: each subgraph has a store of its own type
export const definitions: Readonly<Record<SubgraphName, Subgraph<any>>> = {
  persons,
  businesses,
  consents,
  'powers-of-attorney': powersOfAttorney,
  authorities,
  'access-log': accessLog,
  notices,
  changes,
  cases,
}
