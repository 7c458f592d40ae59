// The accounting identity of a delivery: everything in the file became something, and is counted once.
import type postgres from 'postgres'
import type { Accounting } from './load.ts'
import { ofBusinesses, ofParticipants, ofUnits } from './row.ts'

type Counts = Pick<
  Accounting,
  'documents' | 'businesses' | 'units' | 'others' | 'inserted' | 'changed' | 'unchanged' | 'quarantined'
>

/** The two equations in words, as the load prints them. */
export function balanceOf(counts: Counts): readonly string[] {
  const { documents, businesses, units, others, inserted, changed, unchanged, quarantined } = counts
  return [
    `${documents} documents = ${businesses} businesses + ${units} units + ${others} persons + ${quarantined.length} quarantined`,
    `${businesses + units + others} businesses, units and persons = ${inserted} new + ${changed} changed + ${unchanged} unchanged`,
  ]
}

/** Throws when something is counted twice or not at all: then nothing of the file is loaded. */
export function checkBalance(counts: Counts): void {
  const { documents, businesses, units, others, inserted, changed, unchanged, quarantined } = counts
  const all = businesses + units + others + quarantined.length
  if (documents === all && businesses + units + others === inserted + changed + unchanged) return
  throw new Error(`The load does not add up, nothing of it is kept: ${balanceOf(counts).join('; ')}.`)
}

const rowTables = [ofBusinesses, ofUnits, ofParticipants].flatMap(({ tables }) => tables)

/**
 * How many rows PostgreSQL itself counts that this session has put into the tables: the difference between two moments
 * of one transaction is what came to stand, whatever was sent. Null where the server does not count (`track_counts`).
 */
export async function rowsPut(sql: postgres.ISql): Promise<number | null> {
  const [row] = await sql`
    select current_setting('track_counts')::boolean as counts, coalesce(sum(n_tup_ins), 0)::float8 as rows
    from pg_stat_xact_user_tables where schemaname = 'businesses' and relname = any(${rowTables})`
  return row!.counts ? row!.rows : null
}

/** Throws when rows were lost on their way into the tables, or stand there without having been sent. */
export function checkRows(sent: number, before: number | null, after: number | null): void {
  if (before === null || after === null || after - before === sent) return
  throw new Error(
    `The load does not add up, nothing of it is kept: ${sent} rows = ${after - before} stored. Keep the file and report this as a fault of the import.`,
  )
}
