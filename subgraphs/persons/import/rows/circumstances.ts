// What CPR's records of a person's standing become: birth, citizenship, church, elections, notes, municipal conditions.
import { always, codeOrNull, historic, orNull, period, type Source, time } from '../columns.ts'
import { wholeDate } from '../dates.ts'
import { type CprRecord, read } from '../layouts.ts'
import { type DraftRow, row } from './row.ts'

/** 009. */
export function birthRegistration(record: CprRecord): readonly DraftRow[] {
  const content = {
    ...always,
    row_status: 'CURRENT',
    authority_code: codeOrNull(record, 'START_MYNKOD-FØDESTED'),
    text: orNull(record, 'MYNTXT-FØDESTED'),
  }
  return [row('birth_registration', content)]
}

/** 010, 027. */
export function citizenship(record: CprRecord): readonly DraftRow[] {
  const end: Source =
    record.type === '027' ? ['HAENSLUT-STATSBORGERSKAB', 'HAENSLUT_UMRK-STATSBORGERSKAB'] : null
  const held = period(record, ['HAENSTART-STATSBORGERSKAB', 'HAENSTART_UMRK-STATSBORGERSKAB'], end)
  return [row('citizenship', { ...historic(record, held), country_code: read(record, 'LANDEKOD') })]
}

/** 011, and 028, which has no marker of corrections. */
export function church(record: CprRecord): readonly DraftRow[] {
  const former = record.type === '028'
  const end: Source = former ? ['SLUT_DT-FOLKEKIRKE', 'SLUT_DT_UMRK-FOLKEKIRKE'] : null
  const held = period(record, ['START_DT-FOLKEKIRKE', 'START_DT_UMRK-FOLKEKIRKE'], end)
  return [row('church', { ...historic(record, held), relation: read(record, 'FKIRK') })]
}

/** 019. */
export function note(record: CprRecord): readonly DraftRow[] {
  const content = {
    ...period(record, ['START_DT-NOTAT', null], ['SLET_DT-NOTAT', null]),
    row_status: 'CURRENT',
    note_number: read(record, 'NOTATNR'),
    text: orNull(record, 'NOTATLINIE'),
  }
  return [row('note', content)]
}

/** 021. The register says when it was given, and never when it ended: a delivery without it ends it. */
export function orderToMove(record: CprRecord): readonly DraftRow[] {
  const content = {
    ...period(record, ['START_DT-FLYTTEPAABUD', null], null),
    row_status: 'CURRENT',
    text: orNull(record, 'FLYTTEPAABUD'),
  }
  return [row('order_to_move', content)]
}

/** 018: care, pension and what else a municipality notes. */
export function municipalCondition(record: CprRecord): readonly DraftRow[] {
  const lasts = period(record, ['START_DT-KOMMUNALE-FORHOLD', 'START_DT_UMRK-KOMMUNALE-FORHOL'], null)
  return [
    row('municipal_condition', {
      ...lasts,
      row_status: 'CURRENT',
      type: read(record, 'KOMFORHTYP'),
      code: orNull(record, 'KOMFORHKOD'),
      remark: orNull(record, 'BEMAERK-KOMMUNALE-FORHOLD'),
    }),
  ]
}

/** 020. */
export function election(record: CprRecord): readonly DraftRow[] {
  const lasts = period(record, ['START_DT-VALGOPLYSNINGER', null], ['SLET_DT-VALGOPLYSNINGER', null])
  return [
    row('election', {
      ...lasts,
      row_status: 'CURRENT',
      code: read(record, 'VALGKODE'),
      voting_date: wholeDate(time(record, 'VALGRET_DT')),
      voting_date_text: time(record, 'VALGRET_DT')?.text ?? null,
    }),
  ]
}
