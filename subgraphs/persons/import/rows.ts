// What each CPR record becomes: rows of the persons schema, one function for each record type.
import {
  always,
  type Columns,
  closed,
  historic,
  instantText,
  lines,
  numberOrNull,
  orNull,
  period,
  type Source,
  time,
} from './columns.ts'
import { wholeDate } from './dates.ts'
import { type CprRecord, numberOf, read } from './layouts.ts'

/** The tables that hold register rows, by name. */
export const rowKinds = [
  'person',
  'personal_number',
  'name',
  'address',
  'address_text',
  'protection',
  'citizenship',
  'civil_status',
  'child',
  'parent',
  'custody',
  'guardianship',
  'event',
  'record',
] as const
export type RowKind = (typeof rowKinds)[number]

/** A row before its persons are known by id: columns by name, and at most one other person's number. */
export interface DraftRow {
  readonly kind: RowKind
  readonly related: string | null
  readonly content: Readonly<Record<string, string | null | readonly string[]>>
}

const mapped: Readonly<Record<string, (record: CprRecord) => readonly DraftRow[]>> = {
  '001': person,
  '002': currentAddress,
  '003': addressText,
  '004': protection,
  '008': name,
  '010': citizenship,
  '012': civilStatus,
  '014': child,
  '015': parents,
  '016': custody,
  '017': guardianship,
  '022': formerNumber,
  '023': formerAddress,
  '026': name,
  '027': citizenship,
  '029': civilStatus,
  '099': event,
}

const kindByType: Readonly<Record<string, RowKind>> = {
  '001': 'person',
  '002': 'address',
  '003': 'address_text',
  '004': 'protection',
  '008': 'name',
  '010': 'citizenship',
  '012': 'civil_status',
  '014': 'child',
  '015': 'parent',
  '016': 'custody',
  '017': 'guardianship',
  '022': 'personal_number',
  '023': 'address',
  '026': 'name',
  '027': 'citizenship',
  '029': 'civil_status',
  '099': 'event',
}

/** The table whose rows a record of this type becomes; for 001 the first of its two. */
export function kindOf(type: string | null): RowKind {
  return kindByType[type ?? ''] ?? 'record'
}

/** The rows of one checked record; a type that no table is made for is kept as it came. */
export function rowsOf(record: CprRecord): readonly DraftRow[] {
  return (mapped[record.type] ?? rawRecord)(record)
}

function person(record: CprRecord): readonly DraftRow[] {
  const current = numberOrNull(record, 'PNRGAELD')
  const since = time(record, 'STATUSHAENSTART')
  const birth = time(record, 'FOED_DT')
  const numberPeriod = period(
    record,
    ['START_DT-PERSON', 'START_DT_UMRK-PERSON'],
    ['SLUT_DT-PERSON', 'SLUT_DT_UMRK-PERSON'],
  )
  const facts = {
    ...always,
    row_status: 'CURRENT',
    status: read(record, 'STATUS'),
    status_from: instantText(since, '-infinity'),
    status_from_text: since?.text ?? null,
    status_from_marker: orNull(record, 'STATUSDTO_UMRK'),
    sex: read(record, 'KOEN'),
    birth_date: wholeDate(birth),
    birth_date_text: birth?.text ?? null,
    birth_date_marker: orNull(record, 'FOED_DT_UMRK'),
    occupation: orNull(record, 'STILLING'),
  }
  return [
    { kind: 'person', related: current, content: facts },
    row(
      'personal_number',
      { ...numberPeriod, row_status: 'CURRENT', personal_number: numberOf(record) },
      current,
    ),
  ]
}

function formerNumber(record: CprRecord): readonly DraftRow[] {
  const former = read(record, 'PNR')
  const lasted = period(
    record,
    ['START_DT-PERSON', 'START_DT_UMRK-PERSON'],
    ['SLUT_DT-PERSON', 'SLUT_DT_UMRK-PERSON'],
  )
  return [
    row('personal_number', { ...closed(lasted), row_status: 'HISTORIC', personal_number: former }, former),
  ]
}

function name(record: CprRecord): readonly DraftRow[] {
  const end: Source = record.type === '026' ? ['NVNHAENSLUT', 'HAENSLUT_UMRK-NAVNE'] : null
  return [
    row('name', {
      ...historic(record, period(record, ['NVNHAENSTART', 'HAENSTART_UMRK-NAVNE'], end)),
      first_names: orNull(record, 'FORNVN'),
      first_names_marker: orNull(record, 'FORNVN_MRK'),
      middle_name: orNull(record, 'MELNVN'),
      middle_name_marker: orNull(record, 'MELNVN_MRK'),
      last_name: orNull(record, 'EFTERNVN'),
      last_name_marker: orNull(record, 'EFTERNVN_MRK'),
      addressing_name: record.type === '008' ? orNull(record, 'ADRNVN') : null,
    }),
  ]
}

function currentAddress(record: CprRecord): readonly DraftRow[] {
  const lived = period(record, ['TILFLYDTO', 'TILFLYDT_UMRK'], null)
  const supplementary_lines = lines(
    record,
    [1, 2, 3, 4, 5].map(line => `ADR${line}-SUPLADR`),
  )
  const content = { ...lived, row_status: 'CURRENT', ...addressCodes(record), supplementary_lines }
  return [{ kind: 'address', related: null, content }]
}

function formerAddress(record: CprRecord): readonly DraftRow[] {
  const lived = period(record, ['TILFLYDTO', 'TILFLYDT_UMRK'], ['FRAFLYDTO', 'FRAFLYDTO_UMRK'])
  const content = { ...historic(record, lived), ...addressCodes(record), supplementary_lines: [] }
  return [{ kind: 'address', related: null, content }]
}

