// The access log subgraph: who looked at whom, for what, on which ground, given or refused.
import { readSchema, type Subgraph } from '../subgraph.ts'
import { resolvers } from './resolvers.ts'
import { openStore, type Store } from './store.ts'

export const accessLog: Subgraph<Store> = {
  name: 'access-log',
  role: 'access_log',
  typeDefs: readSchema('access-log'),
  resolvers,
  open: (sql, cursors, operator) => openStore(sql, cursors, operator),
}
