// The retention rule of the access log: deletes what is past it, batch by batch, each with a record of its deletion.
import type postgres from 'postgres'

export interface RetentionRule {
  /** For how many years a record is kept; a covert one from the end of its cover. At least 1. */
  readonly years: number
  /** Most records deleted in one transaction. */
  readonly batch?: number
}

// A tenth of a second of work: what waits for it, waits no longer.
const usualBatch = 10_000

/**
 * Deletes every record that is past the rule, by the database's clock, and gives how many they were. `sql`: a pool of
 * the role retention. Ended in the middle, whole batches are deleted and recorded; the next run goes on from there.
 */
export async function applyRetention(
  sql: postgres.Sql,
  { years, batch = usualBatch }: RetentionRule,
): Promise<number> {
  for (let deleted = 0; ; ) {
    const [row] =
      await sql`select access_log.delete_expired(make_interval(years => ${years}), ${batch}) as count`
    const count: number = row!.count
    deleted += count
    if (count < batch) return deleted
  }
}
