// The clients of powers of attorney: given, passed on, limited, ended one after another, lapsing between; read all the time.
import type postgres from 'postgres'
import { citizenToken } from '../withdrawal-nodes.ts'
import { command, type Reading, readOn } from './asking.ts'
import type { Command, PowerCommand } from './history.ts'
import type { Dead } from './judge-powers.ts'
import { ready, soon } from './lane.ts'
import { pause, pick, type Target, type World } from './world.ts'

/** Who gives, and to whom it is passed on: the first holds it, gives it to the second, and they to the third. */
export interface PowerLane {
  readonly lane: string
  readonly people: readonly [string, string, string, string]
  /** Of the people, in order. */
  readonly ids: readonly string[]
}

/** Marks somebody as dead, or as living again, in the register; when that was sent and had been done. */
export type Mark = (person: string, dead: boolean) => Promise<{ sent: number; answered: number }>

export interface PowerWorld extends World {
  readonly dead: Dead[]
  readonly mark: Mark
}

const dayMs = 86_400_000
const shortestMs = 600
const waves = 3
const waveMs = 8
const longestPauseMs = 60
const mostIdleMs = 400
/** Reads of each other node in the moment in which an end is acknowledged. */
const atOnce = 5

export function openMark(sql: postgres.Sql): Mark {
  return async (person, dead) => {
    const sent = performance.now()
    await sql.begin(async tx => {
      await tx`update persons.person set status = ${dead ? '90' : '01'}
        where person_id = ${person} and row_status = 'CURRENT'`
      await tx`select access.raise_standing(array[${person}::uuid])`
    })
    return { sent, answered: performance.now() }
  }
}

/** One power of attorney after another until the run is over. */
export async function liveByPowers(world: PowerWorld, lane: PowerLane): Promise<void> {
  for (let number = 0; !world.over(); number++) {
    const commander = openCommander(world, lane, number)
    const validTo = new Date(
      Date.now() + (world.random() < 0.15 ? shortestMs * (1 + world.random()) : 30 * dayMs),
    )
    const chain = await giveChain(world, commander, validTo)
    await pause(longestPauseMs * world.random())
    const [first] = chain
    if (first) await endSomehow(world, commander, chain, validTo)
    await Promise.all(chain.map(on => commander.give('REVOKE', { by: 0, on })))
    await commander.readNow()
  }
}

/** Each of the holders reads, on any node, again and again. */
export async function watchPowers(world: PowerWorld, lane: PowerLane): Promise<void> {
  while (!world.over()) {
    const target = pick(ready(world), world.random)
    if (target) await soon([readOn(world, target, readingBy(lane, anyHolder(world)))])
    await pause(mostIdleMs * world.random())
  }
}

const anyHolder = ({ random }: World): number => 1 + Math.floor(3 * random())

const readingBy = ({ lane, people, ids }: PowerLane, place: number): Reading => ({
  ...{ lane, id: ids[0]!, reader: people[place]!, field: 'birthDate', token: citizenToken(people[place]!) },
  headers: { 'On-Behalf-Of': `person:${ids[0]}` },
})

interface How {
  /** Place of who commands. */
  readonly by: number
  readonly on?: string
  /** Place of who is to hold it. */
  readonly to?: number
  readonly depth?: number
  readonly validTo?: Date
  readonly offer?: boolean
  readonly race?: string
  readonly copies?: number
}

interface Commander {
  readonly lane: PowerLane
  give(name: PowerCommand, how: How): Promise<Command>
  /** Marks commands of which exactly one can win. */
  race(): string
  /** By any of the holders, on every node. */
  readNow(): Promise<unknown>
  readMeanwhile(): Promise<unknown>
}

