// A relay before PostgreSQL on loopback that counts the statements passing through: what the database really is asked.
import { connect as connectSocket, createServer, type Socket } from 'node:net'

export interface StatementCounter {
  /** The database's address, by way of the relay. */
  readonly url: string
  /** Statements executed while `work` runs. */
  count(work: () => Promise<unknown>): Promise<number>
  close(): Promise<void>
}

/** Source: PostgreSQL's frontend/backend protocol 3.0: after the first message each has a type byte and a length. */
export async function countStatements(databaseUrl: string): Promise<StatementCounter> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let executed = 0
  const server = createServer(client => {
    const upstream = connectSocket(Number(target.port), target.hostname)
    const read = messageReader(type => {
      if (type === 'E' || type === 'Q') executed += 1
    })
    client.on('data', chunk => read(chunk))
    client.pipe(upstream).pipe(client)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no address')
  const url = new URL(databaseUrl)
  url.host = `127.0.0.1:${address.port}`
  return {
    url: url.href,
    async count(work) {
      const before = executed
      await work()
      return executed - before
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** Calls back with the type of each message; the first of a connection has none. */
function messageReader(found: (type: string) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0)
  let begun = false
  return chunk => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      const head = begun ? 1 : 0
      if (rest.length < head + 4) return
      const length = head + rest.readUInt32BE(head)
      if (rest.length < length) return
      if (begun) found(String.fromCharCode(rest[0]!))
      begun = true
      rest = rest.subarray(length)
    }
  }
}
