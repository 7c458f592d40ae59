// The OpenTelemetry SDK behind door/tracing.ts: loaded only when a collector is configured.
import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import {
  readTraceParent,
  type SpanAttributes,
  type SpanName,
  type Tracing,
  writeTraceParent,
} from './tracing.ts'

// A collector that does not answer must not hold back the end of the process.
const exportTimeoutMs = 3_000
const everyMs = 1_000

/** No globals: several servers in one process trace each for itself. */
export function exportSpans(endpoint: string, process: string): Tracing {
  const exporter = new OTLPTraceExporter({ url: endpoint, timeoutMillis: exportTimeoutMs })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'engang', 'service.instance.id': process }),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        scheduledDelayMillis: everyMs,
        exportTimeoutMillis: exportTimeoutMs,
      }),
    ],
  })
  const tracer = provider.getTracer('engang')
  const contexts = new AsyncLocalStorageContextManager().enable()

  const start = (
    name: SpanName,
    attributes: SpanAttributes,
    parent: Context,
    kind = SpanKind.INTERNAL,
  ): Span => tracer.startSpan(name, { attributes, kind }, parent)

  const follow = async <Value>(span: Span, parent: Context, work: () => Promise<Value>): Promise<Value> => {
    try {
      return await contexts.with(trace.setSpan(parent, span), work)
    } catch (error) {
      // Not what was thrown: its message may hold values.
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.end()
    }
  }

  return {
    on: true,
    request(traceparent, work) {
      const sent = readTraceParent(traceparent)
      const parent = sent ? trace.setSpanContext(ROOT_CONTEXT, { ...sent, isRemote: true }) : ROOT_CONTEXT
      return follow(start('request', {}, parent, SpanKind.SERVER), parent, work)
    },
    span(name, attributes, work) {
      const parent = contexts.active()
      return follow(start(name, attributes, parent), parent, work)
    },
    brief(name, work) {
      const span = start(name, {}, contexts.active())
      try {
        return work()
      } finally {
        span.end()
      }
    },
    begin(name, attributes) {
      const span = start(name, attributes, contexts.active())
      return failed => {
        if (failed) span.setStatus({ code: SpanStatusCode.ERROR })
        span.end()
      }
    },
    outgoing() {
      const span = trace.getSpanContext(contexts.active())
      return span ? { traceparent: writeTraceParent(span) } : {}
    },
    async close() {
      await provider.shutdown().catch(() => {}) // What a collector does not take is lost, and nothing else.
      contexts.disable()
    },
  }
}
