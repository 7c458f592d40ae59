// Makes a subgraph executable: schema, scalars, enforcement, guards of its root fields; then runs operations in it.
import { buildSubgraphSchema } from '@apollo/subgraph'
import {
  type DocumentNode,
  defaultFieldResolver,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isObjectType,
  parse,
  validate,
} from 'graphql'
import type postgres from 'postgres'
import type { Classification } from '../access/classification.ts'
import type { Cursors } from '../access/cursor.ts'
import { enforce } from '../access/enforce.ts'
import type { RequestContext } from '../access/request.ts'
import { guardRoots } from '../access/shield.ts'
import { coerceVariables, withoutValues } from '../door/coercion.ts'
import { Recent } from '../door/recent.ts'
import { finite, scalars } from '../schema/scalars.ts'
import { knownEntities } from './known-entities.ts'
import type { Resolvers, Subgraph } from './subgraph.ts'

/** An operation for a subgraph, as text: the gateway's plan, or a caller's own. */
export interface SubgraphOperation {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly operationName?: string
}

export interface SubgraphAnswer {
  readonly data?: Record<string, unknown> | null
  readonly errors?: readonly GraphQLFormattedError[]
}

/** A subgraph ready to run over a pool of its role. */
export interface RunningSubgraph {
  readonly name: string
  readonly schema: GraphQLSchema
  run(operation: SubgraphOperation, context: RequestContext): Promise<SubgraphAnswer>
}

/** The executable schema of a subgraph, with every classified field decided before its resolver runs. */
export function buildSchema<Store>(subgraph: Subgraph<Store>, platform: Classification): GraphQLSchema {
  return guardRoots(enforce(resolvable(subgraph), platform), platform)
}

/** The schema before anything is decided in it: what enforcement begins with, and what its cost is measured against. */
export function resolvable<Store>(subgraph: Subgraph<Store>): GraphQLSchema {
  const resolvers = { ...scalars, ...subgraph.resolvers } as Resolvers<Store>
  const schema = buildSubgraphSchema([{ typeDefs: subgraph.typeDefs, resolvers: resolvers as never }])
  return knownEntities(openEnds(schema))
}

/** Opens a subgraph over a pool. Documents are parsed and validated once: they hold nothing of a caller. */
export function runSubgraph<Store>(
  subgraph: Subgraph<Store>,
  sql: postgres.Sql,
  platform: Classification,
  cursors?: Cursors,
  operator?: string,
  receiptKey?: Uint8Array,
  powerYears?: number,
): RunningSubgraph {
  const openStore = subgraph.open(sql, cursors, operator, receiptKey, powerYears)
  return runSchema(buildSchema(subgraph, platform), subgraph, openStore)
}

/** Runs operations in a schema of the subgraph, over stores opened as they are needed. */
export function runSchema<Store>(
  schema: GraphQLSchema,
  subgraph: Pick<Subgraph<Store>, 'name'>,
  openStore: ReturnType<Subgraph<Store>['open']>,
): RunningSubgraph {
  const documents = rememberDocuments(schema)
  return {
    name: subgraph.name,
    schema,
    async run({ query, variables, operationName }, context) {
      const document = documents(query)
      if (!('kind' in document)) return { errors: document.map(error => error.toJSON()) }
      const store = (context.stores.get(subgraph.name) ?? openStore(context)) as Store
      context.stores.set(subgraph.name, store)
      const operation = getOperationAST(document, operationName)
      if (!operation) return { errors: [noOperation.toJSON()] }
      const coerced = coerceVariables(schema, operation.variableDefinitions ?? [], variables)
      if (coerced.errors) return { errors: coerced.errors.map(error => error.toJSON()) }
      const result = await execute({
        schema,
        document,
        variableValues: variables,
        operationName,
        contextValue: { ...context, store },
      })
      return present(result as ExecutionResult<Record<string, unknown>>, subgraph.name, context)
    },
  }
}

const mostDocuments = 1_000

/** Whatever is sent, few are kept: of what is refused too. */
function rememberDocuments(schema: GraphQLSchema) {
  const known = new Recent<DocumentNode | readonly GraphQLError[]>(mostDocuments)
  return (text: string) => known.get(text, () => check(schema, text))
}

function check(schema: GraphQLSchema, text: string): DocumentNode | readonly GraphQLError[] {
  try {
    const document = parse(text, { maxTokens: 10_000 })
    const errors = validate(schema, document)
    return errors.length > 0 ? errors.map(notValid) : document
  } catch (error) {
    return [
      error instanceof GraphQLError
        ? withoutValues(error)
        : new GraphQLError('The document is nested too deeply to be read.', {
            extensions: { code: 'GRAPHQL_PARSE_FAILED' },
          }),
    ]
  }
}

const noOperation = new GraphQLError(
  'The document holds several operations, or none of the name in operationName: name one of them.',
  { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } },
)

function notValid(error: GraphQLError): GraphQLError {
  const { message, nodes, source, positions, extensions } = withoutValues(error)
  const coded = { code: 'GRAPHQL_VALIDATION_FAILED', ...extensions }
  return new GraphQLError(message, { nodes, source, positions, extensions: coded })
}

/** Only errors made to be seen leave as they are; any other says where, and nothing of what. */
function present(
  result: ExecutionResult<Record<string, unknown>>,
  name: string,
  { fault }: Pick<RequestContext, 'fault'>,
): SubgraphAnswer {
  const errors = result.errors?.toSorted(byPlace).map(error => {
    if (error.extensions.code) return error.toJSON()
    fault(error.originalError ?? error)
    const { path } = error
    return isBusy(error.originalError)
      ? { message: busy, path, extensions: { code: 'BUSY' } }
      : { message: `The ${name} subgraph could not answer this.`, path, extensions: { code: 'INTERNAL' } }
  })
  return { data: result.data, ...(errors && { errors }) }
}

/** As the document has them: in which order the register answered would tell whom it knows. */
function byPlace(a: GraphQLError, b: GraphQLError): number {
  const begin = (a.positions?.[0] ?? 0) - (b.positions?.[0] ?? 0)
  const step = a.path?.findIndex((one, index) => one !== b.path?.[index]) ?? -1
  return begin || Number(a.path?.[step]) - Number(b.path?.[step]) || 0
}

const busy =
  'This took too long, or somebody else is changing it right now. Send it again; a command with the same commandId.'

/** Lock not available, statement cancelled, deadlock, serialization: SQLSTATE says that another try may succeed. */
function isBusy(error: unknown): boolean {
  const fault = error as { code?: unknown; cause?: { code?: unknown } } | undefined
  return ['55P03', '57014', '40P01', '40001'].includes(String(fault?.cause?.code ?? fault?.code))
}

/** Unknown beginnings and open ends are null to the reader. */
function openEnds(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue
    for (const field of Object.values(type.getFields())) {
      if (getNamedType(field.type).name !== 'DateTime') continue
      const resolve = field.resolve ?? defaultFieldResolver
      field.resolve = async (...args) => finite(await resolve(...args))
    }
  }
  return schema
}
