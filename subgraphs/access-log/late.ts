// What was learned too late: an end that a consent or a right had come to already when it was used. Read, never rewritten.
import type { AccessRow } from './store.ts'
import { dayInWords, type Language } from './summary.ts'

/** What ended by itself, of whom, and between whom: since when, and since when the register says so. */
export interface Ending {
  readonly cause: 'DEATH' | 'DISSOLUTION' | 'CUSTODY' | 'GUARDIANSHIP'
  /** Who died or was dissolved; the child, or the ward. */
  readonly id: string
  /** Whose custody or guardianship it was; else null. */
  readonly other: string | null
  readonly since: Date
  readonly known: Date
  /** When it began anew; the end of time when it did not. */
  readonly until: Date
}

type Rested = Pick<AccessRow, 'at' | 'given' | 'subjectId' | 'personId'>

/** Whose end would have ended what a record rests on: the subject's, and of a mandate also the holder's. */
export function restedOn({ given, subjectId, personId }: Rested): readonly string[] {
  const grounds = given.map(({ ground }) => ground)
  const mandate = grounds.includes('MANDATE')
  const ids = [mandate || grounds.includes('CONSENT') ? subjectId : null, mandate ? personId : null]
  return [...new Set(ids.filter(id => id !== null))]
}

/** Whether the record rests on what ended so. Consents end by death alone (ACCESS.md 9). */
function concerns(row: Rested, { cause, id, other }: Ending): boolean {
  if (cause === 'DEATH') return restedOn(row).includes(id)
  if (id !== row.subjectId) return false
  if (cause === 'DISSOLUTION') return row.given.some(({ ground }) => ground === 'MANDATE')
  return other === row.personId && row.given.some(({ by }) => by === cause)
}

/** The first that lay before the record, and came to be known after it. */
export const lateEnding = (row: Rested, endings: readonly Ending[]): Ending | null =>
  endings
    .filter(ending => concerns(row, ending))
    .filter(({ since, known, until }) => since <= row.at && row.at < known && row.at < until)
    .toSorted((a, b) => a.since.getTime() - b.since.getTime())[0] ?? null

// biome-ignore format: a table
const words: Readonly<Record<Ending['cause'], { readonly da: string; readonly en: string }>> = {
  DEATH: { da: 'samtykket eller retten var ophørt ved et dødsfald', en: 'the consent or the right had ended by a death' },
  DISSOLUTION: { da: 'retten var ophørt, da virksomheden blev opløst', en: 'the right had ended as the business was dissolved' },
  CUSTODY: { da: 'forældremyndigheden var ophørt', en: 'custody had ended' },
  GUARDIANSHIP: { da: 'værgemålet var ophørt', en: 'guardianship had ended' },
}

export function lateInWords({ cause, since, known }: Ending, language: Language): string {
  const ended = dayInWords(since, language)
  const told = dayInWords(known, language)
  const { da, en } = words[cause]
  return language === 'DA'
    ? `Oplyst senere: ${da} den ${ended}, hvilket først blev registreret den ${told}.`
    : `Learned later: ${en} on ${ended}, which was not registered until ${told}.`
}
