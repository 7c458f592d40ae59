// Brings the rows of a batch of documents into the tables: what is new is inserted, what is gone ends its registered time.
import type postgres from 'postgres'
import { checkRows } from './balance.ts'
import { addRows } from './fresh.ts'
import { flagOverlaps } from './overlaps.ts'
import {
  type Columns,
  columnsOf,
  type Family,
  qualified,
  type RegisterRow,
  type RowTable,
  referenceColumn,
  toColumns,
} from './row.ts'
import { readTouched, type Touched, type TouchedRow, touchedColumns } from './touched.ts'

/** A business or a unit with its id, its place in the delivery and the ids of those to whom its rows refer. */
export interface PlacedDocument {
  readonly id: string
  readonly updated: string
  readonly version: string
  readonly rows: readonly RegisterRow[]
  /** File and number of the document, for the rows' `source`. */
  readonly source: string
  readonly referred: ReadonlyMap<number | string, string>
}

/** What a batch changed. `standing`: businesses and participants of which a computed fact may have changed. */
export interface StagedChange {
  readonly inserted: number
  readonly closed: number
  readonly unchanged: number
  readonly owners: ReadonlySet<string>
  readonly standing: { readonly businesses: ReadonlySet<string>; readonly participants: ReadonlySet<string> }
  /** Rows ended and begun, for the fields that they change. */
  readonly touched: readonly TouchedRow[]
  /** Rows now marked because their period is impossible or overlaps another of the same slot. */
  readonly flagged: number
}

/** Writes the batch inside the caller's transaction. `fresh`: whom the register did not have, so nothing of theirs can end. */
export async function stage(
  sql: postgres.ISql,
  family: Family,
  batch: readonly PlacedDocument[],
  fresh: ReadonlySet<string>,
): Promise<StagedChange> {
  const change = new Change()
  const known = batch.filter(({ id }) => !fresh.has(id))
  if (known.length > 0) await compare(sql, family, known, change)
  const owned = new Set(change.owners)
  const flagged = await flagOverlaps(sql, family, [...owned])
  const added = await addRows(
    sql,
    family,
    rowsByTable(
      family,
      batch.filter(({ id }) => fresh.has(id)),
    ),
  )
  for (const [table, rows] of added.rows) change.add(table, [], rows, rows.length)
  return { ...change.told(), flagged: flagged + added.flagged }
}

async function compare(
  sql: postgres.ISql,
  family: Family,
  batch: readonly PlacedDocument[],
  change: Change,
): Promise<void> {
  const documents = batch.map(({ id, updated, version }) => ({
    owner_id: id,
    updated_at: updated,
    version_at: version,
  }))
  const rows = rowsByTable(family, batch)
  for (const table of family.tables) {
    const delivered = rows.get(table) ?? []
    const closed = await close(sql, [table, family.owner], delivered, documents)
    const inserted = delivered.length === 0 ? [] : await insert(sql, [table, family.owner], delivered)
    if (delivered.length > 0)
      checkRows(delivered.length, 0, await standing(sql, [table, family.owner], delivered))
    change.add(table, closed, inserted, delivered.length)
  }
}

/** Sums up what happened to the rows of a batch. */
class Change {
  readonly owners = new Set<string>()
  readonly #rows = { inserted: 0, closed: 0, unchanged: 0 }
  readonly #standing = { businesses: new Set<string>(), participants: new Set<string>() }
  readonly #touched: TouchedRow[] = []

  add(table: RowTable, closed: readonly Touched[], inserted: readonly Touched[], delivered: number): void {
    this.#rows.inserted += inserted.length
    this.#rows.closed += closed.length
    this.#rows.unchanged += delivered - inserted.length
    for (const row of readTouched(table, closed, inserted)) this.#touched.push(row)
    for (const rows of [closed, inserted])
      for (const touched of rows) {
        this.owners.add(touched.owner_id)
        if (!isComputedFact(table, touched.slot)) continue
        this.#standing.businesses.add(touched.owner_id)
        if (touched.participant_id !== null) this.#standing.participants.add(touched.participant_id)
      }
  }

