// Reads the fields of CPR records as columns: periods with the register's own texts, markers, numbers, lines.
import { parseRegisterTime, type RegisterTime } from './dates.ts'
import { type CprRecord, read } from './layouts.ts'

export type Columns = Record<string, string | null>
export type Period = Columns & { effective_from: string; effective_to: string }

/** The fields of a date and of its uncertainty marker. */
export type Source = readonly [date: string, marker: string | null] | null

export const always = { effective_from: '-infinity', effective_to: 'infinity' }

export function period(record: CprRecord, from: Source, to: Source): Period {
  const start = from && time(record, from[0])
  const end = to && time(record, to[0])
  return {
    effective_from: instantText(start, '-infinity'),
    effective_from_text: start?.text ?? null,
    effective_from_marker: from?.[1] ? orNull(record, from[1]) : null,
    effective_to: instantText(end, 'infinity'),
    effective_to_text: end?.text ?? null,
    effective_to_marker: to?.[1] ? orNull(record, to[1]) : null,
  }
}

/** ANNKOR on records 022–030: blank normal, A undone, K corrected, Æ technical; anything else is no value either. */
const statusByCorrection: Readonly<Record<string, string>> = { '': 'HISTORIC', A: 'UNDONE', K: 'CORRECTED' }

export function historic(record: CprRecord, lasted: Period): Columns {
  if (Number(record.type) < 22) return { ...lasted, row_status: 'CURRENT' }
  // 028 alone of the records 022–030 has no such marker.
  if (record.type === '028') return { ...closed(lasted), row_status: 'HISTORIC' }
  return { ...closed(lasted), row_status: statusByCorrection[read(record, 'ANNKOR')] ?? 'TECHNICAL' }
}

// Something that is over, at a time unknown: in force at no instant that could be named.
export function closed(lasted: Period): Period {
  return lasted.effective_to === 'infinity' ? { ...lasted, effective_to: lasted.effective_from } : lasted
}

export function time(record: CprRecord, code: string): RegisterTime | null {
  const parsed = parseRegisterTime(read(record, code))
  if (parsed === 'MALFORMED') throw new Error(`Record ${record.type} was not checked.`)
  return parsed
}

export function instantText(parsed: RegisterTime | null, unknown: '-infinity' | 'infinity'): string {
  return parsed?.instantText ?? unknown
}

export function orNull(record: CprRecord, code: string): string | null {
  return read(record, code) || null
}

/** A code of digits; zeros are none. */
export function codeOrNull(record: CprRecord, code: string): string | null {
  const value = read(record, code)
  return /^0*$/.test(value) ? null : value
}

export function numberOrNull(record: CprRecord, code: string): string | null {
  const number = read(record, code)
  return /^0*$/.test(number) ? null : number
}

export function lines(record: CprRecord, codes: readonly string[]): readonly string[] {
  const texts = codes.map(code => read(record, code))
  return texts.slice(0, texts.findLastIndex(text => text !== '') + 1)
}
