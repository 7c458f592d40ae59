// Mends a fault of the driver: what a transaction still asks after its connection died goes to nobody else.
import type postgres from 'postgres'

/** The driver's function that sends a transaction's queries: what tells its queries from others. */
type Sender = object
interface Query {
  readonly handler: Sender
  executed: boolean
  readonly reject: (error: unknown) => void
}
/** A transaction that begins: the driver says which connection it got. */
interface Beginning {
  connection: number | null
  sender: Sender | null
}

const mended = new WeakSet<object>()
// By the driver's connection id, which is unique in the process.
const running = new Map<number, Beginning>()
const over = new WeakSet<Sender>()

/** The driver's `onclose`: a connection is gone, and with it the transaction that it held. */
export function closeTransaction(connection: number): void {
  const sender = running.get(connection)?.sender
  if (sender) over.add(sender)
  running.delete(connection)
}

/**
 * After a connection died, the driver sends the rest of its transaction, the `rollback` too, to the dead socket, which
 * ends the process, or once it is open again into whatever runs there (postgres 3.4.9, porsager/postgres issues 1208
 * and 1215). Here such queries are rejected, as are those that come after a transaction's end.
 */
export function keepTransactionsWhole(sql: postgres.Sql): void {
  mendQueries(Object.getPrototypeOf(sql`select 1`))
  const { begin, unsafe } = sql as unknown as { begin: Begin; unsafe: Unsafe }
  let beginning: Beginning | null = null
  const traced: Unsafe = (text, values, options) => {
    const { onexecute } = options ?? {}
    const mine = beginning
    if (!mine || !onexecute) return unsafe(text, values, options)
    const noted = (connection: { readonly id: number }) => {
      mine.connection = connection.id
      running.set(connection.id, mine)
      return onexecute(connection)
    }
    return unsafe(text, values, { ...options, onexecute: noted })
  }
  const fenced: Begin = (...given) => {
    const mine: Beginning = { connection: null, sender: null }
    const work = given.pop() as (transaction: postgres.Sql) => unknown
    beginning = mine
    const ended = begin(...given, (transaction: postgres.Sql) => {
      mine.sender = senderOf(transaction)
      return work(transaction)
    })
    // The driver has asked for its `begin` by now, before anything else could.
    beginning = null
    return ended.finally(() => end(mine))
  }
  Object.assign(sql, { begin: fenced, unsafe: traced })
}

type Begin = (...given: unknown[]) => Promise<unknown>
type Unsafe = (
  text: string,
  values?: unknown,
  options?: { onexecute?: (connection: { readonly id: number }) => unknown },
) => unknown

// Never awaited, so never sent.
const senderOf = (sql: postgres.Sql): Sender => (sql`select 1` as unknown as Query).handler

function end({ connection, sender }: Beginning): void {
  if (sender) over.add(sender)
  if (connection !== null && running.get(connection)?.sender === sender) running.delete(connection)
}

function mendQueries(prototype: { handle(this: Query): Promise<void> }): void {
  if (mended.has(prototype)) return
  mended.add(prototype)
  const { handle } = prototype
  prototype.handle = async function () {
    if (this.executed || !over.has(this.handler)) return handle.call(this)
    this.executed = true
    this.reject(new TransactionOver())
  }
  Object.defineProperty(prototype, 'reject', {
    configurable: true,
    set(this: Query, reject: (error: unknown) => void) {
      const value = (error: unknown) => {
        // The socket failed: its end follows a moment later, and what is asked between them would be lost.
        if (isTransport(error)) loseTransaction(this.handler)
        reject(error)
      }
      Object.defineProperty(this, 'reject', { value, writable: true, configurable: true })
    },
  })
}

function loseTransaction(sender: Sender): void {
  for (const { sender: open } of running.values()) if (open === sender) over.add(sender)
}

/** Whether an error came from the connection rather than from the server's answer. */
const isTransport = (error: unknown): boolean => (error as { name?: string } | null)?.name !== 'PostgresError'

/** The transaction ended, or its connection did, before this was asked. */
class TransactionOver extends Error {
  readonly code = 'CONNECTION_CLOSED'
  constructor() {
    super('The transaction is over: its connection closed, or it had ended.')
  }
}
