// Finds out in the database whom the staged records are about: quarantine of whole persons, ids, superseded numbers.
import type postgres from 'postgres'
import { FileRefused } from './refused.ts'
import { rowKinds } from './rows/row.ts'
import { personTypes } from './stage.ts'

type Sql = postgres.TransactionSql

/** Refuses a file that names a person twice; leaves out records of persons who cannot be loaded. */
export async function quarantinePersons(sql: Sql): Promise<void> {
  const [twice] = await sql`
    select max(line) as line from persons.delivered where kind = 'person' group by number having count(*) > 1 limit 1`
  if (twice) throw new FileRefused('PERSON_TWICE', twice.line)
  // A person with a protection that cannot be read would look unprotected.
  await leaveOut(
    sql,
    'PROTECTION_UNREADABLE',
    sql`d.number in (select q.number from persons.delivered q where q.kind = 'quarantined' and q.type = '004')`,
  )
  await leaveOut(
    sql,
    'PERSON_MISSING',
    sql`d.type = any(${personTypes}) and not exists (
      select from persons.delivered p where p.kind = 'person' and p.number = d.number)`,
  )
  // A type that nobody knows says nothing certain about its number: without a record 001 it is nobody's.
  await sql`
    update persons.delivered d set number = null where kind = 'record' and number is not null and not exists (
      select from persons.delivered p where p.kind = 'person' and p.number = d.number)`
}

async function leaveOut(
  sql: Sql,
  reason: string,
  which: postgres.PendingQuery<postgres.Row[]>,
): Promise<void> {
  await sql`
    with moved as (
      delete from persons.delivered d where d.kind <> 'quarantined' and ${which} returning kind, line, type, number
    )
    insert into persons.delivered (kind, line, type, number, content)
    select distinct on (line) 'quarantined', line, type, number, jsonb_build_object('reason', ${reason}::text, 'kind', kind)
    from moved order by line, kind`
}

/**
 * Several numbers that are one person (001 PNRGAELD, 022) lead to one id. Rows that stand under an id which thereby
 * gave way are moved to the older one; their subjects are returned, for their standing has changed.
 */
export async function joinNumbers(sql: Sql): Promise<readonly string[]> {
  const linked = sql`select distinct number, related from persons.delivered where kind = 'personal_number' and related is not null`
  const numbers = sql`select number from (${linked}) l union select related from (${linked}) l`
  const before = await sql`select number, identity.subject_id('PERSON', number) as id from (${numbers}) n`
  if (before.length === 0) return []
  await sql`select identity.join('PERSON', array[number, related]) from (${linked}) l`
  const after = await sql`select number, identity.subject_id('PERSON', number) as id from (${numbers}) n`
  const now = new Map(after.map(row => [row.number, row.id]))
  const moved = before.filter(row => now.get(row.number) !== row.id)
  const from = moved.map(row => row.id)
  const to = moved.map(row => now.get(row.number))
  if (moved.length > 0) await moveRows(sql, from, to)
  return [...from, ...to]
}

const idColumns: readonly (readonly [table: string, column: string])[] = [
  ...[...rowKinds, 'registration'].map(table => [table, 'person_id'] as const),
  ['merged', 'into_id'],
  ['civil_status', 'spouse_id'],
  ['child', 'child_id'],
  ['parent', 'parent_id'],
  ['custody', 'holder_id'],
  ['guardianship', 'guardian_id'],
]

async function moveRows(sql: Sql, from: readonly string[], to: readonly string[]): Promise<void> {
  for (const place of idColumns) await moveIds(sql, place, from, to)
  await sql`
    insert into persons.merged (from_id, into_id)
    select distinct * from unnest(${from}::uuid[], ${to}::uuid[])
    on conflict (from_id) do update set into_id = excluded.into_id`
}

async function moveIds(
  sql: Sql,
  [table, column]: readonly [string, string],
  from: readonly string[],
  to: readonly string[],
): Promise<void> {
  await sql`
    update ${sql(`persons.${table}`)} t set ${sql(column)} = m.into_id
    from unnest(${from}::uuid[], ${to}::uuid[]) m (from_id, into_id)
    where t.${sql(column)} = m.from_id`
}

/**
 * Fills persons.resolved and persons.head: each row with its person's id, the other person's id, and a hash of what
 * the register said (not of ids or lines). Rows under a superseded number (001 PNRGAELD, or former by another's 022)
 * become TECHNICAL.
 */
export async function resolveRows(sql: Sql, fileName: string): Promise<void> {
  await sql`
    insert into persons.resolved (kind, line, type, person_id, content, content_hash)
    with numbered as materialized (
      select number, identity.subject_id('PERSON', number) as id
      from (select number from persons.delivered union select related from persons.delivered) n
      where number is not null
    ),
    stated as (
      select d.*, coalesce(d.related, p.related) as other,
        d.content || case
          when (head.related is not null or former.related is not null) and d.content->>'row_status' in ('CURRENT', 'HISTORIC')
          then '{"row_status": "TECHNICAL"}'::jsonb else '{}'::jsonb end as said
      from persons.delivered d
      left join persons.delivered head on head.kind = 'person' and head.number = d.number
      left join (select distinct related from persons.delivered where kind = 'personal_number' and type = '022') former
        on former.related = d.number
      -- 016: a mother (0003) or father (0004) without a number is the one that 015 names.
      left join persons.delivered p on d.kind = 'custody' and p.kind = 'parent' and p.number = d.number
        and p.content->>'role' = case d.content->>'relation' when '0003' then 'MOTHER' when '0004' then 'FATHER' end
      where d.kind <> 'quarantined'
    )
    select s.kind, s.line, s.type, own.id,
      s.said || jsonb_build_object('person_id', own.id, 'number', s.number, 'source', ${fileName}::text || ':' || s.line || ' ' || s.type)
        || case s.kind
          when 'civil_status' then jsonb_build_object('spouse_id', other.id)
          when 'child' then jsonb_build_object('child_id', other.id)
          when 'parent' then jsonb_build_object('parent_id', other.id)
          when 'custody' then jsonb_build_object('holder_id', other.id)
          when 'guardianship' then jsonb_build_object('guardian_id', other.id)
          else '{}'::jsonb end,
      encode(sha256(convert_to(jsonb_build_array(s.number, s.other, s.said)::text, 'UTF8')), 'hex')
    from stated s
    left join numbered own on own.number = s.number
    left join numbered other on other.number = s.other`
  await fillHeads(sql)
}

async function fillHeads(sql: Sql): Promise<void> {
  await sql`
    insert into persons.head (number, person_id, superseded)
    select content->>'number', person_id, content->>'row_status' = 'TECHNICAL' from persons.resolved where kind = 'person'`
  await sql`analyze persons.resolved, persons.head`
}
