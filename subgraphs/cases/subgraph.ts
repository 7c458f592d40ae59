// The cases subgraph: what people and businesses find wrong in their access log, and what stewards answer.
import { readSchema, type Subgraph } from '../subgraph.ts'
import { resolvers } from './resolvers.ts'
import { openStore, type Store } from './store.ts'

export const cases: Subgraph<Store> = {
  name: 'cases',
  role: 'cases',
  typeDefs: readSchema('cases'),
  resolvers,
  open: (sql, cursors, operator) => openStore(sql, cursors, operator),
}
