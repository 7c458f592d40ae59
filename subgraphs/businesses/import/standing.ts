// Raises the standing of everyone about whom the decision may now compute something else (ACCESS.md 7).
import type postgres from 'postgres'

/** The businesses and parties of which the decision computes something that may have changed. */
export async function readSubjects(
  sql: postgres.ISql,
  standing: { readonly businesses: ReadonlySet<string>; readonly participants: ReadonlySet<string> },
): Promise<readonly string[]> {
  const businesses = [...standing.businesses]
  if (businesses.length === 0) return []
  // A business's status decides what its owner and managers may do: they are raised with it.
  const parties = await sql<{ party_id: string }[]>`
    select distinct coalesce(person_id, holder_id) as party_id from businesses.participant
    where kind <> 'UNLINKED' and id in (
      select participant_id from businesses.participant_role where business_id = any(${businesses}::uuid[])
      union all select unnest(${[...standing.participants]}::uuid[]))`
  return [...businesses, ...parties.map(row => row.party_id)]
}

/** In the same transaction as the change. */
export async function raiseStanding(sql: postgres.ISql, subjects: readonly string[]): Promise<void> {
  if (subjects.length > 0) await sql`select access.raise_standing(${[...subjects]}::uuid[])`
}
