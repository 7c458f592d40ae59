// What the statements of the persons store have in common: the people asked for, and which rows count at a time.
import { and, asc, desc, eq, gt, inArray, lte, or, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'

// Each id asked for, and the person it leads to: an id that gave way to an older one still answers.
export const asked = sql`unnest(${sql.placeholder('ids')}::uuid[]) k(key) left join persons.merged g on g.from_id = k.key`
export const key = sql<string>`k.key`
const leading = sql`coalesce(g.into_id, k.key)`
const effective = sql`${sql.placeholder('effective')}::timestamptz`
const registered = sql`${sql.placeholder('registered')}::timestamptz`

interface RegisterTable {
  readonly personId: AnyPgColumn
  readonly effectiveFrom: AnyPgColumn
  readonly effectiveTo: AnyPgColumn
  readonly registeredFrom: AnyPgColumn
  readonly registeredTo: AnyPgColumn
  readonly rowStatus: AnyPgColumn
  readonly source: AnyPgColumn
  readonly contentHash: AnyPgColumn
}

/** Rows of the people asked for, as registered then. Undone, corrected and technical rows are history, never a value. */
export function known(
  row: RegisterTable,
  {
    holder = row.personId,
    statuses = ['CURRENT', 'HISTORIC'],
  }: { holder?: AnyPgColumn; statuses?: string[] } = {},
): SQL | undefined {
  return and(eq(holder, leading), inArray(row.rowStatus, statuses), registeredThen(row))
}

export function registeredThen(row: RegisterTable): SQL | undefined {
  return and(lte(row.registeredFrom, registered), gt(row.registeredTo, registered))
}

export function inForce(row: RegisterTable): SQL | undefined {
  return and(lte(row.effectiveFrom, effective), gt(row.effectiveTo, effective))
}

/** Over by then; also what the register calls historic without saying when it ended. */
export function over(row: RegisterTable): SQL | undefined {
  return and(eq(row.rowStatus, 'HISTORIC'), lte(row.effectiveTo, effective))
}

/** Of rows that overlap against the rules the youngest speaks; the hash makes the order fixed. */
export function youngest(row: RegisterTable): [SQL, SQL] {
  return [desc(row.effectiveFrom), asc(row.contentHash)]
}

/** The register's own order: file and line. Line numbers differ in length before they differ in digits. */
export function delivered(row: RegisterTable): [SQL, SQL, SQL, SQL] {
  return [asc(row.registeredFrom), sql`length(${row.source})`, asc(row.source), asc(row.contentHash)]
}

const taken = ['UNDONE', 'CORRECTED', 'TECHNICAL']

/** Rows of the people asked for that are over; with `CORRECTED` also those that are no value, whenever they would be. */
export function past(row: RegisterTable, also: 'CORRECTED' | null = null): SQL | undefined {
  if (also === null) return and(known(row), over(row))
  return and(
    known(row, { statuses: ['CURRENT', 'HISTORIC', ...taken] }),
    or(over(row), inArray(row.rowStatus, taken)),
  )
}
