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
    da: 'Samtykket gives af alle, der har forældremyndigheden over barnet. De svarer hver for sig.',
    en: 'The consent is given by all who hold custody of the child. Each of them answers.',
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
  ACTIVITY_ID: {
    da: 'Et id er to til fem store bogstaver, en bindestreg og et tal: KOM-17.',
    en: 'An id is two to five capital letters, a hyphen and a number: KOM-17.',
  },
  ACTIVITY_RESERVED: {
    da: 'Aktiviteter med ADM-id er dataforvalternes egne og ændres ikke her. Vælg et andet id.',
    en: "Activities with an ADM id are the stewards' own and are not changed here. Choose another id.",
  },
  TEXT_LENGTH: {
    da: 'Teksten er tom eller for lang.',
    en: 'The text is empty or too long.',
  },
  TEXT_NUMBER: {
    da: 'Teksten er offentlig, og der står noget i den, der ligner et personnummer. Fjern det.',
    en: 'The text is public, and something in it looks like a personal number. Remove it.',
  },
  LIST_EMPTY: {
    da: 'Listen er tom. Nævn mindst én.',
    en: 'The list is empty. Name at least one.',
  },
  LIST_TOO_LONG: {
    da: 'Listen er for lang. Nævn højst 100, og tag resten bagefter.',
    en: 'The list is too long. Name at most 100, and take the rest afterwards.',
  },
  LISTED_TWICE: {
    da: 'Det samme står to gange. Nævn det én gang.',
    en: 'The same is listed twice. Name it once.',
  },
  LEGAL_BASIS: {
    da: 'Skriv hjemlen i forordningen som 6(1)(e) og 9(2)(g).',
    en: 'Write the basis in the regulation as 6(1)(e) and 9(2)(g).',
  },
  ARTICLE_9_NEEDED: {
    da: 'Feltet er følsomt (art. 9). Angiv hjemlen i artikel 9, stk. 2, eller udelad feltet.',
    en: 'The field is of a special category (Art. 9). Name the basis in Article 9(2), or leave the field out.',
  },
  FIELD_OPEN: {
    da: 'Feltet er åbent for alle og hører ikke i en aktivitet. Udelad det.',
    en: 'The field is open to everyone and needs no activity. Leave it out.',
  },
  FIELD_PART: {
    da: 'Feltet afgøres ikke for sig selv. Nævn det felt, som det står i; se listen på /fields.',
    en: 'The field is not decided by itself. Name the field that it stands in; see the list at /fields.',
  },
  FIELD_SUBJECT_OUTSIDE: {
    da: 'Feltet handler om andre end dem, aktiviteten omfatter. Tilføj dem, eller udelad feltet.',
    en: 'The field is about others than those whom the activity covers. Add them, or leave the field out.',
  },
  NUMBER_NEVER_PRIVATE: {
    da: 'Personnumre gives aldrig til private modtagere. Udelad feltet.',
    en: 'Personal numbers never go to private recipients. Leave the field out.',
  },
  REACH_PRIVATE: {
    da: 'Private modtagere kan kun slå op. Vælg LOOKUP.',
    en: 'Private recipients can only look up. Choose LOOKUP.',
  },
  SYSTEM_UNKNOWN: {
    da: 'Et af systemerne er ikke et af myndighedens egne. Se dem i myAuthority.',
    en: "One of the systems is not one of the authority's own. See them in myAuthority.",
  },
  MUNICIPALITY_FORM: {
    da: 'En kommune angives med sin firecifrede kode, og kun for offentlige myndigheder.',
    en: 'A municipality is given by its four-digit code, and for public authorities only.',
  },
  MUNICIPALITY_UNKNOWN: {
    da: 'Ingen kommune har denne kode nu. Angiv en, der findes, såsom 0751.',
    en: 'No municipality has this code now. Give one that exists, such as 0751.',
  },
  COVER_OUTSIDE: {
    da: 'Skjult opslag er for offentlige myndigheder og varer 1 til 365 dage.',
    en: 'Cover is for public authorities, and lasts 1 to 365 days.',
  },
  EXCEPTION_FORM: {
    da: 'Angiv undtagelsen som "CPR act § 42(2)".',
    en: 'Write the exception as "CPR act § 42(2)".',
  },
  PERIOD_OVERLAPS: {
    da: 'En anden version er allerede godkendt til at begynde senere end denne. Lad denne begynde efter den.',
    en: 'Another version is already approved to begin later than this one. Let this one begin after it.',
  },
  FOUR_EYES_NEEDED: {
    da: 'Den, der har skrevet kladden, kan ikke godkende den. Det skal en anden gøre.',
    en: 'Whoever drafted it cannot approve it. Another officer must.',
  },
  OPERATOR_NEEDED: {
    da: 'Kladden har fortrolige felter, en undtagelse fra beskyttelse eller skjult opslag. En af operatørens dataforvaltere skal godkende den.',
    en: "The draft holds confidential fields, an exception from protection, or cover. One of the operator's stewards must approve it.",
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
