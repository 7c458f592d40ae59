// Who can sign in during development: demo systems, citizens, business users, stewards. The table to edit.
import { business } from '../sample/businesses.ts'
import { person } from '../sample/persons.ts'

export type IdentityKind = 'SYSTEM' | 'CITIZEN' | 'BUSINESS_USER' | 'STEWARD'

/** An identity as lists show it: no number. */
export interface ListedIdentity {
  readonly name: string
  readonly kind: IdentityKind
  readonly da: string
  readonly en: string
}

/** What the token of an identity says. */
export interface NamedIdentity extends ListedIdentity {
  /** The OAuth client in whose name the token is; citizens use the playground. */
  readonly client: string
  readonly officer?: string
  /** The personal number of the officer, who has a file of their own. */
  readonly officerCpr?: string
  readonly cpr?: string
  readonly cvr?: string
}

interface Row extends ListedIdentity {
  readonly client?: string
  readonly officer?: string
  /** Who the officer is outside office hours: a person of the sample by key. */
  readonly officerIs?: string
  /** Key of a person in the sample. */
  readonly person?: string
  /** Key of a business in the sample. */
  readonly business?: string
}

/** The public client of everyone who signs in with a browser. */
export const playgroundClient = 'playground'

/** The public client of the console, where people and stewards sign in. */
export const consoleClient = 'console'

