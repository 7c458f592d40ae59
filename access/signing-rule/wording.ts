// What a signing rule still lacks, in plain words, Danish and English; names nobody.
import type { Group, Part } from './rule.ts'

export interface Wording {
  readonly da: string
  readonly en: string
}

type Forms = readonly [one: string, many: string]

const words: Readonly<Record<Group, { readonly da: Forms; readonly en: Forms }>> = {
  CHAIR: {
    da: ['bestyrelsens formand', 'bestyrelsens formænd'],
    en: ['the chair of the board', 'chairs of the board'],
  },
  DEPUTY_CHAIR: {
    da: ['bestyrelsens næstformand', 'næstformænd i bestyrelsen'],
    en: ['the deputy chair of the board', 'deputy chairs of the board'],
  },
  BOARD_MEMBER: {
    da: ['et bestyrelsesmedlem', 'bestyrelsesmedlemmer'],
    en: ['a member of the board', 'members of the board'],
  },
  BOARD: {
    da: ['et bestyrelsesmedlem', 'bestyrelsesmedlemmer'],
    en: ['a member of the board', 'members of the board'],
  },
  MANAGING_DIRECTOR: {
    da: ['den administrerende direktør', 'administrerende direktører'],
    en: ['the managing director', 'managing directors'],
  },
  DIRECTOR: { da: ['en direktør', 'direktører'], en: ['a director', 'directors'] },
  MANAGEMENT: { da: ['en direktør', 'direktører'], en: ['a director', 'directors'] },
  OWNER: { da: ['ejeren', 'ejere'], en: ['the owner', 'owners'] },
  PARTNER: {
    da: ['en fuldt ansvarlig deltager', 'fuldt ansvarlige deltagere'],
    en: ['a fully liable participant', 'fully liable participants'],
  },
  LIQUIDATOR: { da: ['en likvidator', 'likvidatorer'], en: ['a liquidator', 'liquidators'] },
  TRUSTEE: { da: ['en kurator', 'kuratorer'], en: ['a trustee in bankruptcy', 'trustees in bankruptcy'] },
}

const person = {
  da: ['en bestemt person', 'bestemte personer'],
  en: ['a certain person', 'certain persons'],
} as const

/** What the empty slots are for: `Mangler: bestyrelsens formand, 2 bestyrelsesmedlemmer.` */
export function missing(parts: readonly Part[]): Wording {
  const counts = new Map<Group | 'PERSON', number>()
  for (const part of parts) {
    const key = 'person' in part ? 'PERSON' : part.group
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const list = (language: 'da' | 'en') =>
    [...counts]
      .map(([key, n]) => {
        const [one, many] = (key === 'PERSON' ? person : words[key])[language]
        return n === 1 ? one : `${n} ${many}`
      })
      .join(', ')
  return { da: `Mangler: ${list('da')}.`, en: `Missing: ${list('en')}.` }
}

/** When nobody's confirmation can be enough, or one more after a change is needed. */
export const obstacles = {
  UNCLEAR: {
    da: 'Registret nævner en funktion, som ikke kendes, så ingen kan tælle hele kredsen. En dataforvalter skal tage stilling.',
    en: 'The register names a function that is not known, so nobody can count the whole group. A data steward must decide.',
  },
  SEVERAL: {
    da: 'Tegningsreglen taler om én, men registret har flere. En dataforvalter skal tage stilling.',
    en: 'The signing rule speaks of one, but the register has several. A data steward must decide.',
  },
  NOBODY: {
    da: 'Registret har ingen i den kreds, som tegningsreglen nævner. Det skal rettes i CVR.',
    en: 'The register has nobody in the group that the signing rule names. It must be corrected in CVR.',
  },
  CHANGED: {
    da: 'Tegningsreglen eller ledelsen er ændret siden. En af dem, der tegner nu, skal bekræfte igen.',
    en: 'The signing rule or the management has changed since. One of those who sign now must confirm again.',
  },
} as const satisfies Record<string, Wording>
