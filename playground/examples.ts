// The operations that the playground offers: the README's story in steps, and more. The table to edit.
import { operations } from './operations.ts'
import type { Lang } from './wording.ts'

export interface Example {
  readonly title: Readonly<Record<Lang, string>>
  /** Whose token it needs. */
  readonly identity: string
  readonly activity?: string
  /** With blanks as in `variables`. */
  readonly onBehalfOf?: string
  readonly caseReference?: string
  readonly query: string
  /** JSON. Blanks: `{cpr:anna}` and `{cvr:nordhavn}` numbers of the sample, filled by the server; others: placeholders.ts. */
  readonly variables?: string
  /** Where it stands: all but the last are stories, read from top to bottom. */
  readonly chapter: Chapter
}

export const chapters = ['story', 'consents', 'mandates', 'more'] as const
export type Chapter = (typeof chapters)[number]

const ofKommune = {
  identity: 'kommune',
  activity: 'KOM-17',
  caseReference: '2026-4711',
  chapter: 'story',
} as const
const ofAnna = { identity: 'anna', chapter: 'story' } as const
const ofSteward = {
  identity: 'kommune-steward',
  activity: 'ADM-5',
  caseReference: '2026-4711',
  chapter: 'consents',
} as const
const ofPlace = {
  identity: 'kommune',
  activity: 'KOM-18',
  caseReference: '2026-4712',
  chapter: 'consents',
} as const
const forErik = { identity: 'freja', onBehalfOf: 'person:{erik}', chapter: 'mandates' } as const
const forVestkyst = { onBehalfOf: 'business:{cvr:vestkyst}', chapter: 'mandates' } as const
const aboutBo = '{ "cpr": "{cpr:bo}" }'
const aboutAnna = '{ "cpr": "{cpr:anna}" }'

// biome-ignore format: a table, an example in a few lines
const story: readonly Example[] = [
  { ...ofKommune, query: operations.lookUp, variables: aboutAnna,
    title: { da: 'Kommunen slår Anna op: ét felt kræver samtykke', en: 'The municipality looks Anna up: one field needs consent' } },
  { ...ofKommune, query: operations.requestConsent, variables: json({ id: 'request-{new}', template: 'housing-support', cpr: '{cpr:anna}', fields: ['Person.civilStatus'], validTo: '{in 90 days}' }),
    title: { da: 'Kommunen beder om samtykke', en: 'The municipality asks for consent' } },
  { ...ofAnna, query: operations.myConsents,
    title: { da: 'Anna ser, hvad hun bliver spurgt om', en: 'Anna sees what she is asked' } },
  { ...ofAnna, query: operations.grantConsent, variables: json({ id: '{consent}', commandId: 'grant-{new}' }),
    title: { da: 'Anna giver samtykke', en: 'Anna gives consent' } },
  { ...ofKommune, query: operations.lookUp, variables: aboutAnna,
    title: { da: 'Samme forespørgsel: nu gives feltet', en: 'The same question: now the field is given' } },
  { ...ofAnna, query: operations.myLog,
    title: { da: 'Anna ser begge opslag, også det afviste felt', en: 'Anna sees both look-ups, the refused field too' } },
  { ...ofAnna, query: operations.withdrawConsent, variables: json({ id: '{consent}', commandId: 'withdraw-{new}' }),
    title: { da: 'Anna trækker samtykket tilbage', en: 'Anna withdraws the consent' } },
  { ...ofKommune, query: operations.lookUp, variables: aboutAnna,
    title: { da: 'Det næste opslag afvises', en: 'The very next look-up is refused' } },
  { ...ofAnna, query: operations.givePowerOfAttorney, variables: json({ commandId: 'give-{new}', holderCpr: '{cpr:sofie}', fields: ['Person.name', 'Person.address'], actions: ['READ'], validTo: '{in 90 days}' }),
    title: { da: 'Anna giver sin datter fuldmagt til navn og adresse', en: 'Anna gives her daughter a power of attorney for name and address' } },
  { identity: 'sofie', onBehalfOf: 'person:{anna}', query: operations.represented, chapter: 'story',
    title: { da: 'Sofie ser det, fuldmagten dækker, og ikke mere', en: 'Sofie sees what it covers, and no more' } },
  { ...ofAnna, query: operations.revokePowerOfAttorney, variables: json({ id: '{powerOfAttorney}', commandId: 'revoke-{new}' }),
    title: { da: 'Anna tilbagekalder fuldmagten', en: 'Anna revokes it' } },
]

