// What CPR's records of places become: addresses in codes and words, protections, and where else a person can be found.
import { always, type Columns, codeOrNull, historic, lines, orNull, period, time } from '../columns.ts'
import { wholeDate } from '../dates.ts'
import { type CprRecord, read } from '../layouts.ts'
import { type DraftRow, row } from './row.ts'

/** The fields of five lines. */
const five = (before: string, after = ''): readonly string[] =>
  [1, 2, 3, 4, 5].map(line => `${before}${line}${after}`)

const supplementary = five('ADR', '-SUPLADR')
const contact = five('ADR', '-KONTAKTADR')
const abroadLines = five('UDLANDADR')

/** 002, with the arrival in the municipality and the supplementary address, which has a period of its own. */
export function currentAddress(record: CprRecord): readonly DraftRow[] {
  const arrival = arrivals(record)
  return [
    row('address', {
      ...period(record, ['TILFLYDTO', 'TILFLYDT_UMRK'], null),
      row_status: 'CURRENT',
      ...addressCodes(record),
      ...arrival,
      home_authority: codeOrNull(record, 'START_MYNKOD-ADRTXT'),
      supplementary_lines: lines(record, supplementary),
      supplementary_from_text: orNull(record, 'START_DT-ADRTXT'),
      supplementary_to_text: orNull(record, 'SLET_DT-ADRTXT'),
    }),
  ]
}

function arrivals(record: CprRecord): Columns {
  return {
    arrived_text: time(record, 'TILFLYKOMDTO')?.text ?? null,
    arrived_marker: orNull(record, 'TILFLYKOMDT_UMRK'),
    left_municipality_code: codeOrNull(record, 'FRAFLYKOMKOD'),
    left_text: time(record, 'FRAFLYKOMDTO')?.text ?? null,
    left_marker: orNull(record, 'FRAFLYKOMDT_UMRK'),
  }
}

/** 023. */
export function formerAddress(record: CprRecord): readonly DraftRow[] {
  const lived = period(record, ['TILFLYDTO', 'TILFLYDT_UMRK'], ['FRAFLYDTO', 'FRAFLYDTO_UMRK'])
  return [row('address', { ...historic(record, lived), ...addressCodes(record), supplementary_lines: [] })]
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

/** 003. Its codes repeat those of 002. */
export function addressText(record: CprRecord): readonly DraftRow[] {
  return [
    row('address_text', {
      ...always,
      row_status: 'CURRENT',
      street: orNull(record, 'VEJADRNVN'),
      standard_address: orNull(record, 'STANDARDADR'),
      locality: orNull(record, 'LOKALITET'),
      town_name: orNull(record, 'BYNVN'),
      postal_code: codeOrNull(record, 'POSTNR'),
      postal_district: orNull(record, 'POSTDISTTXT'),
      care_of: orNull(record, 'CONVN'),
      addressing_name: orNull(record, 'ADRNVN'),
    }),
  ]
}

/** 004. */
export function protection(record: CprRecord): readonly DraftRow[] {
  const lasts = period(record, ['START_DT-BESKYTTELSE', null], ['SLET_DT-BESKYTTELSE', null])
  // An end that is no whole day must not end the protection early.
  const endsOnDay = wholeDate(time(record, 'SLET_DT-BESKYTTELSE')) !== null
  const effective_to = endsOnDay ? lasts.effective_to : 'infinity'
  return [
    row('protection', { ...lasts, effective_to, row_status: 'CURRENT', kind: read(record, 'BESKYTTYPE') }),
  ]
}

/** 006. */
export function contactAddress(record: CprRecord): readonly DraftRow[] {
  const content = {
    ...period(record, ['START_DT-ADRTXT', null], ['SLET_DT-ADRTXT', null]),
    row_status: 'CURRENT',
    address_lines: lines(record, contact),
  }
  return [row('contact_address', content)]
}

/** 005, and 024 with the return. */
export function emigration(record: CprRecord): readonly DraftRow[] {
  const returned = record.type === '024'
  const abroad = period(record, ['UDRDTO', 'UDRDTO_UMRK'], returned ? ['INDRDTO', 'INDRDTO_UMRK'] : null)
  return [
    row('emigration', {
      ...historic(record, abroad),
      country_code: codeOrNull(record, 'UDR_LANDEKOD'),
      return_country_code: returned ? codeOrNull(record, 'INDR_LANDEKOD') : null,
      foreign_lines: lines(record, abroadLines),
    }),
  ]
}

/** 007, and 025 with the day when the person was found again. */
export function disappearance(record: CprRecord): readonly DraftRow[] {
  if (record.type === '007') {
    const gone = period(record, ['FORSVINddTO', 'FORSVINDDTO_UMRK'], null)
    return [row('disappearance', { ...gone, row_status: 'CURRENT' })]
  }
  const gone = period(record, ['FORSVINDDTO', 'FORSVINDDTO_UMRK'], ['GENFINDDTO', 'GENFINDDTO_UMRK'])
  return [row('disappearance', historic(record, gone))]
}
