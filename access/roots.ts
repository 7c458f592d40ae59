// Root fields: who may enter is decided before anything is looked up, then whether what was found may be known to exist.
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLOutputType,
  getNamedType,
  isObjectType,
} from 'graphql'
import { type Classification, type FieldRule, isOwnSubject, type SubjectRule } from './classification.ts'
import { filteringArguments, usedFields } from './filters.ts'
import { nobody } from './operation.ts'
import type { RequestContext } from './request.ts'
import { type About, type Resolver, read, settle } from './settle.ts'
import { findWanted, type ReadWanted, type Wanted } from './wanted.ts'

/** The resolver of a root field for reading, behind its decisions. */
export function guardRoot(
  rule: FieldRule,
  resolve: Resolver,
  field: GraphQLField<unknown, RequestContext>,
  classification: Classification,
): Resolver {
  const target = findTarget(field.type, classification)
  if (isListing(rule, field, target)) return guardList(rule, resolve, target, field.args, classification)
  return guardEntry(rule, resolve, target, target && findWanted(target.name, field.args))
}

/**
 * A root field that lists entities, or looks at what somebody filters by. One that lists values without a filter is
 * entered and no more: what it tells of whom it decides by itself (askTold).
 */
function isListing(
  { entry }: FieldRule,
  { args }: GraphQLField<unknown, RequestContext>,
  target: EntityTarget | null,
): boolean {
  if ((entry?.reach ?? 'LIST') === 'LOOKUP') return false
  return target !== null || args.some(({ name }) => filteringArguments.includes(name))
}

/** A root field: decided by whether one may enter, and by whether its finding may be known to exist. */
function guardEntry(
  rule: FieldRule,
  resolve: Resolver,
  target: EntityTarget | null,
  readWanted: ReadWanted | null,
): Resolver {
  return async (parent, args, context, info) => {
    if (rule.class === 'OPEN') return resolve(parent, args, context, info)
    const about = { rule, subject: null, context }
    const { access, request } = context
    const look = () => resolve(parent, args, context, info)
    if (target && !target.list && !target.record)
      return lookUp(look, target, readWanted?.(args) ?? null, about)
    return settle(access.askEntry(rule), about, async () => {
      if (!target) return look()
      const represented = request.represented && 'id' in request.represented ? request.represented.id : null
      // One's own list holds what one is a party to; another's needs a mandate that reaches into it.
      if (target.list && represented !== null)
        return settle(access.askExistence(rule, target.rules, represented, []), about, look)
      return target.list ? look() : find(look, target, about)
    })
  }
}

/** One by number or id, decided by what is asked for: whoever is refused has caused no look-up. */
async function lookUp(
  look: () => unknown,
  target: EntityTarget,
  wanted: Wanted | null,
  about: About,
): Promise<unknown> {
  // `me` asks for nobody, and looks nowhere.
  if (!wanted) return find(look, target, about)
  const { rule, context } = about
  const { decision, found, ids } = await context.access.askLookUp(rule, target.rules, wanted)
  // Whom the register holds now, the facts have said. For another time it is asked.
  const present = () => (found === null ? null : { __typename: target.name, id: found })
  return settle(decision, about, () =>
    context.request.asOf.travelled ? find(look, target, about, ids) : present(),
  )
}

/** Looks, and gives what was found to those who may know of it. `decided`: ids of the one about whom that is settled. */
async function find(
  look: () => unknown,
  target: EntityTarget,
  about: About,
  decided: readonly string[] | null = null,
): Promise<unknown> {
  const looked = await attempt(look, about.context)
  // A look-up that failed leaves nothing to decide by.
  if (!looked) return settle(about.context.access.askNobody(about.rule), about, () => null)
  const { found } = looked
  return decided && isDecided(found, target, decided) ? found : gate(found, target, about)
}

/** Nobody, or the one who was decided about. */
const isDecided = (found: unknown, { subject }: EntityTarget, ids: readonly string[]): boolean =>
  found === null || found === undefined || ids.includes(read(found, subject.of) ?? '')

