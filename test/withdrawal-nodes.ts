// Starts gateway processes over one database, and asks them over HTTP as a system or as a citizen.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Database } from '../database/connect.ts'
import { person } from '../sample/persons.ts'
import type { SubgraphName } from '../subgraphs/registry.ts'
import { audience, issuer, makeKey, signToken } from './token-maker.ts'
import type { Fault, Start, Started } from './withdrawal-gateway.ts'

/** A gateway process. */
export interface Node {
  readonly url: string
  /** Ends the process at once. */
  stop(): Promise<void>
  /** Stands still, and goes on where it stood. */
  freeze(): void
  thaw(): void
}

export interface NodeOptions {
  readonly fault?: Fault | null
  readonly clockAheadMs?: number
  /** One subgraph alone, instead of a gateway with all of them. */
  readonly subgraph?: SubgraphName | null
}

/** What came back, and when it was asked and answered by this process's clock, in milliseconds. */
export interface Reply {
  readonly sent: number
  readonly answered: number
  readonly status: number
  readonly body: {
    readonly data?: Record<string, unknown> | null
    readonly errors?: readonly { readonly path?: readonly unknown[]; readonly extensions: { code: string } }[]
  }
}

const key = makeKey('ES256', 'withdrawal')
const entry = fileURLToPath(new URL('./withdrawal-gateway.ts', import.meta.url))

/** Resolves when the node listens; rejects when its process ended before. */
export async function startNode(
  database: Database,
  { fault = null, clockAheadMs = 0, subgraph = null }: NodeOptions = {},
): Promise<Node> {
  const child = fork(entry, { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  let said = ''
  child.stderr!.on('data', (piece: Buffer) => {
    said = `${said}${piece}`.slice(-2_000)
  })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const { url, rolePrefix, secret } = database
  const start: Start = {
    database: { url, rolePrefix, secret },
    issuer,
    jwks: { keys: [key.jwk] },
    fault,
    clockAheadMs,
    subgraph,
  }
  child.send(start)
  const started = await Promise.race([
    new Promise<Started>(resolve => child.once('message', message => resolve(message as Started))),
    ended.then(() => Promise.reject(new Error(`The gateway's process ended: ${said}`))),
  ])
  return {
    url: started.url,
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  }
}

const minuteSeconds = 60
const longestRunMinutes = 25 * 60

/** A token for the longest run, that a clock ten minutes off accepts as well: a node's clock counts for tokens. */
function makeToken(claims: Readonly<Record<string, unknown>>): string {
  const second = Math.floor(Date.now() / 1_000)
  const times = { iat: second - 10 * minuteSeconds, exp: second + longestRunMinutes * minuteSeconds }
  return signToken(key, 'ES256', { iss: issuer, aud: audience, ...times, ...claims })
}

export const systemToken = makeToken({ client_id: 'kommune-sagssystem' })

/** A data steward of the same authority. */
export const stewardToken = makeToken({ client_id: 'kommune-forvalter', act: { sub: 'kommune-steward-1' } })

const citizenTokens = new Map<string, string>()

/** The token of a person of the sample. */
export function citizenToken(name: string): string {
  const made =
    citizenTokens.get(name) ??
    makeToken({ client_id: 'playground', cpr: person(name, new Date()).number, acr: 'High' })
  citizenTokens.set(name, made)
  return made
}

interface Question {
  readonly token: string
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
}

/** Asks once; a node that sheds load executed nothing and is asked anew. */
export async function ask(node: Node, { token, query, variables, headers }: Question): Promise<Reply> {
  for (;;) {
    const sent = performance.now()
    const response = await fetch(`${node.url}/graphql`, {
      method: 'POST',
      body: JSON.stringify({ query, variables }),
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}`, ...headers },
    })
    const body = (await response.json()) as Reply['body']
    const code = body.errors?.[0]?.extensions.code
    if (code !== 'OVERLOADED') return { sent, answered: performance.now(), status: response.status, body }
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}
