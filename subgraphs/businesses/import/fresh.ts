// Brings the rows of owners whom the register did not have straight into the tables: there is nothing to compare with.
import type postgres from 'postgres'
import { CopyBuffers, copyNull, copyText } from '../../../database/copy.ts'
import { type Columns, columnsOf, type Family, qualified, type RowTable, referenceColumn } from './row.ts'
import type { Touched } from './touched.ts'

/** Writes the rows; gives them as begun, by table, and how many of them are marked. */
export async function addRows(
  sql: postgres.ISql,
  { owner }: Family,
  rows: ReadonlyMap<RowTable, readonly Columns[]>,
): Promise<{ readonly rows: ReadonlyMap<RowTable, readonly Touched[]>; readonly flagged: number }> {
  const filled = [...rows].filter(([, own]) => own.length > 0)
  let flagged = 0
  for (const [, own] of filled) flagged += flag(own, owner)
  const columns = new Map(filled.map(([table, own]) => [qualified(table), columnsOf(own)]))
  const buffers = new CopyBuffers(sql, columns)
  for (const [table, own] of filled) {
    const names = columns.get(qualified(table))!
    for (const row of own) {
      buffers.add(qualified(table), lineOf(row, names))
      if (buffers.full) await buffers.drain()
    }
  }
  await buffers.flush()
  return {
    rows: new Map(filled.map(([table, own]) => [table, own.map(row => touchedBy(row, table, owner))])),
    flagged,
  }
}

// Columns of jsonb; every other value is a text, a number or a flag.
const structured: ReadonlySet<string> = new Set(['content', 'others'])

const lineOf = (row: Columns, names: readonly string[]): string =>
  `${names.map(name => copied(row[name], structured.has(name))).join('\t')}\n`

function copied(value: unknown, isJson: boolean): string {
  if (value === null || value === undefined) return copyNull
  if (isJson) return copyText(JSON.stringify(value))
  return typeof value === 'string' ? copyText(value) : String(value)
}

/**
 * Marks rows whose period is impossible (as toColumns has it) or overlaps another of the same owner and slot; gives how
 * many. Instants are days of ten characters between '-infinity' and 'infinity', in the order of their texts.
 */
function flag(rows: readonly Columns[], owner: Family['owner']): number {
  const slots = Map.groupBy(rows, row => `${row[owner]} ${row.slot}`)
  for (const own of slots.values())
    if (own.length > 1) for (const row of own) row.flagged ||= own.some(other => overlaps(row, other))
  return rows.filter(row => row.flagged).length
}

const overlaps = (row: Columns, other: Columns): boolean =>
  other !== row &&
  (other.effective_from as string) < (row.effective_to as string) &&
  (other.effective_to as string) > (row.effective_from as string) &&
  (other.effective_from as string) < (other.effective_to as string)

function touchedBy(row: Columns, table: RowTable, owner: Family['owner']): Touched {
  return {
    owner_id: row[owner] as string,
    slot: row.slot as string,
    participant_id:
      referenceColumn(table) === 'participant_id' ? (row.participant_id as string | null) : null,
    shows: row.content_hash as string,
    current: row.row_status === 'CURRENT',
    secret: table === 'contact' ? (row.secret as boolean) : null,
    public: table === 'participant_role' ? (row.public as boolean) : null,
    at: new Date(row.registered_from as string),
  }
}
