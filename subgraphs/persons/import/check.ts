// Checks a delivery record by record: its frame (000 … 999, count, order), then what each record holds.
import { parseRegisterTime } from './dates.ts'
import { type CprRecord, type Field, layouts, numberOf, read } from './layouts.ts'
import { numberFault } from './number.ts'
import { FileRefused, type QuarantineReason } from './refused.ts'

/** A record that is left out. `type` is null when it has no three digits for it, `number` when that is the fault. */
export interface Quarantined {
  readonly line: number
  readonly type: string | null
  readonly reason: QuarantineReason
  /** Whose record it was, so that what is known of them is kept. For the database only: never reported. */
  readonly number: string | null
}

/** What a delivery consists of, in its order. */
export type Checked =
  | { readonly kind: 'start'; readonly start: DeliveryStart }
  | { readonly kind: 'record'; readonly record: CprRecord }
  | { readonly kind: 'quarantined'; readonly quarantined: Quarantined }
  | { readonly kind: 'end'; readonly records: number }

/** Record 000. `production` and `previous` as `yyyyMMdd`. */
export interface DeliveryStart {
  readonly task: string
  readonly production: string
  readonly previous: string
}

/**
 * Checks the records of one delivery. Yields `start` first and `end` last; `end` counts the records between.
 * Which person a record belongs to is no matter of order: in the official extract all records 003 stand at the
 * end of the file. Throws FileRefused: EMPTY, START_MISSING, SEQUENCE, END_MISSING, AFTER_END, COUNT_WRONG.
 */
export async function* checkDelivery(records: AsyncIterable<CprRecord>): AsyncGenerator<Checked> {
  let count = 0
  let state: 'BEFORE' | 'INSIDE' | 'AFTER' = 'BEFORE'
  for await (const record of records) {
    if (state === 'AFTER') throw new FileRefused('AFTER_END', record.line)
    if (state === 'BEFORE') {
      yield { kind: 'start', start: startOf(record) }
      state = 'INSIDE'
    } else if (record.type === '000') {
      throw new FileRefused('SEQUENCE', record.line)
    } else if (record.type === '999') {
      if (read(record, 'TAELLER') !== String(count).padStart(8, '0')) throw new FileRefused('COUNT_WRONG')
      yield { kind: 'end', records: count }
      state = 'AFTER'
    } else {
      count++
      yield judge(record)
    }
  }
  if (state !== 'AFTER') throw new FileRefused(state === 'BEFORE' ? 'EMPTY' : 'END_MISSING')
}

function startOf(record: CprRecord): DeliveryStart {
  if (record.type !== '000' || hasControlBytes(record.text))
    throw new FileRefused('START_MISSING', record.line)
  return {
    task: read(record, 'OPGAVENR'),
    production: read(record, 'PRODDTO'),
    previous: read(record, 'PRODDTOFORRIG'),
  }
}

function judge(record: CprRecord): Checked {
  const reason = recordFault(record)
  if (!reason) return { kind: 'record', record }
  const type = /^\d{3}$/.test(record.type) ? record.type : null
  const number = numberFault(numberOf(record)) === null ? numberOf(record) : null
  return { kind: 'quarantined', quarantined: { line: record.line, type, reason, number } }
}

/** Why a record cannot be read, or null when it can. Unknown types are checked as far as they are known. */
export function recordFault(record: CprRecord): QuarantineReason | null {
  if (!/^\d{3}$/.test(record.type)) return 'TYPE_MALFORMED'
  if (hasControlBytes(record.text)) return 'CONTROL_BYTES'
  const layout = layouts[record.type]
  if (!layout) return null
  if (record.text.length > layout.length) return 'TOO_LONG'
  if (record.type === '910') return null
  if (record.text.length < 13) return 'TOO_SHORT'
  const fault = numberFault(numberOf(record))
  if (fault) return fault
  for (const { code, fault: faultOf } of demands.get(record.type)!) {
    const found = faultOf(read(record, code))
    if (found) return found
  }
  return null
}

const relatedNumbers = new Set([
  'PNRGAELD',
  'AEGTEPNR',
  'PNRMOR',
  'PNRFAR',
  'RELPNR',
  'PNR-BARN',
  'PNR',
  'PNRGÆLD',
])
const freeTexts = /^(SORTFELT|TAELLER|INDDATA)/

/** The forms of the codes without which a record says nothing. */
const codeForms: Readonly<Record<string, RegExp>> = {
  '001 STATUS': /^\d\d$/,
  '001 KOEN': /^[MK]$/,
  '002 KOMKOD': /^\d{4}$/,
  '002 VEJKOD': /^\d{4}$/,
  '004 BESKYTTYPE': /^\d{4}$/,
  '010 LANDEKOD': /^\d{4}$/,
  '011 FKIRK': /^\p{Lu}$/u,
  '012 CIVST': /^\p{Lu}$/u,
  '014 PNR-BARN': /^(?!0+$)\d{10}$/,
  '016 RELTYP-FORÆLDREMYN': /^\d{4}$/,
  '017 UMYN_RELTYP': /^\d{4}$/,
  '018 KOMFORHTYP': /^\S$/,
  '019 NOTATNR': /^\d\d$/,
  '020 VALGKODE': /^\d{4}$/,
  '022 PNR': /^(?!0+$)\d{10}$/,
  '023 KOMKOD': /^\d{4}$/,
  '023 VEJKOD': /^\d{4}$/,
  '027 LANDEKOD': /^\d{4}$/,
  '028 FKIRK': /^\p{Lu}$/u,
  '029 CIVST': /^(\p{Lu}|)$/u,
}

/** What a field must be, as far as it can be wrong. */
interface Demand {
  readonly code: string
  readonly fault: (text: string) => QuarantineReason | null
}

const relatedFault = (text: string) => (/^0*$/.test(text) ? null : numberFault(text))
const timeFault = (text: string) => (parseRegisterTime(text) === 'MALFORMED' ? 'DATE_MALFORMED' : null)

/** By record type, made once: a field of which nothing is demanded is not looked at. */
const demands: ReadonlyMap<string, readonly Demand[]> = new Map(
  Object.entries(layouts).map(([type, { fields }]) => [
    type,
    fields.flatMap(field => {
      const fault = demandOf(type, field)
      return fault ? [{ code: field.code, fault }] : []
    }),
  ]),
)

function demandOf(type: string, { code, length }: Field): Demand['fault'] | null {
  const form = codeForms[`${type} ${code}`]
  const wrong = length === 10 ? 'NUMBER_MALFORMED' : 'CODE_MALFORMED'
  const isTime = (length === 10 || length === 12) && !freeTexts.test(code)
  const rest = relatedNumbers.has(code) ? relatedFault : isTime ? timeFault : null
  return form ? text => (form.test(text) ? (rest?.(text) ?? null) : wrong) : rest
}

// 00–1F and 7F–9F are no text in ISO-8859-1: a record that holds one was damaged, or written in another encoding.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controlBytes = /[\u0000-\u001f\u007f-\u009f]/
const hasControlBytes = (text: string): boolean => controlBytes.test(text)
