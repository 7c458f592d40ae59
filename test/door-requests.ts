// Sends what fetch will not: raw bytes to a port, and the whole answer back.
import { connect } from 'node:net'

export interface RawAnswer {
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Writes the pieces one after another, then waits until the server closes the connection. */
export function sendRaw(port: number, pieces: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.setEncoding('latin1')
    socket.on('data', chunk => {
      text += chunk
    })
    socket.on('error', (error: NodeJS.ErrnoException) => (text === '' ? reject(error) : undefined))
    socket.on('close', () => resolve(text))
    for (const piece of pieces) socket.write(piece, 'latin1')
  })
}

/** A request written out letter by letter; asks the server to close the connection. */
export function compose(line: string, headers: readonly string[], body = ''): string {
  return [line, 'Host: localhost', 'Connection: close', ...headers, '', body].join('\r\n')
}

/** The first answer in what a server wrote. */
export function readAnswer(text: string): RawAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [line = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map(one => {
      const colon = one.indexOf(':')
      return [one.slice(0, colon).toLowerCase(), one.slice(colon + 1).trim()]
    }),
  )
  return { status: Number(line.split(' ')[1]), headers, body: rest.join('\r\n\r\n') }
}
