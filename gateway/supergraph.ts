// Reads a Federation 2 supergraph: the planner over it, the schema that clients see, and what each field requires.
import { QueryPlanner } from '@graphql-hive/router-query-planner'
import {
  buildASTSchema,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type GraphQLScalarType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  isScalarType,
  Kind,
  parse,
  specifiedDirectives,
  specifiedScalarTypes,
  valueFromASTUntyped,
} from 'graphql'
import { requiredFields } from './requires.ts'

/** Scalars by name, as a subgraph reads them. */
export type Scalars = Readonly<Record<string, GraphQLScalarType>>

export interface Supergraph {
  readonly planner: QueryPlanner
  readonly apiSchema: GraphQLSchema
  /** No field of the schema starts with it, so an alias that does can never be read as a field. */
  readonly prefix: string
  /** The top fields that a subgraph's field needs in its representation: by subgraph, then `Type.field`. */
  readonly requires: ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>
}

/**
 * Throws when the text is not a Federation 2 supergraph. `scalars`: those whose form the gateway checks itself, so that a
 * malformed value is refused by the client's own name for it, before anything is asked.
 */
export function readSupergraph(sdl: string, scalars: Scalars = {}): Supergraph {
  const document = parse(sdl)
  const graphs = graphNames(document)
  if (graphs.size === 0) throw new Error('This is not a supergraph. Give the file that composition wrote.')
  const planner = new QueryPlanner(sdl)
  const apiSchema = buildASTSchema(withoutIntrospection(parse(planner.consumerSchema)))
  checkScalars(apiSchema, scalars)
  return { planner, apiSchema, prefix: unusedPrefix(apiSchema), requires: readRequires(document, graphs) }
}

/** Checks as the subgraph will, and passes on what was sent: the subgraph reads it once more. */
function checkScalars(schema: GraphQLSchema, scalars: Scalars): void {
  for (const { name, parseValue, parseLiteral } of Object.values(scalars)) {
    const type = schema.getType(name)
    if (!isScalarType(type)) continue
    type.parseValue = value => {
      parseValue(value)
      return value
    }
    type.parseLiteral = (node, variables) => {
      parseLiteral(node, variables)
      return valueFromASTUntyped(node, variables)
    }
  }
}

const builtIn: ReadonlySet<string> = new Set([
  ...specifiedDirectives.map(directive => directive.name),
  ...specifiedScalarTypes.map(type => type.name),
])

/** The planner lists the introspection types and fields as ordinary members; graphql-js brings its own. */
function withoutIntrospection(schema: DocumentNode): DocumentNode {
  const kept = schema.definitions.filter(definition => {
    const name = 'name' in definition ? definition.name?.value : undefined
    return name === undefined || !(name.startsWith('__') || builtIn.has(name))
  })
  return { kind: Kind.DOCUMENT, definitions: kept.map(withoutIntrospectionFields) }
}

function withoutIntrospectionFields(definition: DefinitionNode): DefinitionNode {
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return definition
  return { ...definition, fields: definition.fields?.filter(field => !field.name.value.startsWith('__')) }
}

function unusedPrefix(schema: GraphQLSchema): string {
  const names = Object.values(schema.getTypeMap()).flatMap(type =>
    isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : [],
  )
  let prefix = 'as_'
  while (names.some(name => name.startsWith(prefix))) prefix += '_'
  return prefix
}

type Requires = Map<string, Map<string, ReadonlySet<string>>>

function readRequires(supergraph: DocumentNode, graphs: Map<string, string>): Requires {
  const requires: Requires = new Map()
  for (const type of supergraph.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION && type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue
    for (const field of type.fields ?? []) readRequiresOf(type.name.value, field, graphs, requires)
  }
  return requires
}

function readRequiresOf(
  type: string,
  field: FieldDefinitionNode,
  graphs: Map<string, string>,
  requires: Requires,
): void {
  for (const directive of directivesCalled(field.directives, 'join__field')) {
    const { graph, requires: fieldSet } = argumentsOf(directive)
    const service = graphs.get(String(graph))
    if (service === undefined || typeof fieldSet !== 'string') continue
    const ofService = requires.get(service) ?? new Map<string, ReadonlySet<string>>()
    requires.set(service, ofService.set(`${type}.${field.name.value}`, requiredFields(fieldSet)))
  }
}

/** `join__Graph` gives each subgraph an enum value; plans call it by its name. */
function graphNames(supergraph: DocumentNode): Map<string, string> {
  const names = new Map<string, string>()
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.ENUM_TYPE_DEFINITION || definition.name.value !== 'join__Graph') continue
    for (const value of definition.values ?? []) {
      const [graph] = directivesCalled(value.directives, 'join__graph')
      names.set(value.name.value, String(graph ? argumentsOf(graph).name : value.name.value))
    }
  }
  return names
}

function directivesCalled(
  directives: readonly ConstDirectiveNode[] = [],
  name: string,
): ConstDirectiveNode[] {
  return directives.filter(directive => directive.name.value === name)
}

function argumentsOf(directive: ConstDirectiveNode): Record<string, unknown> {
  return Object.fromEntries(
    (directive.arguments ?? []).map(argument => [argument.name.value, valueFromASTUntyped(argument.value)]),
  )
}
