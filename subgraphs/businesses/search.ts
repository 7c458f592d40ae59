// Lists of businesses: one statement for each shape of filter and order.
import { and, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { type Condition, compileFilter } from '../filter.ts'
import { afterPlace, orderOf, type Place, rememberStatements } from '../keyset.ts'
import type { ListRow, ListSource } from '../list.ts'
import { businessFields, businessOrders, namedBy } from './searched.ts'
import type { AsOf } from './store.ts'
import { business, name } from './tables.ts'

/** Which businesses, and in which order. */
export interface BusinessSearch {
  readonly where?: unknown
  readonly orderBy?: readonly string[]
}

type Db = ReturnType<typeof drizzle>
type Orders = readonly (typeof businessOrders)[string][]

/** The client must be this subgraph's own: Drizzle changes how it reads dates. */
export function prepareSearch(client: postgres.Sql) {
  const db = drizzle(client)
  const pages = rememberStatements<ReturnType<typeof preparePage>>()
  const counts = rememberStatements<ReturnType<typeof prepareCount>>()

  /** Throws a GraphQLError for a filter that cannot be used. */
  return ({ where, orderBy = [] }: BusinessSearch, asOf: AsOf): ListSource => {
    const filter = compileFilter(where, businessFields)
    const names = [...new Set(orderBy)]
    const orders = names.map(order => businessOrders[order]!)
    const values = {
      ...filter.values,
      effective: asOf.effective.toISOString(),
      registered: asOf.registered.toISOString(),
    }
    return {
      async rows(after: Place | null, limit: number): Promise<readonly ListRow[]> {
        const place = afterPlace(orders, business.id, after)
        const shape = [filter.shape, names.join(), place.shape].join('; ')
        const page = pages(shape, () => preparePage(db, filter, orders, place))
        const rows = await page.execute({ ...values, ...place.values, limit })
        return rows.map(({ id, ...keys }) => ({
          id,
          keys: orders.map((_, index) => (keys as Record<string, string | null>)[`key${index}`] ?? null),
        }))
      },
      async count(): Promise<number> {
        const [row] = await counts(filter.shape, () => prepareCount(db, filter)).execute(values)
        return row?.total ?? 0
      },
    }
  }
}

function preparePage(db: Db, filter: Condition, orders: Orders, place: Condition) {
  const keys = Object.fromEntries(
    orders.map(({ column }, index) => [
      `key${index}`,
      sql<string | null>`(${column})::text`.as(`key${index}`),
    ]),
  )
  const select = db.select({ id: business.id, ...keys }).from(business)
  const joined = orders.some(({ named }) => named) ? select.leftJoin(name, namedBy()) : select
  return joined
    .where(and(filter.sql, place.sql))
    .orderBy(...orderOf(orders, business.id))
    .limit(sql.placeholder('limit'))
    .prepare('businesses_page')
}

function prepareCount(db: Db, filter: Condition) {
  return db
    .select({ total: sql<number>`count(*)::integer` })
    .from(business)
    .where(filter.sql)
    .prepare('businesses_count')
}
