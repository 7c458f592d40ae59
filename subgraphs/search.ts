// Lists over one table: a statement for each shape of filter, order and place, prepared once for a pool.
import { and, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { drizzle } from 'drizzle-orm/postgres-js'
import { GraphQLError } from 'graphql'
import type postgres from 'postgres'
import { type Condition, compileFilter, type Filterable } from './filter.ts'
import {
  afterPlace,
  type OrderKey,
  orderOf,
  type Part,
  type Place,
  partsAfter,
  rememberStatements,
} from './keyset.ts'
import type { ListRow, ListSource } from './list.ts'

/** Where a list is read: rows with an id, and by what they are found and ordered. */
export interface Searched {
  /** Of its statements. */
  readonly name: string
  readonly table: PgTable
  readonly id: PgColumn
  /** True of each row that stands for a subject at the time asked about. */
  readonly holds: () => SQL | undefined
  /** By the names of the schema's filter. */
  readonly fields: Readonly<Record<string, Filterable>>
  /** By the values of the schema's order. */
  readonly orders: Readonly<Record<string, OrderKey>>
  /** Said when a statement takes too long, where no index leads to the order; null where one does. */
  readonly tooLarge: string | null
  /** Joined on for orders that say so. */
  readonly joined?: {
    readonly table: PgTable
    readonly on: () => SQL | undefined
    readonly by: ReadonlySet<string>
  }
}

/** Which subjects, and in which order. */
export interface Wanted {
  readonly where?: unknown
  readonly orderBy?: readonly string[]
}

/** What holds besides, whatever is asked for. `most`: how far is counted. */
export interface Within {
  readonly shape: string
  readonly conditions: readonly (SQL | undefined)[]
  readonly values: Readonly<Record<string, unknown>>
  readonly most: number | null
}

type Db = ReturnType<typeof drizzle>
export type Search = ReturnType<typeof openSearch>

/** The client must be a subgraph's own: Drizzle changes how it reads dates. */
export function openSearch(client: postgres.Sql) {
  const db = drizzle(client)
  const pages = rememberStatements<ReturnType<typeof preparePage>>()
  const counts = rememberStatements<ReturnType<typeof prepareCount>>()

  /** Throws a GraphQLError for a filter that cannot be used. */
  return (searched: Searched, { where, orderBy = [] }: Wanted, within: Within): ListSource => {
    const filter = compileFilter(where, searched.fields)
    const names = [...new Set(orderBy)]
    const orders = names.map(name => searched.orders[name]!)
    const values = { ...filter.values, ...within.values }
    const listed = [searched.name, within.shape, filter.shape].join('; ')

    const readPart = async (part: Part, after: Place | null, limit: number): Promise<readonly ListRow[]> => {
      const place = afterPlace(orders, searched.id, part, after)
      const page = pages([listed, names.join(), place.shape].join('; '), () =>
        preparePage(db, searched, [...within.conditions, filter.sql, place.sql], { names, part }),
      )
      const rows = await page.execute({ ...values, ...place.values, limit })
      return rows.map(({ id, ...keys }) => ({ id, keys: names.map((_, index) => readKey(keys, index)) }))
    }
    const rows = async (after: Place | null, limit: number): Promise<readonly ListRow[]> => {
      const found: ListRow[] = []
      for (const part of partsAfter(orders, after))
        if (found.length < limit) found.push(...(await readPart(part, after, limit - found.length)))
      return found
    }
    const count = async (): Promise<number> => {
      const statement = counts(listed, () => prepareCount(db, searched, [...within.conditions, filter.sql]))
      const [row] = await statement.execute({ ...values, limit: within.most })
      return row?.total ?? 0
    }
    return {
      rows: (after, limit) => rows(after, limit).catch(error => refuseLarge(error, searched)),
      count: () => count().catch(error => refuseLarge(error, searched)),
    }
  }
}

const cancelled = '57014'

/** A statement that its time-out ended would take as long again. */
function refuseLarge(error: { readonly cause?: { readonly code?: unknown } }, { tooLarge }: Searched): never {
  if (tooLarge !== null && error.cause?.code === cancelled)
    throw new GraphQLError(tooLarge, { extensions: { code: 'LIST_TOO_LARGE' } })
  throw error
}

const readKey = (keys: object, index: number): string | null => {
  const value = (keys as Record<string, unknown>)[`key${index}`] ?? null
  return value === null ? null : String(value)
}

function preparePage(
  db: Db,
  searched: Searched,
  conditions: readonly Condition['sql'][],
  { names, part }: { readonly names: readonly string[]; readonly part: Part },
) {
  const { table, id, joined } = searched
  const orders = names.map(name => searched.orders[name]!)
  const keys = orders.map(({ column }, index) => [`key${index}`, sql`(${column})::text`.as(`key${index}`)])
  const select = db.select({ id: sql<string>`${id}`, ...Object.fromEntries(keys) }).from(table)
  const rows =
    joined && names.some(name => joined.by.has(name)) ? select.leftJoin(joined.table, joined.on()) : select
  return rows
    .where(and(searched.holds(), ...conditions))
    .orderBy(...orderOf(orders, id, part))
    .limit(sql.placeholder('limit'))
    .prepare(`${searched.name}_page`)
}

function prepareCount(db: Db, { table, id, holds, name }: Searched, conditions: readonly Condition['sql'][]) {
  const rows = db
    .select({ id: sql<string>`${id}`.as('id') })
    .from(table)
    .where(and(holds(), ...conditions))
    .limit(sql.placeholder('limit'))
    .as('listed')
  return db.select({ total: sql<number>`count(*)::integer` }).from(rows).prepare(`${name}_count`)
}
