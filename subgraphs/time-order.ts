// Lists that go by time, from either end: in which order rows come, and which of them come after a place.
import { asc, desc, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Order, PageArguments } from './page.ts'

/** A place in such a list: the time as the database writes it, and the id that decides between equals. */
export interface TimePlace {
  readonly at: string
  readonly id: string
}

/** The arguments of such a list. */
export interface TimeListArguments extends PageArguments {
  readonly order: Order
}

/** A page as it is read. */
export interface TimePage {
  readonly order: Order
  readonly first: number
  readonly after: TimePlace | null
}

/** `by`: how each column is ordered. `beyond`: how rows further on compare with one before them. */
export const directions = {
  NEWEST_FIRST: { by: desc, beyond: sql.raw('<') },
  OLDEST_FIRST: { by: asc, beyond: sql.raw('>') },
} as const

// Before every row there is.
const begins = {
  NEWEST_FIRST: { at: sql.raw(`'infinity'`), id: sql.raw(`'ffffffff-ffff-ffff-ffff-ffffffffffff'`) },
  OLDEST_FIRST: { at: sql.raw(`'-infinity'`), id: sql.raw(`'00000000-0000-0000-0000-000000000000'`) },
}

const given = sql.placeholder

/** Rows after the place of `pageValues`; all of them without one. */
export function afterPlace(order: Order, at: PgColumn, id: PgColumn): SQL {
  const { at: beginning, id: least } = begins[order]
  return sql`(${at}, ${id}) ${directions[order].beyond} (coalesce(${given('at')}::text::timestamptz, ${beginning}),
    coalesce(${given('after')}::uuid, ${least}::uuid))`
}

/** What `afterPlace` and `limit` are given: one row more than asked, to know whether there is another page. */
export const pageValues = ({ first, after }: TimePage) => ({
  ...{ at: after?.at ?? null, after: after?.id ?? null, limit: first + 1 },
})

/**
 * Each order has a statement of its own: one index gives both, but in one statement the planner could not know in which
 * direction to read it.
 */
export const inEitherOrder = <Statement>(
  prepare: (order: Order) => Statement,
): Readonly<Record<Order, Statement>> => ({
  NEWEST_FIRST: prepare('NEWEST_FIRST'),
  OLDEST_FIRST: prepare('OLDEST_FIRST'),
})