  told() {
    return { ...this.#rows, owners: this.owners, standing: this.#standing, touched: this.#touched }
  }
}

/** Whether the decision computes something from such a row (the views access.fact_* of this register). */
function isComputedFact(table: RowTable, slot: string): boolean {
  if (table === 'attribute') return slot.startsWith('TEGNINGSREGEL ') || slot.startsWith('FEJLREGISTRERET ')
  if (table === 'status') return slot === 'BUSINESS'
  return table === 'form' || table === 'life_cycle' || table === 'participant_role'
}

/** The rows as columns. Official files repeat a row now and then: the same content counts once. */
function rowsByTable(
  { owner, tables }: Family,
  batch: readonly PlacedDocument[],
): ReadonlyMap<RowTable, readonly Columns[]> {
  const found = new Map<RowTable, Map<string, Columns>>(tables.map(table => [table, new Map()]))
  for (const { id, rows, source, referred } of batch) {
    for (const row of rows) {
      const columns = toColumns(row, `${source}, ${row.path}`)
      columns[owner] = id
      const reference = referenceColumn(row.table)
      if (reference) columns[reference] = referred.get(row.refersTo ?? '') ?? null
      const key = `${id} ${columns.content_hash}`
      const own = found.get(row.table)!
      if (!own.has(key)) own.set(key, columns)
    }
  }
  return new Map([...found].map(([table, own]) => [table, [...own.values()]]))
}

/** A table, and the column that says whose a row is. */
type Place = readonly [RowTable, Family['owner']]

const participantOf = (sql: postgres.ISql, table: RowTable) =>
  referenceColumn(table) === 'participant_id' ? sql`t.participant_id` : sql`null::uuid as participant_id`

/**
 * Ends the registered time of rows that their document no longer holds: when the row that takes their place was
 * registered, otherwise when the register last wrote the business, and never before they were registered themselves.
 */
async function close(
  sql: postgres.ISql,
  [table, owner]: Place,
  rows: readonly Columns[],
  documents: readonly Columns[],
) {
  const keys = rows.map(
    ({ [owner]: owner_id, slot, content_hash, effective_from, effective_to, registered_from }) => ({
      owner_id,
      slot,
      content_hash,
      effective_from,
      effective_to,
      registered_from,
    }),
  )
  return sql<Touched[]>`
    with delivered as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(keys)}::text::jsonb) as d (owner_id uuid, slot text,
        content_hash text, effective_from timestamptz, effective_to timestamptz, registered_from timestamptz)
    ), document as (
      select * from jsonb_to_recordset(${JSON.stringify(documents)}::text::jsonb)
        as d (owner_id uuid, updated_at timestamptz, version_at timestamptz)
    )
    update ${sql(qualified(table))} as t set registered_to = coalesce(
      (select min(d.registered_from) from delivered d
        where d.owner_id = t.${sql(owner)} and d.slot = t.slot and d.registered_from > t.registered_from
          and d.effective_from < t.effective_to and d.effective_to > t.effective_from),
      case when document.updated_at > t.registered_from then document.updated_at
        when document.version_at > t.registered_from then document.version_at
        else greatest(now(), t.registered_from) end)
    from document
    where document.owner_id = t.${sql(owner)} and t.registered_to = 'infinity' and not exists (
      select from delivered d where d.owner_id = t.${sql(owner)} and d.content_hash = t.content_hash)
    returning t.${sql(owner)} as owner_id, t.slot, ${participantOf(sql, table)}, ${touchedColumns(sql, table)},
      t.registered_to as at`
}

/** Inserts what is not registered now. Content that comes back begins where it ended, not where it first began. */
async function insert(sql: postgres.ISql, [table, owner]: Place, rows: readonly Columns[]) {
  // Lists of one table need not have the same columns.
  const names = columnsOf(rows)
  const values = names.map(name =>
    name === 'registered_from'
      ? sql`greatest(d.registered_from, (select max(b.registered_to) from ${sql(qualified(table))} b
          where b.${sql(owner)} = d.${sql(owner)} and b.content_hash = d.content_hash))`
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
      where o.${sql(owner)} = d.${sql(owner)} and o.content_hash = d.content_hash and o.registered_to = 'infinity')
    returning t.${sql(owner)} as owner_id, t.slot, ${participantOf(sql, table)}, ${touchedColumns(sql, table)},
      t.registered_from as at`
}

/** How many of the rows stand now: those that were just inserted, and those that stood already. */
async function standing(
  sql: postgres.ISql,
  [table, owner]: Place,
  rows: readonly Columns[],
): Promise<number> {
  const keys = rows.map(({ [owner]: owner_id, content_hash }) => ({ owner_id, content_hash }))
  const [row] = await sql`
    select count(*)::int as rows
    from jsonb_to_recordset(${JSON.stringify(keys)}::text::jsonb) as d (owner_id uuid, content_hash text)
    where exists (select from ${sql(qualified(table))} t
      where t.${sql(owner)} = d.owner_id and t.content_hash = d.content_hash and t.registered_to = 'infinity')`
  return row!.rows
}

const listed = (sql: postgres.ISql, fragments: readonly postgres.PendingQuery<postgres.Row[]>[]) =>
  fragments.map((fragment, index) => (index === 0 ? fragment : sql`, ${fragment}`))
