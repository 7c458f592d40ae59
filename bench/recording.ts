// A relay before PostgreSQL on loopback that writes down what is asked through it: the statements, their values, how they wait for each other.
import { connect as connectSocket, createServer, type Socket } from 'node:net'
import type { Role } from '../database/connect.ts'

export interface RecordedStatement {
  readonly role: Role
  /** With $1, $2 …, as it was prepared. */
  readonly text: string
  /** In PostgreSQL's text form. */
  readonly values: readonly (string | null)[]
}

/** What one request asked. */
export interface Recorded {
  /** Statements of one wave were sent before any of them was answered; the next wave waited for this one. */
  readonly waves: readonly (readonly RecordedStatement[])[]
  /** Rows that all of them gave. */
  readonly rows: number
}

export interface Recorder {
  /** The database's address, by way of the relay. */
  readonly url: string
  record(work: () => Promise<unknown>): Promise<Recorded>
  close(): Promise<void>
}

/** Source of the protocol: PostgreSQL's frontend/backend protocol 3.0, sections "Message Formats" and "Extended Query". */
export async function openRecorder(databaseUrl: string): Promise<Recorder> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let waves: RecordedStatement[][] = []
  let rows = 0
  let waiting = 0
  const asked = (statement: RecordedStatement) => {
    if (waiting++ === 0) waves.push([])
    waves.at(-1)!.push(statement)
  }
  const answered = (type: string) => {
    if (type === 'D') rows += 1
    // CommandComplete, or the error instead of it.
    if (type === 'C' || type === 'E') waiting = Math.max(0, waiting - 1)
  }
  const server = createServer(client => {
    const upstream = connectSocket(Number(target.port), target.hostname)
    const read = readClient(asked)
    const readBack = readMessages(false, type => answered(type))
    client.on('data', chunk => read(chunk as Buffer))
    upstream.on('data', chunk => readBack(chunk as Buffer))
    client.pipe(upstream).pipe(client)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => socket.destroy())
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null)
    throw new Error('The relay of the bench has no address.')
  const url = new URL(databaseUrl)
  url.host = `127.0.0.1:${address.port}`
  return {
    url: url.href,
    async record(work) {
      ;[waves, rows, waiting] = [[], 0, 0]
      await work()
      const recorded = { waves, rows }
      // What is asked from here on is another's.
      ;[waves, rows] = [[], 0]
      return recorded
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

/** Reads what one client sends, and calls back with each statement that it has executed. */
function readClient(asked: (statement: RecordedStatement) => void): (chunk: Buffer) => void {
  const texts = new Map<string, string>()
  let role: Role | null = null
  return readMessages(true, (type, body) => {
    if (type === '') role = roleOf(body)
    if (type === 'P') {
      const [name, rest] = cutText(body)
      texts.set(name, cutText(rest)[0])
    }
    if (type !== 'B') return
    const [, rest] = cutText(body)
    const [name, parameters] = cutText(rest)
    if (role) asked({ role, text: texts.get(name)!, values: readValues(parameters) })
  })
}

/** Source: the startup message: name and value by turns; database/connect.ts names its pools `engang persons`. */
function roleOf(body: Buffer): Role | null {
  const words = body.toString('utf8', 4).split('\0')
  const name = words[words.indexOf('application_name') + 1]
  return name?.startsWith('engang ') ? (name.slice('engang '.length) as Role) : null
}

function cutText(bytes: Buffer): readonly [string, Buffer] {
  const end = bytes.indexOf(0)
  return [bytes.toString('utf8', 0, end), bytes.subarray(end + 1)]
}

/** The values of a Bind message, behind its two names. */
function readValues(bytes: Buffer): readonly (string | null)[] {
  const formats = bytes.readInt16BE(0)
  let at = 2 + 2 * formats
  const count = bytes.readInt16BE(at)
  at += 2
  return Array.from({ length: count }, () => {
    const length = bytes.readInt32BE(at)
    at += 4
    if (length < 0) return null
    at += length
    return bytes.toString('utf8', at - length, at)
  })
}

/** Cuts a stream into messages. `startup`: whether the first has no type; it is told with an empty one. */
function readMessages(
  startup: boolean,
  found: (type: string, body: Buffer) => void,
): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  let first = startup
  return chunk => {
    rest = Buffer.concat([rest, chunk])
    for (;;) {
      const head = first ? 0 : 1
      if (rest.length < head + 4) return
      const length = head + rest.readUInt32BE(head)
      if (rest.length < length) return
      found(first ? '' : String.fromCharCode(rest[0]!), rest.subarray(head + 4, length))
      first = false
      rest = rest.subarray(length)
    }
  }
}
