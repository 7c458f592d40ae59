// Lists of persons: one statement for each shape of filter, order and reach; who may not be shown is not in it.
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import type { ListScope } from '../../access/listing.ts'
import { formatInstant } from '../../database/instant.ts'
import { type Condition, compileFilter } from '../filter.ts'
import { afterPlace, orderOf, type Place, rememberStatements } from '../keyset.ts'
import type { ListRow, ListSource } from '../list.ts'
import { eachPerson, notProtected, personFields, personOrders, residents, speaking } from './searched.ts'
import type { AsOf } from './store.ts'
import { name, person } from './tables.ts'

/** Which persons, and in which order. */
export interface PersonSearch {
  readonly where?: unknown
  readonly orderBy?: readonly string[]
}

type Db = ReturnType<typeof drizzle>
type Orders = readonly (typeof personOrders)[string][]
export type SearchPersons = ReturnType<typeof prepareSearch>

/** The client must be this subgraph's own: Drizzle changes how it reads dates. */
export function prepareSearch(client: postgres.Sql) {
  const db = drizzle(client)
  const pages = rememberStatements<ReturnType<typeof preparePage>>()
  const counts = rememberStatements<ReturnType<typeof prepareCount>>()

  /** Throws a GraphQLError for a filter that cannot be used. */
  return ({ where, orderBy = [] }: PersonSearch, scope: ListScope, asOf: AsOf): ListSource => {
    const filter = compileFilter(where, personFields)
    const orders = [...new Set(orderBy)].map(order => personOrders[order]!)
    const limited = `${scope.population !== null} ${scope.withoutProtected}`
    const times = { effective: formatInstant(asOf.effective), registered: formatInstant(asOf.registered) }
    const values = {
      ...filter.values,
      ...times,
      ...(scope.population !== null && { population: scope.population }),
    }
    return {
      async rows(after: Place | null, limit: number): Promise<readonly ListRow[]> {
        const place = afterPlace(orders, person.personId, after)
        const shape = [limited, filter.shape, [...new Set(orderBy)].join(), place.shape].join('; ')
        const page = pages(shape, () => preparePage(db, filter, orders, place, scope))
        const rows = await page.execute({ ...values, ...place.values, limit })
        return rows.map(({ id, ...keys }) => ({ id, keys: orders.map((_, index) => readKey(keys, index)) }))
      },
      async count(): Promise<number> {
        const statement = counts(`${limited}; ${filter.shape}`, () => prepareCount(db, filter, scope))
        const [row] = await statement.execute({ ...values, limit: scope.most })
        return row?.total ?? 0
      },
    }
  }
}

const readKey = (keys: Readonly<Record<string, unknown>>, index: number): string | null => {
  const value = keys[`key${index}`]
  return value === null || value === undefined ? null : String(value)
}

const listed = (filter: Condition, scope: ListScope): (SQL | undefined)[] => [
  eachPerson(),
  filter.sql,
  scope.population === null ? undefined : residents(),
  scope.withoutProtected ? notProtected() : undefined,
]

function preparePage(db: Db, filter: Condition, orders: Orders, place: Condition, scope: ListScope) {
  const keys = Object.fromEntries(
    orders.map(({ column }, index) => [
      `key${index}`,
      sql<string | null>`(${column})::text`.as(`key${index}`),
    ]),
  )
  const select = db.select({ id: person.personId, ...keys }).from(person)
  const joined = orders.some(({ named }) => named)
    ? select.leftJoin(name, and(eq(name.personId, person.personId), speaking(name)))
    : select
  return joined
    .where(and(...listed(filter, scope), place.sql))
    .orderBy(...orderOf(orders, person.personId))
    .limit(sql.placeholder('limit'))
    .prepare('persons_page')
}

function prepareCount(db: Db, filter: Condition, scope: ListScope) {
  const rows = db
    .select({ id: person.personId })
    .from(person)
    .where(and(...listed(filter, scope)))
    .limit(sql.placeholder('limit'))
    .as('listed')
  return db.select({ total: sql<number>`count(*)::integer` }).from(rows).prepare('persons_count')
}
