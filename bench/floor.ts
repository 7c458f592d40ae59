// The floor: what PostgreSQL and bare `node:http` alone cost, with the statements that our subgraphs send and nothing around them.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type postgres from 'postgres'
import { connect, type Database, type Role } from '../database/connect.ts'
import type { BenchOperation } from './operations.ts'
import type { Recorded, RecordedStatement } from './recording.ts'

/** What each operation asked, by its name, for the requests of the first places; and the answer of each. */
export type FloorRecording = Readonly<
  Record<BenchOperation['name'], readonly { readonly recorded: Recorded; readonly answer: string }[]>
>

/** Says which recorded request is replayed: `Q1/17`. */
export const floorHeader = 'bench-request'

interface Prepared {
  readonly waves: readonly (readonly (() => Promise<readonly unknown[]>)[])[]
  readonly rows: number
  readonly answer: unknown
}

/**
 * Reads the request's JSON, runs the recorded statements as prepared ones with the recorded values, wave by wave, lets
 * the client library read the rows, and writes the recorded answer as JSON. It answers 500 when there are other rows.
 */
export async function serveFloor(database: Database, recording: FloorRecording) {
  const pools = new Map<Role, postgres.Sql>()
  const poolOf = (role: Role): postgres.Sql => {
    const pool = pools.get(role) ?? connect(database, role)
    pools.set(role, pool)
    return pool
  }
  const prepared = new Map<string, Prepared>()
  for (const [name, requests] of Object.entries(recording))
    for (const [place, { recorded, answer }] of requests.entries())
      prepared.set(`${name}/${place}`, {
        waves: recorded.waves.map(wave => wave.map(one => prepare(poolOf(one.role), one))),
        rows: recorded.rows,
        answer: JSON.parse(answer),
      })
  const server = createServer(async (request, response) => {
    await readJson(request)
    const one = prepared.get(String(request.headers[floorHeader]))
    const isSame = one !== undefined && (await replay(one)) === one.rows
    const text = Buffer.from(JSON.stringify(isSame ? one.answer : {}))
    response.writeHead(isSame ? 200 : 500, {
      'Content-Type': 'application/graphql-response+json; charset=utf-8',
      'Content-Length': text.length,
    })
    response.end(text)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await Promise.all([...pools.values()].map(sql => sql.end({ timeout: 5 })))
    },
  }
}

/** The number of rows. */
async function replay({ waves }: Prepared): Promise<number> {
  let rows = 0
  for (const wave of waves)
    for (const found of await Promise.all(wave.map(run => run()))) rows += found.length
  return rows
}

/** As a tagged template, which `postgres` prepares: a value that stands twice in the text is sent twice. */
function prepare(sql: postgres.Sql, { text, values }: RecordedStatement): () => Promise<readonly unknown[]> {
  const pieces = text.split(/\$\d+/)
  const strings = Object.assign(pieces, { raw: pieces })
  const places = [...text.matchAll(/\$(\d+)/g)].map(([, number]) => asSent(values[Number(number) - 1]!))
  return async () => sql(strings, ...places)
}

/** The client writes booleans by itself; any other text goes as it came. */
const asSent = (value: string | null) => (value === 'true' ? true : value === 'false' ? false : value)

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = ''
  request.setEncoding('utf8')
  for await (const chunk of request) text += chunk
  return JSON.parse(text)
}
