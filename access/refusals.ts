// Every reason for refusing a field: its code and, in Danish and English, what would make it allowed.

interface Wording {
  readonly da: string
  readonly en: string
}

const wordings = {
  ACTIVITY_MISSING: {
    da: 'Angiv behandlingsaktiviteten i headeren Processing-Activity.',
    en: 'State the processing activity in the header Processing-Activity.',
  },
  ACTIVITY_UNKNOWN: {
    da: 'Brug en behandlingsaktivitet, som jeres myndighed har, og som systemet må bruge.',
    en: 'Use a processing activity that your authority has and this system may use.',
  },
  ACTIVITY_ENDED: {
    da: 'Behandlingsaktiviteten gælder ikke nu. En dataforvalter kan godkende en ny version.',
    en: 'The processing activity is not in force now. A data steward can have a new version approved.',
  },
  ACTIVITY_FIELD_OUTSIDE: {
    da: 'Behandlingsaktiviteten omfatter ikke feltet. En dataforvalter kan få det tilføjet, hvis loven tillader det.',
    en: 'The processing activity does not cover this field. A data steward can have it added if the law allows it.',
  },
  ACTIVITY_REACH: {
    da: 'Behandlingsaktiviteten giver ikke adgang på denne måde: opslag, søgning, liste, tid eller personkreds.',
    en: 'The processing activity does not reach this far: look-up, search, list, time or group of people.',
  },
  CONSENT_MISSING: {
    da: 'Bed om samtykke med requestConsent.',
    en: 'Ask for consent with requestConsent.',
  },
  CONSENT_NOT_YET: {
    da: 'Samtykket gælder først fra et senere tidspunkt.',
    en: 'The consent begins later: ask again then.',
  },
  CONSENT_WITHDRAWN: {
    da: 'Samtykket er trukket tilbage. Bed om et nyt, hvis der er en ny grund.',
    en: 'The consent has been withdrawn. Ask for a new one if there is a new reason.',
  },
  CONSENT_EXPIRED: {
    da: 'Samtykket er udløbet. Bed om et nyt med requestConsent.',
    en: 'The consent has ended. Ask for a new one with requestConsent.',
  },
  CONSENT_SUSPENDED: {
    da: 'Samtykket er suspenderet, indtil en dataforvalter genoptager det.',
    en: 'The consent is suspended until a data steward resumes it.',
  },
  CONSENT_FIELD_OUTSIDE: {
    da: 'Samtykket omfatter ikke feltet. Bed om samtykke også til det.',
    en: 'The consent does not cover this field. Ask for consent to it as well.',
  },
  CONSENT_PARAMETER_OUTSIDE: {
    da: 'Samtykket gælder andre værdier af argumentet, end der spørges om.',
    en: 'The consent is for other values of the argument than the one asked for.',
  },
  MANDATE_MISSING: {
    da: 'Send On-Behalf-Of med den, du handler for. Det kræver en fuldmagt eller anden ret.',
    en: 'Send On-Behalf-Of with whom you act for. That takes a power of attorney or another mandate.',
  },
  MANDATE_EXPIRED: {
    da: 'Fuldmagten gælder ikke længere. Bed om en ny.',
    en: 'The power of attorney has ended. Ask for a new one.',
  },
  MANDATE_LAPSED: {
    da: 'Fuldmagten er bortfaldet af sig selv.',
    en: 'The power of attorney has lapsed by itself.',
  },
  MANDATE_SCOPE: {
    da: 'Fuldmagten omfatter ikke dette. Bed om en, der gør.',
    en: 'The power of attorney does not cover this. Ask for one that does.',
  },
  MANDATE_DEPTH: {
    da: 'Fuldmagten må ikke gives videre.',
    en: 'The power of attorney may not be passed on.',
  },
  SIGNING_RULE_UNMET: {
    da: 'Tegningsreglen er ikke opfyldt endnu. Flere skal bekræfte.',
    en: 'The signing rule is not met yet. Others must confirm.',
  },
  SIGNING_RULE_UNPARSED: {
    da: 'Tegningsreglen kan ikke læses sikkert. En dataforvalter skal tage stilling.',
    en: 'The signing rule cannot be read with certainty. A data steward must decide.',
  },
  NUMBER_NEVER_PRIVATE: {
    da: 'Personnumre gives aldrig til private modtagere. Brug id.',
    en: 'Personal numbers never go to private recipients. Use id.',
  },
  INDETERMINATE: {
    da: 'Adgangen kunne ikke afgøres lige nu. Prøv igen.',
    en: 'Access could not be decided just now. Try again.',
  },
  LOG_UNAVAILABLE: {
    da: 'Adgangen kunne ikke registreres, og derfor gives intet. Prøv igen.',
    en: 'Access could not be recorded, so nothing is given. Try again.',
  },
} as const satisfies Record<string, Wording>

/** A reason for refusing; the closed list of ACCESS.md section 3. */
export type RefusalCode = keyof typeof wordings

export const refusalCodes = Object.keys(wordings) as readonly RefusalCode[]

/** What would make it allowed. */
export const help = (code: RefusalCode): Wording => wordings[code]
