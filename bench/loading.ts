// Loading: the product's own import and COPY of the rows that it made into the same empty tables, one after the other.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import type postgres from 'postgres'
import type { Parts } from '../commands/lifecycle.ts'
import { connectAsAdministrator, type Database } from '../database/connect.ts'
import { startEmbedded } from '../database/embedded.ts'
import { migrate } from '../database/migrate.ts'
import { cpuOfFamily, parentOf, watchMemory } from './cpu.ts'
import { extractOf } from './extract.ts'
import type { Imported, ImportOrder } from './loading-import.ts'
import type { Size } from './population.ts'

export interface LoadingOptions {
  readonly size: Size
  readonly seed: number
  readonly rounds: number
  readonly folder: string
  say(line: string): void
}

/** Seconds by the clock, and of CPU. */
export interface Cost {
  readonly seconds: number
  readonly cpu: number
}

/** One round of one register's extract. */
export interface LoadingRound {
  readonly register: 'cpr' | 'cvr'
  readonly imported: Cost
  readonly copied: Cost
  readonly rows: number
  /** The most memory that the importing process and PostgreSQL's session held of their own, in bytes. */
  readonly memory: { readonly node: number; readonly postgres: number }
}

export interface LoadingResults {
  readonly rounds: readonly LoadingRound[]
  /** Of the imported database, in bytes. */
  readonly stored: number
}

// The same extracts on whatever day the bench runs.
const day = new Date('2026-06-01T12:00:00Z')
// Larger ones are made while they are read: a file of them would need as much room as the database.
const mostInFiles = 500_000
/** PostgreSQL's, as of a small production machine. */
export const serverSettings = { shared_buffers: '1GB', maintenance_work_mem: '256MB', max_wal_size: '4GB' }

/** Everything that it starts is put into `parts`, to be stopped by the caller. */
export async function runLoading(options: LoadingOptions, parts: Parts): Promise<LoadingResults> {
  const { url, stop } = await startEmbedded({ folder: options.folder, settings: serverSettings })
  parts.started(stop)
  const server = connectAsAdministrator({ url }, { max: 1 })
  parts.started(() => server.end())
  const [session] = await server`select pg_backend_pid() as id`
  const postgresId = parentOf(session!.id)
  const files = await mkdtemp(join(tmpdir(), 'engang-rows-'))
  // PostgreSQL's server, another user, writes its rows there and reads them back.
  await chmod(files, 0o777)
  parts.started(() => rm(files, { recursive: true, force: true }))
  const rounds: LoadingRound[] = []
  let stored = 0
  for (let round = 0; round < options.rounds; round++) {
    const [imported, copied] = await Promise.all(
      ['imported', 'copied'].map(name => freshDatabase(server, url, name)),
    )
    for (const register of ['cpr', 'cvr'] as const) {
      const work = { register, imported: imported!, copied: copied!, files, postgresId }
      rounds.push(await loadBoth(work, options))
      options.say(worded(rounds.at(-1)!))
    }
    stored = await sizeOf(server, 'imported')
    for (const name of ['imported', 'copied']) await server`drop database ${server(name)}`
  }
  return { rounds, stored }
}

const worded = ({ register, imported, copied, rows }: LoadingRound): string =>
  `  ${register}: ${rows} rows; import ${imported.seconds.toFixed(1)} s (CPU ${imported.cpu.toFixed(1)}), COPY ${copied.seconds.toFixed(1)} s (CPU ${copied.cpu.toFixed(1)})`

/** An empty database of this name on the server, with the product's tables and roles of its own. */
export async function freshDatabase(server: postgres.Sql, url: string, name: string): Promise<Database> {
  await server`drop database if exists ${server(name)}`
  await server`create database ${server(name)}`
  const own = new URL(url)
  own.pathname = `/${name}`
  const database = { url: own.href, rolePrefix: `bench_${name}`, secret: 'bench'.repeat(8) }
  await migrate(database)
  return database
}

/** Bytes. */
export async function sizeOf(server: postgres.Sql, name: string): Promise<number> {
  const [row] = await server`select pg_database_size(${name})::float8 as bytes`
  return row!.bytes
}

interface Work {
  readonly register: 'cpr' | 'cvr'
  readonly imported: Database
  readonly copied: Database
  /** A folder that PostgreSQL may write into. */
  readonly files: string
  readonly postgresId: number
}

