// The judge of powers of attorney: no read by one that had ended, or lapsed, anywhere above it; no command lost. Pure.
import {
  type AccessRecord,
  type Command,
  type Event,
  type Evidence,
  groupBy,
  type History,
  type Read,
  type Violation,
} from './history.ts'
import { judgeCommands } from './judge-commands.ts'
import { between, cutMs, heldAt, isDone } from './judge-reads.ts'

/** A power of attorney as it is stored at the end. */
export interface StoredPower {
  readonly id: string
  readonly state: string
  readonly revision: number
  /** Those that it was passed on from, the first one first. */
  readonly chain: readonly string[]
  /** Its holder's id. */
  readonly holder: string
  /** Its end: milliseconds of the database's clock since 1970. */
  readonly validTo: number
}

export interface PowerEvidence extends Pick<Evidence, 'events' | 'records'> {
  readonly powers: readonly StoredPower[]
}

/** Somebody who was dead for a time, by the clients' clock: surely from `from` until `until`. */
export interface Dead {
  readonly person: string
  readonly from: number
  until: number
  /** Perhaps already from here, and perhaps still until `settled`. */
  readonly touched: number
  settled?: number
}

export interface PowerHistory extends Pick<History, 'commands' | 'reads'> {
  readonly dead: readonly Dead[]
  /** Of the clients' clock, in milliseconds since 1970. */
  readonly clockOrigin: number
}

/** The clients' and the database's clocks are one machine's, read apart. */
const clockSlackMs = 50
/** Checked and then recorded in one statement: on a busy machine so far apart at most. */
const statementMs = 1_000

// ACCESS.md 10, written down once more and apart from the product's own table.
const legal: ReadonlySet<string> = new Set([
  ' GIVE ACTIVE',
  ' GIVE OFFERED',
  ' PASS_ON ACTIVE',
  'OFFERED ACCEPT ACTIVE',
  'OFFERED LIMIT OFFERED',
  'ACTIVE LIMIT ACTIVE',
  'OFFERED REVOKE REVOKED',
  'ACTIVE REVOKE REVOKED',
  'OFFERED RENOUNCE RENOUNCED',
  'ACTIVE RENOUNCE RENOUNCED',
])

/** One of a chain: what was commanded on it, and how often it has been passed on below. */
interface Link {
  readonly power: StoredPower
  readonly commands: readonly Command[]
  readonly life: readonly Event[]
  readonly below: number
}

/** Every violation; none when all was as promised. */
export function judgePowers(history: PowerHistory, evidence: PowerEvidence): Violation[] {
  const linksOf = openLinks(history, evidence)
  return [
    ...judgeReads(history, evidence, linksOf),
    ...evidence.records.filter(record => isLateRelease(record, linksOf)).map(late('LATE_RELEASE')),
    ...notYetGiven(history, evidence, linksOf),
    ...judgeCommands(history, { events: evidence.events, rights: evidence.powers }, legal),
  ]
}

const late =
  (rule: Violation['rule']) =>
  ({ reference }: Pick<Read, 'reference'>): Violation => ({ rule, what: reference })

type LinksOf = (power: string) => readonly Link[]

/** A power and all above it; of a command that was never answered, the events tell which one it made. */
function openLinks({ commands }: PowerHistory, { powers, events }: PowerEvidence): LinksOf {
  const stored = new Map(powers.map(power => [power.id, power]))
  const lives = groupBy(events, ({ right }) => right)
  const made = new Map(events.map(({ commandId, right }) => [commandId, right]))
  const given = groupBy(commands, ({ right, commandId }) => right ?? made.get(commandId) ?? null)
  return id => {
    const chain = [...(stored.get(id)?.chain ?? []), id]
    return chain.flatMap((link, index) => {
      const power = stored.get(link)
      const below = chain.length - 1 - index
      return power ? [{ power, commands: given.get(link) ?? [], life: lives.get(link) ?? [], below }] : []
    })
  }
}

function judgeReads(history: PowerHistory, { records }: PowerEvidence, linksOf: LinksOf): Violation[] {
  const recorded = groupBy(records, ({ reference }) => reference)
  return history.reads
    .filter(({ outcome }) => outcome === 'GIVEN')
    .flatMap(read => {
      const rights = (recorded.get(read.reference) ?? []).flatMap(record => record.rights)
      if (rights.length === 0) return [late('UNRECORDED')(read)]
      return rights.every(right => mayGive(linksOf(right), read, history)) ? [] : [late('LATE_READ')(read)]
    })
}

