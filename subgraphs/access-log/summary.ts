// An access record in plain words: who, what, on which basis, given or refused and why, when, for what purpose.
import type { Label } from '../../access/labels.ts'
import type { MandateRight } from '../../access/mandates.ts'
import { reason } from '../../access/refusals.ts'
import type { AccessRow, Beginning } from './store.ts'
import type { Given } from './tables.ts'

export type Language = 'DA' | 'EN'

/** What the record itself does not hold. */
export interface Told {
  /** The reader, when the record's person: `YOU`; when a person acted for the reader: `FOR_YOU`. */
  readonly who: 'AUTHORITY' | 'YOU' | 'THEMSELF' | 'FOR_YOU' | 'FOR_THEM'
  readonly authority: string | null
  readonly processor: string | null
  readonly purpose: string | null
  readonly act: string | null
  readonly labels: ReadonlyMap<string, Label>
}

const words = {
  DA: {
    who: {
      AUTHORITY: 'En myndighed',
      YOU: 'Du',
      THEMSELF: 'Personen selv',
      FOR_YOU: 'En person, der handler for dig,',
      FOR_THEM: 'En person, der handler for den registrerede,',
    },
    onBehalfOf: 'på vegne af',
    given: ['fik at se', 'fik at se'],
    refused: ['fik ikke at se', 'fik ikke at se'],
    did: ['udførte', 'udførte'],
    didNot: ['måtte ikke udføre', 'måtte ikke udføre'],
    quotes: ['»', '«'],
    asked: 'spurgte',
    and: 'og',
    purpose: 'Formål',
    case: 'Sag',
    on: 'den',
    deleted: (day: string, years: number) =>
      `Opslag før den ${day} er slettet efter slettereglen: de gemmes i ${years} år, skjulte opslag lige så længe efter, at de kunne ses.`,
  },
  EN: {
    who: {
      AUTHORITY: 'An authority',
      YOU: 'You',
      THEMSELF: 'The person themself',
      FOR_YOU: 'A person acting for you',
      FOR_THEM: 'A person acting for the data subject',
    },
    onBehalfOf: 'on behalf of',
    given: ['was given', 'were given'],
    refused: ['was refused', 'were refused'],
    did: ['carried out', 'carried out'],
    didNot: ['was not allowed to carry out', 'were not allowed to carry out'],
    quotes: ['“', '”'],
    asked: 'asked',
    and: 'and',
    purpose: 'Purpose',
    case: 'Case',
    on: 'on',
    deleted: (day: string, years: number) =>
      `Records before ${day} were deleted under the retention rule: they are kept for ${years} ${years === 1 ? 'year' : 'years'}, hidden ones for as long after they could be seen.`,
  },
} as const

const rights: Readonly<Record<Language, Readonly<Record<MandateRight, string>>>> = {
  DA: {
    POWER_OF_ATTORNEY: 'efter fuldmagt',
    CUSTODY: 'som indehaver af forældremyndigheden',
    GUARDIANSHIP: 'som værge',
    SIGNING_RULE: 'efter virksomhedens tegningsregel',
    OWNER: 'som virksomhedens ejer',
  },
  EN: {
    POWER_OF_ATTORNEY: 'by power of attorney',
    CUSTODY: 'as holder of custody',
    GUARDIANSHIP: 'as guardian',
    SIGNING_RULE: "by the business's signing rule",
    OWNER: 'as owner of the business',
  },
}

/** The basis of a ground; what is one's own, or open, needs none. */
function basis({ ground, by }: Given, act: string | null, language: Language): string {
  const say = (da: string, en: string) => (language === 'DA' ? da : en)
  if (ground === 'LAW') return `${say('efter loven', 'by law')}${act ? ` (${act})` : ''}`
  if (ground === 'CONSENT') return say('efter samtykke', 'by consent')
  if (ground === 'PARTY') return say('som part', 'as a party')
  if (ground !== 'MANDATE') return ''
  return by ? rights[language][by] : say('efter fuldmagt eller anden ret', 'by a mandate')
}

/** A field in plain words; one that the schema no longer has, by its name. */
export function labelOf(labels: ReadonlyMap<string, Label>, coordinate: string, language: Language): string {
  const label = labels.get(coordinate)
  const text = language === 'DA' ? label?.da : label?.en
  return text || label?.en || (coordinate.split('.')[1] ?? coordinate)
}

