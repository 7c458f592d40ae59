// Invented consents of any number, for measuring lists: as old as five years, five about each subject.
import { createHash } from 'node:crypto'
import type postgres from 'postgres'

export interface Filled {
  /** CVR number of the authority that asked for half of them. */
  readonly authority: string
  /** Its activity with the most. */
  readonly activity: string
  /** Another activity of it, with few. */
  readonly rare: string
  /** How many subjects there are: each has five consents, three of them that authority's. */
  readonly subjects: number
}

/** The id of the subject at a place, from 0 on. */
export const subjectAt = (place: number): string =>
  createHash('md5')
    .update(`subject ${place}`)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')

// Half of all are one authority's; the others' templates share the rest.
const busiest = 'housing-support'

/**
 * Replaces all consents by `count` others, the same for the same count and time, with indexes as if just built.
 * `sql`: the administrator's. They have no events: nothing that reads those can be measured on them.
 */
export async function fillConsents(sql: postgres.Sql, count: number): Promise<Filled> {
  const subjects = Math.ceil(count / 5)
  await sql`truncate consents.consent cascade`
  await sql.begin(async tx => {
    await dropIndexes(tx)
    // Without a look-up of the template for each row: they were joined with their templates.
    await tx`set local session_replication_role = replica`
    await insert(tx, count, subjects)
    await makeIndexes(tx)
  })
  // Sets the visibility map too: without it an index-only scan looks at every row after all.
  await sql`vacuum analyze consents.consent`
  const [template] = await sql`select authority, activity from consents.template where id = ${busiest}`
  const [other] = await sql`
    select activity from consents.template where authority = ${template!.authority} and id <> ${busiest} limit 1`
  const { authority, activity } = template!
  return { authority, activity, rare: other!.activity, subjects }
}

/** Of each ten: six given, two answered or ended otherwise, two never answered; the youngest still can be. */
const insert = (tx: postgres.TransactionSql, count: number, subjects: number) => tx`
  with other as (
    select t.*, row_number() over (order by t.id) - 1 as place, count(*) over () as of
    from consents.template t where t.id <> ${busiest} and t.version = 1
  ), one as (
    select i, clock.now - interval '5 years' * ((${count}::int - i) / ${count}::float8) as at,
      case when i / ${subjects}::int % 2 = 0 then ${busiest}
        else (select o.id from other o where o.place = i % o.of) end as template
    from generate_series(1, ${count}::int) i, (select clock_timestamp() as now) clock
  )
  insert into consents.consent (subject_id, subject_kind, authority, requester_reference, activity, template,
      template_version, fields, state, requested_at, sent_at, answer_by, valid_from, valid_to, ended_at)
    select md5('subject ' || one.i % ${subjects}::int)::uuid, 'PERSON', t.authority, 'bench-' || one.i, t.activity, t.id, 1,
      t.fields, s.state, one.at, one.at, one.at + interval '30 days',
      case when s.state in ('GRANTED', 'WITHDRAWN', 'SUSPENDED') then one.at + interval '1 day' end,
      one.at + interval '400 days', case when s.state in ('WITHDRAWN', 'DECLINED') then one.at + interval '40 days' end
    from one
    join consents.template t on t.id = one.template and t.version = 1
    cross join lateral (
      select ('{GRANTED,GRANTED,WITHDRAWN,GRANTED,REQUESTED,GRANTED,DECLINED,GRANTED,REQUESTED,GRANTED}'::text[])
        [one.i * 7919::bigint % 10 + 1] as state) s
    order by one.i`

/** Those that are no constraint's; what they were stands in a table of the transaction's. */
async function dropIndexes(tx: postgres.TransactionSql): Promise<void> {
  await tx`
    create temporary table dropped_index on commit drop as
    select indexname as name, indexdef as text from pg_indexes
    where schemaname = 'consents' and tablename = 'consent' and indexdef like 'CREATE INDEX %'`
  await tx`
    do $$ declare dropped record; begin
      for dropped in select name from dropped_index loop
        execute format('drop index consents.%I', dropped.name);
      end loop;
    end $$`
}

async function makeIndexes(tx: postgres.TransactionSql): Promise<void> {
  await tx`
    do $$ declare dropped record; begin
      for dropped in select text from dropped_index loop execute dropped.text; end loop;
    end $$`
}
