// Lists of businesses, as of now or of another time.
import type postgres from 'postgres'
import type { ListSource } from '../list.ts'
import { openSearch, type Wanted } from '../search.ts'
import { businessesNow } from './listed.ts'
import { businessesThen } from './searched.ts'
import type { AsOf } from './store.ts'

/** The client must be this subgraph's own: Drizzle changes how it reads dates. */
export function prepareSearch(client: postgres.Sql) {
  const search = openSearch(client)

  /** Throws a GraphQLError for a filter that cannot be used. */
  return (wanted: Wanted, { effective, registered, travelled }: AsOf): ListSource =>
    search(travelled ? businessesThen : businessesNow, wanted, {
      shape: '',
      conditions: [],
      values: { effective: effective.toISOString(), registered: registered.toISOString() },
      most: null,
    })
}
