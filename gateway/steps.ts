// The planner's plan, read once into the steps that the executor takes: what to fetch, where, in which order.
import type {
  BatchFetchNode,
  FetchNode,
  FlattenNodePathSegment,
  InputRewrite,
  PlanNode,
  RequiresSelection,
} from '@graphql-hive/router-query-planner'
import { parse } from 'graphql'
import { type Shape, shapeOf } from './shape.ts'

/** Root fields, merged into the operation's root or, for a payload that leads back to it, into each place. */
export interface RootCall {
  readonly kind: 'root'
  readonly path: readonly FlattenNodePathSegment[]
  readonly shape: Shape
}

/** Entities, asked for by their representations under one key of the answer. */
export interface EntityCall {
  readonly kind: 'entities'
  readonly answerKey: string
  readonly variable: string
  readonly paths: readonly FlattenNodePathSegment[][]
  readonly requires: readonly RequiresSelection[]
  readonly rewrites: readonly InputRewrite[]
  readonly shape: Shape
}

export interface FetchStep {
  readonly kind: 'fetch'
  readonly service: string
  readonly query: string
  readonly operationName: string | undefined
  readonly variables: readonly string[]
  readonly calls: readonly (RootCall | EntityCall)[]
}

export type Step = FetchStep | { readonly kind: 'sequence' | 'parallel'; readonly steps: readonly Step[] }

/** Throws on a kind of node that our operations never lead to: conditions, deferral and subscriptions. */
export function readPlan(node: PlanNode): Step {
  switch (node.kind) {
    case 'Sequence':
      return { kind: 'sequence', steps: node.nodes.map(readPlan) }
    case 'Parallel':
      return { kind: 'parallel', steps: node.nodes.map(readPlan) }
    case 'Fetch':
      return readFetch(node, [])
    case 'Flatten':
      if (node.node.kind === 'Fetch') return readFetch(node.node, node.path)
      throw new Error(`A plan flattens a ${node.node.kind}, which this executor does not know.`)
    case 'BatchFetch':
      return readBatch(node)
    default:
      throw new Error(`A plan holds a ${node.kind}, which settled operations do not lead to.`)
  }
}

function readFetch(node: FetchNode, path: FlattenNodePathSegment[]): FetchStep {
  const shape = shapeOf(parse(node.operation), node.outputRewrites ?? undefined)
  const entities = shape.get('_entities')?.sub
  const call: RootCall | EntityCall =
    node.requires && entities
      ? {
          kind: 'entities',
          answerKey: '_entities',
          variable: 'representations',
          paths: [path],
          requires: node.requires,
          rewrites: node.inputRewrites ?? [],
          shape: entities,
        }
      : { kind: 'root', path, shape }
  return step(node, [call])
}

function readBatch(node: BatchFetchNode): FetchStep {
  const document = parse(node.operation)
  const calls = node.entityBatch.aliases.map((one): EntityCall => {
    const shape = shapeOf(document, one.outputRewrites ?? undefined)
    return {
      kind: 'entities',
      answerKey: one.alias,
      variable: one.representationsVariableName,
      paths: one.paths,
      requires: one.requires,
      rewrites: one.inputRewrites ?? [],
      shape: shape.get(one.alias)?.sub ?? new Map(),
    }
  })
  return step(node, calls)
}

function step(node: FetchNode | BatchFetchNode, calls: (RootCall | EntityCall)[]): FetchStep {
  return {
    kind: 'fetch',
    service: node.serviceName,
    query: node.operation,
    operationName: node.operationName ?? undefined,
    variables: node.variableUsages ?? [],
    calls,
  }
}
