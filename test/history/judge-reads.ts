// Judges reads: none is given by a consent that had ended, each that is given stands in the log. Pure.
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

export function judgeReads(history: History, evidence: Evidence): Violation[] {
  const commands = groupBy(history.commands, ({ right }) => right)
  const records = groupBy(evidence.records, ({ reference }) => reference)
  const known = history.reads.filter(isKnown)
  return [
    ...known.flatMap(read => judgeRead(read, records.get(read.reference) ?? [], commands)),
    ...lateReleases(evidence),
    ...notYetGiven(history),
  ]
}

function judgeRead(
  read: Read,
  records: readonly AccessRecord[],
  commands: ReadonlyMap<string, readonly Command[]>,
): Violation[] {
  if (read.outcome !== 'GIVEN') return []
  const consents = records.flatMap(record => record.rights)
  if (consents.length === 0) return [{ rule: 'UNRECORDED', what: read.reference }]
  const mayHold = consents.every(consent => mayGive(commands.get(consent) ?? [], read))
  return mayHold ? [] : [{ rule: 'LATE_READ', what: read.reference }]
}

/** Whether the consent may have held at some moment between the question and the answer. */
export function mayGive(commands: readonly Command[], { sent, answered }: Read): boolean {
  const end = answered ?? Number.POSITIVE_INFINITY
  const live = commands.filter(({ outcome }) => outcome !== 'PROBLEM')
  const before = (command: Command) => isDone(command) && command.answered! < sent
  if (live.some(command => ends(command) && before(command))) return false
  const grants = live.filter(command => command.command === 'GRANT' && command.sent < end)
  const needs = Math.max(1, ...grants.map(grant => grant.needs))
  if (new Set(grants.map(({ actor }) => actor)).size < needs) return false
  const resumes = live.filter(({ command }) => command === 'RESUME')
  return live
    .filter(command => command.command === 'SUSPEND' && before(command))
    .every(suspended => resumes.some(resume => resume.sent < end && !precedes(resume, suspended)))
}

export const isDone = ({ outcome }: Command): boolean => outcome === 'DONE'

/** Whether one had been acknowledged before the other was sent. */
export const precedes = (one: Command, other: Command): boolean => isDone(one) && one.answered! < other.sent

/** Whether its acknowledgement says that the consent is over: a withdrawal of one of several may be of their own yes. */
const ends = ({ command, needs, state }: Command): boolean =>
  command === 'DECLINE' ||
  command === 'CANCEL' ||
  (command === 'WITHDRAW' && (needs === 1 || state === 'WITHDRAWN'))

export const cutMs = 1

/** By the database's clock alone: at the time of the record, the last event must have led to GRANTED. */
function lateReleases({ events, records }: Evidence): Violation[] {
  const lives = groupBy(events, ({ right }) => right)
  return records
    .filter(({ at, rights }) => rights.some(consent => !heldAt(lives.get(consent) ?? [], at)))
    .map(({ reference }) => ({ rule: 'LATE_RELEASE', what: reference }))
}

/** An event's time is cut to the millisecond: one within the last may have come before or after. */
export function heldAt(life: readonly Event[], at: number, held = 'GRANTED'): boolean {
  const surely = life.filter(event => event.at + cutMs <= at)
  const perhaps = life.filter(event => event.at + cutMs > at && event.at <= at)
  return surely.at(-1)?.state === held || perhaps.some(({ state }) => state === held)
}

/** Whoever has given a consent can be read about at once (CASES.md T10). */
function notYetGiven({ commands, reads }: History): Violation[] {
  const lanes = groupBy(
    reads.toSorted((one, other) => one.sent - other.sent),
    ({ lane, outcome }) => (outcome === 'REFUSED' ? lane : null),
  )
  return [...groupBy(commands, ({ right }) => right).values()].flatMap(life => {
    const lane = lanes.get(life[0]!.lane) ?? []
    const [first, last] = [Math.min, Math.max].map(of => of(...life.map(({ sent }) => sent)))
    const until = life.some(touches) ? last! : Number.POSITIVE_INFINITY
    return between(lane, first!, until)
      .filter(read => read.codes.some(code => code.startsWith('CONSENT_')) && surelyHeld(life, read))
      .map(({ reference }) => ({ rule: 'NOT_YET_GIVEN', what: reference }) as const)
  })
}

function surelyHeld(life: readonly Command[], { sent, answered }: Read): boolean {
  const given = life.some(
    command =>
      command.command === 'GRANT' &&
      isDone(command) &&
      command.state === 'GRANTED' &&
      command.answered! < sent,
  )
  return given && !life.some(command => touches(command) && command.sent < (answered ?? command.sent))
}

const touches = ({ command, outcome }: Command): boolean =>
  (command === 'WITHDRAW' || command === 'SUSPEND') && outcome !== 'PROBLEM'

/** Those sent from one instant to another, of many in that order: a history can be long. */
export function between(reads: readonly Read[], first: number, last: number): readonly Read[] {
  const place = (at: number) => {
    let [low, high] = [0, reads.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (reads[middle]!.sent < at) low = middle + 1
      else high = middle
    }
    return low
  }
  return reads.slice(place(first), last === Number.POSITIVE_INFINITY ? undefined : place(last))
}

const atOnceMs = 10
const isKnown = ({ outcome }: Read): boolean => outcome !== 'UNKNOWN'
/** Neither shed, nor refused for want of an answer from elsewhere. */
const isDecided = ({ outcome, codes }: Read): boolean =>
  outcome === 'GIVEN' || codes.some(code => code.startsWith('CONSENT_') || code === 'INDETERMINATE')

/** Reads sent to another node in the very moment in which a withdrawal had been acknowledged, and decided there. */
export function atOnceOf({ commands, reads }: Pick<History, 'commands' | 'reads'>): readonly Read[] {
  const sent = reads.filter(isDecided).toSorted((one, other) => one.sent - other.sent)
  const lanes = groupBy(sent, ({ lane }) => lane)
  const ended = commands.filter(command => command.command === 'WITHDRAW' && isDone(command) && ends(command))
  const straight = ended.flatMap(({ lane, node, answered }) =>
    between(lanes.get(lane) ?? [], answered!, answered! + atOnceMs).filter(read => read.node !== node),
  )
  // Two that withdraw at once are both acknowledged: a read after both counts once.
  return [...new Set(straight)]
}
