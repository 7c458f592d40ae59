// What no reader has looked at in a document: kept as records, so that nothing of the register is dropped.
import { isDate, type Reads } from './element.ts'
import type { Period } from './periods.ts'
import { redact } from './redact.ts'
import type { ColumnValue } from './row.ts'

/** A member that nobody has read, with the period of the nearest object around it that has one. */
export interface Unread {
  /** Such as `deltagerRelation[0].organisationer[1].attributter`. */
  readonly path: string
  readonly value: ColumnValue
  readonly period: Period
}

/** Addresses of people may be protected: an unknown member around one is not told without them being asked about. */
const untold = new Set(['beliggenhedsadresse', 'postadresse', 'forretningsadresse'])
const always: Period = { from: null, to: null }

/**
 * All that was not looked at, in the document's order. What says nothing (null, blank, empty) is left out, and so are
 * personal numbers and, below a participant, addresses.
 */
export function findUnread(document: object, reads: Reads): readonly Unread[] {
  const found: Unread[] = []
  const visit = (value: unknown, path: string, around: Period): void => {
    if (Array.isArray(value)) for (const [at, item] of value.entries()) visit(item, `${path}[${at}]`, around)
    else if (isObject(value)) visitObject(value, path, around)
  }
  const visitObject = (value: object, path: string, around: Period): void => {
    const looked = reads.get(value)
    const period = periodIn(value) ?? around
    if (looked === undefined) add(value, path, period)
    for (const [name, member] of looked === undefined ? [] : Object.entries(value)) {
      const place = path === '' ? name : `${path}.${name}`
      if (looked?.has(name)) visit(member, place, period)
      else add(member, place, period)
    }
  }
  const add = (value: unknown, path: string, around: Period): void => {
    // Of a list of objects each may have a period of its own.
    if (Array.isArray(value) && value.some(isObject)) {
      for (const [at, item] of value.entries()) add(item, `${path}[${at}]`, around)
      return
    }
    const period = (isObject(value) && periodIn(value)) || around
    const kept = path.includes('deltagerRelation') ? withoutAddresses(value, nameOf(path)) : value
    if (says(kept)) found.push({ path: redact(path) as string, value: redact(kept) as ColumnValue, period })
  }
  visit(document, '', always)
  return found
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const nameOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

function says(value: unknown): boolean {
  if (value === null || value === undefined) return false
  if (typeof value === 'string') return value.trim() !== ''
  return typeof value === 'object' ? Object.values(value).some(says) : true
}

function withoutAddresses(value: unknown, name: string): unknown {
  if (untold.has(name)) return null
  if (Array.isArray(value)) return value.map(item => withoutAddresses(item, ''))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => [member, withoutAddresses(inner, member)]),
  )
}

/** A period that is none says nothing here: what stands in an unread member is not judged. */
function periodIn(value: object): Period | null {
  const { periode } = value as { periode?: { gyldigFra?: unknown; gyldigTil?: unknown } | null }
  if (typeof periode !== 'object' || periode === null) return null
  const day = (text: unknown) => (typeof text === 'string' && isDate(text) ? text : null)
  return { from: day(periode.gyldigFra), to: day(periode.gyldigTil) }
}
