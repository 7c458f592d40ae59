// The oracle: random operations of random callers in random worlds, the platform's answers against the masked ones.
import { type DocumentNode, execute, parse, validate } from 'graphql'
import type { Request } from '../access/request.ts'
import { definitions } from '../subgraphs/definitions.ts'
import { type SubgraphName, subgraphNames } from '../subgraphs/registry.ts'
import type { TestDatabase } from './database.ts'
import { randomAs, rootFor, supplyFor } from './oracle-ask.ts'
import { type Cast, makeWorld, readCast } from './oracle-make.ts'
import { type Compared, type Expected, hiddenCode, mask, replace } from './oracle-mask.ts'
import { type Branch, coordinatesWithout, growTree, lesserTrees, writeTree } from './oracle-operation.ts'
import { type Chance, chance } from './oracle-random.ts'
import { type Aside, type OracleContext, oracleSchema, rules } from './oracle-schema.ts'
import { judgeOther } from './oracle-table.ts'
import { type Asked, readWorld, type World } from './oracle-world.ts'
import { type As, type Platform, requestOf } from './platform.ts'

/** So often each coordinate and each code must have come for a run to count. */
export const enough = 5

/** Root fields that search, those of officers alone, and what tells of decisions: they have tests of their own. */
export const apart: ReadonlySet<string> = new Set(
  [...rules.values()].flatMap(({ coordinate, entry }) => {
    const everybodys = entry?.by.some(caller => caller === 'SYSTEM' || caller === 'PERSON')
    const searches = entry !== null && entry.reach !== 'LOOKUP'
    return entry && (searches || !everybodys || coordinate === 'Query.myAccess') ? [coordinate] : []
  }),
)

export interface Report {
  /** Those that decided anything; what is all open is compared, and not counted. */
  readonly operations: number
  /** Operations that had both a permit and a refusal. */
  readonly mixed: number
  readonly reached: ReadonlyMap<string, number>
  readonly codes: ReadonlyMap<string, number>
  /** The first difference, shrunk; null when there was none. */
  readonly difference: string | null
}

export interface Run {
  readonly seed: number
  readonly operations: number
  /** How many; none to stay in the last one. */
  readonly worlds: number
  /** Codes that must come often enough: rare ones need more worlds than the others. */
  readonly codes?: readonly string[]
  /** Left as it was found when false. */
  readonly shrinks?: boolean
}

export type Oracle = Awaited<ReturnType<typeof openOracle>>

