// What CPR's records of identity become: the person, numbers, names, and the events that caused a delivery.
import {
  always,
  closed,
  historic,
  instantText,
  numberOrNull,
  orNull,
  period,
  type Source,
  time,
} from '../columns.ts'
import { wholeDate } from '../dates.ts'
import { type CprRecord, numberOf, read } from '../layouts.ts'
import { type DraftRow, row } from './row.ts'

export function person(record: CprRecord): readonly DraftRow[] {
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

export function formerNumber(record: CprRecord): readonly DraftRow[] {
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

export function name(record: CprRecord): readonly DraftRow[] {
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

export function event(record: CprRecord): readonly DraftRow[] {
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
