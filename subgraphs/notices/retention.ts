// How long notices are kept: deletes those that are past it with their deliveries, and what their connector keeps of them.
import type postgres from 'postgres'
import type { Connector } from './connector.ts'

export interface NoticeRule {
  /** For how many years a notice is kept from when it was sent, read or not. At least 1. */
  readonly years: number
  /** Most notices deleted in one transaction. */
  readonly batch?: number
}

const usualBatch = 1_000

/**
 * Deletes every notice that is past the rule, by the database's clock, and gives how many they were. `sql`: a pool of the
 * role retention. The connector forgets first: ended in the middle, the next run goes on from there.
 */
export async function deleteOldNotices(
  sql: postgres.Sql,
  { forget }: Pick<Connector, 'forget'>,
  { years, batch = usualBatch }: NoticeRule,
): Promise<number> {
  for (let deleted = 0; ; ) {
    const count = await sql.begin(async tx => {
      const gone = await tx<{ id: string }[]>`
        select id from notices.delete_expired(make_interval(years => ${years}), ${batch}) as gone(id)`
      await forget?.(gone.map(({ id }) => id))
      return gone.length
    })
    deleted += count
    if (count < batch) return deleted
  }
}
