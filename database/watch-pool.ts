// Tells when a pool's statements begin and end: how busy it is, and where a request's time goes. Never what they say.
import type postgres from 'postgres'

export interface PoolWatcher {
  /** A statement is asked for; it may still wait for a connection. What it gives is called at the end. */
  began(): void
  ended(): void
}

type Sender = object
interface Query extends Promise<unknown> {
  readonly handler: Sender
  executed: boolean
}

const mended = new WeakSet<object>()
const watchers = new WeakMap<Sender, () => () => void>()

/** Watches a pool's own statements; those inside a transaction belong to the transaction. */
export function watchPool(sql: postgres.Sql, { began, ended }: PoolWatcher): void {
  watchStatements(sql, () => {
    began()
    return ended
  })
}

/** `began` is called in the asynchronous context of whoever asked, and gives what to call when the statement is over. */
export function watchStatements(sql: postgres.Sql, began: () => () => void): void {
  // Never awaited, so never sent.
  const query = sql`select 1` as unknown as Query
  mend(Object.getPrototypeOf(query))
  const known = watchers.get(query.handler)
  watchers.set(query.handler, known ? () => both(known(), began()) : began)
}

const both = (one: () => void, other: () => void) => () => {
  one()
  other()
}

/** The driver sends a query at its first `handle`, whoever awaits it. */
function mend(prototype: { handle(this: Query): Promise<void> }): void {
  if (mended.has(prototype)) return
  mended.add(prototype)
  const { handle } = prototype
  prototype.handle = function () {
    const began = this.executed ? undefined : watchers.get(this.handler)
    if (began) {
      const ended = began()
      // The driver's own `then` would send it a second time.
      Promise.prototype.then.call(this, ended, ended)
    }
    return handle.call(this)
  }
}
