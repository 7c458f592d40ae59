// Every reason for refusing a field: its code and, in Danish and English, what would make it allowed; to whom the data
// are about, why it was refused.

interface Wording {
  readonly da: string
  readonly en: string
}

const wordings = {
  ACTIVITY_MISSING: {
    da: 'Angiv behandlingsaktiviteten i headeren Processing-Activity.',
    en: 'State the processing activity in the header Processing-Activity.',
    why: { da: 'der var ikke angivet noget formål', en: 'no purpose was stated' },
  },
  ACTIVITY_UNKNOWN: {
    da: 'Brug en behandlingsaktivitet, som jeres myndighed har, og som systemet må bruge.',
    en: 'Use a processing activity that your authority has and this system may use.',
    why: {
      da: 'det angivne formål er ikke godkendt for den, der spurgte',
      en: 'the purpose stated is not approved for whoever asked',
    },
  },
  ACTIVITY_ENDED: {
    da: 'Behandlingsaktiviteten gælder ikke nu. En dataforvalter kan godkende en ny version.',
    en: 'The processing activity is not in force now. A data steward can have a new version approved.',
    why: { da: 'det angivne formål gælder ikke længere', en: 'the purpose stated is no longer in force' },
  },
  ACTIVITY_FIELD_OUTSIDE: {
    da: 'Behandlingsaktiviteten omfatter ikke feltet. En dataforvalter kan få det tilføjet, hvis loven tillader det.',
    en: 'The processing activity does not cover this field. A data steward can have it added if the law allows it.',
    why: { da: 'oplysningen hører ikke til formålet', en: 'the information does not belong to the purpose' },
  },
  ACTIVITY_REACH: {
    da: 'Behandlingsaktiviteten giver ikke adgang på denne måde: opslag, søgning, liste, tid eller personkreds.',
    en: 'The processing activity does not reach this far: look-up, search, list, time or group of people.',
    why: {
      da: 'formålet giver ikke adgang på denne måde',
      en: 'the purpose does not allow access in this way',
    },
  },
  CONSENT_MISSING: {
    da: 'Bed om samtykke med requestConsent.',
    en: 'Ask for consent with requestConsent.',
    why: {
      da: 'det kræver samtykke, og der er ikke givet noget',
      en: 'it takes a consent, and none was given',
    },
  },
  CONSENT_NOT_YET: {
    da: 'Samtykket gælder først fra et senere tidspunkt.',
    en: 'The consent begins later: ask again then.',
    why: { da: 'samtykket gælder først senere', en: 'the consent begins later' },
  },
  CONSENT_WITHDRAWN: {
    da: 'Samtykket er trukket tilbage. Bed om et nyt, hvis der er en ny grund.',
    en: 'The consent has been withdrawn. Ask for a new one if there is a new reason.',
    why: { da: 'samtykket er trukket tilbage', en: 'the consent has been withdrawn' },
  },
  CONSENT_EXPIRED: {
    da: 'Samtykket er udløbet. Bed om et nyt med requestConsent.',
    en: 'The consent has ended. Ask for a new one with requestConsent.',
    why: { da: 'samtykket er udløbet', en: 'the consent has ended' },
  },
  CONSENT_SUSPENDED: {
    da: 'Samtykket er suspenderet, indtil en dataforvalter genoptager det.',
    en: 'The consent is suspended until a data steward resumes it.',
    why: { da: 'samtykket er suspenderet', en: 'the consent is suspended' },
  },
  CONSENT_FIELD_OUTSIDE: {
    da: 'Samtykket omfatter ikke feltet. Bed om samtykke også til det.',
    en: 'The consent does not cover this field. Ask for consent to it as well.',
    why: { da: 'samtykket omfatter det ikke', en: 'the consent does not cover it' },
  },
  CONSENT_PARAMETER_OUTSIDE: {
    da: 'Samtykket gælder andre værdier, end der spørges om. Send det argument eller den Case-Reference, som det gælder, eller bed om et nyt med requestConsent.',
    en: 'The consent is for other values than those asked for. Send the argument or the Case-Reference for which it was given, or ask for a new one with requestConsent.',
    why: {
      da: 'samtykket gælder noget andet, end der blev spurgt om',
      en: 'the consent is for something else than was asked',
    },
  },
  MANDATE_MISSING: {
    da: 'Send On-Behalf-Of med den, du handler for. Det kræver en fuldmagt eller anden ret.',
    en: 'Send On-Behalf-Of with whom you act for. That takes a power of attorney or another mandate.',
    why: {
      da: 'det kræver en fuldmagt eller anden ret',
      en: 'it takes a power of attorney or another right to act',
    },
  },
  MANDATE_EXPIRED: {
    da: 'Fuldmagten gælder ikke længere. Bed om en ny.',
    en: 'The power of attorney has ended. Ask for a new one.',
    why: { da: 'fuldmagten gælder ikke længere', en: 'the power of attorney has ended' },
  },
  MANDATE_LAPSED: {
    da: 'Retten til at handle for den anden er bortfaldet, fx ved død, konkurs eller myndighed. Spørg den, der har retten nu.',
    en: 'The right to act for the other has lapsed, such as by death, bankruptcy or coming of age. Ask whoever has it now.',
    why: {
      da: 'retten til at handle for en anden er bortfaldet',
      en: 'the right to act for another has lapsed',
    },
  },
  MANDATE_SCOPE: {
    da: 'Retten til at handle for den anden omfatter ikke dette. Bed om en fuldmagt, der gør.',
    en: 'The right to act for the other does not cover this. Ask for a power of attorney that does.',
    why: {
      da: 'retten til at handle for en anden omfatter det ikke',
      en: 'the right to act for another does not cover it',
    },
  },
  MANDATE_DEPTH: {
    da: 'Fuldmagten må ikke gives videre.',
    en: 'The power of attorney may not be passed on.',
    why: { da: 'fuldmagten må ikke gives videre', en: 'the power of attorney may not be passed on' },
  },
  SIGNING_RULE_UNMET: {
    da: 'Ikke alle, der skal sige ja, har gjort det endnu. Bed de andre om at bekræfte eller om en fuldmagt.',
    en: 'Not all who must agree have done so yet. Ask the others to confirm, or for a power of attorney.',
    why: { da: 'ikke alle, der skal sige ja, havde gjort det', en: 'not all who must agree had done so' },
  },
  SIGNING_RULE_UNPARSED: {
    da: 'Tegningsreglen kan ikke læses sikkert. En dataforvalter skal tage stilling.',
    en: 'The signing rule cannot be read with certainty. A data steward must decide.',
    why: {
      da: 'tegningsreglen kan ikke læses sikkert',
      en: 'the signing rule cannot be read with certainty',
    },
  },
  NUMBER_NEVER_PRIVATE: {
    da: 'Personnumre gives aldrig til private modtagere. Brug id.',
    en: 'Personal numbers never go to private recipients. Use id.',
    why: {
      da: 'personnumre gives aldrig til private',
      en: 'personal numbers never go to private recipients',
    },
  },
  INDETERMINATE: {
    da: 'Adgangen kunne ikke afgøres lige nu. Prøv igen.',
    en: 'Access could not be decided just now. Try again.',
    why: { da: 'adgangen kunne ikke afgøres', en: 'access could not be decided' },
  },
  LOG_UNAVAILABLE: {
    da: 'Adgangen kunne ikke registreres, og derfor gives intet. Prøv igen.',
    en: 'Access could not be recorded, so nothing is given. Try again.',
    why: { da: 'adgangen kunne ikke registreres', en: 'access could not be recorded' },
  },
} as const satisfies Record<string, Wording & { readonly why: Wording }>

/** In an access record: null without an error, which no caller is told as a refusal. */
const withheld: Wording = { da: 'navn og adresse er beskyttet', en: 'name and address are protected' }

/** A reason for refusing; the closed list of ACCESS.md section 3. */
export type RefusalCode = keyof typeof wordings

export const refusalCodes = Object.keys(wordings) as readonly RefusalCode[]

/** What would make it allowed. */
export const help = (code: RefusalCode): Wording => {
  const { da, en } = wordings[code]
  return { da, en }
}

/** Why, in words for the person whose data they are; null for a code that this version does not know. */
export function reason(code: string): Wording | null {
  if (code === 'NAME_AND_ADDRESS_PROTECTED') return withheld
  return Object.hasOwn(wordings, code) ? wordings[code as RefusalCode].why : null
}
