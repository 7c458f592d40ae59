// Brings the rows of a batch of companies into the tables: what is new is inserted, what is gone ends its registered time.
import type postgres from 'postgres'
import type { Company } from './company.ts'
import { hashOf, type RowTable, rowTables, toColumns } from './row.ts'

/** A company with its id, its place in the delivery and the ids of its participants by unit number. */
export interface PlacedCompany {
  readonly id: string
  readonly company: Company
  /** File and number of the document, for the rows' `source`. */
  readonly source: string
  readonly participants: ReadonlyMap<number, string>
}

/** What a batch changed. `standing`: businesses and participants of which a computed fact may have changed. */
export interface StagedChange {
  readonly inserted: number
  readonly closed: number
  readonly unchanged: number
  readonly businesses: ReadonlySet<string>
  readonly standing: { readonly businesses: ReadonlySet<string>; readonly participants: ReadonlySet<string> }
}

type Columns = Record<string, unknown>
interface Touched {
  readonly business_id: string
  readonly slot: string
  readonly participant_id: string | null
}

/** Writes the batch inside the caller's transaction. */
export async function stage(sql: postgres.ISql, batch: readonly PlacedCompany[]): Promise<StagedChange> {
  const documents = batch.map(({ id, company }) => ({
    business_id: id,
    updated_at: company.updated,
    version_at: company.version,
  }))
  const rows = rowsByTable(batch)
  const change = { inserted: 0, closed: 0, unchanged: 0, businesses: new Set<string>() }
  const standing = { businesses: new Set<string>(), participants: new Set<string>() }
  for (const table of rowTables) {
    const delivered = rows.get(table) ?? []
    const closed = await close(sql, table, delivered, documents)
    const inserted = delivered.length === 0 ? [] : await insert(sql, table, delivered)
    change.inserted += inserted.length
    change.closed += closed.length
    change.unchanged += delivered.length - inserted.length
    for (const touched of [...closed, ...inserted]) {
      change.businesses.add(touched.business_id)
      if (!isComputedFact(table, touched.slot)) continue
      standing.businesses.add(touched.business_id)
      if (touched.participant_id !== null) standing.participants.add(touched.participant_id)
    }
  }
  return { ...change, standing }
}

/** Whether the decision computes something from such a row (the views access.fact_* of this register). */
function isComputedFact(table: RowTable, slot: string): boolean {
  if (table === 'attribute') return slot.startsWith('TEGNINGSREGEL ') || slot.startsWith('FEJLREGISTRERET ')
  if (table === 'status') return slot === 'BUSINESS'
  return table === 'form' || table === 'life_cycle' || table === 'participant_role'
}

/** The rows as columns. Official files repeat a row now and then: the same content counts once. */
function rowsByTable(batch: readonly PlacedCompany[]): ReadonlyMap<RowTable, readonly Columns[]> {
  const tables = new Map<RowTable, Map<string, Columns>>(rowTables.map(table => [table, new Map()]))
  for (const { id, company, source, participants } of batch) {
    for (const row of company.rows) {
      const columns: Columns = { business_id: id, ...toColumns(row, `${source}, ${row.path}`) }
      if (row.participant !== undefined) columns.participant_id = participants.get(row.participant)
      const key = hashOf([id, columns.content_hash])
      const rows = tables.get(row.table)!
      if (!rows.has(key)) rows.set(key, columns)
    }
  }
  return new Map([...tables].map(([table, rows]) => [table, [...rows.values()]]))
}

const qualified = (table: RowTable): string => `businesses.${table}`
const participantOf = (sql: postgres.ISql, table: RowTable) =>
  table.startsWith('participant_') ? sql`t.participant_id` : sql`null::uuid as participant_id`

/**
 * Ends the registered time of rows that their document no longer holds: when the row that takes their place was
 * registered, otherwise when the register last wrote the business, and never before they were registered themselves.
 */
async function close(
  sql: postgres.ISql,
  table: RowTable,
  rows: readonly Columns[],
  documents: readonly Columns[],
) {
  const keys = rows.map(
    ({ business_id, slot, content_hash, effective_from, effective_to, registered_from }) => ({
      business_id,
      slot,
      content_hash,
      effective_from,
      effective_to,
      registered_from,
    }),
  )
  return sql<Touched[]>`
    with delivered as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(keys)}::text::jsonb) as d (business_id uuid, slot text,
        content_hash text, effective_from timestamptz, effective_to timestamptz, registered_from timestamptz)
    ), document as (
      select * from jsonb_to_recordset(${JSON.stringify(documents)}::text::jsonb)
        as d (business_id uuid, updated_at timestamptz, version_at timestamptz)
    )
    update ${sql(qualified(table))} as t set registered_to = coalesce(
      (select min(d.registered_from) from delivered d
        where d.business_id = t.business_id and d.slot = t.slot and d.registered_from > t.registered_from
          and d.effective_from < t.effective_to and d.effective_to > t.effective_from),
      case when document.updated_at > t.registered_from then document.updated_at
        when document.version_at > t.registered_from then document.version_at
        else greatest(now(), t.registered_from) end)
    from document
    where document.business_id = t.business_id and t.registered_to = 'infinity' and not exists (
      select from delivered d where d.business_id = t.business_id and d.content_hash = t.content_hash)
    returning t.business_id, t.slot, ${participantOf(sql, table)}`
}

/** Inserts what is not registered now. Content that comes back begins where it ended, not where it first began. */
async function insert(sql: postgres.ISql, table: RowTable, rows: readonly Columns[]) {
  const names = Object.keys(rows[0]!)
  const values = names.map(name =>
    name === 'registered_from'
      ? sql`greatest(d.registered_from, (select max(b.registered_to) from ${sql(qualified(table))} b
          where b.business_id = d.business_id and b.content_hash = d.content_hash))`
      : sql`${sql(`d.${name}`)}`,
  )
  return sql<Touched[]>`
    insert into ${sql(qualified(table))} as t (${listed(
      sql,
      names.map(name => sql`${sql(name)}`),
    )})
    select ${listed(sql, values)}
    from jsonb_populate_recordset(null::${sql(qualified(table))}, ${JSON.stringify(rows)}::text::jsonb) as d
    where not exists (select from ${sql(qualified(table))} o
      where o.business_id = d.business_id and o.content_hash = d.content_hash and o.registered_to = 'infinity')
    returning t.business_id, t.slot, ${participantOf(sql, table)}`
}

const listed = (sql: postgres.ISql, fragments: readonly postgres.PendingQuery<postgres.Row[]>[]) =>
  fragments.map((fragment, index) => (index === 0 ? fragment : sql`, ${fragment}`))
