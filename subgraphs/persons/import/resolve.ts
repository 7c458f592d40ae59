// Finds out in the database whom the staged records are about: quarantine of whole persons, ids, superseded numbers.
import type postgres from 'postgres'
import { FileRefused } from './refused.ts'
import { type RowKind, rowKinds } from './rows/row.ts'
import { otherColumns, stagingOf } from './rows/staged.ts'
import { personTypes, type Staged } from './stage.ts'

type Sql = postgres.TransactionSql

/** Refuses a file that names a person twice; leaves out records of persons who cannot be loaded: how many rows, by kind. */
export async function quarantinePersons(
  sql: Sql,
  { rows, strayed }: Staged,
): Promise<ReadonlyMap<RowKind, number>> {
  const left = new Map<RowKind, number>()
  const leave = async (kind: RowKind, ...why: [string, postgres.PendingQuery<postgres.Row[]>]) =>
    left.set(kind, (left.get(kind) ?? 0) + (await leaveOut(sql, kind, ...why)))
  const [twice] = await sql`
    select max(line) as line from persons.delivered_person group by number having count(*) > 1 limit 1`
  if (twice) throw new FileRefused('PERSON_TWICE', twice.line)
  // A person with a protection that cannot be read would look unprotected.
  const protecting = sql`select q.number from persons.left_out q where q.record_type = '004'`
  const [unreadable] = await sql`select exists (${protecting}) as any`
  if (unreadable!.any)
    for (const kind of rows.keys())
      await leave(kind, 'PROTECTION_UNREADABLE', sql`d.number in (${protecting})`)
  // Whose record 001 stands right before them belong to nobody else, unless that person was left out just now.
  const nobodys = sql`not exists (select from persons.delivered_person p where p.number = d.number)`
  for (const kind of strayed)
    await leave(kind, 'PERSON_MISSING', sql`d.record_type = any(${[...personTypes]}) and ${nobodys}`)
  // A type that nobody knows says nothing certain about its number: without a record 001 it is nobody's.
  if (rows.has('record'))
    await sql`update persons.delivered_record d set number = null where number is not null and ${nobodys}`
  return left
}

async function leaveOut(
  sql: Sql,
  kind: RowKind,
  reason: string,
  which: postgres.PendingQuery<postgres.Row[]>,
): Promise<number> {
  const [count] = await sql`
    with moved as (
      delete from ${sql(stagingOf(kind))} d where ${which} returning line, record_type, number
    ), kept as (
    insert into persons.left_out (line, record_type, number, reason, kind)
    select distinct on (m.line) m.line, m.record_type, m.number, ${reason}::text, ${kind}::text
    from moved m where not exists (select from persons.left_out l where l.line = m.line) order by m.line
    )
    select count(*)::int as rows from moved`
  return count!.rows
}

/**
 * Several numbers that are one person (001 PNRGAELD, 022) lead to one id. Rows that stand under an id which thereby
 * gave way are moved to the older one; their subjects are returned, for their standing has changed.
 */
export async function joinNumbers(sql: Sql): Promise<readonly string[]> {
  const linked = sql`select distinct number, related from persons.delivered_personal_number where related is not null`
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

// As many numbers as one statement gives ids to.
const numbersAtOnce = 20_000

/** Fills persons.numbered, all numbers that the file names, and persons.head, its own persons. */
export async function resolvePersons(sql: Sql, { rows }: Staged): Promise<void> {
  const naming = (['personal_number', ...Object.keys(otherColumns)] as RowKind[]).filter(kind =>
    rows.has(kind),
  )
  const related = naming.map(
    kind => sql`union select related from ${sql(stagingOf(kind))} where related is not null`,
  )
  await sql`
    insert into persons.numbered (number, id, made)
    select g.number, g.id, g.made
    from (
      select part, array_agg(number order by number) as numbers
      from (
        select number, row_number() over (order by number) / ${numbersAtOnce} as part
        from (select number from persons.delivered_person ${related}) n
      ) p group by part order by part
    ) b cross join lateral identity.subject_ids('PERSON', b.numbers) g`
  // Superseded: status 50 or 60 names the number that counts (001 PNRGAELD), or another's 022 calls it former.
  await sql`
    insert into persons.head (number, person_id, superseded, known, made)
    select p.number, n.id, p.related is not null or former.related is not null, g.person_id is not null, n.made
    from persons.delivered_person p
    join persons.numbered n on n.number = p.number
    left join (
      select distinct related from persons.delivered_personal_number where record_type = '022' and related is not null
    ) former on former.related = p.number
    left join (select distinct person_id from persons.registration) g on g.person_id = n.id`
  await sql`analyze persons.head, persons.numbered`
}
