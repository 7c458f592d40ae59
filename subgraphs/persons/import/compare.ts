// Compares the resolved rows with what stands, table by table: ends what is no longer said, adds what is new.
import type postgres from 'postgres'
import type { RowKind } from './rows/row.ts'
import { contentColumns, otherColumns, stagingOf } from './rows/staged.ts'

type Sql = postgres.TransactionSql

/** The rows of one delivery: the file's name, and from when they are registered. */
export interface Delivery {
  readonly name: string
  readonly at: Date
}

/**
 * Record 001 replaces everything known about its person: applies that to the rows of one kind, of persons of whom the
 * register has rows. Their part of staging is compared row by row. Gives how many rows that are.
 */
export async function replaceKnown(sql: Sql, kind: RowKind, { name, at }: Delivery): Promise<number> {
  const table = sql(`persons.${kind}`)
  const rows = resolvedRows(sql, kind, name)
  const { count } = await sql`
    insert into persons.resolved (kind, line, person_id, content_hash)
    select ${kind}::text, r.line, r.person_id, r.content_hash from (${rows} where h.known) r`
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
    ${into(sql, kind)} select ${columnsOf(sql, kind, at)}
    from (${rows} where h.known) r
    where exists (select from persons.resolved o where o.kind = ${kind} and o.person_id = r.person_id
      and o.content_hash = r.content_hash and o.outcome <> 'UNCHANGED')
    on conflict do nothing`
  return count
}

/**
 * Adds the rows of one kind of persons of whom the register has none: nothing to compare with. Gives how many of the
 * `staged` rows were to stand in the table, and how many do: fewer when some were lost. Those that say the same stand once.
 */
export async function addFresh(
  sql: Sql,
  kind: RowKind,
  { name, at }: Delivery,
  staged: number,
): Promise<{ readonly due: number; readonly stand: number }> {
  const rows = sql`${resolvedRows(sql, kind, name)} where not h.known`
  // In the order of their ids they fill the indexes from one end to the other: out of it, a country's would be read and
  // written page by page.
  const insert = sql`${into(sql, kind)} select ${columnsOf(sql, kind, at)} from (${rows}) r order by r.person_id`
  try {
    const { count } = await sql.savepoint(async inner => inner`${insert}`)
    return { due: staged, stand: count }
  } catch (error) {
    if ((error as { code?: unknown }).code !== uniqueViolation) throw error
  }
  const { count } = await sql`${insert} on conflict do nothing`
  const [distinct] =
    await sql`select count(distinct (r.person_id, r.content_hash))::int as rows from (${rows}) r`
  return { due: distinct!.rows, stand: count }
}

const uniqueViolation = '23505'

/** Records that are nobody's (errors, receipts, unknown types without a person) are kept, each content once. Gives how many. */
export async function addUnowned(sql: Sql, { name, at }: Delivery): Promise<number> {
  const [unowned] = await sql`
    select count(*)::int as rows from persons.delivered_record s
    where not exists (select from persons.head h where h.number = s.number)`
  await sql`
    ${into(sql, 'record')} select ${columnsOf(sql, 'record', at)}
    from (${resolvedRows(sql, 'record', name)} where h.number is null) r on conflict do nothing`
  return unowned!.rows
}

const lead = ['person_id', 'number', 'content_hash', 'source']
const registered = ['registered_from', 'registered_to', 'conflicting']

/** `insert into` the table of a kind. */
function into(sql: Sql, kind: RowKind) {
  const columns = [...lead, ...contentColumns.get(kind)!, ...othersOf(kind), ...registered]
  return sql`insert into ${sql(`persons.${kind}`)} (${sql(columns)})`
}

function columnsOf(sql: Sql, kind: RowKind, at: Date) {
  const columns = [...lead, ...contentColumns.get(kind)!, ...othersOf(kind)]
  return sql`${sql(columns)}, ${at}::timestamptz, 'infinity'::timestamptz, false`
}

const othersOf = (kind: RowKind): readonly string[] => {
  const other = otherColumns[kind]
  return other ? [other] : []
}

// Rows under a superseded number are no values. Their hash is another, and so is that of a holder whom 015 names, for the
// row says something else then.
function resolvedRows(sql: Sql, kind: RowKind, fileName: string) {
  const other = otherColumns[kind]
  const technical = sql`h.superseded and s.row_status in ('CURRENT', 'HISTORIC')`
  const contents = contentColumns.get(kind)!.filter(column => column !== 'row_status')
  const mended = kind === 'custody' ? sql`case when s.related is null then p.related end` : sql`null::text`
  return sql`
    select s.line, h.person_id, s.number, ${sql(contents.map(column => `s.${column}`))},
      case when ${technical} then 'TECHNICAL' else s.row_status end as row_status,
      s.content_hash || case when ${technical} then ' TECHNICAL' else '' end
        ${kind === 'custody' ? sql`|| coalesce(' ' || encode(sha256(convert_to(s.content_hash || ${mended}, 'UTF8')), 'hex'), '')` : sql``}
        as content_hash,
      ${fileName}::text || ':' || s.line || ' ' || s.record_type as source
      ${other ? sql`, o.id as ${sql(other)}` : sql``}
    from ${sql(stagingOf(kind))} s
    left join persons.head h on h.number = s.number
    ${kind === 'custody' ? namedParents(sql) : sql``}
    ${other ? sql`left join persons.numbered o on o.number = coalesce(s.related, ${mended})` : sql``}`
}

// 016: a mother (0003) or father (0004) without a number is the one that 015 names.
const namedParents = (sql: Sql) => sql`
  left join (
    select distinct on (number, role) number, role, related from persons.delivered_parent order by number, role, line
  ) p on p.number = s.number and p.role = case s.relation when '0003' then 'MOTHER' when '0004' then 'FATHER' end`

// Under a superseded number only that number's own rows are replaced, under the current one all that count.
// A record that is quarantined may have repeated what stands: nothing of its kind is ended for that number.
async function endRows(sql: Sql, kind: RowKind, at: Date): Promise<void> {
  const table = sql(`persons.${kind}`)
  await sql`
    update ${table} t set registered_to = ${at}
    from persons.head h
    where h.known and t.person_id = h.person_id and t.registered_to = 'infinity'
      and (t.number = h.number or (not h.superseded and t.row_status <> 'TECHNICAL'))
      and not exists (select from persons.resolved r
        where r.kind = ${kind} and r.person_id = t.person_id and r.content_hash = t.content_hash)
      and not exists (select from persons.left_out q where q.number = t.number and q.kind = ${kind})`
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
    // One row alone overlaps nothing: of new persons those matter of whom the file has several.
    const several = sql`
      select h.person_id from persons.head h where h.known or h.number in (
        select s.number from ${sql(stagingOf(kind))} s group by s.number having count(*) > 1)`
    // In order of their beginnings, rows overlap when one begins before all earlier ones have ended.
    const rows = await sql`
      with judged as (
        select t.ctid as place, t.source, t.conflicting as flagged, coalesce(
          t.effective_from < max(t.effective_to) over (w rows between unbounded preceding and 1 preceding)
          or t.effective_to > lead(t.effective_from) over w, false) as conflicting
        from ${table} t
        where t.person_id in (${several}) and t.registered_to = 'infinity'
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
 * database: a first delivery concerns everyone in it. Of an id that this import made nobody has known the standing.
 */
export async function raiseStandings(sql: Sql, at: Date, others: readonly string[]): Promise<void> {
  const concerned = factColumns.map(
    ([kind, column]) => sql`
      union select t.${sql(column)}
      from (select distinct person_id from persons.head ${column === 'person_id' ? sql`where not made` : sql``}) h
      join ${sql(`persons.${kind}`)} t using (person_id)
      where (t.registered_from = ${at} or t.registered_to = ${at}) and t.${sql(column)} is not null`,
  )
  await sql`
    select access.raise_standing(array(
      select c.id from (select unnest(${[...others]}::uuid[]) as id ${concerned}) c
      where not exists (select from persons.numbered n where n.id = c.id and n.made)))`
}