// biome-ignore format: a table, an identity in two lines
const rows: readonly Row[] = [
  { name: 'kommune', kind: 'SYSTEM', client: 'kommune-sagssystem',
    da: 'Strandby Kommunes sagssystem', en: "Strandby Municipality's case system" },
  { name: 'su', kind: 'SYSTEM', client: 'su-sagssystem',
    da: 'Styrelsen for Studiestøttes sagssystem', en: "the student grant agency's case system" },
  { name: 'skat', kind: 'SYSTEM', client: 'skat-sagssystem',
    da: 'Skatteforvaltningens sagssystem (signerer selv med sin nøgle)', en: "the tax agency's case system (signs in with its key)" },
  { name: 'politi', kind: 'SYSTEM', client: 'politi-sagssystem',
    da: 'Strandby Politis sagssystem', en: "Strandby Police's case system" },
  { name: 'bank', kind: 'SYSTEM', client: 'bank-kreditsystem',
    da: 'Strandbankens kreditsystem: privat modtager', en: "Strandbanken's credit system: a private recipient" },
  { name: 'lev', kind: 'SYSTEM', client: 'lev-drift',
    da: 'Leverandøren Lev, som arbejder for myndigheder', en: 'the supplier Lev, which works for authorities' },
  { name: 'anna', kind: 'CITIZEN', person: 'anna',
    da: 'Anna Holm, borger: flyttede for en måned siden', en: 'Anna Holm, citizen: moved a month ago' },
  { name: 'sofie', kind: 'CITIZEN', person: 'sofie',
    da: 'Sofie Holm Bak, Annas voksne datter', en: "Sofie Holm Bak, Anna's grown-up daughter" },
  { name: 'bo', kind: 'CITIZEN', person: 'bo',
    da: 'Bo Holm Bak, 14 år: Anna og Jens har fælles forældremyndighed', en: 'Bo Holm Bak, 14: Anna and Jens have joint custody' },
  { name: 'jens', kind: 'CITIZEN', person: 'jens',
    da: 'Jens Bak, far til Sofie og Bo', en: 'Jens Bak, father of Sofie and Bo' },
  { name: 'carl', kind: 'CITIZEN', person: 'carl',
    da: 'Carl Nørgaard, under værgemål', en: 'Carl Nørgaard, under guardianship' },
  { name: 'dorte', kind: 'CITIZEN', person: 'dorte',
    da: 'Dorte Friis, Carls datter og værge', en: "Dorte Friis, Carl's daughter and guardian" },
  { name: 'mikkel', kind: 'CITIZEN', person: 'mikkel',
    da: 'Mikkel Friis, Dortes søn, snart 18', en: "Mikkel Friis, Dorte's son, soon 18" },
  { name: 'erik', kind: 'CITIZEN', person: 'erik',
    da: 'Erik Dahl, født i 1943', en: 'Erik Dahl, born in 1943' },
  { name: 'freja', kind: 'CITIZEN', person: 'freja',
    da: 'Freja Dahl Kjær, Eriks datter', en: "Freja Dahl Kjær, Erik's daughter" },
  { name: 'gitte', kind: 'CITIZEN', person: 'gitte',
    da: 'Gitte Skov, med navne- og adressebeskyttelse', en: 'Gitte Skov, with name and address protected' },
  { name: 'kasper', kind: 'CITIZEN', person: 'kasper',
    da: 'Kasper Madsen, far til Gittes søn Noah, bor et andet sted', en: "Kasper Madsen, father of Gitte's son Noah, lives elsewhere" },
  { name: 'hans', kind: 'CITIZEN', person: 'hans',
    da: 'Hans Lund, som døde i går', en: 'Hans Lund, who died yesterday' },
  { name: 'ida', kind: 'CITIZEN', person: 'ida',
    da: 'Ida Juhl, borger og indehaver af Frisør Ida', en: 'Ida Juhl, citizen and owner of Frisør Ida' },
  { name: 'preben', kind: 'CITIZEN', person: 'preben',
    da: 'Preben Storm, formand for Vestkyst A/S: tegner med et bestyrelsesmedlem', en: 'Preben Storm, chair of Vestkyst A/S: signs together with a member of the board' },
  { name: 'lone', kind: 'CITIZEN', person: 'lone',
    da: 'Lone Storm, bestyrelsesmedlem i Vestkyst A/S', en: 'Lone Storm, member of the board of Vestkyst A/S' },
  { name: 'anders', kind: 'CITIZEN', person: 'anders',
    da: 'Anders Kjær, bestyrelsesmedlem i Vestkyst A/S', en: 'Anders Kjær, member of the board of Vestkyst A/S' },
  { name: 'jesper', kind: 'CITIZEN', person: 'jesper',
    da: 'Jesper Hauge, direktør i Fjordgruppen Holding ApS, som er direktør i Fjordgruppen Drift ApS', en: 'Jesper Hauge, director of Fjordgruppen Holding ApS, which is the director of Fjordgruppen Drift ApS' },
  { name: 'thomas', kind: 'CITIZEN', person: 'thomas',
    da: 'Thomas Dahl, direktør i Dahl Byg ApS, som er under konkurs', en: 'Thomas Dahl, director of Dahl Byg ApS, which is bankrupt' },
  { name: 'rikke', kind: 'CITIZEN', person: 'rikke',
    da: 'Rikke Toft, kurator i Dahl Byg ApS under konkurs', en: 'Rikke Toft, trustee of Dahl Byg ApS in bankruptcy' },
  { name: 'lars', kind: 'CITIZEN', person: 'lars',
    da: 'Lars Winther, formand for foreningen Klub K, som CVR ingen tegningsregel har for', en: 'Lars Winther, chair of the association Klub K, for which CVR has no signing rule' },
  { name: 'frisoer-ida', kind: 'BUSINESS_USER', person: 'ida', business: 'frisoer-ida',
    da: 'Ida Juhl for sin egen virksomhed Frisør Ida', en: 'Ida Juhl for her own business Frisør Ida' },
  { name: 'nordhavn-anna', kind: 'BUSINESS_USER', person: 'anna', business: 'nordhavn',
    da: 'Anna for Nordhavn ApS, hvor en direktør tegner alene', en: 'Anna for Nordhavn ApS, where one director signs alone' },
  { name: 'vestkyst-preben', kind: 'BUSINESS_USER', person: 'preben', business: 'vestkyst',
    da: 'Preben Storm, formand for Vestkyst A/S, som ikke tegner alene', en: 'Preben Storm, chair of Vestkyst A/S, who cannot sign alone' },
  { name: 'kommune-steward', kind: 'STEWARD', client: 'kommune-forvalter', officer: 'kommune-steward-1', officerIs: 'ingrid',
    da: 'Kommunens dataforvalter, Ingrid Greve', en: "the municipality's data steward, Ingrid Greve" },
  { name: 'kommune-steward-2', kind: 'STEWARD', client: 'kommune-forvalter', officer: 'kommune-steward-2',
    da: 'Kommunens anden dataforvalter', en: "the municipality's second data steward" },
  { name: 'operator-steward', kind: 'STEWARD', client: 'operator-forvalter', officer: 'operator-steward-1',
    da: 'Operatørens dataforvalter', en: "the operator's data steward" },
  { name: 'operator-steward-2', kind: 'STEWARD', client: 'operator-forvalter', officer: 'operator-steward-2',
    da: 'Operatørens anden dataforvalter', en: "the operator's second data steward" },
  { name: 'familieretshuset-steward', kind: 'STEWARD', client: 'familieretshuset-forvalter', officer: 'familieretshuset-steward-1',
    da: 'Sagsbehandler i Familieretshuset: værgemål og fremtidsfuldmagter', en: 'an officer of Familieretshuset: guardianship and future powers of attorney' },
  { name: 'familieretshuset-steward-2', kind: 'STEWARD', client: 'familieretshuset-forvalter', officer: 'familieretshuset-steward-2',
    da: 'Anden sagsbehandler i Familieretshuset', en: "Familieretshuset's second officer" },
]

/** For lists: `npm start`, `npm run token -- --help`, the playground. */
export const listedIdentities: readonly ListedIdentity[] = rows.map(({ name, kind, da, en }) => ({
  name,
  kind,
  da,
  en,
}))

/**
 * Everyone with their numbers on the day the sample was loaded: some people's numbers vary with that day, since
 * their age is part of the story.
 */
export function identities(loaded: Date): readonly NamedIdentity[] {
  return rows.map(
    ({ person: personKey, business: businessKey, officerIs, client = playgroundClient, ...row }) => ({
      ...row,
      client,
      ...(officerIs && { officerCpr: person(officerIs, loaded).number }),
      ...(personKey && { cpr: person(personKey, loaded).number }),
      ...(businessKey && { cvr: business(businessKey, loaded).cvr }),
    }),
  )
}

/** The demo systems and stewards' clients, each once. */
export const clientIds: readonly string[] = [...new Set(rows.flatMap(row => row.client ?? []))]

/** The client of a system that asks for itself; undefined for people and for clients with an officer. */
export function systemClient(name: string): string | undefined {
  return rows.find(row => row.name === name && row.kind === 'SYSTEM')?.client
}
