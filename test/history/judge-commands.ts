// Judges commands: each acknowledged one is in the events once, in an order and through states that can be. Pure.
import { type Command, type Event, type Evidence, groupBy, type History, type Violation } from './history.ts'
import { precedes } from './judge-reads.ts'

/** `legal`: the steps that the life of such a right knows, as `STATE COMMAND STATE`; of the first, no state before it. */
export function judgeCommands(
  { commands }: Pick<History, 'commands'>,
  evidence: Pick<Evidence, 'events' | 'rights'>,
  legal: ReadonlySet<string> = legalOfConsents,
): Violation[] {
  const events = groupBy(evidence.events, ({ commandId }) => commandId)
  return [
    ...commands.flatMap(command => judgeCommand(command, events.get(command.commandId) ?? [])),
    ...unasked(commands, evidence.events),
    ...races(commands),
    ...outOfOrder(commands, events),
    ...[...groupBy(evidence.events, ({ right }) => right)].flatMap(([right, life]) =>
      illegal(right, life, evidence, legal),
    ),
  ]
}

function judgeCommand({ commandId: what, outcome, command }: Command, events: readonly Event[]): Violation[] {
  if (events.length > 1) return [{ rule: 'TWICE', what }]
  if (events.length === 0) return outcome === 'DONE' ? [{ rule: 'LOST_COMMAND', what }] : []
  const asked = outcome !== 'PROBLEM' && events[0]!.command === command
  return asked ? [] : [{ rule: 'UNASKED', what }]
}

function unasked(commands: readonly Command[], events: readonly Event[]): Violation[] {
  const asked = new Set(commands.map(({ commandId }) => commandId))
  return events
    .filter(({ commandId, command }) => (commandId === null ? command !== 'TIME' : !asked.has(commandId)))
    .map(({ right, revision }) => ({ rule: 'UNASKED', what: `${right} ${revision}` }))
}

/** At most one wins; and exactly one, once all have been answered for sure. */
function races(commands: readonly Command[]): Violation[] {
  return [...groupBy(commands, ({ race }) => race)].flatMap(([what, group]) => {
    const won = group.filter(({ outcome }) => outcome === 'DONE').length
    const decided = group.every(({ outcome }) => outcome !== 'UNKNOWN')
    return won > 1 || (decided && won === 0) ? [{ rule: 'RACE', what } as const] : []
  })
}

/** What had been acknowledged before another was sent stands before it in the events. */
function outOfOrder(
  commands: readonly Command[],
  events: ReadonlyMap<string, readonly Event[]>,
): Violation[] {
  const placed = commands.flatMap(command => {
    const event = events.get(command.commandId)?.[0]
    return command.outcome === 'DONE' && event ? [{ command, event }] : []
  })
  return [...groupBy(placed, ({ event }) => event.right).values()].flatMap(life =>
    life.flatMap(one =>
      life
        .filter(other => precedes(one.command, other.command) && one.event.revision > other.event.revision)
        .map(other => ({
          rule: 'ORDER' as const,
          what: `${one.command.commandId} ${other.command.commandId}`,
        })),
    ),
  )
}

// ACCESS.md 7, written down once more and apart from the product's own table.
const legalOfConsents: ReadonlySet<string> = new Set([
  ' REQUEST REQUESTED',
  'REQUESTED GRANT GRANTED',
  'REQUESTED GRANT PARTLY_CONFIRMED',
  'PARTLY_CONFIRMED GRANT PARTLY_CONFIRMED',
  'PARTLY_CONFIRMED GRANT GRANTED',
  'REQUESTED DECLINE DECLINED',
  'PARTLY_CONFIRMED DECLINE DECLINED',
  'REQUESTED CANCEL CANCELLED',
  'PARTLY_CONFIRMED CANCEL CANCELLED',
  'PARTLY_CONFIRMED WITHDRAW REQUESTED',
  'PARTLY_CONFIRMED WITHDRAW PARTLY_CONFIRMED',
  'GRANTED WITHDRAW WITHDRAWN',
  'SUSPENDED WITHDRAW WITHDRAWN',
  'GRANTED SUSPEND SUSPENDED',
  'SUSPENDED RESUME GRANTED',
])

/** The life of one right: revisions without a gap, steps that can be, and at its end the state that is stored. */
function illegal(
  right: string,
  life: readonly Event[],
  { rights }: Pick<Evidence, 'rights'>,
  legal: ReadonlySet<string>,
): Violation[] {
  const ordered = life
    .filter(({ command }) => command !== 'TIME')
    .toSorted((one, other) => one.revision - other.revision)
  const wrong = ordered.find(({ command, state }, index) => {
    return !legal.has(`${ordered[index - 1]?.state ?? ''} ${command} ${state}`)
  })
  const last = ordered.at(-1)
  const stored = rights.find(({ id }) => id === right)
  const ends = stored?.state === last?.state && stored?.revision === Math.max(...life.map(e => e.revision))
  const whole = new Set(life.map(({ revision }) => revision)).size === stored?.revision
  if (!wrong && ends && whole) return []
  return [{ rule: 'ILLEGAL', what: `${right} ${wrong?.revision ?? 'at its end'}` }]
}

/** How many pairs of commands were under way on one right at the same time. */
export function countRaces(commands: readonly Command[]): number {
  let pairs = 0
  for (const life of groupBy(commands, ({ right }) => right).values())
    for (const [index, one] of life.entries())
      pairs += life.slice(index + 1).filter(other => overlap(one, other)).length
  return pairs
}

const overlap = (one: Command, other: Command): boolean =>
  one.sent <= (other.answered ?? other.sent) && other.sent <= (one.answered ?? one.sent)
