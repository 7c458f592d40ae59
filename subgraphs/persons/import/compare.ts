// Compares the resolved rows with what stands, table by table: ends what is no longer said, adds what is new.
import type postgres from 'postgres'
import type { RowKind } from './rows/row.ts'

type Sql = postgres.TransactionSql

/** Record 001 replaces everything known about its person: applies that to one table, as registered at `at`. */
export async function applyKind(sql: Sql, kind: RowKind, at: Date): Promise<void> {
  const table = sql(`persons.${kind}`)
  // Events are what happened, not what holds.
  if (kind !== 'event') await endRows(sql, kind, at)
  await sql`
    update persons.resolved r set outcome = case
      when exists (select from ${table} t where t.person_id = r.person_id and t.content_hash = r.content_hash
        and t.registered_to = 'infinity') then 'UNCHANGED'
      when exists (select from ${table} t where t.person_id = r.person_id and t.registered_to = ${at}) then 'CHANGED'
      else 'INSERTED' end
    where r.kind = ${kind}`
  await sql`
    insert into ${table} select x.*
    from persons.resolved r cross join lateral jsonb_populate_record(null::${table}, r.content || jsonb_build_object(
      'registered_from', ${at}::timestamptz, 'registered_to', 'infinity', 'conflicting', false,
      'content_hash', r.content_hash)) x
    where r.kind = ${kind} and r.outcome <> 'UNCHANGED'
    on conflict do nothing`
}

// Under a superseded number only that number's own rows are replaced, under the current one all that count.
// A record that is quarantined may have repeated what stands: nothing of its kind is ended for that number.
async function endRows(sql: Sql, kind: RowKind, at: Date): Promise<void> {
  const table = sql(`persons.${kind}`)
  await sql`
    update ${table} t set registered_to = ${at}
    from persons.head h
    where t.person_id = h.person_id and t.registered_to = 'infinity'
      and (t.number = h.number or (not h.superseded and t.row_status <> 'TECHNICAL'))
      and not exists (select from persons.resolved r
        where r.kind = ${kind} and r.person_id = t.person_id and r.content_hash = t.content_hash)
      and not exists (select from persons.delivered q
        where q.kind = 'quarantined' and q.number = t.number and q.content->>'kind' = ${kind})`
}

/** Kinds of which a person has one at a time. */
const singleKinds: readonly RowKind[] = [
  'person',
  'name',
  'address',
  'citizenship',
  'civil_status',
  'church',
  'emigration',
  'disappearance',
  'separation',
]

/**
 * What should hold and official files break: one unmarked row per person and kind at a time. Flags the offenders
 * among this file's persons and gives their sources (file, line, record type), in order.
 */
export async function flagOverlaps(sql: Sql): Promise<readonly string[]> {
  const sources: string[] = []
  for (const kind of singleKinds) {
    const table = sql(`persons.${kind}`)
    // In order of their beginnings, rows overlap when one begins before all earlier ones have ended.
    const rows = await sql`
      with judged as (
        select t.ctid as place, t.source, t.conflicting as flagged, coalesce(
          t.effective_from < max(t.effective_to) over (w rows between unbounded preceding and 1 preceding)
          or t.effective_to > lead(t.effective_from) over w, false) as conflicting
        from ${table} t
        where t.person_id in (select person_id from persons.head) and t.registered_to = 'infinity'
          and t.row_status in ('CURRENT', 'HISTORIC') and t.effective_from < t.effective_to
        window w as (partition by t.person_id order by t.effective_from, t.content_hash)
      ),
      flagged as (
        update ${table} t set conflicting = j.conflicting from judged j where t.ctid = j.place and j.flagged <> j.conflicting
      )
      select source from judged where conflicting order by source`
    sources.push(...rows.map(row => row.source))
  }
  return sources
}

/** Tables that a decision leans on, and whom else a row of them concerns. */
const factColumns: readonly (readonly [RowKind, string])[] = [
  ['person', 'person_id'],
  ['protection', 'person_id'],
  ['address', 'person_id'],
  ['civil_status', 'person_id'],
  ['custody', 'person_id'],
  ['custody', 'holder_id'],
  ['guardianship', 'person_id'],
  ['guardianship', 'guardian_id'],
]

/**
 * Raises the standing of everyone about whom a computed fact was begun or ended at `at`, and of `others`. Gathered in the
 * database: a first delivery concerns everyone in it.
 */
export async function raiseStandings(sql: Sql, at: Date, others: readonly string[]): Promise<void> {
  const concerned = factColumns.map(
    ([kind, column]) => sql`
      union select t.${sql(column)}
      from (select distinct person_id from persons.head) h join ${sql(`persons.${kind}`)} t using (person_id)
      where (t.registered_from = ${at} or t.registered_to = ${at}) and t.${sql(column)} is not null`,
  )
  await sql`select access.raise_standing(array(select unnest(${[...others]}::uuid[]) ${concerned}))`
}