/** Over a database with the sample that nobody else changes meanwhile. */
export async function openOracle(database: TestDatabase, platform: Platform) {
  const schema = oracleSchema()
  const cast = await readCast(database.admin)
  const opened = subgraphNames.map(
    name => [name, definitions[name].open(database.sql(definitions[name].role))] as const,
  )
  const wanted = coordinatesWithout(apart, schema)
  let worldNumber = 0
  const move = async (luck: Chance) => {
    const activities = await makeWorld(database.admin, cast, luck, worldNumber++)
    const world = await readWorld(database.admin)
    return { activities, world, supply: supplyFor(cast, world) }
  }
  let place = await move(chance(0))

  async function expected(
    asked: Asked,
    world: World,
    document: DocumentNode,
    request: Request,
  ): Promise<Expected> {
    const stores = new Map<SubgraphName, unknown>()
    const context: OracleContext = { request, access: openAccess(asked, world), stores, trace: [] }
    for (const [name, open] of opened) stores.set(name, open(context as never))
    const result = await execute({ schema, document, variableValues: asked.variables, contextValue: context })
    return mask(schema, asked, world, result, context.trace)
  }

  async function answered({ text, variables }: Asked, request: Request): Promise<Compared> {
    const { body } = await platform.gateway.answer({ request, documentText: text, variables })
    const records = await database.admin`
      select r.subject_id, e ->> 'field' as field, coalesce(e ->> 'ground', e ->> 'code') as outcome
      from access_log.record r, jsonb_array_elements(r.given || r.refused) e where r.operation_id = ${request.id}`
    return {
      data: body.data ?? null,
      errors: readErrors(JSON.parse(JSON.stringify(body))),
      records: records.map(row => `${row.subject_id ?? '-'} ${row.field} ${row.outcome}`).sort(),
    }
  }

  /** Both answers to one operation; null when it is not valid. */
  async function both(as: As, tree: readonly Branch[], world: World) {
    const asked: Asked = { as, ...writeTree(tree) }
    const document = parse(asked.text)
    if (validate(schema, document).length > 0) return null
    const request = requestOf(as)
    const now = { ...world, at: new Date() }
    // First without the platform: what it answers stands in the access log afterwards.
    const right = await expected(asked, now, document, request)
    const ours = await answered(asked, request)
    for (const path of right.cursors)
      for (const { data } of [right, ours])
        replace(data, path, value => (typeof value === 'string' ? 'a cursor' : value))
    return { asked, right, ours, difference: differenceOf(right, ours) }
  }

  async function shrink(as: As, tree: readonly Branch[], world: World): Promise<string> {
    for (let tries = 0, smaller = true; smaller && tries < 400; ) {
      smaller = false
      for (const lesser of lesserTrees(tree)) {
        if (tries++ > 400) break
        if (!(await both(as, lesser, world))?.difference) continue
        tree = lesser
        smaller = true
        break
      }
    }
    return describe((await both(as, tree, world))!, world, cast)
  }

  return {
    /** Every coordinate to which the documents lead. */
    wanted,
    async run({ seed, operations, worlds, codes = [], shrinks = true }: Run): Promise<Report> {
      const tally = openTally()
      const luck = chance(seed)
      const one = async (filling: boolean): Promise<string | null> => {
        const as = randomAs(luck, cast, place.world, place.activities)
        const root = () => (filling ? null : rootFor(luck, as))
        const { reached } = tally
        const tree = growTree({
          schema,
          chance: luck,
          supply: place.supply(luck, as),
          root,
          filling,
          reached,
          apart,
        })
        const found = await again(() => both(as, tree, place.world))
        if (found) tally.count(found.right, filling)
        if (!found?.difference) return null
        return shrinks ? `seed ${seed}\n${await shrink(as, tree, place.world)}` : found.difference
      }
      let difference: string | null = null
      for (let number = 1; number <= Math.max(1, worlds) && difference === null; number++) {
        if (worlds > 0) place = await move(luck)
        const upTo = (operations * number) / Math.max(1, worlds)
        while (difference === null && tally.operations() < upTo) difference = await one(false)
      }
      for (let more = 0; difference === null && tally.lacksCodes(codes) && more < operations; more++) {
        if (more % 250 === 0) place = await move(luck)
        difference = await one(false)
      }
      let extra = 0
      while (difference === null && worlds > 0 && tally.lacks(wanted) && extra++ < operations)
        difference = await one(true)
      return tally.report(difference)
    },
  }
}

/** On a machine that is too busy an answer can come late, and is then refused: that is asked again, a few times. */
async function again<Found extends { readonly difference: string | null } | null>(
  ask: () => Promise<Found>,
): Promise<Found> {
  const late = /INDETERMINATE|LOG_UNAVAILABLE|BUSY/
  for (let tries = 1; ; tries++) {
    const found = await ask()
    if (tries === 3 || !found?.difference || !late.test(found.difference)) return found
  }
}

/** What resolvers ask of an operation besides decisions, answered from the world. */
function openAccess(asked: Asked, world: World) {
  const { caller, represented } = asked.as
  const person = caller.kind === 'PERSON' ? caller.person : null
  const other = represented && represented.kind !== 'AUTHORITY' ? represented.id : null
  const subject = other ?? person
  return {
    acting: async () => ({
      by: person === null ? 'SYSTEM' : other === null ? 'SUBJECT' : 'REPRESENTATIVE',
      authority: person === null ? (world.systems.get(caller.client)?.authority ?? null) : null,
      subject: person === null ? null : subject,
      subjects: person === null ? [] : world.idsOf(subject!),
      mandates: null,
      activity: null,
      at: world.at,
    }),
    idsOf: async (id: string) => world.idsOf(id),
    isDead: async (id: string) => world.person(id)?.dead ?? false,
    decideAside({ coordinate, subject }: Aside) {
      const verdict = judgeOther(asked, world, rules.get(coordinate)!, subject)
      return { outcome: 'given' in verdict ? 'PERMIT' : 'WITHHOLD' }
    },
  }
}

interface Told {
  readonly path?: readonly (string | number)[]
  readonly extensions?: { code?: string; access?: { field?: string; subject?: string; activity?: string } }
}