/** What a look-up found; null when it failed. */
async function attempt(
  look: () => unknown,
  context: RequestContext,
): Promise<{ readonly found: unknown } | null> {
  try {
    return { found: await look() }
  } catch (error) {
    context.fault(error)
    return null
  }
}

/** A root field that lists subjects: what it looks at is decided before it looks, then each one that it shows. */
function guardList(
  rule: FieldRule,
  resolve: Resolver,
  target: EntityTarget | null,
  declared: readonly GraphQLArgument[],
  classification: Classification,
): Resolver {
  return async (parent, args, context, info) => {
    const { coordinates, unmarked, searched } = usedFields(declared, args)
    const used = coordinates.map(coordinate => findRule(coordinate, classification))
    if (unmarked) used.push(null)
    if (rule.class === 'OPEN' && used.every(one => one?.class === 'OPEN'))
      return resolve(parent, args, context, info)
    const listing = { entry: rule, rules: target?.rules ?? [], used, searched }
    const listed = await context.access.askListing(listing)
    return settle(listed.decision, { rule: listed.rule, subject: null, context }, async () => {
      const found = await resolve(parent, args, context, info)
      return rule.class === 'OPEN' || !target
        ? found
        : showEach(found as LazyPage, target, { rule, subject: null, context })
    })
  }
}

function findRule(coordinate: string, classification: Classification): FieldRule | null {
  const [type = '', field = ''] = coordinate.split('.')
  return classification.get(type)?.fields.get(field) ?? null
}

/** A page of a list whose parts are fetched when they are asked for. */
interface LazyPage {
  edges(): Promise<readonly { readonly node: unknown }[]>
}

/**
 * Each one that a page shows is decided and recorded; of a page that is only counted, nobody. One who cannot be decided
 * about refuses the page: whoever must miss nobody would not notice a gap.
 */
function showEach(page: LazyPage, target: EntityTarget, about: About): object {
  const { rule, context } = about
  let shown: Promise<readonly { readonly node: unknown }[]> | undefined
  const show = async () => {
    const edges = await page.edges()
    const ids = edges.map(({ node }) => read(node, target.subject.of) ?? nobody)
    const { decision, told } = await context.access.askShown(rule, target.rules, ids)
    return settle(decision, about, () => told.map(place => edges[place]!)) as typeof edges
  }
  const edges = () => {
    shown ??= show()
    return shown
  }
  return { ...page, edges, nodes: async () => (await edges()).map(({ node }) => node) }
}

/** Gives what a root field found only to those who may know that it exists. */
async function gate(found: unknown, target: EntityTarget, about: About): Promise<unknown> {
  const missing = found === null || found === undefined
  const id = missing ? null : read(found, target.subject.of)
  const parties = missing ? [] : target.subject.parties.flatMap(path => read(found, path) ?? [])
  const decision = await about.context.access.askExistence(about.rule, target.rules, id, parties)
  // A record of which the caller is no part looks like one that does not exist, and was decided like it.
  if (target.record && (missing || decision.outcome === 'REFUSE')) return null
  return settle(decision, about, () => found)
}

/** The entity that a root field leads to, one or a list of them. */
interface EntityTarget {
  readonly name: string
  readonly subject: SubjectRule
  /** Its subject is another than itself, as a consent's is the person who gives it. */
  readonly record: boolean
  readonly list: boolean
  readonly rules: readonly FieldRule[]
}

function findTarget(type: GraphQLOutputType, classification: Classification): EntityTarget | null {
  const named = getNamedType(type)
  if (!isObjectType(named)) return null
  const nodes = named.getFields().nodes
  const entity = nodes ? getNamedType(nodes.type).name : named.name
  const rules = classification.get(entity)
  if (!rules?.subject || rules.value) return null
  const { subject } = rules
  const record = !isOwnSubject(subject)
  return { name: entity, subject, record, list: nodes !== undefined, rules: [...rules.fields.values()] }
}
