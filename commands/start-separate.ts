// The subgraphs each in a process of its own on loopback ports: started together, started again within a bound, ended together.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Database } from '../database/connect.ts'
import type { TrustedIssuer } from '../door/identity.ts'
import type { Settings } from '../settings.ts'
import { type SubgraphName, subgraphNames } from '../subgraphs/registry.ts'
import type { SubgraphOrder, SubgraphServes } from './start-subgraph.ts'

export interface SeparateOptions {
  readonly settings: Settings
  readonly database: Database
  readonly trusted: TrustedIssuer
  /** A line for whoever watches: a process ended and was started again. */
  say(line: string): void
}

export interface SeparateSubgraphs {
  /** Where each subgraph is at the moment: a process that was started again has another port. */
  readonly addresses: Readonly<Record<string, () => string>>
  /** The process of each subgraph at the moment, by its id. */
  processOf(name: SubgraphName): number | undefined
  /** Whether each subgraph has a process that listens. */
  ready(): boolean
  /** Never resolves; rejects when a subgraph ends again and again, with what to do. */
  readonly failed: Promise<never>
  /** Each finishes what it has begun; one that hangs is killed. */
  stop(): Promise<void>
}

// Eight processes with two pools and a recorder each, within PostgreSQL's usual hundred connections.
const connections = 4
const startMs = 60_000
// The listener gives running requests 10 s (door/listen.ts).
const stopMs = 12_000
const entry = fileURLToPath(new URL('./start-subgraph.ts', import.meta.url))

/** Of each subgraph: so many new starts within so long, then something is wrong that a new start does not mend. */
export const restartRule = { most: 5, withinMs: 60_000 } as const

/** Whether a process that ended at `now` is started again, by when it was started again before; milliseconds. */
export function mayRestart(restarts: readonly number[], now: number): boolean {
  return restarts.filter(at => now - at < restartRule.withinMs).length < restartRule.most
}

interface Node {
  readonly name: SubgraphName
  child: ChildProcess
  /** Null while it starts. */
  port: number | null
  readonly restarts: number[]
}

/** Rejects when a subgraph does not start; those that did are stopped then. */
export async function startSubgraphs(options: SeparateOptions): Promise<SeparateSubgraphs> {
  const fleet = { stopping: false, fail: (_: Error): void => {} }
  const failed = new Promise<never>((_, reject) => {
    fleet.fail = reject
  })
  failed.catch(() => {}) // Whoever serves waits for it; until then it must not end the process.
  const nodes = subgraphNames.map((name): Node => ({ name, child: launch(), port: null, restarts: [] }))
  const stop = async () => {
    fleet.stopping = true
    await Promise.all(nodes.map(({ child }) => end(child)))
  }
  try {
    await Promise.all(nodes.map(node => begin(node, options)))
  } catch (error) {
    await stop()
    throw error
  }
  for (const node of nodes) watch(node, options, fleet)
  return {
    addresses: Object.fromEntries(nodes.map(node => [node.name, () => addressOf(node)])),
    processOf: name => nodes.find(node => node.name === name)?.child.pid,
    ready: () => nodes.every(({ port }) => port !== null),
    failed,
    stop,
  }
}

/** Port 0 answers nothing: what is asked meanwhile fails at once. */
const addressOf = ({ port }: Node): string => `http://127.0.0.1:${port ?? 0}/graphql`

/** Its own process group: Ctrl-C in a terminal must end the gateway first, then the subgraphs that it still asks. */
function launch(): ChildProcess {
  return fork(entry, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'], detached: true })
}

/** Orders what to serve, and waits for the port. */
async function begin(node: Node, { settings, database, trusted }: SeparateOptions): Promise<void> {
  const { url, secret, rolePrefix } = database
  const keys = trusted.keys instanceof URL ? trusted.keys.href : trusted.keys()
  const order: SubgraphOrder = {
    name: node.name,
    // Only the gateway in front of it is reached from elsewhere.
    settings: { ...settings, host: '127.0.0.1' },
    database: { url, secret, rolePrefix },
    ...{ issuer: trusted.issuer, keys, connections },
  }
  const waiting = new AbortController()
  const { child, name } = node
  const ended = once(child, 'exit', { signal: waiting.signal }).then(() => {
    throw new Error(`The subgraph ${name} ended before it listened: the lines above say why.`)
  })
  const late = sleep(startMs, undefined, { signal: waiting.signal }).then(() => {
    throw new Error(`The subgraph ${name} did not start within ${startMs / 1_000} s: start again.`)
  })
  const told = once(child, 'message', { signal: waiting.signal })
  for (const promise of [ended, late, told]) promise.catch(() => {})
  child.send(order, () => {}) // That it could not be sent is seen by its end.
  try {
    const [{ port }] = (await Promise.race([told, ended, late])) as [SubgraphServes]
    node.port = port
  } finally {
    waiting.abort()
  }
}

interface Fleet {
  readonly stopping: boolean
  fail(error: Error): void
}

function watch(node: Node, options: SeparateOptions, fleet: Fleet): void {
  const ended = () => {
    node.port = null
    if (!fleet.stopping) void restart(node, options, fleet)
  }
  if (hasEnded(node.child)) ended()
  else node.child.once('exit', ended)
}

async function restart(node: Node, options: SeparateOptions, fleet: Fleet): Promise<void> {
  const now = performance.now()
  if (!mayRestart(node.restarts, now)) {
    const { most, withinMs } = restartRule
    const often = `The subgraph ${node.name} ended ${most + 1} times within ${withinMs / 1_000} s`
    fleet.fail(
      new Error(`${often}: everything stops. The lines above say why; start again when it is mended.`),
    )
    return
  }
  node.restarts.push(now)
  options.say(`The subgraph ${node.name} ended and is started again.`)
  // The first at once; each further one waits longer, so that a fault that lasts does not take the machine.
  await sleep(200 * (node.restarts.length - 1), undefined, { ref: false })
  if (fleet.stopping) return
  node.child = launch()
  watch(node, options, fleet)
  // One that ended before it listened is counted by its end, one that hangs is ended here.
  await begin(node, options).catch(() => node.child.kill('SIGKILL'))
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const ended = once(child, 'exit')
  const late = setTimeout(() => child.kill('SIGKILL'), stopMs)
  child.kill('SIGTERM')
  await ended
  clearTimeout(late)
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null
