// A connection to PostgreSQL that sends small messages at once: the one that ends a COPY would wait 40 ms for an answer.
import { connect, type Socket } from 'node:net'

/** The driver's option `socket`: it holds back what is small until what went before has been answered (Nagle). */
export const openPromptly = ({
  host,
  port,
}: {
  readonly host: readonly string[]
  readonly port: readonly number[]
}): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: host[0], port: port[0]!, noDelay: true })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
  })
