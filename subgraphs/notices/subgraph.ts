// The notices subgraph: what people and businesses are told, and the outbox from which it is delivered.
import { randomBytes } from 'node:crypto'
import { openCursors } from '../../access/cursor.ts'
import { readSchema, type Subgraph } from '../subgraph.ts'
import { resolvers } from './resolvers.ts'
import { openStore, type Store } from './store.ts'

export const notices: Subgraph<Store> = {
  name: 'notices',
  role: 'notices',
  typeDefs: readSchema('notices'),
  resolvers,
  open: (sql, cursors = openCursors(randomBytes(32))) => openStore(sql, cursors),
}
