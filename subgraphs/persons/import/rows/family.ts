// What CPR's records of family become: civil status, separation, children, parents, custody, guardianship.
import { always, historic, lines, numberOrNull, orNull, period, type Source, time } from '../columns.ts'
import { type CprRecord, read } from '../layouts.ts'
import { type DraftRow, row } from './row.ts'

export function civilStatus(record: CprRecord): readonly DraftRow[] {
  const end: Source = record.type === '029' ? ['HAENSLUT-CIVILSTAND', 'HAENSLUT_UMRK-CIVILSTAND'] : null
  const lasted = period(record, ['HAENSTART-CIVILSTAND', 'HAENSTART_UMRK-CIVILSTAND'], end)
  const content = {
    ...historic(record, lasted),
    status: read(record, 'CIVST'),
    spouse_birth_date_text: time(record, 'AEGTEFOED_DT')?.text ?? null,
    // The two layouts spell this field's code differently.
    spouse_birth_date_marker: orNull(record, record.type === '029' ? 'AEGTEFOEDDT_UMRK' : 'AEGTEFOEddT_UMRK'),
    separation_reference: time(record, 'SEP_HENVIS-CIVILSTAND')?.text ?? null,
    spouse_name: orNull(record, 'AEGTENVN'),
    spouse_name_marker: orNull(record, 'AEGTENVN_MRK'),
  }
  return [row('civil_status', content, numberOrNull(record, 'AEGTEPNR'))]
}

/** 013, 030. `reference` is the register's own, to the civil status that it belongs to. */
export function separation(record: CprRecord): readonly DraftRow[] {
  const end: Source = record.type === '030' ? ['SLUT_DT-SEPARATION', 'SLUT_DT_UMRK-SEPARATION'] : null
  const apart = period(record, ['START_DT-SEPARATION', 'START_DT_UMRK-SEPARATION'], end)
  const reference = time(record, 'SEP_HENVIS-SEPARATION')?.text ?? null
  return [row('separation', { ...historic(record, apart), reference })]
}

export function child(record: CprRecord): readonly DraftRow[] {
  return [row('child', { ...always, row_status: 'CURRENT' }, numberOrNull(record, 'PNR-BARN'))]
}

export function parents(record: CprRecord): readonly DraftRow[] {
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
      birth_date_marker: orNull(record, `${code}_FOED_DT_UMRK`),
      name: orNull(record, `${code}NVN`),
      name_marker: orNull(record, `${code}NVN_MRK`),
    }
    return row('parent', content, numberOrNull(record, `PNR${code}`))
  })
}

export function custody(record: CprRecord): readonly DraftRow[] {
  const held = period(
    record,
    ['START_DT-FORÆLDREMYN', 'START_DT_UMRK-FORÆLDREMYN'],
    ['SLET_DT-FORÆLDREMYN', null],
  )
  const content = {
    ...held,
    row_status: 'CURRENT',
    relation: read(record, 'RELTYP-FORÆLDREMYN'),
    holder_since_text: time(record, 'START_DT-RELPNR_PNR')?.text ?? null,
  }
  return [row('custody', content, numberOrNull(record, 'RELPNR'))]
}

export function guardianship(record: CprRecord): readonly DraftRow[] {
  const content = {
    ...period(record, ['START_DT-UMYNDIG', 'START_DT_UMRK-UMYNDIG'], ['SLET_DT-UMYNDIG', null]),
    row_status: 'CURRENT',
    relation: read(record, 'UMYN_RELTYP'),
    guardian_since_text: time(record, 'START_DT-RELPNR_PNR')?.text ?? null,
    named_since_text: time(record, 'START_DT-RELPNR_TXT')?.text ?? null,
    guardian_name: orNull(record, 'RELADRSAT_RELPNR_TXT'),
    guardian_lines: lines(
      record,
      [1, 2, 3, 4, 5].map(line => `RELTXT${line}`),
    ),
  }
  return [{ kind: 'guardianship', related: numberOrNull(record, 'RELPNR'), content }]
}