/** Whether all of a chain may have held at some moment between the question and the answer. */
export function mayGive(links: readonly Link[], read: Read, { dead, clockOrigin }: PowerHistory): boolean {
  const { sent, answered } = read
  const end = answered ?? Number.POSITIVE_INFINITY
  const isDead = (person: string) =>
    dead.some(one => one.person === person && one.from < sent && one.until > end)
  return (
    links.length > 0 &&
    links.every(({ power, commands, below }) => {
      const live = commands.filter(({ outcome }) => outcome !== 'PROBLEM')
      const before = live.filter(command => isDone(command) && command.answered! < sent)
      const begun = live.some(command => begins(command) && command.sent < end)
      const over = before.some(command => ends(command) || limits(command, below))
      const expired = clockOrigin + sent > power.validTo + clockSlackMs
      return begun && !over && !expired && !isDead(power.holder)
    })
  )
}

const begins = ({ command }: Command): boolean => command === 'GIVE' || command === 'PASS_ON'
const ends = ({ command }: Command): boolean => command === 'REVOKE' || command === 'RENOUNCE'
const limits = ({ command, terms }: Command, below: number): boolean =>
  command === 'LIMIT' && terms!.depth < below

/** By the database's clock alone: as it was recorded, each of the chain was active, within its time and its depth. */
function isLateRelease({ at, rights }: AccessRecord, linksOf: LinksOf): boolean {
  return rights.some(right =>
    linksOf(right).some(({ power, life, commands, below }) => {
      const limited = life
        .filter(event => event.command === 'LIMIT' && event.at + cutMs <= at)
        .some(event => commands.some(one => one.commandId === event.commandId && limits(one, below)))
      return !heldAt(life, at, 'ACTIVE') || limited || at > power.validTo + statementMs
    }),
  )
}

/** Whoever was given one, or had it passed on, can use it at once. */
function notYetGiven(history: PowerHistory, { powers }: PowerEvidence, linksOf: LinksOf): Violation[] {
  const refused = history.reads
    .filter(({ outcome, codes }) => outcome === 'REFUSED' && codes.some(code => code.startsWith('MANDATE_')))
    .toSorted((one, other) => one.sent - other.sent)
  const readers = groupBy(refused, ({ lane, reader }) => `${lane} ${reader}`)
  return powers.flatMap(({ id }) => {
    const links = linksOf(id)
    const maker = links.at(-1)?.commands.find(begins)
    const from = Math.max(...links.map(({ commands }) => beganAt(commands)))
    const until = Math.min(...links.map(link => touchedAt(link, from, history)))
    if (!maker || !(from < until)) return []
    const reads = readers.get(`${maker.lane} ${maker.terms!.holder}`) ?? []
    return between(reads, from, until)
      .filter(({ sent, answered }) => sent > from && answered !== null && answered < until)
      .map(late('NOT_YET_GIVEN'))
  })
}

/** When its holding was acknowledged; never, of one that nobody knows to hold. */
const beganAt = (commands: readonly Command[]): number =>
  Math.min(
    ...commands
      .filter(command => isDone(command) && (begins(command) || command.command === 'ACCEPT'))
      .map(({ state, answered }) => (state === 'ACTIVE' ? answered! : Number.POSITIVE_INFINITY)),
  )

/** The first instant from then on at which it may have held no more: a command under way, a death, its end. */
function touchedAt({ power, commands }: Link, from: number, { dead, clockOrigin }: PowerHistory): number {
  const touching = commands.filter(
    command => command.outcome !== 'PROBLEM' && (ends(command) || command.command === 'LIMIT'),
  )
  const deaths = dead.filter(
    ({ person, settled = Number.POSITIVE_INFINITY }) => person === power.holder && settled > from,
  )
  return Math.min(
    power.validTo - clockOrigin - clockSlackMs,
    ...touching.map(({ sent }) => sent),
    ...deaths.map(({ touched }) => touched),
  )
}

const atOnceMs = 10

/** Reads sent to another node in the very moment in which an end had been acknowledged, and decided there. */
export function powersAtOnce({ commands, reads }: Pick<History, 'commands' | 'reads'>): readonly Read[] {
  const decided = ({ outcome, codes }: Read) =>
    outcome === 'GIVEN' || codes.some(code => code.startsWith('MANDATE_') || code === 'INDETERMINATE')
  const sent = reads.filter(decided).toSorted((one, other) => one.sent - other.sent)
  const lanes = groupBy(sent, ({ lane }) => lane)
  const ended = commands.filter(command => isDone(command) && ends(command))
  const straight = ended.flatMap(({ lane, node, answered }) =>
    between(lanes.get(lane) ?? [], answered!, answered! + atOnceMs).filter(read => read.node !== node),
  )
  return [...new Set(straight)]
}
