// What each CPR record becomes: rows of the persons schema, one function of rows/ for each record type.
import { always } from './columns.ts'
import type { CprRecord } from './layouts.ts'
import {
  birthRegistration,
  church,
  citizenship,
  election,
  municipalCondition,
  note,
  orderToMove,
} from './rows/circumstances.ts'
import { child, civilStatus, custody, guardianship, parents, separation } from './rows/family.ts'
import { event, formerNumber, name, person } from './rows/identity.ts'
import {
  addressText,
  contactAddress,
  currentAddress,
  disappearance,
  emigration,
  formerAddress,
  protection,
} from './rows/places.ts'
import { type DraftRow, type RowKind, row } from './rows/row.ts'

interface Mapping {
  /** The table whose rows a record of this type becomes; for 001 the first of its two. */
  readonly kind: RowKind
  readonly rows: (record: CprRecord) => readonly DraftRow[]
}

// biome-ignore format: a table
const mappings: Readonly<Record<string, Mapping>> = {
  '001': { kind: 'person', rows: person },
  '002': { kind: 'address', rows: currentAddress },
  '003': { kind: 'address_text', rows: addressText },
  '004': { kind: 'protection', rows: protection },
  '005': { kind: 'emigration', rows: emigration },
  '006': { kind: 'contact_address', rows: contactAddress },
  '007': { kind: 'disappearance', rows: disappearance },
  '008': { kind: 'name', rows: name },
  '009': { kind: 'birth_registration', rows: birthRegistration },
  '010': { kind: 'citizenship', rows: citizenship },
  '011': { kind: 'church', rows: church },
  '012': { kind: 'civil_status', rows: civilStatus },
  '013': { kind: 'separation', rows: separation },
  '014': { kind: 'child', rows: child },
  '015': { kind: 'parent', rows: parents },
  '016': { kind: 'custody', rows: custody },
  '017': { kind: 'guardianship', rows: guardianship },
  '018': { kind: 'municipal_condition', rows: municipalCondition },
  '019': { kind: 'note', rows: note },
  '020': { kind: 'election', rows: election },
  '021': { kind: 'order_to_move', rows: orderToMove },
  '022': { kind: 'personal_number', rows: formerNumber },
  '023': { kind: 'address', rows: formerAddress },
  '024': { kind: 'emigration', rows: emigration },
  '025': { kind: 'disappearance', rows: disappearance },
  '026': { kind: 'name', rows: name },
  '027': { kind: 'citizenship', rows: citizenship },
  '028': { kind: 'church', rows: church },
  '029': { kind: 'civil_status', rows: civilStatus },
  '030': { kind: 'separation', rows: separation },
  '099': { kind: 'event', rows: event },
}

export const kindOf = (type: string | null): RowKind => mappings[type ?? '']?.kind ?? 'record'

/** The rows of one checked record; a type that no table is made for is kept as it came. */
export const rowsOf = (record: CprRecord): readonly DraftRow[] =>
  mappings[record.type]?.rows(record) ?? [rawRecord(record)]

const rawRecord = ({ type, text }: CprRecord): DraftRow =>
  row('record', { ...always, row_status: 'CURRENT', type, body: text.slice(3) })
