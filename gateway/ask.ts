// Asks one subgraph and believes nothing it answers before its form is checked.
import { isRecord } from './bare.ts'
import { type Failure, unavailable } from './failures.ts'
import type { FetchStep } from './steps.ts'
import type { SubgraphResponse, Transport } from './transport.ts'

export interface SubgraphFailure {
  readonly failure: Failure
  /** In the subgraph's own answer; undefined when the error names no place in it. */
  readonly path: readonly (string | number)[] | undefined
}

export interface Answer {
  readonly data: Readonly<Record<string, unknown>> | undefined
  readonly failures: readonly SubgraphFailure[]
}

interface Asking<Context> {
  readonly transports: Readonly<Record<string, Transport<Context>>>
  readonly timeoutMs: number
  /** When the operation must be answered with what there is, by `performance.now()`. */
  readonly until: number
  readonly context: Context
  readonly extensions: Map<string, Record<string, unknown>[]>
}

/** Never rejects: a subgraph that is down, slow or talks nonsense is an answer without data. */
export async function askSubgraph<Context>(
  step: FetchStep,
  variables: Readonly<Record<string, unknown>>,
  asking: Asking<Context>,
): Promise<Answer> {
  const { service, query, operationName } = step
  const transport = Object.hasOwn(asking.transports, service) ? asking.transports[service] : undefined
  const nothing: Answer = { data: undefined, failures: [{ failure: unavailable(service), path: undefined }] }
  const timeoutMs = Math.min(asking.timeoutMs, asking.until - performance.now())
  if (!transport || timeoutMs <= 0) return nothing
  try {
    const request = { query, variables, ...(operationName === undefined ? {} : { operationName }) }
    const response: unknown = await inTime(transport(request, asking.context), timeoutMs)
    return isRecord(response) ? read(response, service, asking) : nothing
  } catch {
    return nothing // What was thrown may hold addresses or values: the client learns only who is missing.
  }
}

function read<Context>(response: SubgraphResponse, service: string, asking: Asking<Context>): Answer {
  if (isRecord(response.extensions)) {
    asking.extensions.set(service, [...(asking.extensions.get(service) ?? []), response.extensions])
  }
  const errors: readonly unknown[] = Array.isArray(response.errors) ? response.errors : []
  const failures = errors.map(error => readError(error, service))
  return { data: isRecord(response.data) ? response.data : undefined, failures }
}

function readError(error: unknown, service: string): SubgraphFailure {
  if (!isRecord(error) || typeof error.message !== 'string')
    return { failure: unavailable(service), path: undefined }
  const path = Array.isArray(error.path) && error.path.every(isStep) ? error.path : undefined
  // Apollo Server would make `http` the status and headers of our own answer.
  const { stacktrace: _, http: __, ...extensions } = isRecord(error.extensions) ? error.extensions : {}
  return { failure: { message: error.message, extensions }, path: path?.length ? path : undefined }
}

function isStep(step: unknown): step is string | number {
  return typeof step === 'string' || typeof step === 'number'
}

async function inTime<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The subgraph is late.')), timeoutMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
