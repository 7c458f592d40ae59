// What watches one process that serves: its metrics, its traces, and the way to read the metrics.
import type { Settings } from '../settings.ts'
import type { Route } from './listen.ts'
import { type Metrics, openMetrics } from './metrics.ts'
import { metricsRoute } from './metrics-route.ts'
import { openTracing, type Tracing } from './tracing.ts'

export interface Watch {
  readonly metrics: Metrics
  readonly tracing: Tracing
  /** `/metrics`, where it is answered at all. */
  readonly routes: readonly Route[]
  /** The same routes, with each operation that they answer traced. */
  traced(routes: readonly Route[]): readonly Route[]
  close(): Promise<void>
}

/** `process`: as in the access records. */
export async function openWatch(
  settings: Pick<Settings, 'host' | 'metricsToken' | 'tracesEndpoint'>,
  process: string,
): Promise<Watch> {
  const metrics = openMetrics()
  const tracing = await openTracing(settings.tracesEndpoint, process)
  const own = metricsRoute(metrics, settings)
  return {
    metrics,
    tracing,
    routes: own ? [own] : [],
    traced: routes => (tracing.on ? [traced(routes, tracing)] : routes),
    async close() {
      metrics.close()
      await tracing.close()
    },
  }
}

function traced(routes: readonly Route[], tracing: Tracing): Route {
  const first: Route = async (...asked) => {
    for (const route of routes) if (await route(...asked)) return true
    return false
  }
  return (request, response, exchange) => {
    // What is not an operation is no span: whoever asks whether the process lives asks often.
    if (exchange.path !== '/graphql') return first(request, response, exchange)
    const [header] = request.headersDistinct.traceparent ?? []
    return tracing.request(header, async () => first(request, response, exchange))
  }
}
