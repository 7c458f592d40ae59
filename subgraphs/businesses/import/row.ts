// One value of the register as it will stand in a table, before it has ids: what, when in effect, when registered, whence.
import { hash } from 'node:crypto'
import { isImpossible, nextDay, type Period } from './periods.ts'

const businessTables = [
  'name',
  'address',
  'form',
  'status',
  'life_cycle',
  'industry',
  'attribute',
  'employment',
  'contact',
  'participant_name',
  'participant_role',
  'record',
] as const
const unitTables = [
  'unit_name',
  'unit_address',
  'unit_life_cycle',
  'unit_industry',
  'unit_attribute',
  'unit_employment',
  'unit_contact',
  'unit_record',
  'unit_business',
] as const
export type BusinessTable = (typeof businessTables)[number]
export type UnitTable = (typeof unitTables)[number]
const participantTables = ['participant_record'] as const
export type RowTable = BusinessTable | UnitTable | (typeof participantTables)[number]

/** Bitemporal tables about one kind of owner, and the column that says whose a row is. */
export interface Family {
  readonly owner: 'business_id' | 'unit_id' | 'participant_id'
  /** The load goes through them in this order. */
  readonly tables: readonly RowTable[]
}
export const ofBusinesses: Family = { owner: 'business_id', tables: businessTables }
export const ofUnits: Family = { owner: 'unit_id', tables: unitTables }
/** What their own documents say, beside what each business says of them. */
export const ofParticipants: Family = { owner: 'participant_id', tables: participantTables }

/** The column by which a row of the table refers to another unit of the register; null when it refers to none. */
export function referenceColumn(table: RowTable): 'participant_id' | 'business_id' | null {
  if (table === 'unit_business') return 'business_id'
  return table === 'participant_name' || table === 'participant_role' || table === 'record'
    ? 'participant_id'
    : null
}

/** A value of a column; objects and lists are for columns of jsonb. */
export type ColumnValue =
  | string
  | number
  | boolean
  | null
  | readonly ColumnValue[]
  | { readonly [name: string]: ColumnValue }

/** What a record holds (records.ts). */
export type Content = Readonly<Record<string, ColumnValue>>

/** A value of the register. */
export interface RegisterRow {
  readonly table: RowTable
  /** Which of the owner's values in this table it is, such as `LOCATION`: at one time one row of a slot holds. */
  readonly slot: string
  readonly columns: Readonly<Record<string, ColumnValue>>
  readonly period: Period
  /** When the register last wrote it (*sidstOpdateret*), an instant with its offset. */
  readonly registered: string
  /** Its place in the document, such as `navne[0]`. */
  readonly path: string
  /** The participant that it is about, by CVR's unit number; or the business, by its own. */
  readonly refersTo?: number | string
}

// PostgreSQL knows the time zone's history; a period's day begins at midnight in Denmark.
const midnight = (date: string): string => `${date} 00:00 Europe/Copenhagen`

/** A row by the names of its table's columns. */
export type Columns = Record<string, unknown>

/** The columns that any of the rows has. */
export function columnsOf(rows: readonly Columns[]): readonly string[] {
  const names = new Set<string>()
  for (const row of rows) for (const name of Object.keys(row)) names.add(name)
  return [...names]
}

export const qualified = (table: RowTable): string => `businesses.${table}`

/** The row as the columns of its table, in JSON's kinds. `content_hash` covers what it says, not when it was last written. */
export function toColumns(row: RegisterRow, source: string): Columns {
  const { from, to } = row.period
  return {
    ...row.columns,
    slot: row.slot,
    effective_from: from === null ? '-infinity' : midnight(from),
    effective_to: to === null ? 'infinity' : midnight(nextDay(to)),
    effective_from_text: from,
    effective_to_text: to,
    registered_from: row.registered,
    registered_to: 'infinity',
    registered_from_text: row.registered,
    row_status: to === null ? 'CURRENT' : 'HISTORIC',
    flagged: isImpossible(row.period),
    source,
    content_hash: hashOf([row.slot, row.columns, row.refersTo ?? null, from, to]),
  }
}

/** A short hash of what something says. The order of members counts. */
export function hashOf(value: unknown): string {
  return hashOfText(JSON.stringify(value))
}

export const hashOfText = (text: string): string => hash('sha256', text, 'base64url')
