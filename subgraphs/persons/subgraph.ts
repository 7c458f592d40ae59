// The persons subgraph: the civil registration system (CPR), answered from its own schema of the database.
import { randomBytes } from 'node:crypto'
import { openCursors } from '../../access/cursor.ts'
import { readSchema, type Subgraph } from '../subgraph.ts'
import { resolvers } from './resolvers.ts'
import { prepareSearch } from './search.ts'
import { prepareStatements } from './statements.ts'
import { openStore, type PersonsStore } from './store.ts'

export const persons: Subgraph<PersonsStore> = {
  name: 'persons',
  role: 'persons',
  typeDefs: readSchema('persons'),
  resolvers,
  open(sql, cursors = openCursors(randomBytes(32))) {
    const statements = prepareStatements(sql)
    const search = prepareSearch(sql)
    return ({ request }) => openStore(statements, request.asOf, { search, cursors })
  },
}
