// The consents subgraph: what a person has agreed to, which is itself the rule by which data are released.
import { readSchema, type Subgraph } from '../subgraph.ts'
import { resolvers } from './resolvers.ts'
import { openStore, type Store } from './store.ts'

export const consents: Subgraph<Store> = {
  name: 'consents',
  role: 'consents',
  typeDefs: readSchema('consents'),
  resolvers,
  open: openStore,
}
