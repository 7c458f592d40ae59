// Speed: ours in process and over HTTP, `@apollo/gateway` over the same subgraph processes, and the floor, by turns.
import type { Parts } from '../commands/lifecycle.ts'
import { connectAsAdministrator, type Database } from '../database/connect.ts'
import { startEmbedded } from '../database/embedded.ts'
import { type Child, startChild } from './child.ts'
import { parentOf } from './cpu.ts'
import { type FloorRecording, floorHeader } from './floor.ts'
import { askOne, type Target } from './load.ts'
import { type Measured, measure, median, type Plan, type Server, total } from './measure.ts'
import { type BenchOperation, benchOperations } from './operations.ts'
import { openRecorder } from './recording.ts'
import { type BenchOptions, load, openBearers } from './run.ts'
import type { SpeedOrder } from './speed-serve.ts'
import { registers, serveUndecided } from './undecided.ts'

/** Where nothing is decided, and with identity, activity, decisions and durable record. */
export const ways = ['in process', 'over HTTP', '@apollo/gateway'] as const
export const speedVariants = [
  'floor',
  ...ways,
  'in process, decided',
  'over HTTP, decided',
  '@apollo/gateway, decided',
] as const
export type SpeedVariant = (typeof speedVariants)[number]
export type SpeedResults = ReadonlyMap<BenchOperation, Measured<SpeedVariant>>

const kept: Readonly<Record<BenchOperation['name'], number>> = { Q1: 400, Q2: 400, Q3: 80 }

/** Everything that it starts is put into `parts`, to be stopped by the caller. */
export async function runSpeed(options: BenchOptions, parts: Parts): Promise<SpeedResults> {
  const { size, seed, say } = options
  const { url, stop } = await startEmbedded({ folder: options.folder })
  parts.started(stop)
  const database = { url, rolePrefix: 'engang', secret: 'bench'.repeat(8) }
  await load(database, size, seed)
  const admin = connectAsAdministrator(database, { max: 1 })
  parts.started(() => admin.end())
  const [session] = await admin`select pg_backend_pid() as id`
  const operations = (await benchOperations(admin, size, seed)).map(again)
  say('Recording what the subgraphs ask …')
  const recording = await recordAll(database, operations)
  const servers = await startAll(database, recording, options.profiles, parts)
  const results = new Map<BenchOperation, Measured<SpeedVariant>>()
  for (const operation of operations) {
    say(`Measuring ${operation.name}: ${operation.about} …`)
    const measured = await measure(operation, servers, parentOf(session!.id), planOf(options.rounds))
    for (const variant of speedVariants)
      say(`  ${variant}: ${median(measured[variant].map(total)).toFixed(2)}`)
    results.set(operation, measured)
  }
  return results
}

const planOf = (rounds: number): Plan => ({
  rounds,
  requests: { Q1: 800, Q2: 400, Q3: 80 },
  atOnce: 4,
})

/** The same requests over and over: those of which the floor knows what they ask. */
const again = (operation: BenchOperation): BenchOperation => ({
  ...operation,
  variables: place => operation.variables(place % kept[operation.name]),
})

/** Each request once, by itself, after the statements have been prepared. */
async function recordAll(database: Database, operations: readonly BenchOperation[]): Promise<FloorRecording> {
  const recorder = await openRecorder(database.url)
  const undecided = await serveUndecided({ ...database, url: recorder.url }, { connections: 1 })
  const target = { url: undecided.url, headers: {} }
  try {
    const recording: Record<string, FloorRecording['Q1'][number][]> = {}
    for (const { name, text, variables } of operations) {
      const ask = (place: number) =>
        askOne(target, JSON.stringify({ query: text, variables: variables(place) }))
      for (let place = 0; place < 3; place++) await ask(place)
      recording[name] = []
      for (let place = 0; place < kept[name]; place++) {
        let answer = ''
        const recorded = await recorder.record(async () => {
          answer = await ask(place)
        })
        recording[name].push({ recorded, answer })
      }
    }
    return recording as unknown as FloorRecording
  } finally {
    await undecided.close()
    await recorder.close()
  }
}

type SpeedServer = Server<SpeedVariant>

async function startAll(
  database: Database,
  recording: FloorRecording,
  profiles: string | null,
  parts: Parts,
): Promise<readonly SpeedServer[]> {
  const start = (name: string, order: SpeedOrder) =>
    startChild('speed-serve.ts', order, profiles && `${profiles}/${name}`, parts)
  const floor = await start('floor', { kind: 'floor', database, recording })
  const { issuer, keys, bearer } = await openBearers()
  const open = await startWays(start, database, null)
  const decided = await startWays(start, database, { issuer, keys })
  const undecidedTarget = (url: string) => async (): Promise<Target> => ({ url, headers: {} })
  const decidedTarget =
    (url: string) =>
    async ({ client, activity }: BenchOperation): Promise<Target> => ({
      url,
      headers: { ...(await bearer({ client_id: client })), 'Processing-Activity': activity },
    })
  const floorTarget = async ({ name }: BenchOperation): Promise<Target> => ({
    url: floor.url,
    headers: {},
    headersAt: place => ({ [floorHeader]: `${name}/${place % kept[name]}` }),
  })
  return [
    { variant: 'floor', process: floor.process, target: floorTarget },
    ...open.map(({ way, child, others }) => ({
      ...{ variant: way, process: child.process, others },
      target: undecidedTarget(child.url),
    })),
    ...decided.map(({ way, child, others }) => ({
      ...{ variant: `${way}, decided` as const, process: child.process, others },
      target: decidedTarget(child.url),
    })),
  ]
}

/** Ours in one process; two subgraph processes, and both gateways in front of them. */
async function startWays(
  start: (name: string, order: SpeedOrder) => Promise<Child>,
  database: Database,
  trusted: { readonly issuer: string; readonly keys: Awaited<ReturnType<typeof openBearers>>['keys'] } | null,
) {
  const named = (name: string) => (trusted ? `${name}-decided` : name)
  const whole = await start(named('in-process'), { kind: 'whole', database, trusted })
  const subgraphs = await Promise.all(
    registers.map(name => start(named(name), { kind: 'subgraph', name, database, trusted })),
  )
  const addresses = Object.fromEntries(
    registers.map((name, index) => [name, `${subgraphs[index]!.url}/graphql`]),
  )
  const others = subgraphs.map(({ process }) => process)
  const gateway = await start(named('over-http'), { kind: 'gateway', addresses })
  const apollo = await start(named('apollo'), { kind: 'apollo', addresses })
  return [
    { way: 'in process', child: whole, others: [] },
    { way: 'over HTTP', child: gateway, others },
    { way: '@apollo/gateway', child: apollo, others },
  ] as const
}
