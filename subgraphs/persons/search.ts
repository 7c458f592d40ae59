// Lists of persons, as of now or of another time; who may not be shown is not in them.
import type postgres from 'postgres'
import type { ListScope } from '../../access/listing.ts'
import { formatInstant } from '../../database/instant.ts'
import type { ListSource } from '../list.ts'
import { openSearch, type Wanted } from '../search.ts'
import { personsNow, scopeNow } from './listed.ts'
import { notProtected, personsThen, residents } from './searched.ts'
import type { AsOf } from './store.ts'

export type SearchPersons = ReturnType<typeof prepareSearch>

/** The client must be this subgraph's own: Drizzle changes how it reads dates. */
export function prepareSearch(client: postgres.Sql) {
  const search = openSearch(client)

  /** Throws a GraphQLError for a filter that cannot be used. */
  return (wanted: Wanted, scope: ListScope, { effective, registered, travelled }: AsOf): ListSource => {
    const { population, withoutProtected, most } = scope
    const within = {
      shape: `${population !== null} ${withoutProtected}`,
      values: {
        effective: formatInstant(effective),
        registered: formatInstant(registered),
        ...(population !== null && { population }),
      },
      most,
    }
    return travelled
      ? search(personsThen, wanted, { ...within, conditions: scopeThen(scope) })
      : search(personsNow, wanted, { ...within, conditions: scopeNow(scope) })
  }
}

const scopeThen = ({ population, withoutProtected }: ListScope) => [
  population === null ? undefined : residents(),
  withoutProtected ? notProtected() : undefined,
]
