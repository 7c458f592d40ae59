// The persons subgraph: the civil registration system (CPR), answered from its own schema of the database.
import { readSchema, type Subgraph } from '../subgraph.ts'
import { resolvers } from './resolvers.ts'
import { prepareStatements } from './statements.ts'
import { openStore, type PersonsStore } from './store.ts'

export const persons: Subgraph<PersonsStore> = {
  name: 'persons',
  role: 'persons',
  typeDefs: readSchema('persons'),
  resolvers,
  open(sql) {
    const statements = prepareStatements(sql)
    return ({ request }) => openStore(statements, request.asOf)
  },
}
