// What the statements of this register have in common: whose rows are asked for, and which count at the times asked about.
import { and, desc, gt, lte, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'

export const given = sql.placeholder
export const oneOf = (column: PgColumn, ids: string, type: 'uuid' | 'text' = 'uuid'): SQL =>
  sql`${column} = any(${given(ids)}::text::${sql.raw(type)}[])`

/** Rows of exactly the pairs asked for: what is asked of one owner is not read of another. */
export const pairOf = (
  table: Bitemporal,
  column: PgColumn,
  others: string,
  type: 'uuid' | 'text' | 'integer' | 'bigint' | 'boolean',
): SQL =>
  sql`(${table.ownerId}, ${column}) in (
    select * from unnest(${given('ids')}::text::uuid[], ${given(others)}::text::${sql.raw(type)}[]))`

export type Bitemporal = Record<
  'rowId' | 'ownerId' | 'slot' | 'effectiveFrom' | 'effectiveTo' | 'registeredFrom' | 'registeredTo',
  PgColumn
>

export const known = (table: Bitemporal) =>
  and(lte(table.registeredFrom, given('registered')), gt(table.registeredTo, given('registered')))
export const inForce = (table: Bitemporal) =>
  and(known(table), lte(table.effectiveFrom, given('effective')), gt(table.effectiveTo, given('effective')))

// Begun by then, ended or not.
export const begun = (table: Bitemporal) => and(known(table), lte(table.effectiveFrom, given('effective')))

// Where official data overlap, what began last and was registered last speaks.
export const newest = (table: Bitemporal) => [
  desc(table.effectiveFrom),
  desc(table.registeredFrom),
  desc(table.rowId),
]
