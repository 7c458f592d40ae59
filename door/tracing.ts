// Where a request's time goes, as spans for a collector; nothing at all unless one is configured.

/** A closed list: names and attributes of spans hold nothing of a caller, a document or a register. */
export type SpanName = 'request' | 'plan' | 'fetch' | 'facts' | 'release' | 'statement'

/** The subgraph or the database role: names of our own. */
export type SpanAttributes = Readonly<Partial<Record<'subgraph' | 'role', string>>>

/** A span that is under way; called at its end. */
export type EndSpan = (failed?: boolean) => void

export interface Tracing {
  /** False: nothing else here does anything, and nobody need ask for it. */
  readonly on: boolean
  /** Runs a whole request, as a part of the caller's own trace when it sent a `traceparent`. */
  request<Value>(traceparent: string | undefined, work: () => Promise<Value>): Promise<Value>
  span<Value>(name: SpanName, attributes: SpanAttributes, work: () => Promise<Value>): Promise<Value>
  /** For work that does not wait. */
  brief<Value>(name: SpanName, work: () => Value): Value
  begin(name: SpanName, attributes: SpanAttributes): EndSpan
  /** The header by which a subgraph elsewhere goes on with this trace. */
  outgoing(): { readonly traceparent?: string }
  /** Sends what is left. */
  close(): Promise<void>
}

export const noTracing: Tracing = {
  on: false,
  request: (_, work) => work(),
  span: (_, __, work) => work(),
  brief: (_, work) => work(),
  begin: () => () => {},
  outgoing: () => ({}),
  close: async () => {},
}

/** Spans for the collector at this address (OTLP over HTTP). `process`: as in the access records. */
export async function openTracing(endpoint: string | null, process: string): Promise<Tracing> {
  if (endpoint === null) return noTracing
  // The SDK costs memory and start time: whoever does not trace never loads it.
  const { exportSpans } = await import('./telemetry.ts')
  return exportSpans(endpoint, process)
}

export interface TraceParent {
  readonly traceId: string
  readonly spanId: string
  readonly traceFlags: number
}

/** W3C Trace Context, version 00; anything else is as if it was not sent. */
export function readTraceParent(header: string | undefined): TraceParent | null {
  const [, traceId, spanId, flags] =
    /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(header ?? '') ?? []
  if (!traceId || !spanId || !flags || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return null
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1 }
}

export const writeTraceParent = ({ traceId, spanId, traceFlags }: TraceParent): string =>
  `00-${traceId}-${spanId}-${(traceFlags & 1).toString(16).padStart(2, '0')}`
