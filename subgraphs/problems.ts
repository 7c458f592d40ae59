// Why a command was not carried out: the closed list of codes, in Danish and English.
import { activityWordings } from './problems-of-activities.ts'
import { caseWordings } from './problems-of-cases.ts'
import { powerWordings } from './problems-of-powers.ts'
import { stewardWordings } from './problems-of-stewards.ts'

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
  TEMPLATE_CLOSED: {
    da: 'Skabelonen er lukket for nye anmodninger. Brug en nyere.',
    en: 'The template is closed to new requests. Use a newer one.',
  },
  CONSENT_KIND: {
    da: 'Denne slags samtykke kan efter loven ikke gives her: forvaltningsloven § 28 gælder virksomheder mellem myndigheder, § 29 personers egne ansøgninger, GDPR art. 6(1)(a) personer.',
    en: 'By law this kind of consent cannot be given here: forvaltningsloven § 28 is for businesses between authorities, § 29 for persons who have applied, GDPR Art. 6(1)(a) for persons.',
  },
  TEMPLATE_ID: {
    da: 'Et id på en skabelon har 2 til 63 små bogstaver, cifre og bindestreger og begynder med et bogstav: boligstoette.',
    en: 'The id of a template has 2 to 63 lower-case letters, digits and hyphens, a letter first: housing-support.',
  },
  TEMPLATE_DAYS: {
    da: 'Et samtykke gælder højst 1 til 3.653 dage, og der ventes 1 til 366 dage på svar.',
    en: 'A consent holds for at most 1 to 3,653 days, and an answer is waited for 1 to 366 days.',
  },
  TEMPLATE_PARAGRAPH: {
    da: 'Angiv sektorlovens paragraf, når samtykket er af slagsen SECTOR_LAW, og kun da.',
    en: "Name the paragraph of the sector's law when the kind is SECTOR_LAW, and only then.",
  },
  TEMPLATE_REASON: {
    da: 'En offentlig myndighed, der beder om samtykke efter GDPR art. 6(1)(a), skriver hvorfor i reason; andre udelader den.',
    en: 'A public authority that asks for consent under GDPR Art. 6(1)(a) says why in reason; others leave it out.',
  },
  TEMPLATE_PARAMETERS: {
    da: 'En skabelon har højst 5 parametre. Et navn er et lille bogstav og derefter bogstaver og cifre, højst 32 i alt.',
    en: 'A template has at most 5 parameters. A name is a lower-case letter, then letters and digits, at most 32 in all.',
  },
  PARAMETER_PLACE: {
    da: 'Stedet findes ikke. Skriv et argument til et af skabelonens felter som Business.employment(year:), eller Case-Reference.',
    en: "There is no such place. Write an argument of one of the template's fields as Business.employment(year:), or Case-Reference.",
  },
  ACTIVITY_NOT_IN_FORCE: {
    da: 'Behandlingsaktiviteten gælder ikke nu. Vælg en, der gælder.',
    en: 'The processing activity is not in force now. Choose one that is.',
  },
  TEXT_LANGUAGE: {
    da: 'Skabelonen har ingen tekst på det sprog. Angiv det sprog, som teksten blev vist på.',
    en: 'The template has no text in that language. Name the language in which the text was shown.',
  },
  TEXT_LINE: {
    da: 'Teksten har tegn, der ikke kan vises, eller en overskrift på mere end én linje. Fjern dem.',
    en: 'The text has characters that cannot be shown, or a title of more than one line. Remove them.',
  },
  DOCUMENT_REFERENCE: {
    da: 'Skriv, hvor dokumentet ligger: 1 til 64 tegn, uden noget, der ligner et personnummer.',
    en: 'Write where the document is kept: 1 to 64 characters, without anything that looks like a personal number.',
  },
  SIGNED_LATER: {
    da: 'Et samtykke kan først registreres, når det er givet: i dag eller tidligere.',
    en: 'A consent can only be registered once it is given: today or earlier.',
  },
  INTEREST_DECLARED: {
    da: 'Den, der selv har interesse i sagen, kan ikke godkende forslaget. Det skal en anden gøre.',
    en: 'Whoever has an interest of their own in the case cannot approve the proposal. Another officer must.',
  },
  PARAMETER_MISSING: {
    da: 'Skabelonen har en parameter, som ikke er angivet. Angiv dens værdier.',
    en: 'The template has a parameter that is not given. Give its values.',
  },
  PARAMETER_UNKNOWN: {
    da: 'Skabelonen har ingen parameter med det navn. Se dens parametre i consentTemplate.',
    en: 'The template has no parameter of that name. See its parameters in consentTemplate.',
  },
  PARAMETER_VALUES: {
    da: 'Angiv 1 til 20 værdier på 1 til 64 tegn, uden noget, der ligner et personnummer.',
    en: 'Give 1 to 20 values of 1 to 64 characters, without anything that looks like a personal number.',
  },
  CONDITION_NOT_NEEDED: {
    da: 'Skabelonen siger, at ydelsen kan gives uden samtykket. Så må det ikke være en betingelse (GDPR art. 7, stk. 4).',
    en: 'The template says that the service can be given without the consent. Then it must not be a condition (GDPR Art. 7(4)).',
  },
  SUPERSEDES_OUTSIDE: {
    da: 'Det samtykke, der skal erstattes, skal gælde nu og være givet til jer af samme person eller virksomhed i samme behandlingsaktivitet.',
    en: 'The consent to be replaced must be in force, and be given to you by the same person or business for the same processing activity.',
  },
  CUSTODY_NEEDED: {
    da: 'Et barn kan ikke selv give dette samtykke. Det gør den, der har forældremyndigheden; skal flere være enige, svarer de hver for sig.',
    en: 'A child cannot give this consent alone. Whoever holds custody does; where several must agree, each of them answers.',
  },
  YOUNG_DECIDES: {
    da: 'Her bestemmer den unge selv. Forældremyndigheden giver ikke ret til at svare; lad den unge logge ind og svare.',
    en: 'Here the young person decides alone. Custody gives no right to answer; let the young person sign in and answer.',
  },
  CAPACITY_REMOVED: {
    da: 'Den, der er frataget den retlige handleevne, kan ikke selv binde sig i økonomiske forhold. Det gør værgen.',
    en: 'Whoever has lost legal capacity cannot bind themselves in economic matters. The guardian does.',
  },
  GUARDIANSHIP_SCOPE: {
    da: 'Værgemålet gælder økonomiske forhold, og det gør denne behandlingsaktivitet ikke. Personen svarer selv.',
    en: 'The guardianship is for economic matters, and this processing activity is none. The person answers.',
  },
  SIGNING_RULE_UNPARSED: {
    da: 'Det kan ikke læses med sikkerhed i CVR, hvem der tegner virksomheden. Bed en dataforvalter hos operatøren om at tage stilling.',
    en: "Who signs for the business cannot be read for certain in CVR. Ask one of the operator's data stewards to decide.",
  },
  MANDATE_ENDED: {
    da: 'Retten til at handle for personen er ophørt.',
    en: 'The right to act for the person has ended.',
  },
  BATCH_SIZE: {
    da: 'Send 1 til 100 anmodninger ad gangen.',
    en: 'Send 1 to 100 requests at a time.',
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
    da: 'Angiv personen eller virksomheden på én måde: enten nummer eller id.',
    en: 'Name the person or business in one way: either by number or by id.',
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
  ...activityWordings,
  ...stewardWordings,
  ...powerWordings,
  ...caseWordings,
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
