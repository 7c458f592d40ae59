// A country's size: how long its registers take to load and what Q1 and Q2 cost there, beside a small population.
import type { Parts } from '../commands/lifecycle.ts'
import { connectAsAdministrator, type Database } from '../database/connect.ts'
import { startEmbedded } from '../database/embedded.ts'
import { seedAuthorities } from '../sample/seed.ts'
import { cpuOfFamily, parentOf, watchMemory } from './cpu.ts'
import { freshDatabase, importAlone, sizeOf } from './loading.ts'
import { bodyOf, type Measured, measure, type Server, warmingRounds } from './measure.ts'
import { type BenchOperation, benchOperations } from './operations.ts'
import type { Size } from './population.ts'
import { planOf, startServers } from './run.ts'

export interface SizeOptions {
  /** Of the country; the population beside it is `smallSize`. */
  readonly size: Size
  readonly seed: number
  readonly rounds: number
  readonly folder: string
  say(line: string): void
}

/** PostgreSQL's, as of a machine that is to hold a country: both populations have them. */
export const countrySettings = {
  ...{ shared_buffers: '6GB', maintenance_work_mem: '1GB' },
  ...{ max_wal_size: '8GB', checkpoint_timeout: '30min' },
}
export const smallSize: Size = { persons: 100_000, businesses: 50_000 }
export const sizeVariants = ['small', 'large', 'small, decided', 'large, decided'] as const
export type SizeVariant = (typeof sizeVariants)[number]

/** One register's extract. */
export interface LoadedExtract {
  readonly register: 'cpr' | 'cvr'
  readonly seconds: number
  /** CPU seconds of the importing process and of PostgreSQL. */
  readonly cpu: number
  /** The most that the importing process and PostgreSQL's session held of their own, in bytes. */
  readonly memory: { readonly node: number; readonly postgres: number }
}

export interface SizeResults {
  readonly loaded: readonly LoadedExtract[]
  /** Bytes of both databases. */
  readonly stored: { readonly small: number; readonly large: number }
  readonly measured: ReadonlyMap<BenchOperation, Measured<SizeVariant>>
}

interface Side {
  readonly loaded: readonly LoadedExtract[]
  readonly stored: number
  readonly operations: readonly BenchOperation[]
  readonly servers: readonly Server<SizeVariant>[]
}

/** Everything that it starts is put into `parts`, to be stopped by the caller. */
export async function runSize(options: SizeOptions, parts: Parts): Promise<SizeResults> {
  const { url, stop } = await startEmbedded({ folder: options.folder, settings: countrySettings })
  parts.started(stop)
  const server = connectAsAdministrator({ url }, { max: 1 })
  parts.started(() => server.end())
  const [session] = await server`select pg_backend_pid() as id`
  const postgres = parentOf(session!.id)
  const sides: Side[] = []
  for (const name of ['small', 'large'] as const) {
    const size = name === 'small' ? smallSize : options.size
    const database = await freshDatabase(server, url, name)
    const loaded = await loadAll(database, { ...options, size }, postgres)
    const stored = await sizeOf(server, name)
    sides.push({ loaded, stored, ...(await openSide(name, database, { ...options, size }, parts)) })
  }
  const [small, large] = sides as [Side, Side]
  const measured = new Map<BenchOperation, Measured<SizeVariant>>()
  const servers = [...small.servers, ...large.servers]
  for (const operation of large.operations.filter(({ name }) => name !== 'Q3')) {
    options.say(`Measuring ${operation.name}: ${operation.about} …`)
    measured.set(operation, await measure(operation, servers, postgres, planOf(options.rounds)))
  }
  return { loaded: large.loaded, stored: { small: small.stored, large: large.stored }, measured }
}

async function loadAll(
  database: Database,
  options: SizeOptions,
  postgres: number,
): Promise<readonly LoadedExtract[]> {
  const loaded: LoadedExtract[] = []
  for (const register of ['cpr', 'cvr'] as const) {
    const memory = watchMemory(postgres)
    const before = cpuOfFamily(postgres)
    const { seconds, cpu, memory: node } = await importAlone(database, register, null, options)
    const most = { node, postgres: memory.most() }
    loaded.push({ register, seconds, cpu: cpu + cpuOfFamily(postgres) - before, memory: most })
    options.say(`${register} of ${JSON.stringify(options.size)}: ${seconds.toFixed(0)} s.`)
  }
  return loaded
}

/** Its servers ask their own people, the same ones while they warm and are measured: what is read lies in memory. */
async function openSide(
  name: 'small' | 'large',
  database: Database,
  { size, seed }: SizeOptions,
  parts: Parts,
): Promise<Pick<Side, 'operations' | 'servers'>> {
  const admin = connectAsAdministrator(database, { max: 1 })
  try {
    await seedAuthorities(admin, new Date('2026-06-01T12:00:00Z'))
    await admin`vacuum analyze`
    const operations = await benchOperations(admin, size, seed)
    const own = new Map(operations.map(operation => [operation.name, operation]))
    const bodyAt = ({ name }: BenchOperation, place: number) =>
      bodyOf(own.get(name)!, place % (planOf(1).requests[name] * warmingRounds))
    const servers = (await startServers(database, null, parts)).map(({ variant, process, target }) => ({
      variant: variant === 'decided' ? (`${name}, decided` as const) : name,
      ...{ process, target, bodyOf: bodyAt },
    }))
    return { operations, servers }
  } finally {
    await admin.end()
  }
}
