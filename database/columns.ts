// Column types that Drizzle lacks: instants that may be infinite, and lists of ids to look up.
import { type Placeholder, type SQL, sql } from 'drizzle-orm'
import { customType, type PgColumn } from 'drizzle-orm/pg-core'
import { formatInstant, parseInstant } from './instant.ts'

/** A `timestamptz` as a Date; infinities as instant.ts says. */
export const instant = customType<{ data: Date; driverData: string }>({
  dataType: () => 'timestamptz',
  fromDriver: parseInstant,
  toDriver: formatInstant,
})

/** `column` is one of the listed values; the list is one parameter, whatever its length: see `listOf`. */
export const isOneOf = (column: PgColumn, list: Placeholder, type: 'uuid' | 'text' = 'text'): SQL =>
  sql`${column} = any(${list}::text::${sql.raw(type)}[])`

/** A list as PostgreSQL writes arrays, for a parameter of `isOneOf`. */
export const listOf = (values: readonly string[]): string =>
  `{${values.map(value => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
