// Executes an operation over the subgraphs: prepared once, planned once, run for each request by itself.
import type { DocumentNode, GraphQLError, GraphQLFormattedError, GraphQLSchema } from 'graphql'
import { coerceVariables, withoutValues } from '../door/coercion.ts'
import type { DocumentLimits } from '../door/document.ts'
import { AnswerWriter } from './answer.ts'
import { type Bare, bare } from './bare.ts'
import { FailureNode } from './failures.ts'
import { type Run, runFetch } from './fetch.ts'
import { hoistedValues } from './hoist.ts'
import { introspect } from './introspection.ts'
import { type Part, type Plan, Plans } from './plan.ts'
import type { Step } from './steps.ts'
import { readSupergraph, type Scalars, type Supergraph } from './supergraph.ts'
import type { Transport } from './transport.ts'

export interface ExecutorOptions<Context> {
  /** A Federation 2 supergraph. */
  readonly supergraph: string
  /** By the subgraphs' names; a subgraph without one counts as down. */
  readonly transports: Readonly<Record<string, Transport<Context>>>
  /** Plans and prepared documents that are kept, 1,000 of each unless told, of half a million characters together. */
  readonly planCacheSize?: number
  /** Milliseconds after which a subgraph counts as down, whatever its transport does; 2,000 unless told. */
  readonly fetchTimeoutMs?: number
  /** Milliseconds after which no subgraph is waited for any more; 4,500 unless told. */
  readonly operationTimeoutMs?: number
  readonly limits?: DocumentLimits
  /** Around the planning of an operation: who wants to know how long it takes. */
  readonly planning?: <Value>(plan: () => Value) => Value
  /** Scalars whose form is checked before anything is asked. */
  readonly scalars?: Scalars
}

export interface ExecutionRequest<Context> {
  readonly document: DocumentNode
  readonly documentText: string
  readonly operationName?: string | null
  /** As the client sent them. */
  readonly variables: Readonly<Record<string, unknown>>
  readonly context: Context
}

export interface ExecutionAnswer {
  /** Absent when the request was refused before it ran. */
  readonly data?: Record<string, unknown> | null
  readonly errors?: readonly GraphQLFormattedError[]
  /** What each subgraph sent as its `extensions`, one entry for each fetch that had some. */
  readonly extensions?: { readonly subgraphs?: Readonly<Record<string, Record<string, unknown>[]>> }
}

export interface Executor<Context> {
  readonly apiSchema: GraphQLSchema
  execute(request: ExecutionRequest<Context>): Promise<ExecutionAnswer>
}

const defaultCacheSize = 1_000
const subgraphTimeoutMs = 2_000
// The caller gets nothing after 5 s (door/graph.ts): several slow subgraphs, one after the other, must not take the rest along.
const operationTimeoutMs = 4_500

/** Throws when the supergraph cannot be read. */
export function createExecutor<Context>(options: ExecutorOptions<Context>): Executor<Context> {
  const supergraph = readSupergraph(options.supergraph, options.scalars)
  const plans = new Plans(supergraph, {
    cacheSize: options.planCacheSize ?? defaultCacheSize,
    limits: options.limits,
  })
  return {
    apiSchema: supergraph.apiSchema,
    execute: request => execute(request, plans, supergraph, options),
  }
}

async function execute<Context>(
  request: ExecutionRequest<Context>,
  plans: Plans,
  supergraph: Supergraph,
  options: ExecutorOptions<Context>,
): Promise<ExecutionAnswer> {
  const { planning } = options
  const work = () => planned(request, plans, supergraph)
  const made = planning ? planning(work) : work()
  if (!('plan' in made)) return refused(made)
  const { plan, values } = made
  let started: Started<Context>
  try {
    started = start(plan, values, request, supergraph, options)
  } catch (error) {
    return refused([withoutValues(error as GraphQLError)])
  }
  return runParts(plan, started, supergraph.apiSchema)
}

interface Planned {
  readonly plan: Plan
  /** The coerced variables. */
  readonly values: Readonly<Record<string, unknown>>
}

function planned<Context>(
  { document, documentText, operationName, variables }: ExecutionRequest<Context>,
  plans: Plans,
  { apiSchema }: Supergraph,
): Planned | readonly GraphQLError[] {
  const prepared = plans.prepare(document, documentText, operationName ?? undefined)
  if (!('operation' in prepared)) return prepared
  const { values, errors } = coerceVariables(
    apiSchema,
    prepared.operation.variableDefinitions ?? [],
    variables,
  )
  if (errors) return errors
  const plan = plans.plan(prepared, documentText, name => values[name] === true)
  return 'parts' in plan ? { plan, values } : [plan]
}

function refused(errors: readonly GraphQLError[]): ExecutionAnswer {
  return { errors: errors.map(error => error.toJSON()) }
}

interface Started<Context> {
  /** One run for each part of the plan; their extensions are collected together. */
  readonly runs: readonly { readonly part: Part; readonly run: Run<Context> }[]
  readonly introspected: Readonly<Record<string, unknown>>
}

function start<Context>(
  plan: Plan,
  values: Readonly<Record<string, unknown>>,
  request: ExecutionRequest<Context>,
  supergraph: Supergraph,
  options: ExecutorOptions<Context>,
): Started<Context> {
  const extensions = new Map<string, Record<string, unknown>[]>()
  const until = performance.now() + (options.operationTimeoutMs ?? operationTimeoutMs)
  const runs = plan.parts.map(part => ({
    part,
    run: {
      schema: supergraph.apiSchema,
      transports: options.transports,
      requires: supergraph.requires,
      timeoutMs: options.fetchTimeoutMs ?? subgraphTimeoutMs,
      until,
      context: request.context,
      variables: hoistedValues(part.hoisted, values),
      data: bare(),
      failures: new FailureNode(),
      unplaced: [],
      extensions,
    },
  }))
  const { introspection } = plan
  return { runs, introspected: introspection ? introspect(supergraph.apiSchema, introspection, values) : {} }
}

async function runParts<Context>(
  plan: Plan,
  { runs, introspected }: Started<Context>,
  schema: GraphQLSchema,
): Promise<ExecutionAnswer> {
  const errors: GraphQLFormattedError[] = []
  let data: Bare | null = bare()
  for (const { part, run } of runs) {
    if (part.steps) await take(part.steps, run)
    const writer = new AnswerWriter(schema)
    const written = writer.write(run.data, run.failures, part.projection, plan.root, introspected)
    errors.push(...writer.errors, ...run.unplaced.map(({ message, extensions }) => ({ message, extensions })))
    data = written && Object.assign(data, written)
    if (data === null) break // A null at the root ends a mutation: its later fields are not run.
  }
  const subgraphs = Object.fromEntries(runs.flatMap(({ run }) => [...run.extensions]))
  return {
    data,
    ...(errors.length > 0 ? { errors } : {}),
    ...(Object.keys(subgraphs).length > 0 ? { extensions: { subgraphs } } : {}),
  }
}

async function take<Context>(step: Step, run: Run<Context>): Promise<void> {
  if (step.kind === 'fetch') return runFetch(step, run)
  if (step.kind === 'parallel') {
    await Promise.all(step.steps.map(one => take(one, run)))
    return
  }
  for (const one of step.steps) await take(one, run)
}
