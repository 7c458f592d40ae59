// What a run of the oracle came to: operations, what they reached, which codes came, how many were mixed.
import { type Expected, hiddenCode } from './oracle-mask.ts'

/** So often each coordinate and each code must have come for a run to count. */
export const enough = 5

/** Among so many of the rarest codes is chosen: one world has none of some of them. */
const fewest = 3

export interface Report {
  /** Those that decided anything; what is all open is compared, and not counted. */
  readonly operations: number
  /** Operations that had both a permit and a refusal. */
  readonly mixed: number
  /** Operations that only filled gaps, and pages after the first: compared, and not counted. */
  readonly filled: number
  readonly reached: ReadonlyMap<string, number>
  readonly codes: ReadonlyMap<string, number>
  /** The first difference, shrunk; null when there was none. */
  readonly difference: string | null
}

export function openTally() {
  const reached = new Map<string, number>()
  const codes = new Map<string, number>()
  let operations = 0
  let mixed = 0
  let filled = 0
  const add = (to: Map<string, number>, key: string) => to.set(key, (to.get(key) ?? 0) + 1)
  return {
    reached,
    operations: () => operations,
    filled: () => filled,
    lacks: (wanted: readonly string[]) => wanted.some(name => (reached.get(name) ?? 0) < enough),
    /** Those that came least often and not often enough yet. */
    scarce: (wanted: readonly string[]): readonly string[] =>
      wanted
        .filter(name => (reached.get(name) ?? 0) < enough)
        .toSorted((a, b) => (reached.get(a) ?? 0) - (reached.get(b) ?? 0)),
    /** Those few that came least often, of such as came seldom; of equals the first. */
    rarest: (wanted: readonly string[]): readonly string[] =>
      wanted
        .filter(code => (codes.get(code) ?? 0) < 2 * enough)
        .toSorted((a, b) => (codes.get(a) ?? 0) - (codes.get(b) ?? 0))
        .slice(0, fewest),
    lacksCodes: (wanted: readonly string[]) => wanted.some(code => (codes.get(code) ?? 0) < enough),
    count(right: Expected, filling: boolean) {
      for (const coordinate of right.reached) add(reached, coordinate)
      if (filling) filled++
      // Where all was open there was nothing to decide; what only fills gaps does not count either.
      if (filling || right.permits + right.codes.length === 0) return
      operations++
      if (right.permits > 0 && right.codes.length > 0) mixed++
      const withheld = right.records.some(record => record.endsWith(hiddenCode)) ? [hiddenCode] : []
      for (const code of new Set([...right.codes, ...withheld])) add(codes, code)
    },
    report: (difference: string | null): Report => ({
      operations,
      mixed,
      filled,
      reached,
      codes,
      difference,
    }),
  }
}