// biome-ignore format: a table, an example in a few lines
const consents: readonly Example[] = [
  { ...ofPlace, query: operations.requestForBo, variables: json({ id: 'request-{new}', template: 'day-care', cpr: '{cpr:bo}', validTo: '{in 90 days}' }),
    title: { da: 'Bo er 14: begge forældre skal sige ja', en: 'Bo is 14: both parents must agree' } },
  { identity: 'anna', chapter: 'consents', onBehalfOf: 'person:{bo}', query: operations.grantConsent, variables: json({ id: '{consent}', commandId: 'anna-{new}' }),
    title: { da: 'Anna siger ja for Bo', en: 'Anna agrees for Bo' } },
  { ...ofPlace, query: operations.place, variables: aboutBo,
    title: { da: 'Én af to er ikke nok', en: 'One of two is not enough' } },
  { identity: 'jens', chapter: 'consents', onBehalfOf: 'person:{bo}', query: operations.grantConsent, variables: json({ id: '{consent}', commandId: 'jens-{new}' }),
    title: { da: 'Jens siger også ja', en: 'Jens agrees too' } },
  { ...ofPlace, query: operations.place, variables: aboutBo,
    title: { da: 'Nu gives feltet', en: 'Now the field is given' } },
  { ...ofSteward, query: operations.suspendConsent, variables: json({ id: '{consent}', commandId: 'hold-{new}', reasonDa: 'Vi undersøger, om pladsen er anvist.', reasonEn: 'We are looking into whether the place was assigned.' }),
    title: { da: 'En dataforvalter suspenderer det', en: 'A steward holds it back' } },
  { ...ofPlace, query: operations.place, variables: aboutBo,
    title: { da: 'Imens gives intet', en: 'Meanwhile nothing is given' } },
  { ...ofSteward, query: operations.resumeConsent, variables: json({ id: '{consent}', commandId: 'resume-{new}', interest: false }),
    title: { da: 'Det gælder igen', en: 'It holds again' } },
  { identity: 'bo', chapter: 'consents', query: operations.myNotices,
    title: { da: 'Bo kan læse, hvad der skete', en: 'Bo can read what happened' } },
  { ...ofSteward, query: operations.registerConsent, variables: json({ id: 'paper-{new}', template: 'own-business', cvr: '{cvr:frisoer-ida}', parameters: [{ name: 'year', values: ['{lastYear}'] }], validTo: '{in 90 days}', language: 'DA', channel: 'PAPER', signedOn: '{today}', document: 'archive/2026-4711', interest: false }),
    title: { da: 'Et samtykke på papir, for ét år: en anden skal godkende det', en: 'A consent on paper, for one year: a second steward must approve it' } },
  { ...ofSteward, identity: 'kommune-steward-2', query: operations.approveProposal, variables: json({ id: '{proposal}', interest: false }),
    title: { da: 'Den anden dataforvalter godkender', en: 'The second steward approves' } },
  { ...ofKommune, chapter: 'consents', query: operations.employees, variables: '{ "cvr": "{cvr:frisoer-ida}", "year": {lastYear} }',
    title: { da: 'Det år, samtykket gælder', en: 'The year of the consent' } },
  { ...ofKommune, chapter: 'consents', query: operations.employees, variables: '{ "cvr": "{cvr:frisoer-ida}", "year": {yearBefore} }',
    title: { da: 'Året før afvises', en: 'The year before is refused' } },
]

