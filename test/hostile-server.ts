// Processes that serve a gateway or a subgraph alone, and say how much CPU they have used: for tests of hostile requests.
import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { JSONWebKeySet } from 'jose'
import type { Database } from '../database/connect.ts'
import { serveGateway } from '../gateway/serve.ts'
import { readSettings } from '../settings.ts'
import { type SubgraphName, subgraphNames } from '../subgraphs/registry.ts'
import { serveSubgraph } from '../subgraphs/serve.ts'
import { audience, issuer, makeKey, signToken } from './token-maker.ts'

export type Served = 'gateway' | SubgraphName
export const everyServer: readonly Served[] = ['gateway', ...subgraphNames]

interface Start {
  readonly database: Database
  readonly jwks: JSONWebKeySet
  readonly serve: readonly Served[]
}

interface Started {
  readonly ports: Readonly<Record<Served, number>>
}

/** A process with one or more servers in it. */
export interface Server {
  port(name: Served): number
  /** CPU time that the process has used so far, all threads, in milliseconds. */
  cpuMs(): Promise<number>
  alive(): boolean
  stop(): Promise<void>
}

const key = makeKey('ES256', 'hostile')

/** A case system's token: whoever sends a hostile document may well have one. */
export function systemToken(): string {
  const second = Math.floor(Date.now() / 1_000)
  const times = { iat: second, exp: second + 3_600 }
  return signToken(key, 'ES256', { iss: issuer, aud: audience, client_id: 'kommune-sagssystem', ...times })
}

export async function startServer(database: Database, serve: readonly Served[]): Promise<Server> {
  const child = fork(fileURLToPath(import.meta.url), {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  child.stderr!.on('data', (piece: Buffer) => {
    said = `${said}${piece}`.slice(-2_000)
  })
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()))
  const failed = ended.then(() => Promise.reject(new Error(`The server's process ended: ${said}`)))
  failed.catch(() => {})
  const next = () => Promise.race([new Promise<unknown>(resolve => child.once('message', resolve)), failed])
  const { url, rolePrefix, secret } = database
  child.send({ database: { url, rolePrefix, secret }, jwks: { keys: [key.jwk] }, serve } satisfies Start)
  const { ports } = (await next()) as Started
  return {
    port: name => ports[name],
    async cpuMs() {
      const told = next()
      child.send('cpu')
      return (await told) as number
    },
    alive: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/** Asks anew while the server sheds load: then it looked at nothing. Other tests run beside this one. */
export async function whenServed<Answer>(ask: () => Promise<Answer>, isShed: (answer: Answer) => boolean) {
  for (;;) {
    const answer = await ask()
    if (!isShed(answer)) return answer
    await new Promise(resolve => setTimeout(resolve, 100))
  }
}

if (import.meta.main) {
  process.once('message', (start: Start) => void run(start))
  // A test that died must leave no process behind.
  process.once('disconnect', () => process.exit())
}

async function run({ database, jwks, serve }: Start): Promise<void> {
  const options = {
    settings: readSettings({ LOG: 'silent' }),
    database,
    trusted: { issuer, keys: () => jwks },
    port: 0,
  }
  const listening = await Promise.all(
    serve.map(name => (name === 'gateway' ? serveGateway(options) : serveSubgraph(name, options))),
  )
  process.on('message', () => {
    const { user, system } = process.cpuUsage()
    process.send!((user + system) / 1_000)
  })
  const ports = Object.fromEntries(serve.map((name, index) => [name, listening[index]!.port]))
  process.send!({ ports } as Started)
}
