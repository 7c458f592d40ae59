// Marks what should not be in a register but is: impossible periods, and two values of one slot at one time.
import type postgres from 'postgres'
import type { Family } from './row.ts'

/** Marks such rows of the given owners among those registered now, unmarks others; gives how many are marked. */
export async function flagOverlaps(
  sql: postgres.ISql,
  { owner, tables }: Family,
  owners: readonly string[],
): Promise<number> {
  if (owners.length === 0) return 0
  const ids = [...owners]
  let flagged = 0
  for (const table of tables) {
    const name = `businesses.${table}`
    const [count] = await sql`
      with judged as (
        select t.row_id, t.flagged, t.effective_from >= t.effective_to or exists (
          select from ${sql(name)} o where o.${sql(owner)} = t.${sql(owner)} and o.slot = t.slot and o.row_id <> t.row_id
            and o.registered_to = 'infinity' and o.effective_from < t.effective_to and o.effective_to > t.effective_from
            and o.effective_from < o.effective_to) as wrong
        from ${sql(name)} t where t.${sql(owner)} = any(${ids}::uuid[]) and t.registered_to = 'infinity'
      ), marked as (
        update ${sql(name)} t set flagged = judged.wrong from judged
        where t.row_id = judged.row_id and judged.flagged <> judged.wrong
      )
      select count(*)::integer as marked from judged where wrong`
    flagged += count!.marked as number
  }
  return flagged
}
