// Writes one record of CPR's fixed-width format, its fields where the importer's layouts say they stand.
import { layouts } from '../subgraphs/persons/import/layouts.ts'
import type { Day } from './day.ts'

/** Values by field code; a code that stands several times in a record takes a list. */
export type Values = Readonly<Record<string, string | readonly string[]>>

/** Writes a record of one person: the number is already in place. */
export type Write = (type: string, values: Values) => string

/**
 * The record at its full length. What has no value is blank.
 * Throws for a type or code that the layouts lack and for a value longer than its field.
 */
export function writeRecord(type: string, values: Values): string {
  const layout = layouts[type]
  if (!layout) throw new Error(`No layout for record ${type}.`)
  const left = new Map(Object.entries(values).map(([code, value]) => [code, [value].flat()]))
  let text = type
  for (const { code, start, length } of layout.fields) {
    const value = left.get(code)?.shift() ?? ''
    if (value.length > length)
      throw new Error(`Record ${type}: a value is longer than field ${code} (${length}).`)
    text = text.padEnd(start - 1) + value.padEnd(length)
  }
  for (const [code, rest] of left) {
    if (rest.length > 0) throw new Error(`Record ${type} has no field ${code} for a value given.`)
  }
  return text.padEnd(layout.length)
}

/** `yyyyMMddHHmm`, at noon: the tables tell days only. Zeros for none. */
export function time(day?: Day): string {
  return day === undefined ? '0'.repeat(12) : `${digits(day)}1200`
}

/** `yyyyMMdd`. */
export function digits(day: Day): string {
  return day.replaceAll('-', '')
}
