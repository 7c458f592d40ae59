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
  const commands = groupBy(history.commands, ({ consent }) => consent)
  const records = groupBy(evidence.records, ({ reference }) => reference)
  const known = history.reads.filter(({ outcome }) => outcome !== 'UNKNOWN')
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
  const consents = records.flatMap(record => record.consents)
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

const isDone = ({ outcome }: Command): boolean => outcome === 'DONE'

/** Whether one had been acknowledged before the other was sent. */
export const precedes = (one: Command, other: Command): boolean => isDone(one) && one.answered! < other.sent

/** Whether its acknowledgement says that the consent is over: a withdrawal of one of several may be of their own yes. */
const ends = ({ command, needs, state }: Command): boolean =>
  command === 'DECLINE' ||
  command === 'CANCEL' ||
  (command === 'WITHDRAW' && (needs === 1 || state === 'WITHDRAWN'))

const cutMs = 1

/** By the database's clock alone: at the time of the record, the last event must have led to GRANTED. */
function lateReleases({ events, records }: Evidence): Violation[] {
  const lives = groupBy(events, ({ consent }) => consent)
  return records
    .filter(({ at, consents }) => consents.some(consent => !heldAt(lives.get(consent) ?? [], at)))
    .map(({ reference }) => ({ rule: 'LATE_RELEASE', what: reference }))
}

/** An event's time is cut to the millisecond: one within the last may have come before or after. */
function heldAt(life: readonly Event[], at: number): boolean {
  const surely = life.filter(event => event.at + cutMs <= at)
  const perhaps = life.filter(event => event.at + cutMs > at && event.at <= at)
  return surely.at(-1)?.state === 'GRANTED' || perhaps.some(({ state }) => state === 'GRANTED')
}

/** Whoever has given a consent can be read about at once (CASES.md T10). */
function notYetGiven({ commands, reads }: History): Violation[] {
  const lanes = groupBy(reads, ({ lane, outcome }) => (outcome === 'REFUSED' ? lane : null))
  return [...groupBy(commands, ({ consent }) => consent).values()].flatMap(life => {
    const lane = lanes.get(life[0]!.lane) ?? []
    return lane
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
  const touched = ({ command, outcome, sent: begun }: Command) =>
    (command === 'WITHDRAW' || command === 'SUSPEND') && outcome !== 'PROBLEM' && begun < (answered ?? begun)
  return given && !life.some(touched)
}

const atOnceMs = 10

/** How many reads were sent in the very moment in which a withdrawal about the same subject had been acknowledged. */
export function countAtOnce({ commands, reads }: Pick<History, 'commands' | 'reads'>): number {
  const ended = commands.filter(command => command.command === 'WITHDRAW' && isDone(command))
  const lanes = groupBy(ended, ({ lane }) => lane)
  const isAtOnce = ({ lane, sent }: Read) =>
    (lanes.get(lane) ?? []).some(({ answered }) => answered! <= sent && sent - answered! < atOnceMs)
  return reads.filter(isAtOnce).length
}
