// Why a command was not carried out: the closed list of codes, in Danish and English.

const wordings = {
  NOT_FOUND: {
    da: 'Findes ikke, eller du er ikke part. Se efter i listen over dine egne.',
    en: 'It does not exist, or you are not a party to it. Look in the list of your own.',
  },
  REPLAY: {
    da: 'Dette id er brugt før, til noget andet. Brug et nyt.',
    en: 'This id was used before, for something else. Use a new one.',
  },
  WRONG_STATE: {
    da: 'Det kan ikke ske i den tilstand, den er i nu. Læs tilstanden igen.',
    en: 'This cannot happen in the state that it is in now. Read its state again.',
  },
  ID_LENGTH: {
    da: 'Et id har mellem 1 og 64 tegn.',
    en: 'An id has between 1 and 64 characters.',
  },
  TEMPLATE_UNKNOWN: {
    da: 'Der er ingen skabelon med dette id.',
    en: 'There is no template with this id.',
  },
  TEMPLATE_ACTIVITY: {
    da: 'Skabelonen hører til en anden behandlingsaktivitet end den angivne.',
    en: 'The template belongs to another processing activity than the one stated.',
  },
  TEMPLATE_FIELD_OUTSIDE: {
    da: 'Skabelonen omfatter ikke alle felterne. Bed kun om dem, den omfatter.',
    en: 'The template does not cover all of the fields. Ask only for those that it covers.',
  },
  CONSENT_NOT_NEEDED: {
    da: 'Behandlingsaktiviteten har allerede feltet efter loven. At bede om samtykke ville vildlede.',
    en: 'The processing activity has the field by law already. To ask for consent would mislead.',
  },
  ACTIVITY_FIELD_OUTSIDE: {
    da: 'Behandlingsaktiviteten omfatter ikke alle felterne, og et samtykke ville intet give.',
    en: 'The processing activity does not cover all of the fields, so a consent would give nothing.',
  },
  SUBJECT_AMBIGUOUS: {
    da: 'Angiv personen på én måde: enten nummer eller id.',
    en: 'Name the person in one way: either by number or by id.',
  },
  PERIOD_REVERSED: {
    da: 'Slutningen skal ligge efter begyndelsen og efter nu.',
    en: 'The end must be after the beginning, and after now.',
  },
  PERIOD_TOO_LONG: {
    da: 'Perioden er længere end tilladt.',
    en: 'The period is longer than allowed.',
  },
  MANDATE_SCOPE: {
    da: 'Fuldmagten omfatter ikke alle felterne.',
    en: 'The power of attorney does not cover all of the fields.',
  },
  SELF: {
    da: 'Man kan ikke give fuldmagt til sig selv.',
    en: 'One cannot give a power of attorney to oneself.',
  },
  FIELDS_MISSING: {
    da: 'Nævn mindst ét felt, som fuldmagtshaveren må se.',
    en: 'Name at least one field that the holder may see.',
  },
  FIELD_UNKNOWN: {
    da: 'Et af felterne findes ikke. Se listen på /fields.',
    en: 'One of the fields does not exist. See the list at /fields.',
  },
  ACTIONS_MISSING: {
    da: 'Nævn mindst én ting, som fuldmagtshaveren må gøre.',
    en: 'Name at least one thing that the holder may do.',
  },
} as const

export type ProblemCode = keyof typeof wordings

export const problemCodes = Object.keys(wordings) as readonly ProblemCode[]

/** What is wrong and what to do, in both languages. */
export const words = (code: ProblemCode): { readonly da: string; readonly en: string } => wordings[code]

/** A problem as the schema's type Problem has it. */
export interface Problem {
  readonly code: ProblemCode
  /** Path to the part of the input: `input.validTo`. */
  readonly path: string
  readonly message: (args: { readonly language: 'DA' | 'EN' }) => string
}

export function problem(code: ProblemCode, path: string): Problem {
  return { code, path, message: ({ language }) => wordings[code][language === 'DA' ? 'da' : 'en'] }
}

/** A command's input id: between 1 and 64 characters. */
export function idProblems(id: string, path: string): readonly Problem[] {
  return id.length >= 1 && id.length <= 64 ? [] : [problem('ID_LENGTH', path)]
}