function readErrors(body: {
  errors?: readonly Told[]
  extensions?: { access?: { refusals?: readonly Grouped[] } }
}) {
  const single = (body.errors ?? []).map(({ path = [], extensions: { code, access } = {} }) => {
    const about = access ? ` ${access.field} ${access.subject ?? '-'} ${access.activity ?? ''}` : ''
    return `${path.join('.')} ${code}${about}`
  })
  const grouped = (body.extensions?.access?.refusals ?? []).flatMap(({ code, field, paths }) =>
    paths.map(path => `${path.join('.')} ${code} ${field} …`),
  )
  return [...new Set([...single, ...grouped])].sort()
}

interface Grouped {
  readonly code: string
  readonly field: string
  readonly paths: readonly (readonly (string | number)[])[]
}

/** Past fifty, refusals are told in groups, without subject and activity. */
const mostErrors = 50
const json = (value: unknown): string => JSON.stringify(value)
const short = (error: string): string => error.split(' ').slice(0, 3).join(' ')

function differenceOf(right: Expected, ours: Compared): string | null {
  const many = right.errors.length > mostErrors
  const told = (errors: readonly string[]) => [...new Set(many ? errors.map(short) : errors)].sort()
  const lines = [
    ...(json(right.data) === json(ours.data)
      ? []
      : [`data: right ${json(right.data)}\n      ours ${json(ours.data)}`]),
    ...compare('errors', told(right.errors), told(ours.errors)),
    ...compare('records', right.records, ours.records),
  ]
  return lines.length > 0 ? lines.join('\n') : null
}

function compare(what: string, right: readonly string[], ours: readonly string[]): readonly string[] {
  const missing = right.filter(line => !ours.includes(line)).map(line => `${what}: missing ${line}`)
  const extra = ours.filter(line => !right.includes(line)).map(line => `${what}: unexpected ${line}`)
  const twice = ours.filter((line, index) => ours.indexOf(line) < index).map(line => `${what}: twice ${line}`)
  return [...missing, ...extra, ...twice]
}

/** Ten digits are a personal number until proven otherwise. */
const withoutNumbers = (text: string): string => text.replace(/\b[0-9]{6}-?[0-9]{4}\b/g, '##########')

function describe(
  { asked, difference }: { asked: Asked; difference: string | null },
  world: World,
  cast: Cast,
): string {
  const { caller, activity, represented, at } = asked.as
  const stated = activity ? world.activities.get(activity) : null
  const ids = [...cast.persons, ...cast.businesses].map(({ id }) => id).filter(id => difference?.includes(id))
  const facts = ids.map(id => ({
    person: world.person(id),
    consents: world.consents.filter(
      one => world.idsOf(id).includes(one.subject) && one.activity === activity,
    ),
    powers: world.powers.filter(({ grantor }) => represented && world.idsOf(id).includes(grantor)),
  }))
  const fields = [...(stated?.fields ?? [])].map(([field, ground]) => `${field} ${ground}`)
  const parts = [asked.variables, { caller, activity, represented, at }, { ...stated, fields }, facts]
  return withoutNumbers([asked.text, difference, ...parts.map(part => JSON.stringify(part))].join('\n'))
}

function openTally() {
  const reached = new Map<string, number>()
  const codes = new Map<string, number>()
  let operations = 0
  let mixed = 0
  const add = (to: Map<string, number>, key: string) => to.set(key, (to.get(key) ?? 0) + 1)
  return {
    reached,
    operations: () => operations,
    lacks: (wanted: readonly string[]) => wanted.some(name => (reached.get(name) ?? 0) < enough),
    lacksCodes: (wanted: readonly string[]) => wanted.some(code => (codes.get(code) ?? 0) < enough),
    count(right: Expected, filling: boolean) {
      for (const coordinate of right.reached) add(reached, coordinate)
      // Where all was open there was nothing to decide; what only fills gaps does not count either.
      if (filling || right.permits + right.codes.length === 0) return
      operations++
      if (right.permits > 0 && right.codes.length > 0) mixed++
      const withheld = right.records.some(record => record.endsWith(hiddenCode)) ? [hiddenCode] : []
      for (const code of new Set([...right.codes, ...withheld])) add(codes, code)
    },
    report: (difference: string | null): Report => ({ operations, mixed, reached, codes, difference }),
  }
}
