// Enforcement compiled from the SDL: each classified field is decided on its run-time type before its resolver runs.
import {
  defaultFieldResolver,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
} from 'graphql'
import type { Classification, FieldRule, SubjectRule, TypeRule } from './classification.ts'
import type { Decision } from './decide.ts'
import { filteringArguments, usedFields } from './filters.ts'
import { refusalError } from './refusal-error.ts'
import type { RequestContext } from './request.ts'

type Resolver = GraphQLFieldResolver<unknown, RequestContext>

/** The federation's own root fields: their entities are decided field by field, their SDL is public. */
export const federationFields: ReadonlySet<string> = new Set(['_entities', '_service'])

/**
 * Wraps the resolvers of a subgraph's schema in place. A field that the classification does not know is refused;
 * fields of value types are decided with the field that they stand in.
 */
export function enforce(schema: GraphQLSchema, classification: Classification): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || type.name === '_Service') continue
    const rules = classification.get(type.name)
    for (const field of Object.values(type.getFields())) {
      if (type.name === 'Query' && federationFields.has(field.name)) continue
      guard(field, type.name, rules, classification)
    }
  }
  return schema
}

function guard(
  field: GraphQLField<unknown, RequestContext>,
  typeName: string,
  type: TypeRule | undefined,
  classification: Classification,
): void {
  const resolve: Resolver = field.resolve ?? defaultFieldResolver
  const rule = type?.fields.get(field.name)
  if (!type || !rule) field.resolve = refuseAlways(`${typeName}.${field.name}`)
  else if (rule.command) field.resolve = guardCommand(rule, resolve)
  else if (rule.entry && isListing(rule, field, classification))
    field.resolve = guardList(
      rule,
      resolve,
      findTarget(field.type, classification),
      field.args,
      classification,
    )
  else if (rule.entry) field.resolve = guardEntry(rule, resolve, findTarget(field.type, classification))
  else if (rule.subject) field.resolve = guardOther(rule, rule.subject, resolve)
  else if (type.value || rule.class === 'OPEN') return
  else if (type.subject) field.resolve = guardField(rule, type.subject, resolve)
  else field.resolve = refuseAlways(rule.coordinate)
}

const refuseAlways =
  (coordinate: string): Resolver =>
  (_parent, _args, { request }) => {
    throw refusalError('INDETERMINATE', { field: coordinate, activity: request.activity })
  }

/**
 * A root field that lists entities, or looks at what somebody filters by. One that lists values without a filter is
 * entered and no more: what it tells of whom it decides by itself (askTold).
 */
function isListing(
  { entry }: FieldRule,
  { type, args }: GraphQLField<unknown, RequestContext>,
  classification: Classification,
): boolean {
  if ((entry?.reach ?? 'LIST') === 'LOOKUP') return false
  return (
    findTarget(type, classification) !== null || args.some(({ name }) => filteringArguments.includes(name))
  )
}

/** A field about the subject of the object that it stands in. */
function guardField(rule: FieldRule, subject: SubjectRule, resolve: Resolver): Resolver {
  return (parent, args, context, info) => {
    const id = read(parent, subject.of)
    const parties = subject.parties.flatMap(path => read(parent, path) ?? [])
    const { access } = context
    const decision = id === null ? access.askNobody(rule) : access.ask(rule, id, parties, args)
    // Whose record it is may be told only where the object is that subject itself, and bears its id in the answer.
    const told = subject.of.length === 1 ? id : null
    return settle(decision, { rule, subject: told, context }, () => resolve(parent, args, context, info))
  }
}

/** A value about someone else, inside a record that was itself given: that person's protection counts. */
function guardOther(rule: FieldRule, subject: SubjectRule, resolve: Resolver): Resolver {
  return (parent, args, context, info) => {
    const id = read(parent, subject.of)
    const decision = id === null ? context.access.askNobody(rule) : context.access.askOther(rule, id)
    return settle(decision, { rule, subject: null, context }, () => resolve(parent, args, context, info))
  }
}

/** A mutation: decided like a field, then carried out. */
function guardCommand(rule: FieldRule, resolve: Resolver): Resolver {
  return (parent, args, context, info) =>
    settle(context.access.askCommand(rule), { rule, subject: null, context }, () =>
      resolve(parent, args, context, info),
    )
}

/** A root field: decided by whether one may enter, and by whether its finding may be known to exist. */
function guardEntry(rule: FieldRule, resolve: Resolver, target: EntityTarget | null): Resolver {
  return async (parent, args, context, info) => {
    if (rule.class === 'OPEN') return resolve(parent, args, context, info)
    const about = { rule, subject: null, context }
    const { access, request } = context
    // A look-up finds an id and nothing else: the facts read for it then decide both, and a refusal gives nothing away.
    if (target && !target.list && !target.record) {
      const looked = await attempt(() => resolve(parent, args, context, info), context)
      // A look-up that failed leaves nothing to decide by.
      return looked ? gate(looked.found, target, about) : settle(access.askNobody(rule), about, () => null)
    }
    return settle(access.askEntry(rule), about, async () => {
      if (!target) return resolve(parent, args, context, info)
      const represented = request.represented && 'id' in request.represented ? request.represented.id : null
      // One's own list holds what one is a party to; another's needs a mandate that reaches into it.
      if (target.list && represented !== null)
        return settle(access.askExistence(rule, target.rules, represented, []), about, () =>
          resolve(parent, args, context, info),
        )
      const found = await resolve(parent, args, context, info)
      return target.list ? found : gate(found, target, about)
    })
  }
}

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
      return rule.class === 'OPEN' || !target ? found : showEach(found as LazyPage, rule, target, context)
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

/** Each one that a page shows is decided and recorded; of a page that is only counted, nobody. */
function showEach(page: LazyPage, rule: FieldRule, target: EntityTarget, { access }: RequestContext): object {
  let shown: Promise<readonly { readonly node: unknown }[]> | undefined
  const show = async () => {
    const edges = await page.edges()
    const decisions = await Promise.all(
      edges.map(({ node }) => access.askExistence(rule, target.rules, read(node, target.subject.of), [])),
    )
    // Moved out of the population, say, between the list and its decision.
    return edges.filter((_, index) => decisions[index]?.outcome === 'PERMIT')
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
  const record = subject.of.length > 1
  return { subject, record, list: nodes !== undefined, rules: [...rules.fields.values()] }
}

interface About {
  readonly rule: FieldRule
  readonly subject: string | null
  readonly context: RequestContext
}

function settle(decision: Decision | Promise<Decision>, about: About, give: () => unknown): unknown {
  return decision instanceof Promise
    ? decision.then(known => answer(known, about, give))
    : answer(decision, about, give)
}

function answer(decision: Decision, { rule, subject, context }: About, give: () => unknown): unknown {
  if (decision.outcome === 'PERMIT') return give()
  if (decision.outcome === 'WITHHOLD') return null
  throw refusalError(decision.code, { field: rule.coordinate, subject, activity: context.request.activity })
}

/** The text at a path of the object; null when any part of the path is missing. */
function read(parent: unknown, path: readonly string[]): string | null {
  let value: unknown = parent
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null
    value = (value as Record<string, unknown>)[key]
  }
  return typeof value === 'string' ? value : null
}
