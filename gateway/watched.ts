// A way to a subgraph with each fetch counted, timed and traced.
import type { Watch } from '../door/watch.ts'
import type { SubgraphResponse, Transport } from './transport.ts'

// Of the subgraph's own; a refusal is an answer.
const faults: readonly unknown[] = ['INTERNAL', 'BUSY']

/** `subgraph`: its name in the supergraph. */
export function watchTransport<Context>(
  subgraph: string,
  transport: Transport<Context>,
  { metrics, tracing }: Pick<Watch, 'metrics' | 'tracing'>,
): Transport<Context> {
  return async (request, context) => {
    const began = performance.now()
    try {
      const response = await tracing.span('fetch', { subgraph }, () => transport(request, context))
      metrics.fetched(subgraph, 'ANSWERED', faultsOf(response), performance.now() - began)
      return response
    } catch (error) {
      metrics.fetched(subgraph, 'FAILED', 0, performance.now() - began)
      throw error
    }
  }
}

/** Whatever a subgraph elsewhere sends passes here before its form is checked. */
function faultsOf({ errors }: SubgraphResponse): number {
  if (!Array.isArray(errors)) return 0
  return errors.filter(error => faults.includes(error?.extensions?.code)).length
}
