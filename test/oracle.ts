// The oracle: random operations of random callers in random worlds, the platform's answers against the masked ones.
import { setTimeout } from 'node:timers/promises'
import { parse, validate } from 'graphql'
import type { TestDatabase } from './database.ts'
import { aimAt, aimedTree } from './oracle-aim.ts'
import { randomAs } from './oracle-ask.ts'
import { tellsCovert } from './oracle-cases.ts'
import { describe, differenceOf } from './oracle-compare.ts'
import { directTree } from './oracle-direct.ts'
import { type Kind, notePlaces, type Places, type Row } from './oracle-lists.ts'
import { makeWorld, readCast } from './oracle-make.ts'
import { replace } from './oracle-mask.ts'
import {
  type Branch,
  coordinatesWithout,
  growTree,
  lesserTrees,
  nextPage,
  writeTree,
} from './oracle-operation.ts'
import { openOurs } from './oracle-ours.ts'
import { openPlain } from './oracle-plain.ts'
import { tellsProposals } from './oracle-proposals.ts'
import { type Chance, chance } from './oracle-random.ts'
import { rules } from './oracle-rules.ts'
import { rootFor, supplyFor } from './oracle-supply.ts'
import { openTally, type Report } from './oracle-tally.ts'
import { type Asked, type OracleAs, readWorld, type World } from './oracle-world.ts'
import { type Platform, requestOf } from './platform.ts'

const lists = ['Query.persons', 'Query.businesses']

/**
 * The federation's own root field is asked of subgraphs, not of the gateway. What lists anything but persons and
 * businesses decides what it tells by itself, and has tests of its own.
 */
const apart: ReadonlySet<string> = new Set([
  'Query._entities',
  ...[...rules.values()]
    .filter(({ coordinate, entry }) => entry && entry.reach !== 'LOOKUP' && !lists.includes(coordinate))
    .map(({ coordinate }) => coordinate),
])
const mostPages = 4
/** So many of a hundred questions are aimed at the rarest code. */
const aimedShare = 12
/** So many more are aimed at codes that are still lacking, and at coordinates, before another world is tried. */
const mostAimed = 60
const mostFilled = 300

export interface Run {
  readonly seed: number
  readonly operations: number
  /** How many; none to stay in the last one. */
  readonly worlds: number
  /** Codes that must come often enough: rare ones need more worlds than the others. */
  readonly codes?: readonly string[]
  /** Of a hundred questions so many are aimed at the codes, however often they have come; else few, at the rarest. */
  readonly aimedOf100?: number
  /** Left as it was found when false. */
  readonly shrinks?: boolean
  /** Mostly such callers, where the world has them. */
  readonly mostly?: (as: OracleAs, world: World) => boolean
  /** The root field that half of the questions ask for. */
  readonly root?: string
}

// By these stewards come upon what is dormant.
const activating = ['Query.futurePowers', 'Query.powerOfAttorneyProposals']

/** Familieretshuset's alone, and the grantor's own: nobody else is told its id who did not send it. */
function tellsDormant({ as, text, variables }: Asked, data: unknown, world: World): string | null {
  const [answer, sent] = [JSON.stringify(data), `${text} ${JSON.stringify(variables)}`]
  const own = as.caller.kind === 'PERSON' && !as.represented ? world.idsOf(as.caller.person) : []
  const hidden = world.powers.filter(({ unknown, grantor }) => unknown && !own.includes(grantor))
  const told = hidden.some(({ id }) => answer.includes(id) && !sent.includes(id))
  const given = as.caller.kind === 'SYSTEM' && world.activities.get(as.activity ?? '')?.fields
  if (given && activating.some(root => given.get(root) === 'LAW')) return null
  return told ? 'data: tells of a future power of attorney that is dormant' : null
}

export type Oracle = Awaited<ReturnType<typeof openOracle>>

