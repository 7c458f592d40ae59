// What was learned too late: a death that had already ended a consent or a mandate when it was used. Read, never rewritten.
import type { AccessRow } from './store.ts'
import { danishTime, type Language } from './summary.ts'

/** Of one person: since when dead, and since when the register says so. */
export interface Death {
  readonly id: string
  readonly since: Date
  readonly known: Date
}

type Rested = Pick<AccessRow, 'at' | 'given' | 'subjectId' | 'personId'>

/** Whose death would have ended what a record rests on: the subject's, and of a mandate also the holder's. */
export function restedOn({ given, subjectId, personId }: Rested): readonly string[] {
  const grounds = given.map(({ ground }) => ground)
  const mandate = grounds.includes('MANDATE')
  const ids = [mandate || grounds.includes('CONSENT') ? subjectId : null, mandate ? personId : null]
  return ids.filter(id => id !== null)
}

/** The first death that lay before the record, and came to be known after it. */
export const lateDeath = ({ at }: Pick<Rested, 'at'>, deaths: readonly Death[]): Death | null =>
  deaths
    .filter(({ since, known }) => since <= at && at < known)
    .toSorted((a, b) => a.since.getTime() - b.since.getTime())[0] ?? null

export function lateInWords({ since, known }: Death, language: Language): string {
  const [died] = danishTime(since)
  const [told] = danishTime(known)
  return language === 'DA'
    ? `Oplyst senere: samtykket eller retten var ophørt ved et dødsfald den ${died}, som først blev registreret den ${told}.`
    : `Learned later: the consent or the right had ended by a death on ${died}, which was not registered until ${told}.`
}
