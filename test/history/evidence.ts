// Reads what the database holds at the end of a run, once nothing is under way any more.
import type postgres from 'postgres'
import type { AccessRecord, Event, Evidence } from './history.ts'
import type { PowerEvidence, StoredPower } from './judge-powers.ts'
import { pause } from './world.ts'

const longestWaitMs = 20_000

/** Waits until nobody is in a transaction; a killed or frozen node's may still have been. Throws when it does not end. */
export async function waitForQuiet(sql: postgres.Sql): Promise<void> {
  for (const end = performance.now() + longestWaitMs; performance.now() < end; await pause(100)) {
    const [row] = await sql`select count(*)::integer as busy from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'
        and backend_type = 'client backend'`
    if (row!.busy === 0) return
  }
  throw new Error('The database does not come to rest.')
}

/** As the administrator. */
export async function readEvidence(sql: postgres.Sql): Promise<Evidence> {
  const events = await sql<
    Event[]
  >`select consent_id as right, revision, state, command_id as "commandId", command,
      authority, position::integer, (extract(epoch from date_trunc('milliseconds', at)) * 1000)::float8 as at
    from consents.event order by authority, event.position`
  const rights = await sql<Evidence['rights'][number][]>`select id, state, revision from consents.consent`
  const faults = await sql`select consent_id, revision, fault from consents.faults()`
  const records = await sql<AccessRecord[]>`select case_reference as reference,
      (extract(epoch from at) * 1000)::float8 as at,
      array(select g ->> 'consent' from jsonb_array_elements(given) g where g ? 'consent') as rights
    from access_log.record
    where starts_with(case_reference, 'h.') and jsonb_path_exists(given, '$[*].consent')`
  return {
    ...{ events, rights, records },
    faults: faults.map(({ consent_id, revision, fault }) => `${consent_id} ${revision} ${fault}`),
  }
}

/** Of powers of attorney; as the administrator. */
export async function readPowerEvidence(sql: postgres.Sql): Promise<PowerEvidence> {
  const events = await sql<
    Event[]
  >`select power_of_attorney_id as right, revision, state, command, '' as authority,
      command_id as "commandId", 0 as position, (extract(epoch from date_trunc('milliseconds', at)) * 1000)::float8 as at
    from powers_of_attorney.event order by power_of_attorney_id, revision`
  const powers = await sql<StoredPower[]>`select id, state, revision, chain, holder_id as holder,
      (extract(epoch from valid_to) * 1000)::float8 as "validTo"
    from powers_of_attorney.power_of_attorney`
  const records = await sql<AccessRecord[]>`select case_reference as reference,
      (extract(epoch from at) * 1000)::float8 as at,
      array(select g ->> 'mandate' from jsonb_array_elements(given) g where g ? 'mandate') as rights
    from access_log.record
    where starts_with(case_reference, 'h.') and jsonb_path_exists(given, '$[*].mandate')`
  return { events, powers, records }
}
