// A cable to the database that a test can cut and mend: forwards TCP connections, loopback only.

import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'
import type { Database } from '../database/connect.ts'

export interface Cable {
  /** The same database by way of the cable. */
  readonly database: Database
  /** Ends what is connected and lets nobody through. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

export async function layCable({ url, rolePrefix, secret }: Database): Promise<Cable> {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  let whole = true
  const keep = (socket: Socket) => {
    sockets.add(socket)
    // Whatever breaks one end breaks the other; a cut is meant.
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
    return socket
  }
  const server = createServer(near => {
    if (!whole) return near.destroy()
    const far = keep(connect(Number(target.port), target.hostname))
    keep(near).pipe(far).pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const through = new URL(url)
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const cut = () => {
    whole = false
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return {
    database: { url: through.href, rolePrefix, secret },
    cut,
    mend() {
      whole = true
    },
    async close() {
      cut()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
