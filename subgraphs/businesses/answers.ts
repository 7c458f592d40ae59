// How rows of the register are answered: values with their period, and when the register wrote them. Pure.
import type { Address, Employment } from './store.ts'

/** What every row and every content of a record says of its time: CVR's days, the last one included. */
export interface Dated {
  readonly effectiveFromText: string | null
  readonly effectiveToText: string | null
  readonly registeredFrom: string
}

export const datesOf = ({ effectiveFromText, effectiveToText, registeredFrom }: Dated) => ({
  effectiveFrom: effectiveFromText,
  effectiveTo: effectiveToText,
  registeredFrom: new Date(registeredFrom),
})

export const nameOf = (row: Dated & { readonly slot: string; readonly name: string }) => ({
  name: row.name,
  secondary: row.slot !== 'PRIMARY',
  ...datesOf(row),
})

type AddressParts = Pick<Address, 'houseFrom' | 'letterFrom' | 'houseTo' | 'letterTo'>

/** The house number with its letter, `7B`; of a row of houses the last one too. */
export const houseNumbers = ({ houseFrom, letterFrom, houseTo, letterTo }: AddressParts) => ({
  houseNumber: houseFrom === null ? null : `${houseFrom}${letterFrom ?? ''}`,
  houseNumberTo: houseTo === null ? letterTo : `${houseTo}${letterTo ?? ''}`,
})

export const addressOf = (row: Address | null) =>
  row && { ...row, ...houseNumbers(row), validatedText: row.validatedText, ...datesOf(row) }

/**
 * On 1 January 2025 the register went over from DB07 to DB25 (MODEL.md 7). DB07 came with NACE rev. 2 on 1 January 2008:
 * what was in force from before may be of an earlier system, and of a value without a beginning nobody knows.
 */
export function codeSystem(from: string | null): 'DB07' | 'DB25' | null {
  if (from === null || from < '2008-01-01') return null
  return from < '2025-01-01' ? 'DB07' : 'DB25'
}

export const industryOf = (
  row: (Dated & { readonly code: string | null; readonly text: string | null }) | null,
) =>
  row && {
    code: row.code,
    text: row.text,
    codeSystem: codeSystem(row.effectiveFromText),
    ...datesOf(row),
  }

export const employmentOf = (row: Employment) => ({ ...row, ...datesOf(row) })
