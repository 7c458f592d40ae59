// How a field of a CPR record is looked for in the graph: what is asked, when, and what must stand there.
import type { OfficialRecord } from './official-records.ts'

/** What a record must be found as: in which field, asked when, and what stands there. */
export interface Found {
  /** The field with its selection; lists and single values alike. */
  readonly select: string
  /** The register's text of the instant at which the value is in force; null: now. */
  readonly at: string | null
  /** What one of the values must hold. */
  readonly holds: Readonly<Record<string, unknown>>
}

export const row =
  'row { status effectiveFromText effectiveFromUncertain effectiveToText effectiveToUncertain effectiveFrom effectiveTo registeredFrom registeredTo }'

export const text = (value: string | undefined): string | null => value || null
export const code = (value: string | undefined): string | null => (/^0*$/.test(value ?? '') ? null : value!)
export const plain = (value: string | undefined): string | null => value?.replace(/^0+/, '') || null
export const when = (value: string | undefined): string | null => (/^0*$/.test(value ?? '') ? null : value!)
export const lines = (fields: OfficialRecord['fields'], name: (at: number) => string): readonly string[] => {
  const read = [1, 2, 3, 4, 5].map(at => fields[name(at)]!)
  return read.slice(0, read.findLastIndex(line => line !== '') + 1)
}

/** How the row must stand; `status` of historic records by their marker. */
export const stands = (
  fields: OfficialRecord['fields'],
  [from, fromMark]: readonly [string, string?],
  [to, toMark]: readonly [string?, string?] = [],
) => ({
  effectiveFromText: when(fields[from]),
  effectiveFromUncertain: fromMark !== undefined && fields[fromMark] === '*',
  effectiveToText: to === undefined ? null : when(fields[to]),
  effectiveToUncertain: toMark !== undefined && fields[toMark] === '*',
})

/** The id of a number; null of none. */
export type IdOf = (number: string) => string | null
export type Place = (fields: OfficialRecord['fields'], id: IdOf, type: string) => readonly Found[]

/** A value in force, or one of those that are over, taken back and technical ones included. */
export const inTime = (single: string, plural: string, selection: string, former: boolean): string =>
  former ? `${plural}(corrected: true) { ${selection} ${row} }` : `${single} { ${selection} ${row} }`