function openCommander(world: PowerWorld, lane: PowerLane, number: number): Commander {
  let count = 0
  const next = () => `${lane.lane}/${number}/${count++}`
  const readOnAll = (targets: readonly Target[]) =>
    targets.map(target => readOn(world, target, readingBy(lane, anyHolder(world))))
  const readNow = () => soon(readOnAll(ready(world)))
  const readElsewhere = (node: string) => {
    const others = ready(world).filter(({ name }) => name !== node)
    for (let read = 0; read < atOnce; read++) void readOnAll(others)
  }
  return {
    lane,
    readNow,
    race: () => `race ${next()}`,
    give: (name, { by, on, to, depth, race, copies, ...rest }) => {
      const commandId = next()
      const holder = to === undefined ? null : lane.people[to]!
      return command(world, {
        ...{ lane: lane.lane, command: name, commandId, right: makes(name) ? null : on!, needs: 1 },
        ...{ actor: lane.people[by]!, token: citizenToken(lane.people[by]!) },
        ...(race && { race }),
        ...(copies && { copies }),
        ...(depth !== undefined && { terms: { holder: holder ?? '', depth } }),
        ...(ends.includes(name) && { acknowledged: readElsewhere }),
        input: { commandId, ...(on && { id: on }), ...termsOf(lane, name, { to, depth, ...rest }) },
      })
    },
    readMeanwhile: () =>
      Promise.all(
        Array.from({ length: waves }, async (_, wave) => {
          await pause(wave * waveMs)
          await readNow()
        }),
      ),
  }
}

const makes = (name: PowerCommand): boolean => name === 'GIVE' || name === 'PASS_ON'
const ends: readonly PowerCommand[] = ['REVOKE', 'RENOUNCE', 'LIMIT']

function termsOf(lane: PowerLane, name: PowerCommand, { to, depth, validTo, offer }: Omit<How, 'by'>) {
  if (name === 'LIMIT') return { passOnDepth: depth }
  if (!makes(name)) return {}
  const scope = { fields: ['Person.birthDate'], actions: ['READ'], passOnDepth: depth, validTo }
  return { ...scope, holder: lane.ids[to!], ...(offer && { offer }) }
}

/** Given, or offered and accepted, and passed on as far as it goes; the ids of those that are known to be there. */
async function giveChain(world: PowerWorld, { give }: Commander, validTo: Date): Promise<readonly string[]> {
  const offer = world.random() < 0.2
  const first = await give('GIVE', { by: 0, to: 1, depth: 2, validTo, offer, copies: offer ? 1 : 2 })
  if (first.right === null) return []
  if (offer) await give('ACCEPT', { by: 1, on: first.right })
  const chain = [first.right]
  for (const place of [1, 2]) {
    if (world.random() < 0.15) break
    const on = chain.at(-1)!
    const next = await give('PASS_ON', { by: place, on, to: place + 1, depth: 2 - place, validTo })
    if (next.right === null) break
    chain.push(next.right)
  }
  return chain
}

/** Ended above by either side, in the middle by either of two, limited, by death, or by its time; sometimes as it is passed on. */
async function endSomehow(
  world: PowerWorld,
  commander: Commander,
  [first, second]: readonly string[],
  validTo: Date,
): Promise<void> {
  const { give, race, readMeanwhile, readNow, lane } = commander
  const left = validTo.getTime() - Date.now()
  if (left < 2 * shortestMs) {
    await Promise.all([pause(Math.max(0, left)), readMeanwhile()])
    return void (await readNow())
  }
  const chance = world.random()
  if (chance < 0.15) return die(world, commander, lane.ids[2]!)
  if (chance < 0.3) {
    await Promise.all([give('LIMIT', { by: 0, on: first, depth: 0 }), readMeanwhile()])
    return void (await readNow())
  }
  const mark = race()
  const [one, other] =
    second && chance < 0.6
      ? [give('REVOKE', { by: 0, on: second, race: mark }), give('REVOKE', { by: 1, on: second, race: mark })]
      : [give('REVOKE', { by: 0, on: first, race: mark }), give('RENOUNCE', { by: 1, on: first, race: mark })]
  const passing = chance > 0.85 ? [give('PASS_ON', { by: 1, on: first, to: 3, depth: 0, validTo })] : []
  await Promise.all([one, other, ...passing, readMeanwhile()])
  await readNow()
}

/** The one in the middle of the chain dies, and for the next round lives again. */
async function die(world: PowerWorld, { readMeanwhile, readNow }: Commander, id: string): Promise<void> {
  const died = await world.mark(id, true)
  const dead: Dead = { person: id, from: died.answered, until: Number.POSITIVE_INFINITY, touched: died.sent }
  world.dead.push(dead)
  await readMeanwhile()
  await readNow()
  dead.until = performance.now()
  dead.settled = (await world.mark(id, false)).answered
}
