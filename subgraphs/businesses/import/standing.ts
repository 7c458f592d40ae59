// Raises the standing of everyone about whom the decision may now compute something else (ACCESS.md 7).
import type postgres from 'postgres'

/** Whom a batch concerns: businesses, participants of theirs, and parties by their ids. */
export interface Concerned {
  readonly businesses: ReadonlySet<string>
  readonly participants: ReadonlySet<string>
  readonly parties: readonly string[]
}

/**
 * Keeps in the database whose standing is raised at the end: the businesses and parties of which the decision computes
 * something that may have changed. Of `made`, ids that this load gave, nobody has known the standing.
 */
export async function noteStandings(
  sql: postgres.ISql,
  { businesses, participants, parties }: Concerned,
  made: ReadonlySet<string>,
): Promise<void> {
  if (businesses.size === 0 && parties.length === 0) return
  // A business's status decides what its owner and managers may do: they are raised with it.
  await sql`
    insert into businesses.raised (subject_id)
    select id from (
      select unnest(${[...businesses, ...parties]}::uuid[]) as id
      union
      select coalesce(person_id, holder_id) from businesses.participant
      where kind <> 'UNLINKED' and id in (
        select participant_id from businesses.participant_role where business_id = any(${[...businesses]}::uuid[])
        union all select unnest(${businesses.size === 0 ? [] : [...participants]}::uuid[]))
    ) c where not exists (select from unnest(${[...made]}::uuid[]) m (id) where m.id = c.id)`
}

/** At the end of a load, in its transaction. Gives how many subjects that are. */
export async function raiseStandings(sql: postgres.ISql): Promise<number> {
  const [row] = await sql`
    with concerned as (select array_agg(distinct subject_id) as ids from businesses.raised)
    select cardinality(ids) as subjects, access.raise_standing(ids) from concerned where ids is not null`
  return row?.subjects ?? 0
}