function addressCodes(record: CprRecord): Columns {
  return {
    municipality_code: read(record, 'KOMKOD'),
    street_code: read(record, 'VEJKOD'),
    house_number: orNull(record, 'HUSNR'),
    floor: orNull(record, 'ETAGE'),
    door: orNull(record, 'SIDEDOER'),
    building_number: orNull(record, 'BNR'),
    care_of: orNull(record, 'CONVN'),
  }
}

function addressText(record: CprRecord): readonly DraftRow[] {
  const postalCode = read(record, 'POSTNR')
  return [
    row('address_text', {
      ...always,
      row_status: 'CURRENT',
      street: orNull(record, 'VEJADRNVN'),
      standard_address: orNull(record, 'STANDARDADR'),
      locality: orNull(record, 'LOKALITET'),
      town_name: orNull(record, 'BYNVN'),
      postal_code: /^0*$/.test(postalCode) ? null : postalCode,
      postal_district: orNull(record, 'POSTDISTTXT'),
      care_of: orNull(record, 'CONVN'),
      addressing_name: orNull(record, 'ADRNVN'),
    }),
  ]
}

function protection(record: CprRecord): readonly DraftRow[] {
  const lasts = period(record, ['START_DT-BESKYTTELSE', null], ['SLET_DT-BESKYTTELSE', null])
  // An end that is no whole day must not end the protection early.
  const endsOnDay = wholeDate(time(record, 'SLET_DT-BESKYTTELSE')) !== null
  const effective_to = endsOnDay ? lasts.effective_to : 'infinity'
  return [
    row('protection', { ...lasts, effective_to, row_status: 'CURRENT', kind: read(record, 'BESKYTTYPE') }),
  ]
}

function citizenship(record: CprRecord): readonly DraftRow[] {
  const end: Source =
    record.type === '027' ? ['HAENSLUT-STATSBORGERSKAB', 'HAENSLUT_UMRK-STATSBORGERSKAB'] : null
  const held = period(record, ['HAENSTART-STATSBORGERSKAB', 'HAENSTART_UMRK-STATSBORGERSKAB'], end)
  return [row('citizenship', { ...historic(record, held), country_code: read(record, 'LANDEKOD') })]
}

function civilStatus(record: CprRecord): readonly DraftRow[] {
  const end: Source = record.type === '029' ? ['HAENSLUT-CIVILSTAND', 'HAENSLUT_UMRK-CIVILSTAND'] : null
  const lasted = period(record, ['HAENSTART-CIVILSTAND', 'HAENSTART_UMRK-CIVILSTAND'], end)
  const content = {
    ...historic(record, lasted),
    status: read(record, 'CIVST'),
    spouse_birth_date_text: time(record, 'AEGTEFOED_DT')?.text ?? null,
    spouse_name: orNull(record, 'AEGTENVN'),
    spouse_name_marker: orNull(record, 'AEGTENVN_MRK'),
  }
  return [row('civil_status', content, numberOrNull(record, 'AEGTEPNR'))]
}

function child(record: CprRecord): readonly DraftRow[] {
  return [row('child', { ...always, row_status: 'CURRENT' }, numberOrNull(record, 'PNR-BARN'))]
}

function parents(record: CprRecord): readonly DraftRow[] {
  return (
    [
      ['MOTHER', 'MOR'],
      ['FATHER', 'FAR'],
    ] as const
  ).map(([role, code]) => {
    const content = {
      ...period(record, [`${code}_DT`, `${code}_DT_UMRK`], null),
      row_status: 'CURRENT',
      role,
      birth_date_text: time(record, `${code}_FOED_DT`)?.text ?? null,
      name: orNull(record, `${code}NVN`),
      name_marker: orNull(record, `${code}NVN_MRK`),
    }
    return row('parent', content, numberOrNull(record, `PNR${code}`))
  })
}

function custody(record: CprRecord): readonly DraftRow[] {
  const held = period(
    record,
    ['START_DT-FORÆLDREMYN', 'START_DT_UMRK-FORÆLDREMYN'],
    ['SLET_DT-FORÆLDREMYN', null],
  )
  const content = { ...held, row_status: 'CURRENT', relation: read(record, 'RELTYP-FORÆLDREMYN') }
  return [row('custody', content, numberOrNull(record, 'RELPNR'))]
}

function guardianship(record: CprRecord): readonly DraftRow[] {
  const content = {
    ...period(record, ['START_DT-UMYNDIG', 'START_DT_UMRK-UMYNDIG'], ['SLET_DT-UMYNDIG', null]),
    row_status: 'CURRENT',
    relation: read(record, 'UMYN_RELTYP'),
    guardian_name: orNull(record, 'RELADRSAT_RELPNR_TXT'),
    guardian_lines: lines(
      record,
      [1, 2, 3, 4, 5].map(line => `RELTXT${line}`),
    ),
  }
  return [{ kind: 'guardianship', related: numberOrNull(record, 'RELPNR'), content }]
}

function event(record: CprRecord): readonly DraftRow[] {
  const updated = time(record, 'TIMESTAMPU')
  const content = {
    ...always,
    effective_from: instantText(updated, '-infinity'),
    row_status: 'CURRENT',
    code: orNull(record, 'HAENDELSE'),
    derived_mark: orNull(record, 'AFLEDTMRK'),
    updated_text: updated?.text ?? null,
    key_constant: orNull(record, 'NGLKONST'),
  }
  return [row('event', content)]
}

function rawRecord(record: CprRecord): readonly DraftRow[] {
  return [row('record', { ...always, row_status: 'CURRENT', type: record.type, body: record.text.slice(3) })]
}

function row(kind: RowKind, content: Columns, related: string | null = null): DraftRow {
  return { kind, related, content }
}
