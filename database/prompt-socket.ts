// A connection to PostgreSQL that sends small messages at once, and on which nothing waits for ever once it is lost.
import { Socket } from 'node:net'

interface Address {
  readonly host: readonly string[]
  readonly port: readonly number[]
  readonly path?: string | false
}

/**
 * The driver's option `socket`; its own holds back what is small until what went before has been answered (Nagle), so
 * that the end of a COPY waits 40 ms. Returned before it is connected: from a socket that fails earlier the driver
 * does not recover.
 */
export function openPromptly({ host, port, path }: Address): Socket {
  const socket = new PromptSocket(host[0]!)
  return path ? socket.connect(path) : socket.connect(port[0]!, host[0]!)
}

/**
 * Ends with an error until the database has said something, and without one afterwards, for two faults of the driver
 * (postgres 3.4.9): what it sends between a connection's error and its end a moment later is never settled (compare
 * porsager/postgres issue 1130); and when a proxy takes connections only to close them, as before a database that is
 * away, it connects again and again while the query waits.
 */
class PromptSocket extends Socket {
  /** Read by the driver: whose certificate it expects. */
  readonly host: string

  constructor(host: string) {
    super()
    this.host = host
    this.setNoDelay()
    this.once('end', () => {
      // What we ended ourselves ends as expected.
      if (!this.writableEnded && this.bytesRead === 0) this.destroy(new ConnectionClosed())
    })
  }

  override destroy(error?: Error): this {
    return super.destroy(this.bytesRead === 0 ? error : undefined)
  }
}

class ConnectionClosed extends Error {
  override readonly name = 'ConnectionClosed'
  readonly code = 'CONNECTION_CLOSED'

  constructor() {
    super('The database closed the connection.')
  }
}
