// One merged schema of all subgraphs that enforces nothing: whatever is asked is answered, and each answer noted.
import {
  concatAST,
  type DefinitionNode,
  defaultFieldResolver,
  extendSchema,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  GraphQLSchema,
  getNamedType,
  isObjectType,
  isScalarType,
  Kind,
  parse,
} from 'graphql'
import { finite, scalars } from '../schema/scalars.ts'
import { definitions } from '../subgraphs/definitions.ts'
import { type SubgraphName, subgraphNames } from '../subgraphs/registry.ts'
import { nobodysRecord } from './oracle-nobody.ts'
import { entityKeys, schemas } from './oracle-rules.ts'

/** What one field resolved to, without any enforcement. */
export interface Traced {
  readonly path: readonly (string | number)[]
  readonly coordinate: string
  readonly parent: unknown
  readonly given: Readonly<Record<string, unknown>>
  readonly value: unknown
  /** The resolver threw. */
  readonly failed: boolean
  /** What the resolver itself asked to be decided about someone, so as to know what to look for. */
  readonly asides: readonly Aside[]
}

export interface Aside {
  readonly coordinate: string
  readonly subject: string
}

/** A resolver of the oracle's own, in place of a subgraph's: what must not be answered by the code that is judged. */
export type Own = (
  given: Readonly<Record<string, unknown>>,
  context: OracleContext,
  parent?: unknown,
) => unknown

export interface OracleContext {
  readonly request: object
  /** By coordinate. */
  readonly own: Readonly<Record<string, Own>>
  /** Answers what resolvers ask of an operation; decisions only as asides. */
  readonly access: { decideAside(aside: Aside): { readonly outcome: string } }
  readonly stores: ReadonlyMap<SubgraphName, unknown>
  readonly trace: Traced[]
}

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
  const written = parse(`
    directive @inaccessible on FIELD_DEFINITION | OBJECT | ENUM | UNION | INPUT_OBJECT | SCALAR
    scalar _Any
    union _Entity = ${[...entityKeys.keys()].join(' | ')}
    extend type Query { _entities(representations: [_Any!]!): [_Entity]! }`)
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
      const noted = {
        path: pathOf(info),
        coordinate,
        parent,
        given: given as never,
        asides,
        value: null as unknown,
        failed: true,
      }
      // Noted before it is answered: a resolver that fails was reached as well.
      context.trace.push(noted)
      const askOther = (rule: { coordinate: string }, subject: string) => {
        asides.push({ coordinate: rule.coordinate, subject })
        return context.access.decideAside(asides.at(-1)!)
      }
      const access = { ...context.access, askOther }
      const instead = context.own[coordinate]
      const absent = (parent as { readonly absent?: true } | undefined)?.absent && field.name !== 'id'
      noted.value = absent
        ? null
        : instead
          ? await instead(given as never, { ...context, access }, parent)
          : own
            ? await own(
                parent,
                given,
                { ...context, access, store: context.stores.get(owner!) } as never,
                info,
              )
            : await defaultFieldResolver(parent, given as never, context, info)
      noted.failed = false
      if (coordinate === 'Notice.about' && noted.value !== null)
        noted.value = await whole(noted.value as Stub, context)
      return isInstant ? finite(noted.value) : noted.value
    }
  }
}

interface Stub {
  readonly __typename: string
  readonly id: string
}

/** What another subgraph holds, by the key that this one knows: as the gateway fetches it. */
async function whole(stub: Stub, context: OracleContext): Promise<object | null> {
  const holder = stub.__typename === 'Consent' ? 'consents' : 'powers-of-attorney'
  const own = context.own[`${stub.__typename}.__resolveReference`]
  const resolve = definitions[holder].resolvers[stub.__typename]?.__resolveReference
  const store = context.stores.get(holder)
  const read = own
    ? own({ ...stub }, context)
    : resolve!(stub, { ...context, store } as never, {} as never, {} as never)
  const found = (await read) as object | null
  // What a notice names stays named, though whoever asks in another's name reads nothing of it.
  return found ? { ...found, __typename: stub.__typename } : nobodysRecord(stub.__typename, stub.id)
}

function pathOf(info: GraphQLResolveInfo): readonly (string | number)[] {
  const path: (string | number)[] = []
  for (let step: typeof info.path | undefined = info.path; step; step = step.prev) path.unshift(step.key)
  return path
}
