// Mends a fault of the driver: rows that a statement sent before it failed leave gaps before those of the next one.
import type postgres from 'postgres'

const mended = new WeakSet<object>()

/**
 * The driver counts rows for a connection and begins anew only when a statement completes (postgres 3.4.9,
 * porsager/postgres issue 1119): after one that was cut off by its time-out, the next result on that connection begins
 * with holes, and `const [row] = …` finds nothing. Its queries are mended once for all pools, as they resolve.
 */
export function keepRowsWhole(sql: postgres.Sql): void {
  // Never awaited, so never sent.
  const prototype: object = Object.getPrototypeOf(sql`select 1`)
  if (mended.has(prototype)) return
  mended.add(prototype)
  Object.defineProperty(prototype, 'resolve', {
    configurable: true,
    set(this: object, resolve: (result: unknown) => void) {
      const value = (result: unknown) => resolve(withoutHoles(result))
      Object.defineProperty(this, 'resolve', { value, writable: true, configurable: true })
    },
  })
}

function withoutHoles(result: unknown): unknown {
  if (!Array.isArray(result) || result.length === 0 || 0 in result) return result
  const first = result.findIndex((_, index) => index in result)
  result.splice(0, first < 0 ? result.length : first)
  return result
}