/** Over a database with the sample that nobody else changes meanwhile. */
export async function openOracle(database: TestDatabase, platform: Platform) {
  const { subjectOf } = platform.subgraphs.services
  const plain = openPlain(database, subjectOf)
  const askOurs = openOurs(database, platform)
  const { schema } = plain
  const cast = await readCast(database.admin)
  const wanted = coordinatesWithout(apart, schema)
  const idsOf = (kind: Kind) => (kind === 'Person' ? cast.persons : cast.businesses).map(({ id }) => id)
  let worldNumber = 0
  const move = async (luck: Chance) => {
    const activities = await makeWorld(database.admin, cast, luck, worldNumber++)
    const world = await readWorld(database.admin)
    const places: Places = new Map()
    const request = requestOf({ caller: { kind: 'SYSTEM', client: 'oracle', officer: null } })
    const read = async (kind: Kind): Promise<readonly Row[]> => plain.readRows(kind, idsOf(kind), request)
    const rows = { Person: await read('Person'), Business: await read('Business') }
    return { activities, world, places, rows, supply: supplyFor({ cast, world, rows, places }) }
  }
  let place = await move(chance(0))

  /** Both answers to one operation; null when it is not valid. */
  async function both(as: OracleAs, tree: readonly Branch[]) {
    const asked: Asked = { as, ...writeTree(tree) }
    const document = parse(asked.text)
    if (validate(schema, document).length > 0) return null
    const request = { ...requestOf(as), caseReference: as.caseReference ?? null }
    const lost = new Set(as.lost)
    const world = { ...place.world, at: new Date(), isLost: (id: string) => lost.has(id) }
    const { places } = place
    const rows = async (kind: Kind) => (as.at ? plain.readRows(kind, idsOf(kind), request) : place.rows[kind])
    // First without the platform: what it answers stands in the access log afterwards.
    const right = await plain.answer(asked, { world, request, document, places, rows })
    const ours = await askOurs(asked, world, request)
    if (ours.errors.some(error => error.endsWith(' TOO_MANY_VALUES'))) return null // more than the door lets in
    const answered = ours.data as Record<string, unknown> | null
    const told = [...right.pages].flatMap(([path, page]) => notePlaces(places, page, answered?.[path]) ?? [])
    const followed = [...right.pages].flatMap(([path, { list, hasNext, ends }]) => {
      const cursor = [...places].findLast(([, known]) => known.list === list && known.id === ends[1])?.[0]
      return hasNext && cursor && !as.at ? (nextPage(tree, path, cursor) ?? []) : []
    })
    for (const { path, words } of right.changing)
      for (const { data } of [right, ours])
        replace(data, path, value => (typeof value === 'string' ? words(value) : value))
    const differences = [
      differenceOf(right, ours, !as.direct),
      tellsDormant(asked, ours.data, world),
      tellsCovert(asked, ours.data, world),
      tellsProposals(asked, ours.data, world),
      ...told,
    ].filter(one => one !== null)
    return { asked, right, followed, difference: differences.length > 0 ? differences.join('\n') : null }
  }

  /** `failing`: as it failed; what came of a busy machine alone may not come again. */
  async function shrink(
    as: OracleAs,
    tree: readonly Branch[],
    failing: NonNullable<Awaited<ReturnType<typeof both>>>,
  ): Promise<string> {
    for (let tries = 0, smaller = true; smaller && tries < 400; ) {
      smaller = false
      for (const lesser of lesserTrees(tree)) {
        if (tries++ > 400) break
        const found = await both(as, lesser)
        if (!found?.difference) continue
        failing = found
        tree = lesser
        smaller = true
        break
      }
    }
    return describe(failing, place.world, cast)
  }

  return {
    /** Every coordinate to which the documents lead. */
    wanted,
    async run({
      seed,
      operations,
      worlds,
      codes = [],
      aimedOf100,
      shrinks = true,
      mostly,
      root: sought,
    }: Run): Promise<Report> {
      const tally = openTally()
      const luck = chance(seed)
      const { reached } = tally
      const makersFor = (as: OracleAs, filling: boolean) => {
        const root = () => {
          if (sought && luck.percent(50)) return sought
          return filling && luck.percent(80) ? null : rootFor(luck, as, place.world)
        }
        const supply = place.supply(luck, as, filling)
        return { schema, chance: luck, supply, root, filling, reached, apart }
      }
      const grow = (as: OracleAs, filling: boolean): readonly Branch[] => {
        const makers = makersFor(as, filling)
        const subgraph = platform.subgraphs.running.find(({ name }) => name === as.direct)
        return subgraph ? directTree({ ...makers, schema: subgraph.schema }, as) : growTree(makers)
      }
      const ask = async (
        as: OracleAs,
        tree: readonly Branch[],
        filling: boolean,
        page = 1,
      ): Promise<string | null> => {
        const found = await again(() => both(as, tree))
        if (found) tally.count(found.right, filling || page > 1)
        for (const coordinate of found?.right.reached ?? []) came.set(coordinate, as)
        if (found?.difference)
          return shrinks ? `seed ${seed}\n${await shrink(as, tree, found)}` : found.difference
        const next = found?.followed ?? []
        return next.length > 0 && page < mostPages ? ask(as, next, filling, page + 1) : null
      }
      const lawsOf = (as: OracleAs): number =>
        [...(place.world.activities.get(as.activity ?? '')?.fields.values() ?? [])].filter(
          ground => ground === 'LAW' && as.caller.kind === 'SYSTEM',
        ).length
      /** Who came to a coordinate in this world: what is lacking is asked for by them again. */
      const came = new Map<string, OracleAs>()
      const anyone = () => randomAs(luck, cast, place.world, place.activities)
      const someone = () => {
        let as = anyone()
        for (let tries = 0; mostly && tries < 20 && !mostly(as, place.world); tries++) as = anyone()
        return as
      }
      /** At the code that came least of all so far; at another question where nobody is found to whom it is due. */
      const aimed = async (): Promise<string | null> => {
        const { world } = place
        const seldom = aimedOf100 ? codes : tally.rarest(codes)
        if (seldom.length === 0) return one(false)
        const anyone = [...cast.persons, ...cast.businesses].map(({ id }) => id)
        const aim = aimAt(luck.of(seldom), { chance: luck, world, schema, someone, anyone })
        return aim ? ask(aim.as, aimedTree(aim, makersFor(aim.as, false)), false) : one(false)
      }
      const question = (): Promise<string | null> =>
        codes.length > 0 && luck.percent(aimedOf100 ?? aimedShare) ? aimed() : one(false)
      const one = async (filling: boolean): Promise<string | null> => {
        const known = filling && luck.percent(50) ? tally.scarce(wanted).filter(name => came.has(name)) : []
        const as = known.length > 0 ? came.get(luck.of(known))! : anybody(filling)
        return ask(as, grow(as, filling), filling)
      }
      const anybody = (filling: boolean): OracleAs => {
        let as = someone()
        // What only officers reach is seldom reached by chance.
        const officers = filling && luck.percent(20)
        for (let tries = 0; officers && !as.activity?.startsWith('ADM-') && tries < 50; tries++)
          as = someone()
        // By law most is given: what few people have is then reached in fewer questions.
        for (let tries = 0; filling && !officers && tries < 5; tries++) {
          const other = someone()
          if (luck.percent(70) && lawsOf(other) > lawsOf(as)) as = other
        }
        return as
      }
      const moveOn = async () => {
        place = await move(luck)
        came.clear()
      }
      const fill = async (): Promise<string | null> => {
        // Many that are grown for one coordinate are not valid: those cost little, and count little.
        let moved = 0
        for (let tries = 0; tally.lacks(wanted) && tries < 20 * operations; tries++) {
          if (tally.filled() > 3 * operations) break
          if (tally.filled() - moved > mostFilled) {
            await moveOn()
            moved = tally.filled()
          }
          const difference = await one(true)
          if (difference) return difference
        }
        return null
      }
      let difference: string | null = null
      for (let number = 1; number <= Math.max(1, worlds) && difference === null; number++) {
        if (worlds > 0) await moveOn()
        const upTo = (operations * number) / Math.max(1, worlds)
        while (difference === null && tally.operations() < upTo) difference = await question()
      }
      for (let more = 0; difference === null && tally.lacksCodes(codes) && more < operations; more++) {
        if (more % mostAimed === 0) await moveOn()
        difference = await aimed()
      }
      return tally.report(difference ?? (worlds > 0 ? await fill() : null))
    },
  }
}

/** On a machine that is too busy an answer can come late, and is then refused: that is asked again, later and later. */
async function again<Found extends { readonly difference: string | null } | null>(
  ask: () => Promise<Found>,
): Promise<Found> {
  const late = /INDETERMINATE|LOG_UNAVAILABLE|BUSY|SUBGRAPH_UNAVAILABLE/
  for (let tries = 1; ; tries++) {
    const found = await ask()
    if (tries === 6 || !found?.difference || !late.test(found.difference)) return found
    await setTimeout(tries * 300)
  }
}
