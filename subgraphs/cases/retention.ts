// How long cases are kept: deletes those that were answered or closed longer ago than the rule, with what was written in them.
import type postgres from 'postgres'

export interface CaseRule {
  /** For how many years a case is kept from its last answer, or from when it was closed. At least 1. */
  readonly years: number
  /** Most cases deleted in one transaction. */
  readonly batch?: number
}

const usualBatch = 1_000

/**
 * Deletes every case that is past the rule, by the database's clock, and gives how many they were. `sql`: a pool of the role
 * retention. Ended in the middle, the next run goes on from there.
 */
export async function deleteOldCases(
  sql: postgres.Sql,
  { years, batch = usualBatch }: CaseRule,
): Promise<number> {
  for (let deleted = 0; ; ) {
    const [row] = await sql`select cases.delete_expired(make_interval(years => ${years}), ${batch}) as count`
    const count: number = row!.count
    deleted += count
    if (count < batch) return deleted
  }
}
