// The accounting identity of a delivery: everything in the file became something, and is counted once.
import type { Accounting } from './load.ts'

type Counts = Pick<
  Accounting,
  'documents' | 'businesses' | 'units' | 'others' | 'inserted' | 'changed' | 'unchanged' | 'quarantined'
>

/** The two equations in words, as the load prints them. */
export function balanceOf(counts: Counts): readonly string[] {
  const { documents, businesses, units, others, inserted, changed, unchanged, quarantined } = counts
  return [
    `${documents} documents = ${businesses} businesses + ${units} units + ${others} persons + ${quarantined.length} quarantined`,
    `${businesses + units} businesses and units = ${inserted} new + ${changed} changed + ${unchanged} unchanged`,
  ]
}

/** Throws when something is counted twice or not at all: then nothing of the file is loaded. */
export function checkBalance(counts: Counts): void {
  const { documents, businesses, units, others, inserted, changed, unchanged, quarantined } = counts
  const all = businesses + units + others + quarantined.length
  if (documents === all && businesses + units === inserted + changed + unchanged) return
  throw new Error(`The load does not add up, nothing of it is kept: ${balanceOf(counts).join('; ')}.`)
}
