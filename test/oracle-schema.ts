// The oracle's own reading of the subgraphs' SDL: what each field is, and one merged schema that enforces nothing.
import {
  type ConstDirectiveNode,
  concatAST,
  type DefinitionNode,
  defaultFieldResolver,
  extendSchema,
  type FieldDefinitionNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLSchema,
  getNamedType,
  isObjectType,
  isScalarType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  valueFromASTUntyped,
} from 'graphql'
import { finite, scalars } from '../schema/scalars.ts'
import { definitions } from '../subgraphs/definitions.ts'
import { readSchemas, type SubgraphName, subgraphNames } from '../subgraphs/registry.ts'

/** What the SDL says about one field. Paths lead from the object to ids. */
export interface Rule {
  readonly coordinate: string
  readonly class: string
  readonly hidden: boolean
  readonly earlier: boolean
  /** Set for a value about someone else than the object's subject. */
  readonly about: string | null
  readonly entry: { readonly by: readonly string[]; readonly reach: string } | null
}

/** What the SDL says about one type; `of` is null for types whose objects are part of where they stand. */
export interface Kindred {
  readonly of: string | null
  readonly parties: readonly string[]
  readonly rules: readonly Rule[]
}

/** What one field resolved to, without any enforcement. */
export interface Traced {
  readonly path: readonly (string | number)[]
  readonly coordinate: string
  readonly parent: unknown
  readonly value: unknown
  /** What the resolver itself asked to be decided about someone, so as to know what to look for. */
  readonly asides: readonly Aside[]
}

export interface Aside {
  readonly coordinate: string
  readonly subject: string
}

export interface OracleContext {
  readonly request: object
  /** Answers what resolvers ask of an operation; decisions only as asides. */
  readonly access: { decideAside(aside: Aside): { readonly outcome: string } }
  readonly stores: ReadonlyMap<SubgraphName, unknown>
  readonly trace: Traced[]
}

const schemas = readSchemas()

const args = (directives: readonly ConstDirectiveNode[] | undefined, name: string) => {
  const found = directives?.find(directive => directive.name.value === name)
  return (
    found &&
    Object.fromEntries((found.arguments ?? []).map(a => [a.name.value, valueFromASTUntyped(a.value)]))
  )
}

function ruleOf(type: string, { name, directives }: FieldDefinitionNode): Rule {
  const data = args(directives, 'data')
  if (!data) throw new Error(`${type}.${name.value} is not classified`)
  const entry = args(directives, 'entry') as { by: string[]; reach?: string } | undefined
  return {
    coordinate: `${type}.${name.value}`,
    class: String(data.class),
    hidden: data.hiddenByProtection === true,
    earlier: data.earlier === true,
    about: (args(directives, 'subject')?.of as string | undefined) ?? null,
    entry: entry ? { by: entry.by, reach: entry.reach ?? 'LOOKUP' } : null,
  }
}

interface Part {
  readonly subgraph: SubgraphName
  readonly node: ObjectTypeDefinitionNode
}

const parts: readonly Part[] = [...schemas].flatMap(([subgraph, document]) =>
  document.definitions.flatMap(node =>
    node.kind === Kind.OBJECT_TYPE_DEFINITION ? [{ subgraph: subgraph as SubgraphName, node }] : [],
  ),
)

/** Every object type of all subgraphs, with the fields of all of them. */
export const kindreds: ReadonlyMap<string, Kindred> = new Map(
  [...Map.groupBy(parts, ({ node }) => node.name.value)].map(([type, same]) => {
    const subject = args(same[0]!.node.directives, 'subject') as
      | { of: string; parties?: string[] }
      | undefined
    const rules = same.flatMap(({ node }) => (node.fields ?? []).map(field => ruleOf(type, field)))
    return [type, { of: subject?.of ?? null, parties: subject?.parties ?? [], rules: once(rules) }]
  }),
)

function once(rules: readonly Rule[]): readonly Rule[] {
  return [...new Map(rules.map(rule => [rule.coordinate, rule])).values()]
}

