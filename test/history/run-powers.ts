// The part of a run that is about powers of attorney: who gives and holds them, and the judgement of what was seen.
import type postgres from 'postgres'
import { findIds } from '../withdrawal-rights.ts'
import { readPowerEvidence } from './evidence.ts'
import type { Violation } from './history.ts'
import { countRaces } from './judge-commands.ts'
import { type Dead, judgePowers, powersAtOnce } from './judge-powers.ts'
import { liveByPowers, openMark, type PowerLane, type PowerWorld, watchPowers } from './power-lane.ts'
import type { World } from './world.ts'

const ofLane = 4

/** So many people give and hold powers of attorney in one run. */
export const mostPeople = 6 * ofLane

export interface PowerOutcome {
  readonly commands: number
  readonly done: number
  readonly refused: number
  readonly unknown: number
  readonly reads: number
  readonly given: number
  /** Reads sent to another node within 10 ms of an end's acknowledgement, and decided there. */
  readonly atOnce: number
  /** Of them, those that were given by what had ended. */
  readonly atOnceGiven: number
  readonly races: number
  readonly deaths: number
}

export interface PowerVerdict {
  readonly outcome: PowerOutcome
  /** Commands and reads. */
  readonly answered: number
  readonly violations: readonly Violation[]
}

export interface PowerRun {
  readonly world: PowerWorld
  /** Until the run is over. */
  live(): readonly Promise<void>[]
  /** Once nothing is under way any more. */
  conclude(): Promise<PowerVerdict>
}

/** `people`: four for each lane. `shared`: what the run's parts have in common. */
export async function openPowerRun(
  sql: postgres.Sql,
  people: readonly string[],
  shared: Pick<World, 'targets' | 'random' | 'over'>,
): Promise<PowerRun> {
  const lanes = await openLanes(sql, people)
  const dead: Dead[] = []
  const world: PowerWorld = {
    ...shared,
    ...{ commands: [], reads: [], followed: [], waiting: new Map() },
    ...{ dead, mark: openMark(sql) },
  }
  return {
    world,
    live: () => lanes.flatMap(lane => [liveByPowers(world, lane), watchPowers(world, lane)]),
    async conclude() {
      const { commands, reads } = world
      const history = { commands, reads, dead, clockOrigin: performance.timeOrigin }
      const violations = judgePowers(history, await readPowerEvidence(sql))
      const answered = [...commands, ...reads].filter(one => one.answered !== null).length
      return { outcome: countPowers(world, violations), answered, violations }
    },
  }
}

async function openLanes(sql: postgres.Sql, people: readonly string[]): Promise<readonly PowerLane[]> {
  const ids = await findIds(sql, people)
  const starts = people.flatMap((_, index) => (index % ofLane === 0 ? [index] : []))
  return starts.map(start => ({
    lane: `powers-${people[start]}`,
    people: people.slice(start, start + ofLane) as unknown as PowerLane['people'],
    ids: ids.slice(start, start + ofLane),
  }))
}

function countPowers({ commands, reads, dead }: PowerWorld, violations: readonly Violation[]): PowerOutcome {
  const came = (outcome: string) => commands.filter(command => command.outcome === outcome).length
  const straight = powersAtOnce({ commands, reads })
  const late = new Set(violations.flatMap(({ rule, what }) => (rule === 'LATE_READ' ? [what] : [])))
  return {
    ...{ commands: commands.length, done: came('DONE'), refused: came('PROBLEM'), unknown: came('UNKNOWN') },
    ...{ reads: reads.length, given: reads.filter(({ outcome }) => outcome === 'GIVEN').length },
    ...{ atOnce: straight.length, atOnceGiven: straight.filter(read => late.has(read.reference)).length },
    ...{ races: countRaces(commands), deaths: dead.length },
  }
}