/** Why a field was refused, in plain words; the code itself when this version does not know it. */
export function whyRefused(code: string, language: Language): string {
  return reason(code)?.[language === 'DA' ? 'da' : 'en'] ?? code
}

const isCommand = (field: string): boolean => field.startsWith('Mutation.')
// A look-up is told by what it gave.
const isLookUp = (field: string): boolean => field.startsWith('Query.')

function join(parts: readonly string[], and: string): string {
  const once = [...new Set(parts)]
  return once.length < 2 ? once.join('') : `${once.slice(0, -1).join(', ')} ${and} ${once.at(-1)}`
}

/** Two or three sentences. Times are those of Denmark. */
export function summary(record: AccessRow, told: Told, language: Language): string {
  const say = words[language]
  const main = [...deeds(record, told, language)]
  const what = join(main.length > 0 ? main : [say.asked], say.and)
  const purpose = told.purpose ? ` ${say.purpose}: ${withoutStop(told.purpose)}.` : ''
  const inCase = record.caseReference ? ` ${say.case}: ${record.caseReference}.` : ''
  const when = `${say.on} ${momentInWords(record.at, language)}`
  return `${actor(record, told, language)} ${what} ${when}.${purpose}${inCase}`
}

function actor({ processor }: AccessRow, told: Told, language: Language): string {
  const say = words[language]
  if (told.who !== 'AUTHORITY') return say.who[told.who]
  const name = told.authority ?? say.who.AUTHORITY
  return processor === null ? name : `${told.processor ?? processor} ${say.onBehalfOf} ${name}`
}

function* deeds({ given, refused }: AccessRow, told: Told, language: Language): Generator<string> {
  const say = words[language]
  const verb = told.who === 'YOU' ? 1 : 0
  const label = (field: string) => labelOf(told.labels, field, language)
  const quoted = (field: string) => `${say.quotes[0]}${label(field)}${say.quotes[1]}`
  const told1 = given.filter(({ field }) => !isCommand(field))
  const fields = told1.some(({ field }) => !isLookUp(field))
    ? told1.filter(({ field }) => !isLookUp(field))
    : told1
  for (const [on, group] of Map.groupBy(fields, one => basis(one, told.act, language)))
    yield [
      say.given[verb],
      join(
        group.map(one => label(one.field)),
        say.and,
      ),
      on,
    ]
      .filter(Boolean)
      .join(' ')
  const done = given.filter(({ field }) => isCommand(field))
  if (done.length > 0)
    yield `${say.did[verb]} ${join(
      done.map(({ field }) => quoted(field)),
      say.and,
    )}`
  for (const [code, group] of Map.groupBy(refused, one => one.code)) {
    const why = `(${whyRefused(code, language)})`
    const commands = group.filter(({ field }) => isCommand(field)).map(({ field }) => quoted(field))
    const rest = group.filter(({ field }) => !isCommand(field)).map(({ field }) => label(field))
    if (rest.length > 0) yield `${say.refused[verb]} ${join(rest, say.and)} ${why}`
    if (commands.length > 0) yield `${say.didNot[verb]} ${join(commands, say.and)} ${why}`
  }
}

const withoutStop = (text: string): string => text.replace(/\.$/, '')

const formats = (locale: string) => {
  const timeZone = 'Europe/Copenhagen'
  return {
    day: new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'long' }),
    moment: new Intl.DateTimeFormat(locale, { timeZone, dateStyle: 'long', timeStyle: 'short' }),
  }
}
const danish: Readonly<Record<Language, ReturnType<typeof formats>>> = {
  DA: formats('da-DK'),
  EN: formats('en-GB'),
}

/** The day in Denmark: `31. januar 2026`, `31 January 2026`. */
export const dayInWords = (at: Date, language: Language): string => danish[language].day.format(at)

/** Day and time of day in Denmark: `31. januar 2026 kl. 14.05`, `31 January 2026 at 14:05`. */
const momentInWords = (at: Date, language: Language): string => danish[language].moment.format(at)

/** Where the log begins, and why. The day is that of Denmark. */
export function beginningInWords({ before, keptFor }: Beginning, language: Language): string {
  return words[language].deleted(dayInWords(before, language), Number.parseInt(keptFor, 10))
}
