// The authorities subgraph: who receives data, and what for.
import { readSchema, type Subgraph } from '../subgraph.ts'
import { resolvers } from './resolvers.ts'
import { openStore, type Store } from './store.ts'

export const authorities: Subgraph<Store> = {
  name: 'authorities',
  role: 'authorities',
  typeDefs: readSchema('authorities'),
  resolvers,
  open: (sql, _cursors, operator) => openStore(sql, operator ?? null),
}
