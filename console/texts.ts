// The console's words. The Danish ones define the keys; a missing English one fails the type check.
import { da } from './texts/da.ts'
import { en } from './texts/en.ts'

export type Texts = typeof da
export type Language = 'da' | 'en'

const all: Readonly<Record<Language, Texts>> = { da, en }
export const textsOf = (language: Language): Texts => all[language]

/** As GraphQL's `Language` has it. */
export const graphLanguage = (language: Language): 'DA' | 'EN' => (language === 'da' ? 'DA' : 'EN')

/** What the address says, what was chosen before, what the browser asks for, or Danish. */
export function chooseLanguage(asked: string | null, before: Language | null, accepted = ''): Language {
  if (asked === 'da' || asked === 'en') return asked
  return before ?? (/^en\b/i.test(accepted.trim()) ? 'en' : 'da')
}

const locales: Readonly<Record<Language, string>> = { da: 'da-DK', en: 'en-GB' }
const zone = 'Europe/Copenhagen'

/** `5. juni 2026`, in Denmark; empty for nothing. */
export const day = (language: Language, instant: string | null | undefined): string =>
  instant
    ? new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: zone }).format(
        new Date(instant),
      )
    : ''

/** `5. juni 2026 kl. 14.05`, in Denmark. */
export const moment = (language: Language, instant: string | null | undefined): string =>
  instant
    ? new Intl.DateTimeFormat(locales[language], {
        ...{ dateStyle: 'long', timeStyle: 'short', timeZone: zone },
      }).format(new Date(instant))
    : ''
