// Document in, cached plan out. A plan holds nothing of a caller: the same text gives everyone the same plan.
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLObjectType,
  Kind,
  type OperationDefinitionNode,
  validate,
} from 'graphql'
import { withoutValues } from '../door/coercion.ts'
import { checkDocument, type DocumentLimits } from '../door/document.ts'
import { Recent } from '../door/recent.ts'
import { ArgumentHoist, type Hoisted } from './hoist.ts'
import { introspectionOf } from './introspection.ts'
import { printOperation } from './print.ts'
import { Projection } from './projection.ts'
import { type Asked, type AskedField, conditionVariables, settle } from './selections.ts'
import { readPlan, type Step } from './steps.ts'
import type { Supergraph } from './supergraph.ts'

/** One operation of a document, checked and validated, before its conditions are settled. */
export interface Prepared {
  readonly operation: OperationDefinitionNode
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  readonly root: GraphQLObjectType
  readonly conditions: readonly string[]
}

/** What one planned operation fetches and answers. A mutation has a part for each root field, taken in turn. */
export interface Part {
  readonly steps: Step | undefined
  readonly hoisted: readonly Hoisted[]
  readonly projection: Projection
}

export interface Plan {
  readonly root: GraphQLObjectType
  readonly parts: readonly Part[]
  /** The root's `__schema` and `__type` fields, answered from the schema itself. */
  readonly introspection: DocumentNode | undefined
}

export interface PlannerOptions {
  readonly cacheSize: number
  readonly limits: DocumentLimits | undefined
}

export class Plans {
  readonly #supergraph: Supergraph
  readonly #limits: DocumentLimits | undefined
  readonly #prepared: Recent<Prepared | readonly GraphQLError[]>
  readonly #plans: Recent<Plan | GraphQLError>

  constructor(supergraph: Supergraph, options: PlannerOptions) {
    this.#supergraph = supergraph
    this.#limits = options.limits
    this.#prepared = new Recent(options.cacheSize)
    this.#plans = new Recent(options.cacheSize)
  }

  /** Refusals are remembered too: a hostile document is examined once. */
  prepare(
    document: DocumentNode,
    text: string,
    operationName: string | undefined,
  ): Prepared | readonly GraphQLError[] {
    return this.#prepared.get(keyOf(text, operationName), () => {
      try {
        return prepare(document, operationName, this.#supergraph, this.#limits)
      } catch (error) {
        return [error instanceof GraphQLError ? error : notPlanned()]
      }
    })
  }

  plan(prepared: Prepared, text: string, isTrue: (variable: string) => boolean): Plan | GraphQLError {
    const settled = prepared.conditions.map(name => (isTrue(name) ? '1' : '0')).join('')
    return this.#plans.get(`${settled} ${keyOf(text, prepared.operation.name?.value)}`, () => {
      try {
        return makePlan(prepared, this.#supergraph, isTrue)
      } catch {
        return notPlanned() // The planner's own message may quote the document.
      }
    })
  }
}

/** The name's length stands first: else a name that holds spaces could pass for the start of another's text. */
function keyOf(text: string, operationName: string | undefined): string {
  return `${operationName?.length ?? '-'} ${operationName ?? ''}${text}`
}

function notPlanned(): GraphQLError {
  const message =
    'This operation cannot be planned over the subgraphs. Ask for less at once, or for other fields.'
  return new GraphQLError(message, { extensions: { code: 'OPERATION_NOT_PLANNED' } })
}

function prepare(
  document: DocumentNode,
  operationName: string | undefined,
  { apiSchema }: Supergraph,
  limits: DocumentLimits | undefined,
): Prepared | readonly GraphQLError[] {
  checkDocument(document, limits)
  const errors = validate(apiSchema, document, undefined, { maxErrors: 20 })
  if (errors.length > 0)
    return errors.map(error => withCode(withoutValues(error), 'GRAPHQL_VALIDATION_FAILED'))
  const operation = operationCalled(document, operationName)
  const fragments = document.definitions.filter(one => one.kind === Kind.FRAGMENT_DEFINITION)
  const root = apiSchema.getRootType(operation.operation)
  if (!root) throw resolutionFailed(`The schema has no ${operation.operation} root.`)
  return {
    operation,
    root,
    fragments: new Map(fragments.map(fragment => [fragment.name.value, fragment])),
    conditions: conditionVariables([operation, ...fragments].map(one => one.selectionSet)),
  }
}

function operationCalled(document: DocumentNode, name: string | undefined): OperationDefinitionNode {
  const operations = document.definitions.filter(one => one.kind === Kind.OPERATION_DEFINITION)
  if (name === undefined) {
    const [only, ...others] = operations
    if (only && others.length === 0) return only
    throw resolutionFailed('The document holds several operations: name one in operationName.')
  }
  const found = operations.find(one => one.name?.value === name)
  if (found) return found
  throw resolutionFailed('The document holds no operation of the name in operationName.')
}

function resolutionFailed(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } })
}

function withCode(error: GraphQLError, code: string): GraphQLError {
  const { message, nodes, source, positions } = error
  return new GraphQLError(message, { nodes, source, positions, extensions: { code } })
}

function makePlan(prepared: Prepared, supergraph: Supergraph, isTrue: (variable: string) => boolean): Plan {
  const { operation, root, fragments } = prepared
  const { apiSchema: schema, prefix } = supergraph
  const asked = settle(operation.selectionSet, root, { schema, prefix, fragments, isTrue })
  const parts = operation.operation === 'mutation' ? byRootField(asked) : [asked]
  return {
    root,
    parts: parts.map(part => planPart(part, prepared, supergraph)),
    introspection: introspectionOf(operation, asked, fragments),
  }
}

/** Root fields of a mutation run one after another, each with all that is asked of its result (specification 6.2.2). */
function byRootField(asked: readonly Asked[]): AskedField[][] {
  const groups = new Map<string, AskedField[]>()
  const collect = (selections: readonly Asked[]): void => {
    for (const selection of selections) {
      if (selection.kind === 'fragment') collect(selection.selections)
      else groups.set(selection.responseKey, [...(groups.get(selection.responseKey) ?? []), selection])
    }
  }
  collect(asked)
  return [...groups.values()]
}

function planPart(asked: readonly Asked[], prepared: Prepared, supergraph: Supergraph): Part {
  const { operation } = prepared
  const { apiSchema, planner } = supergraph
  const hoist = new ArgumentHoist(apiSchema, operation.variableDefinitions)
  const kind = operation.operation === 'mutation' ? 'mutation' : 'query'
  const text = printOperation(kind, asked, hoist)
  // Arguments 3 and 4 (progressive override) are mandatory for the addon.
  const node = text === undefined ? undefined : planner.plan(text, null, new Set(), 0).node
  return {
    steps: node && readPlan(node),
    hoisted: hoist.all,
    projection: new Projection(asked, apiSchema),
  }
}
