// The services that decide and record, with what they do counted, timed and traced.

import type postgres from 'postgres'
import type { Services } from '../access/operation.ts'
import type { Role } from '../database/connect.ts'
import { watchPool, watchStatements } from '../database/watch-pool.ts'
import type { Watch } from '../door/watch.ts'

/** Counts only what was recorded: an attempt that was thrown away decided nothing. */
export function watchServices(
  services: Services,
  { metrics, tracing }: Pick<Watch, 'metrics' | 'tracing'>,
): Services {
  return {
    ...services,
    async readFacts(query) {
      const began = performance.now()
      let failed = true
      try {
        const facts = await tracing.span('facts', {}, () => services.readFacts(query))
        failed = false
        return facts
      } finally {
        metrics.factsRead(performance.now() - began, failed)
      }
    },
    async release(settlement) {
      const began = performance.now()
      try {
        const lost = await tracing.span('release', {}, () => services.release(settlement))
        metrics.released(settlement, lost.length > 0, performance.now() - began)
        return lost
      } catch (error) {
        metrics.releaseFailed(performance.now() - began)
        throw error
      }
    },
  }
}

/** `connections`: as many as the pool may hold. */
export function watchRole(
  sql: postgres.Sql,
  role: Role,
  connections: number,
  { metrics, tracing }: Pick<Watch, 'metrics' | 'tracing'>,
): void {
  watchPool(sql, metrics.pool(role, connections))
  if (tracing.on) watchStatements(sql, () => asSpan(tracing.begin('statement', { role })))
}

const asSpan = (end: () => void) => () => end()
