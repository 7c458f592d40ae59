// A gateway over the toy federation, asked once: what it answered, and what its subgraphs were asked.
import { parseDocument } from '../door/document.ts'
import { createExecutor, type ExecutionAnswer } from '../gateway/execute.ts'
import type { SubgraphRequest, Transport } from '../gateway/transport.ts'
import { type Fault, supergraph, toyTransports } from './toy-federation.ts'

export type FaultTable = Readonly<Record<string, Fault>>
export type Transports = Record<string, Transport<unknown>>

/** Faults by `Type.field` or `Type.field:id`. */
const faultsFrom = (table: FaultTable) => (coordinate: string, id: string) =>
  table[`${coordinate}:${id}`] ?? table[coordinate]

/** Asks a gateway of its own over the toy federation; `sent` is what its subgraphs were asked. */
export async function ask(
  documentText: string,
  {
    faults = {},
    variables = {},
    replaced = {} as Transports,
    operationName = undefined as string | undefined,
  } = {},
): Promise<ExecutionAnswer & { sent: { service: string; request: SubgraphRequest }[] }> {
  const sent: { service: string; request: SubgraphRequest }[] = []
  const transports = { ...toyTransports(faultsFrom(faults), sent), ...replaced }
  const executor = createExecutor({ supergraph, transports, fetchTimeoutMs: 200 })
  const document = parseDocument(documentText)
  const answer = await executor.execute({
    document,
    documentText,
    variables,
    operationName,
    context: undefined,
  })
  return { ...answer, sent }
}

/** As it leaves on the wire: own keys only, in order. */
export const json = (value: unknown): string => JSON.stringify(value)
/** Each error as "path: message". */
export const places = (answer: ExecutionAnswer): string[] =>
  (answer.errors ?? []).map(error => `${(error.path ?? []).join('.')}: ${error.message}`)
