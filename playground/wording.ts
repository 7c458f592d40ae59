// The playground's own words in Danish and English.
export type Lang = 'da' | 'en'

const words = {
  title: { da: 'Prøvebænk', en: 'Playground' },
  identity: { da: 'Hvem spørger', en: 'Who asks' },
  token: { da: 'Adgangstoken', en: 'Access token' },
  tokenHint: { da: 'Bliver i denne fane, gemmes ikke', en: 'Stays in this tab, is never stored' },
  activity: { da: 'Behandlingsaktivitet', en: 'Processing activity' },
  onBehalfOf: { da: 'På vegne af', en: 'On behalf of' },
  caseReference: { da: 'Sag', en: 'Case reference' },
  explain: { da: 'Forklar', en: 'Explain' },
  language: { da: 'In English', en: 'På dansk' },
  examples: { da: 'Eksempler', en: 'Examples' },
  story: { da: 'Historien, trin for trin', en: 'The story, step by step' },
  consents: { da: 'Samtykker, trin for trin', en: 'Consents, step by step' },
  mandates: { da: 'For andre, trin for trin', en: 'For others, step by step' },
  more: { da: 'Flere eksempler', en: 'More examples' },
  first: { da: 'Kræver svaret fra et tidligere trin', en: 'Needs the answer of an earlier step' },
  refused: { da: 'Afvist', en: 'Refused' },
  problems: { da: 'Ikke udført', en: 'Not carried out' },
  otherErrors: { da: 'Fejl', en: 'Errors' },
  obligations: { da: 'Pligter', en: 'Obligations' },
  given: { da: 'Givet', en: 'Given' },
  nothingRefused: { da: 'Intet blev afvist.', en: 'Nothing was refused.' },
  notYet: {
    da: 'Kør en forespørgsel: her står, hvad der blev afvist, og hvad der ville give lov.',
    en: 'Run a query: what was refused stands here, with what would make it allowed.',
  },
  ADDRESS_PROTECTION: {
    da: 'Navn og adresse er beskyttet: de må ikke gives videre.',
    en: 'Name and address are protected: they may not be passed on.',
  },
  SYSTEM: { da: 'Myndigheders systemer', en: 'Systems of authorities' },
  CITIZEN: { da: 'Borgere', en: 'Citizens' },
  BUSINESS_USER: { da: 'Virksomhedsbrugere', en: 'Business users' },
  STEWARD: { da: 'Dataforvaltere', en: 'Data stewards' },
  signInFailed: {
    da: 'Kunne ikke logge ind. Kører npm start?',
    en: 'Could not sign in. Is npm start running?',
  },
} as const satisfies Record<string, Record<Lang, string>>

export type Word = keyof typeof words

export const say = (word: Word, lang: Lang): string => words[word][lang]