// biome-ignore format: a table, an example in a few lines
const mandates: readonly Example[] = [
  { identity: 'erik', chapter: 'mandates', query: operations.giveForErik, variables: json({ commandId: 'give-{new}', holderCpr: '{cpr:freja}', fields: ['Person.name', 'Person.address'], actions: ['READ'], validTo: '{in 90 days}' }),
    title: { da: 'Erik giver sin datter Freja fuldmagt', en: 'Erik gives his daughter Freja a power of attorney' } },
  { ...forErik, query: operations.represented,
    title: { da: 'Freja læser for sin far: civilstand er ikke med', en: 'Freja reads for her father: civil status is not part of it' } },
  { ...ofKommune, chapter: 'mandates', query: operations.mayAct, variables: '{ "for": "{erik}", "by": "{freja}" }',
    title: { da: 'Freja møder op i kommunen, som spørger: må hun?', en: 'Freja turns up at the municipality, which asks: may she?' } },
  { identity: 'erik', chapter: 'mandates', query: operations.revokePowerOfAttorney, variables: json({ id: '{powerOfAttorney}', commandId: 'revoke-{new}' }),
    title: { da: 'Erik tilbagekalder den', en: 'Erik revokes it' } },
  { ...forErik, query: operations.represented,
    title: { da: 'Freja får ikke mere', en: 'Freja is given nothing more' } },
  { ...forVestkyst, identity: 'anders', query: operations.employees, variables: '{ "cvr": "{cvr:vestkyst}", "year": {lastYear} }',
    title: { da: 'Anders sidder i bestyrelsen: Vestkyst tegnes af to', en: 'Anders is on the board: two sign for Vestkyst' } },
  { ...forVestkyst, identity: 'preben', query: operations.giveTogether, variables: json({ commandId: 'give-{new}', holderCpr: '{cpr:anders}', fields: ['Business.employment'], actions: ['READ'], validTo: '{in 90 days}' }),
    title: { da: 'Formanden giver ham fuldmagt: hvem mangler?', en: 'The chair gives him a power of attorney: who is missing?' } },
  { ...forVestkyst, identity: 'lone', query: operations.confirmTogether, variables: json({ id: '{powerOfAttorney}', commandId: 'confirm-{new}' }),
    title: { da: 'Et medlem af bestyrelsen skriver med under', en: 'A member of the board signs too' } },
  { ...forVestkyst, identity: 'anders', query: operations.employees, variables: '{ "cvr": "{cvr:vestkyst}", "year": {lastYear} }',
    title: { da: 'Nu læser Anders alene for Vestkyst', en: 'Now Anders reads for Vestkyst by himself' } },
  { identity: 'thomas', chapter: 'mandates', onBehalfOf: 'business:{cvr:dahl-byg}', query: operations.employees, variables: '{ "cvr": "{cvr:dahl-byg}", "year": {lastYear} }',
    title: { da: 'Direktøren i et selskab under konkurs afvises', en: 'The director of a bankrupt company is refused' } },
  { ...ofKommune, identity: 'lev', chapter: 'mandates', onBehalfOf: 'authority:{cvr:kommune}', query: operations.lookUp, variables: '{ "cpr": "{cpr:erik}" }',
    title: { da: 'Leverandøren Lev spørger for kommunen: det samme gives, og afvises', en: 'The supplier Lev asks for the municipality: the same is given, and refused' } },
]

// biome-ignore format: a table, an example in a few lines
const more: readonly Example[] = [
  { identity: 'kommune', query: operations.lookUp, variables: aboutAnna, chapter: 'more',
    title: { da: 'Uden behandlingsaktivitet', en: 'Without a processing activity' } },
  { identity: 'su', activity: 'SU-3', query: operations.protectedPerson, variables: '{ "cpr": "{cpr:gitte}" }', chapter: 'more',
    title: { da: 'Gittes beskyttede adresse: en myndighed får den, med en pligt', en: "Gitte's protected address: an authority gets it, with an obligation" } },
  { identity: 'bank', activity: 'BANK-2', query: operations.protectedPerson, variables: '{ "cpr": "{cpr:gitte}" }', chapter: 'more',
    title: { da: 'Gittes beskyttede adresse: en bank får den ikke', en: "Gitte's protected address: a bank does not get it" } },
  { identity: 'anna', query: operations.custody, chapter: 'more',
    title: { da: 'Anna og hendes børn: hvem hun skal handle for', en: 'Anna and her children: for whom she must act' } },
  { identity: 'anna', onBehalfOf: 'person:{custodyOf}', query: operations.represented, chapter: 'more',
    title: { da: 'Anna for Bo, som hun har forældremyndighed over', en: 'Anna for Bo, of whom she has custody' } },
  { identity: 'anna', query: operations.business, variables: '{ "cvr": "{cvr:nordhavn}" }', chapter: 'more',
    title: { da: 'En virksomhed, åben for alle', en: 'A business, open to everyone' } },
  { identity: 'anna', query: operations.activities, chapter: 'more',
    title: { da: 'Hvad myndigheder må bruge data til', en: 'What authorities may use data for' } },
]

export const examples: readonly Example[] = [...story, ...consents, ...mandates, ...more]

/** Fills in the sample's numbers. Without a sample (`null`) dots stand there, for a number of one's own. */
export function withNumbers(
  list: readonly Example[],
  numberOf: (register: 'cpr' | 'cvr', key: string) => string | null,
): readonly Example[] {
  const filled = (text: string | undefined) =>
    text?.replace(
      /\{(cpr|cvr):([\w-]+)\}/g,
      (_, register: 'cpr' | 'cvr', key: string) => numberOf(register, key) ?? '…',
    )
  return list.map(example => ({
    ...example,
    variables: filled(example.variables),
    onBehalfOf: filled(example.onBehalfOf),
  }))
}

function json(input: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ input }, null, 2)
}
