// One run of the history checker: nodes, clients and troubles for a time; then the judgement of what they saw.
import { availableParallelism } from 'node:os'
import { connectAsAdministrator, type Database } from '../../database/connect.ts'
import { dayOf, shift } from '../../sample/day.ts'
import { type Person, people } from '../../sample/persons.ts'
import type { Fault } from '../withdrawal-gateway.ts'
import { findIds } from '../withdrawal-rights.ts'
import { openCluster, type Troubles } from './cluster.ts'
import { readEvidence, waitForQuiet } from './evidence.ts'
import { openFollower } from './follow.ts'
import type { Command, Violation } from './history.ts'
import { judge } from './judge.ts'
import { countRaces } from './judge-commands.ts'
import { atOnceOf } from './judge-reads.ts'
import { type Lane, live, watch } from './lane.ts'
import { mostPeople, openPowerRun, type PowerOutcome, type PowerVerdict } from './run-powers.ts'
import { seededChance, type World, waited } from './world.ts'

export interface RunOptions {
  /** How long at most; without `enough`, just as long. */
  readonly seconds: number
  readonly seed: number
  /** Of which rights; of both unless told. */
  readonly of?: 'CONSENTS' | 'POWERS'
  /** How many acknowledged commands are enough. */
  readonly enough?: number
  readonly fault?: Fault
}

export interface Outcome extends Troubles {
  readonly commands: number
  /** Of them, those that were acknowledged, refused, and never answered for sure. */
  readonly done: number
  readonly refused: number
  readonly unknown: number
  readonly reads: number
  readonly given: number
  /** Commands and reads of all rights that were answered in a second, on average. */
  readonly eachSecond: number
  /** Reads sent to another node within 10 ms of a withdrawal's acknowledgement, and decided there (CASES.md T01). */
  readonly atOnce: number
  /** Of them, those that were given by what had been withdrawn. */
  readonly atOnceGiven: number
  /** Pairs of commands under way on one consent at the same time. */
  readonly races: number
  readonly events: number
  /** Events that the readers of the feed saw, all readers together. */
  readonly followed: number
  readonly powers: PowerOutcome
  readonly violations: readonly Violation[]
}

const someAdults = ['anna', 'jens', 'lars', 'karen']
const children: Readonly<Record<string, readonly string[]>> = {
  bo: ['anna', 'jens'],
  laura: ['dorte', 'peter'],
}

const fewestYears = 19
/** More do not get more done: their requests only wait for each other. */
const clientsOfCore = 8

/** People who can answer for themselves. */
function adults(today: Date): readonly string[] {
  const latest = shift(dayOf(today), { years: -fewestYears })
  const free = ({ status, died, born, guardians }: Person) =>
    status === '01' && !died && born < latest && guardians.length === 0
  return people(today)
    .filter(free)
    .map(({ key }) => key)
}

/** Who consents, as many as the machine can serve; and who gives and holds powers of attorney. None is of both. */
function partsOf(today: Date, { of, fault }: RunOptions) {
  const all = adults(today)
  const consenting = all.slice(0, -mostPeople).slice(0, clientsOfCore * availableParallelism())
  return {
    // A fault is found by itself, and the better the less else is going on.
    consenting: of === 'POWERS' ? [] : fault ? someAdults : consenting,
    empowering: of === 'CONSENTS' ? [] : all.slice(-mostPeople).slice(fault ? -8 : 0),
  }
}

/** In milliseconds: 30 s of a run of five minutes (CASES.md T02), a tenth of a shorter one. */
const longestCut = (seconds: number): number => Math.min(30_000, seconds * 100)

/** `database`: with the sample, and of no use to anybody else. Everything that it starts has ended when it returns. */
export async function runHistory(database: Database, options: RunOptions): Promise<Outcome> {
  const { seconds, seed, enough = Number.POSITIVE_INFINITY, fault = null } = options
  const sql = connectAsAdministrator(database)
  const cluster = await openCluster(database, fault)
  try {
    const { consenting, empowering } = partsOf(new Date(), options)
    const lanes = consenting.length === 0 ? [] : await openLanes(sql, consenting)
    const began = performance.now()
    const end = began + seconds * 1_000
    const commands: Command[] = []
    const over = () => performance.now() >= end || countDone(commands) + countDone(byPowers()) >= enough
    const shared = { targets: cluster.targets, random: seededChance(seed), over }
    const world: World = { ...shared, commands, reads: [], followed: [], waiting: new Map() }
    const powers = await openPowerRun(sql, empowering, { ...shared, random: seededChance(seed + 2) })
    const byPowers = () => powers.world.commands
    const followers = lanes.length === 0 ? [] : ['first', 'second'].map(name => openFollower(world, name))
    await Promise.all([
      ...lanes.flatMap(lane => [live(world, lane), watch(world, lane)]),
      ...powers.live(),
      ...followers.map(({ follow }) => follow()),
      ...(fault ? [] : [cluster.trouble(over, seededChance(seed + 1), longestCut(seconds))]),
    ])
    await Promise.all([waited(world), waited(powers.world)])
    const took = (performance.now() - began) / 1_000
    await waitForQuiet(sql)
    for (const { finish } of followers) await finish()
    await waitForQuiet(sql)
    const judged = await powers.conclude()
    return await conclude(world, { troubles: cluster.troubles, powers: judged }, sql, took)
  } finally {
    await cluster.stop()
    await sql.end({ timeout: 5 })
  }
}

const countDone = (commands: readonly Command[]): number =>
  commands.filter(({ outcome }) => outcome === 'DONE').length

async function openLanes(
  sql: ReturnType<typeof connectAsAdministrator>,
  adults: readonly string[],
): Promise<Lane[]> {
  const keys = [...adults, ...Object.keys(children)]
  const ids = await findIds(sql, keys)
  return keys.map((lane, index) => {
    const holders = children[lane] ?? []
    const asked =
      holders.length > 0
        ? ({ activity: 'KOM-18', template: 'day-care' } as const)
        : ({ activity: 'KOM-17', template: 'housing-support' } as const)
    return { lane, id: ids[index]!, holders, ...asked }
  })
}

async function conclude(
  world: World,
  { troubles, powers }: { troubles: Troubles; powers: PowerVerdict },
  sql: ReturnType<typeof connectAsAdministrator>,
  seconds: number,
): Promise<Outcome> {
  const { commands, reads, followed } = world
  const straight = atOnceOf({ commands, reads })
  const evidence = await readEvidence(sql)
  const [kommune] = await sql`select authority from consents.template where id = 'housing-support'`
  const answered = [...commands, ...reads].filter(one => one.answered !== null).length
  const violations = judge({ commands, reads, followed }, evidence, kommune!.authority)
  const late = new Set(violations.flatMap(({ rule, what }) => (rule === 'LATE_READ' ? [what] : [])))
  const came = (outcome: string) => commands.filter(command => command.outcome === outcome).length
  return {
    ...troubles,
    ...{ commands: commands.length, done: came('DONE'), refused: came('PROBLEM'), unknown: came('UNKNOWN') },
    ...{ reads: reads.length, given: reads.filter(({ outcome }) => outcome === 'GIVEN').length },
    ...{
      eachSecond: Math.round((answered + powers.answered) / seconds),
      atOnce: straight.length,
      atOnceGiven: straight.filter(({ reference }) => late.has(reference)).length,
      races: countRaces(commands),
      events: evidence.events.length,
    },
    followed: followed.reduce((sum, { seen }) => sum + seen.length, 0),
    powers: powers.outcome,
    violations: [...violations, ...powers.violations],
  }
}