export const rules: ReadonlyMap<string, Rule> = new Map(
  [...kindreds.values()].flatMap(kindred => kindred.rules.map(rule => [rule.coordinate, rule] as const)),
)

/** One document for everything: of types that several subgraphs have, each field once. */
function mergedDocument() {
  const seen = new Set<string>()
  const fresh = (key: string) => !seen.has(key) && seen.add(key) !== undefined
  const merged = [...schemas.values()].flatMap(document =>
    document.definitions.flatMap((node): DefinitionNode[] => {
      if (node.kind === Kind.SCHEMA_EXTENSION || node.kind === Kind.DIRECTIVE_DEFINITION) return []
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION)
        return 'name' in node && fresh(node.name!.value) ? [node] : []
      const name = node.name.value
      const fields = (node.fields ?? []).filter(field => fresh(`${name}.${field.name.value}`))
      const bare = fields.map(field => ({ ...field, directives: [] }))
      if (fresh(name)) return [{ ...node, directives: [], fields: bare }]
      return bare.length === 0
        ? []
        : [{ ...node, kind: Kind.OBJECT_TYPE_EXTENSION as const, directives: [], fields: bare }]
    }),
  )
  const written = parse(
    'directive @inaccessible on FIELD_DEFINITION | OBJECT | ENUM | UNION | INPUT_OBJECT | SCALAR',
  )
  return concatAST([written, { kind: Kind.DOCUMENT, definitions: merged }])
}

/** The merged schema over the subgraphs' own resolvers: they answer whoever asks, and each answer is noted. */
export function oracleSchema(): GraphQLSchema {
  const empty = new GraphQLSchema({})
  const schema = extendSchema(empty, mergedDocument(), { assumeValid: true })
  for (const type of Object.values(schema.getTypeMap())) {
    const scalar = scalars[type.name]
    if (isScalarType(type) && scalar)
      Object.assign(type, {
        serialize: scalar.serialize,
        parseValue: scalar.parseValue,
        parseLiteral: scalar.parseLiteral,
      })
    if (isObjectType(type) && !type.name.startsWith('__')) noteAnswers(type)
  }
  return new GraphQLSchema({
    ...schema.toConfig(),
    query: schema.getType('Query') as GraphQLObjectType,
    mutation: null,
    types: Object.values(schema.getTypeMap()).filter(type => type.name !== 'Mutation'),
    assumeValid: true,
  })
}

function noteAnswers(type: GraphQLObjectType): void {
  for (const field of Object.values(type.getFields())) {
    const owner = subgraphNames.find(name => definitions[name].resolvers[type.name]?.[field.name])
    const own = owner && definitions[owner].resolvers[type.name]![field.name]
    const isInstant = getNamedType(field.type).name === 'DateTime'
    field.resolve = async (
      parent: unknown,
      given: object,
      context: OracleContext,
      info: GraphQLResolveInfo,
    ) => {
      const asides: Aside[] = []
      const coordinate = `${type.name}.${field.name}`
      const noted = { path: pathOf(info), coordinate, parent, asides, value: null as unknown }
      // Noted before it is answered: a resolver that fails was reached as well.
      context.trace.push(noted)
      const askOther = (rule: { coordinate: string }, subject: string) => {
        asides.push({ coordinate: rule.coordinate, subject })
        return context.access.decideAside(asides.at(-1)!)
      }
      const access = { ...context.access, askOther }
      noted.value = own
        ? await own(parent, given, { ...context, access, store: context.stores.get(owner!) } as never, info)
        : await defaultFieldResolver(parent, given as never, context, info)
      return isInstant ? finite(noted.value) : noted.value
    }
  }
}

function pathOf(info: GraphQLResolveInfo): readonly (string | number)[] {
  const path: (string | number)[] = []
  for (let step: typeof info.path | undefined = info.path; step; step = step.prev) path.unshift(step.key)
  return path
}
