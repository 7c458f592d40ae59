// The powers-of-attorney subgraph: who may act for whom.
import { readSchema, type Subgraph } from '../subgraph.ts'
import { resolvers } from './resolvers.ts'
import { openStore, type Store } from './store.ts'

export const powersOfAttorney: Subgraph<Store> = {
  name: 'powers-of-attorney',
  role: 'powers_of_attorney',
  typeDefs: readSchema('powers-of-attorney'),
  resolvers,
  open: openStore,
}
