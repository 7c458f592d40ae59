// What each kind of notice says, in Danish and English: what happened, and what one can do now.
import { caseWordings } from './case-words.ts'
import { powerWordings } from './power-words.ts'
import type { Wording } from './wording.ts'

export type Language = 'DA' | 'EN'

/** A template's title in each language; a missing one is told in the other. */
export interface Title {
  readonly da?: string | null
  readonly en?: string | null
}

/** What a notice says beside its kind. */
export interface Parts {
  readonly title?: Title
}

/** What the words are filled with. */
export interface Told {
  readonly parts: Parts
  /** The authority's name; null when there is none, or none on file any more. */
  readonly authority: string | null
}

const wordings = {
  CONSENT_REQUESTED: {
    da: {
      title: 'Du bliver bedt om et samtykke',
      text: ({ who, what }) =>
        `${who} beder om dit samtykke${what}. Du bestemmer selv. Under Samtykker kan du læse, hvad det gælder, og svare ja eller nej.`,
    },
    en: {
      title: 'You are asked for a consent',
      text: ({ who, what }) =>
        `${who} asks for your consent${what}. The choice is yours. Under Consents you can read what it covers and answer yes or no.`,
    },
  },
  CONSENT_CANCELLED: {
    da: {
      title: 'En anmodning om samtykke er trukket tilbage',
      text: ({ who, what }) =>
        `${who} har trukket sin anmodning om dit samtykke tilbage${what}. Du skal ikke gøre noget.`,
    },
    en: {
      title: 'A request for consent was taken back',
      text: ({ who, what }) =>
        `${who} has taken its request for your consent back${what}. There is nothing you need to do.`,
    },
  },
  CONSENT_PARTLY_CONFIRMED: {
    da: {
      title: 'Et samtykke mangler endnu et ja',
      text: ({ them, what }) =>
        `En af dem, der skal være enige, har sagt ja til samtykket til ${them}${what}. Det gælder først, når alle har. Under Samtykker kan du læse det og svare.`,
    },
    en: {
      title: 'A consent awaits another yes',
      text: ({ them, what }) =>
        `One of those who must agree has said yes to the consent to ${them}${what}. It counts only once all have. Under Consents you can read it and answer.`,
    },
  },
  CONSENT_GRANTED_FOR_YOU: {
    da: {
      title: 'Der er givet et samtykke for dig',
      text: ({ them, what }) =>
        `En, der må handle for dig, har givet samtykke til ${them}${what}. Du kan altid trække det tilbage under Samtykker.`,
    },
    en: {
      title: 'A consent was given for you',
      text: ({ them, what }) =>
        `Someone who may act for you has given a consent to ${them}${what}. You can withdraw it at any time under Consents.`,
    },
  },
  CONSENT_DECLINED_FOR_YOU: {
    da: {
      title: 'Der er sagt nej til et samtykke for dig',
      text: ({ them, what }) =>
        `En, der må handle for dig, har sagt nej til samtykket til ${them}${what}. Er du uenig, kan du bede ${them} om at spørge igen.`,
    },
    en: {
      title: 'A consent was declined for you',
      text: ({ them, what }) =>
        `Someone who may act for you has said no to the consent to ${them}${what}. If you disagree, ask ${them} to send the request again.`,
    },
  },
  CONSENT_REGISTERED: {
    da: {
      title: 'Dit samtykke er registreret',
      text: ({ who, what }) =>
        `${who} har registreret et samtykke, som du har givet på papir eller med hjælp${what}. Er det forkert, eller vil du ikke længere, kan du altid trække det tilbage under Samtykker.`,
    },
    en: {
      title: 'Your consent was registered',
      text: ({ who, what }) =>
        `${who} has registered a consent that you gave on paper or with help${what}. If that is wrong, or you no longer want it, you can withdraw it at any time under Consents.`,
    },
  },
  CONSENT_WITHDRAWN_FOR_YOU: {
    da: {
      title: 'Dit samtykke er trukket tilbage',
      text: ({ them, what }) =>
        `Dit samtykke til ${them} er trukket tilbage på dine vegne${what}. Der udleveres ikke længere oplysninger efter det. Er det forkert, så kontakt ${them}.`,
    },
    en: {
      title: 'Your consent was withdrawn',
      text: ({ them, what }) =>
        `Your consent to ${them} was withdrawn on your behalf${what}. Nothing is given by it any more. If that is wrong, contact ${them}.`,
    },
  },
  CONSENT_SUSPENDED: {
    da: {
      title: 'Dit samtykke er sat på pause',
      text: ({ them, what }) =>
        `Dit samtykke til ${them} er sat på pause${what}. Imens udleveres der ingen oplysninger efter det. Under Samtykker kan du se det og trække det helt tilbage.`,
    },
    en: {
      title: 'Your consent is on hold',
      text: ({ them, what }) =>
        `Your consent to ${them} is on hold${what}. Nothing is given by it meanwhile. Under Consents you can see it, and withdraw it for good.`,
    },
  },
  CONSENT_RESUMED: {
    da: {
      title: 'Dit samtykke gælder igen',
      text: ({ them, what }) =>
        `Dit samtykke til ${them}, som var sat på pause, gælder igen${what}. Du kan altid trække det tilbage under Samtykker.`,
    },
    en: {
      title: 'Your consent counts again',
      text: ({ them, what }) =>
        `Your consent to ${them}, which was on hold, counts again${what}. You can withdraw it at any time under Consents.`,
    },
  },
  CONSENT_INVALIDATED: {
    da: {
      title: 'Et samtykke var ugyldigt',
      text: ({ them, what }) =>
        `Et samtykke til ${them} i dit navn har vist sig at være ugyldigt${what}. Der udleveres ikke længere oplysninger efter det. Under Samtykker kan du se det; spørg ${them}, hvis du er i tvivl.`,
    },
    en: {
      title: 'A consent was void',
      text: ({ them, what }) =>
        `A consent to ${them} in your name turned out to be void${what}. Nothing is given by it any more. You can see it under Consents; ask ${them} if you are in doubt.`,
    },
  },
  ...powerWordings,
  ...caseWordings,
} as const satisfies Readonly<Record<string, { readonly da: Wording; readonly en: Wording }>>

export type NoticeKind = keyof typeof wordings

export const noticeKinds = Object.keys(wordings) as readonly NoticeKind[]

const unnamed = {
  da: { who: 'En myndighed', them: 'en myndighed' },
  en: { who: 'An authority', them: 'an authority' },
} as const

/** What a kind of notice is called. It names nobody, so it may be shown where the text may not. */
export function noticeTitle(kind: NoticeKind, language: Language): string {
  return wordings[kind][language === 'DA' ? 'da' : 'en'].title
}

/** The whole notice in one language. */
export function noticeText(kind: NoticeKind, { parts, authority }: Told, language: Language): string {
  const [own, other] = language === 'DA' ? (['da', 'en'] as const) : (['en', 'da'] as const)
  const title = parts.title?.[own] ?? parts.title?.[other]
  const wording: Wording = wordings[kind][own]
  const named = authority === null ? unnamed[own] : { who: authority, them: authority }
  return wording.text({ ...named, what: title ? `: “${title}”` : '' })
}
