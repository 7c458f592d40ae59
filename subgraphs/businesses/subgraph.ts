// The businesses subgraph: the business register (CVR) behind schema/businesses.graphql.
import { readSchema, type Subgraph } from '../subgraph.ts'
import { resolvers } from './resolvers.ts'
import { openStore, type Store } from './store.ts'

export const businesses: Subgraph<Store> = {
  name: 'businesses',
  role: 'businesses',
  typeDefs: readSchema('businesses'),
  resolvers,
  open: (sql, cursors) => {
    const open = openStore(sql, cursors)
    return ({ request }) => open(request.asOf)
  },
}
