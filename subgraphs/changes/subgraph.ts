// The changes subgraph: what changed in the registers, for those who may read it.
import { randomBytes } from 'node:crypto'
import { openCursors } from '../../access/cursor.ts'
import { readSchema, type Subgraph } from '../subgraph.ts'
import { resolvers } from './resolvers.ts'
import { openStore, type Store } from './store.ts'

export const changes: Subgraph<Store> = {
  name: 'changes',
  role: 'changes',
  typeDefs: readSchema('changes'),
  resolvers,
  open: (sql, cursors = openCursors(randomBytes(32))) => openStore(sql, cursors),
}