async function loadBoth(work: Work, options: LoadingOptions): Promise<LoadingRound> {
  const { register, files, postgresId } = work
  const file = await writeExtract(register, files, options)
  const from = connectAsAdministrator(work.imported, { max: 1 })
  const to = connectAsAdministrator(work.copied, { max: 1 })
  try {
    const before = new Map((await filledTables(from)).map(({ name, rows }) => [name, rows]))
    const memory = watchMemory(postgresId)
    const cpuBefore = cpuOfFamily(postgresId)
    const imported = await importAlone(work.imported, register, file, options)
    const cpu = imported.cpu + cpuOfFamily(postgresId) - cpuBefore
    const made = { node: imported.memory, postgres: memory.most() }
    // What the other register left in a table that both fill is copied again: it is small.
    const tables = (await filledTables(from)).filter(({ name, rows }) => rows > (before.get(name) ?? 0))
    await Promise.all([prepareCopy(from), prepareCopy(to)])
    await to`set session_replication_role = replica`
    const copied: Cost[] = []
    for (const table of tables) copied.push(await copyTable(table, from, to, files, postgresId))
    const sum = (part: keyof Cost) => copied.reduce((all, one) => all + one[part], 0)
    return {
      ...{ register, memory: made, rows: tables.reduce((all, { rows }) => all + rows, 0) },
      imported: { seconds: imported.seconds, cpu },
      copied: { seconds: sum('seconds'), cpu: sum('cpu') },
    }
  } finally {
    await Promise.all([from.end(), to.end()])
    if (file !== null) await rm(file, { force: true })
  }
}

async function writeExtract(
  register: Work['register'],
  files: string,
  { size, seed }: LoadingOptions,
): Promise<string | null> {
  if (size.persons > mostInFiles) return null
  const path = join(files, register)
  await pipeline(Readable.from(extractOf({ register, size, seed, day })), createWriteStream(path))
  return path
}

/** Imports one register's extract by a process of its own; without a file the extract is made while it is read. */
export async function importAlone(
  database: Database,
  register: Work['register'],
  file: string | null,
  { size, seed }: Pick<LoadingOptions, 'size' | 'seed'>,
): Promise<Imported> {
  const child = fork(fileURLToPath(new URL('loading-import.ts', import.meta.url)), {
    serialization: 'advanced',
    // Its progress is not the bench's.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const order: ImportOrder = {
    database,
    register,
    name: `bench.${register}`,
    file,
    size,
    seed,
    day,
  }
  child.send(order)
  const done = await Promise.race([once(child, 'message'), once(child, 'exit').then(() => null)])
  if (done === null) throw new Error('The import of the bench failed: see the lines above.')
  await once(child, 'exit')
  return done[0] as Imported
}

interface Table {
  readonly name: string
  readonly rows: number
}

/** Tables of the registers that hold rows. */
async function filledTables(sql: postgres.Sql): Promise<readonly Table[]> {
  return sql<Table[]>`
    select format('%I.%I', n.nspname, c.relname) as name, (xpath('/row/c/text()', query_to_xml(
      format('select count(*) as c from %I.%I', n.nspname, c.relname), false, true, '')))[1]::text::int as rows
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and c.relpersistence = 'p'
      and n.nspname in ('identity', 'access', 'persons', 'businesses', 'changes')
    order by 1`
}

/** COPY takes no parameters. */
async function prepareCopy(sql: postgres.Sql): Promise<void> {
  await sql`
    create function pg_temp.copy_rows(place regclass, direction text, file text) returns void language plpgsql as $$
    begin execute format('copy %s %s %L', place, direction, file); end $$`
}

/** The rows out to a file, which is not measured, and in again, which is. */
async function copyTable(
  { name }: Table,
  from: postgres.Sql,
  to: postgres.Sql,
  files: string,
  postgresId: number,
): Promise<Cost> {
  const file = join(files, name)
  await from`select pg_temp.copy_rows(${name}::text::regclass, 'to', ${file})`
  await to`truncate ${to(name)} cascade`
  const [before, began] = [cpuOfFamily(postgresId), performance.now()]
  await to`select pg_temp.copy_rows(${name}::text::regclass, 'from', ${file})`
  const seconds = (performance.now() - began) / 1_000
  const cost = { seconds, cpu: cpuOfFamily(postgresId) - before }
  await rm(file, { force: true })
  return cost
}
