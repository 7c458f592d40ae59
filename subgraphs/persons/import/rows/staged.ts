// The staging tables of the import: for each kind of row its columns as they are delivered, and a row as COPY reads it.
import { hash } from 'node:crypto'
import { copyNull, copyText, copyTexts } from '../../../../database/copy.ts'
import type { CprRecord } from '../layouts.ts'
import { type DraftRow, type RowKind, rowKinds } from './row.ts'

/** The register's own columns that every kind has, in the tables and in staging. */
const commonColumns = [
  ...['effective_from', 'effective_from_text', 'effective_from_marker'],
  ...['effective_to', 'effective_to_text', 'effective_to_marker'],
  'row_status',
]

const words = (text: string): readonly string[] => text.split(/\s+/).filter(word => word !== '')

// biome-ignore format: a table
const ownColumns: Readonly<Record<RowKind, string>> = {
  person: 'status status_from status_from_text status_from_marker sex birth_date birth_date_text birth_date_marker occupation',
  personal_number: 'personal_number',
  name: `first_names first_names_marker middle_name middle_name_marker last_name last_name_marker addressing_name`,
  address: `municipality_code street_code house_number floor door building_number care_of arrived_text arrived_marker
    left_municipality_code left_text left_marker home_authority supplementary_lines supplementary_from_text
    supplementary_to_text`,
  address_text: `street standard_address locality town_name postal_code postal_district care_of addressing_name`,
  contact_address: 'address_lines',
  emigration: 'country_code return_country_code foreign_lines',
  disappearance: '',
  protection: 'kind',
  birth_registration: 'authority_code text',
  citizenship: 'country_code',
  church: 'relation',
  civil_status: `status spouse_birth_date_text spouse_birth_date_marker separation_reference spouse_name spouse_name_marker`,
  separation: 'reference',
  child: '',
  parent: 'role birth_date_text birth_date_marker name name_marker',
  custody: 'relation holder_since_text',
  guardianship: 'relation guardian_name guardian_since_text named_since_text guardian_lines',
  municipal_condition: 'type code remark',
  note: 'note_number text',
  election: 'code voting_date voting_date_text',
  order_to_move: 'text',
  event: 'code derived_mark updated_text key_constant',
  record: 'type body',
}

/** The columns of a kind that a record fills, by name; the same in the table and in staging. */
export const contentColumns: ReadonlyMap<RowKind, readonly string[]> = new Map(
  rowKinds.map(kind => [kind, [...commonColumns, ...words(ownColumns[kind])]]),
)

/** The column that holds the id of the other person whom a row names, if its kind has one. */
export const otherColumns: Readonly<Partial<Record<RowKind, string>>> = {
  civil_status: 'spouse_id',
  child: 'child_id',
  parent: 'parent_id',
  custody: 'holder_id',
  guardianship: 'guardian_id',
}

export const stagingOf = (kind: RowKind): string => `persons.delivered_${kind}`
export const leftOut = 'persons.left_out'

const columnsIn = (kind: RowKind): readonly string[] => [
  ...['line', 'record_type', 'part', 'number', 'content_hash', 'related'],
  ...contentColumns.get(kind)!,
]

/** The columns of staging as COPY fills them, by table. */
export const stagingColumns: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...rowKinds.map(kind => [stagingOf(kind), columnsIn(kind)] as const),
  [leftOut, ['line', 'record_type', 'number', 'reason', 'kind']],
])

/**
 * A row of a record as COPY reads it: which of the record's rows it is (`part`, from 0), whose (`number`), and a hash of
 * what it says, not of where it stood.
 */
export function stagedLine(record: CprRecord, part: number, number: string | null, row: DraftRow): string {
  let said = row.related ?? copyNull
  for (const column of contentColumns.get(row.kind)!) said += `\t${copied(row.content[column])}`
  const contentHash = hash('sha256', `${row.kind} ${number} ${said}`, 'base64url')
  return `${record.line}\t${record.type}\t${part}\t${number ?? copyNull}\t${contentHash}\t${said}\n`
}

function copied(value: string | null | undefined | readonly string[]): string {
  if (value === null || value === undefined) return copyNull
  return typeof value === 'string' ? copyText(value) : copyTexts(value)
}
