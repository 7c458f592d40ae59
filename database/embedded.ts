// The embedded PostgreSQL 18: the real server from npm, for development, with its data in one folder.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { type Account, choosePlace, type Place, unprivilegedAccount } from './account.ts'
import { chooseFreePort, type Postmaster, runningPort, startPostmaster, stopOrphan } from './postmaster.ts'
import { findPrograms } from './programs.ts'

export interface EmbeddedOptions {
  /** Where everything lies: `postgres/` (data and the administrator's password), `postgres.port`, `postgres.log`. */
  readonly folder: string
  /** The wanted port; without it the last one, or any that is free. A busy one is replaced. */
  readonly port?: number
  /** Name of the database, made when it is missing. */
  readonly name?: string
  /** Server settings, such as `fsync: 'off'` for tests. */
  readonly settings?: Readonly<Record<string, string>>
}

const databaseName = 'engang'
// Every subgraph in a process of its own holds 207 together at most (subgraphs/open.ts); PostgreSQL's own bound is 100.
const roomFor = '300'
const passwordName = 'administrator.password'

function address(port: number, password: string, name: string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/${name}`
}

/**
 * Starts the server, making its data first when there are none, and gives the administrator's address. Takes over
 * after kill -9: half-made data are made again, a server that was left behind is stopped. Throws, with what to do,
 * when another program of ours uses the same folder.
 */
export async function startEmbedded(
  options: EmbeddedOptions,
): Promise<{ url: string; stop(): Promise<void> }> {
  const folder = resolve(options.folder)
  await mkdir(folder, { recursive: true })
  const release = await holdFolder(folder)
  try {
    const account = unprivilegedAccount()
    const place = await choosePlace(folder, await findPrograms(), account)
    await stopOrphan(place.data)
    const password = await initialise(place, account)
    const server = await startOnFreePort(place, account, options)
    const url = await makeDatabase(server.port, password, options.name ?? databaseName)
    return {
      url,
      async stop() {
        await server.stop()
        await release()
      },
    }
  } catch (error) {
    await release()
    throw error
  }
}

/** The administrator's address of a server that another program of ours runs on this folder; null when none runs. */
export async function findRunning(folder: string): Promise<string | null> {
  const data = join(resolve(folder), 'postgres')
  const port = await runningPort(data)
  const password = await readFile(join(data, passwordName), 'utf8').catch(() => null)
  return port === null || password === null ? null : address(port, password.trim(), databaseName)
}

/** Removes the data of a server that is not running. */
export async function removeEmbedded(folder: string): Promise<void> {
  const release = await holdFolder(resolve(folder))
  const place = await choosePlace(resolve(folder), await findPrograms(), unprivilegedAccount())
  await stopOrphan(place.data)
  for (const path of [place.data, join(folder, 'postgres')]) await rm(path, { recursive: true, force: true })
  await release()
}

/** One program at a time in one folder. The mark holds the process and when it began: a pid may be given anew. */
async function holdFolder(folder: string): Promise<() => Promise<void>> {
  const mark = join(folder, 'postgres.owner')
  await mkdir(folder, { recursive: true })
  const [pid, began] = (await readFile(mark, 'utf8').catch(() => '')).trim().split(' ')
  if (pid && began) {
    if (Number(pid) !== process.pid && (await beginning(Number(pid))) === began)
      throw new Error(
        `Engang is already running on ${folder} (process ${pid}): stop it first, or set DATA_FOLDER to another folder.`,
      )
    await rm(mark, { force: true })
  }
  // Exclusively: of two programs that start at once one holds the folder.
  const holder = `${process.pid} ${await beginning(process.pid)}\n`
  await writeFile(mark, holder, { flag: 'wx' }).catch(() => {
    throw new Error(
      `Another program is starting on ${folder}: wait for it, or set DATA_FOLDER to another folder.`,
    )
  })
  return () => rm(mark, { force: true })
}

// proc_pid_stat(5): field 22, counted after the program's name, which may hold spaces and parentheses.
async function beginning(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (text !== null) return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  try {
    process.kill(pid, 0)
    return 'alive'
  } catch {
    return 'gone'
  }
}

/**
 * Makes the data once and gives the administrator's password. The password's file is written last, so it marks that
 * the data are whole: without it initdb was cut short and begins again.
 */
async function initialise(place: Place, account: Account | null): Promise<string> {
  const kept = join(place.data, passwordName)
  const known = await readFile(kept, 'utf8').catch(() => '')
  if (known) return known.trim()
  const password = randomBytes(32).toString('base64url')
  await mkdir(place.data, { recursive: true, mode: 0o700 })
  for (const name of await readdir(place.data))
    await rm(join(place.data, name), { recursive: true, force: true })
  // In the system's temporary folder: the account may not be able to reach ours.
  const passwordFile = join(tmpdir(), `engang-${randomBytes(9).toString('hex')}`)
  try {
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' })
    if (account) await chown(passwordFile, account.uid, account.gid)
    await runInitdb(place, passwordFile, account)
  } finally {
    await rm(passwordFile, { force: true })
  }
  await writeFile(`${kept}.new`, `${password}\n`, { mode: 0o600 })
  await rename(`${kept}.new`, kept)
  return password
}

// The builtin provider sorts alike on every machine and knows the case of æ, ø and å.
const localeFlags = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']

async function runInitdb(place: Place, passwordFile: string, account: Account | null): Promise<void> {
  const flags = [
    `--pgdata=${place.data}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
  ]
  const child = spawn(join(place.binaries, 'initdb'), [...flags, ...localeFlags], {
    ...(account ?? {}),
    cwd: '/',
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said = text(child.stderr)
  const code = await new Promise<number | null>((done, failed) =>
    child.once('error', failed).once('close', done),
  )
  if (code !== 0) throw new Error(`The embedded PostgreSQL could not make its data: ${(await said).trim()}`)
}

/** Another program may take a port between the look and the start: try again, a few times. */
async function startOnFreePort(
  place: Place,
  account: Account | null,
  options: EmbeddedOptions,
): Promise<Postmaster> {
  const folder = resolve(options.folder)
  for (let attempt = 0; attempt < 5; attempt++) {
    const port = await chooseFreePort(join(folder, 'postgres.port'), attempt === 0 ? options.port : 0)
    const settings = { max_connections: roomFor, ...options.settings }
    const server = await startPostmaster(place, port, account, join(folder, 'postgres.log'), settings)
    if (server) return server
  }
  throw new Error('PostgreSQL found its port busy five times: start again.')
}

async function makeDatabase(port: number, password: string, name: string): Promise<string> {
  const sql = postgres(address(port, password, 'postgres'), { max: 1, onnotice: () => {} })
  try {
    await recovered(sql)
    const [found] = await sql`select 1 from pg_database where datname = ${name}`
    if (!found) await sql`create database ${sql(name)}`
  } finally {
    await sql.end()
  }
  return address(port, password, name)
}

/**
 * When the server is the primary. After a recovery from copied files it takes connections that only read for a while,
 * before it begins a timeline of its own. Rejects when it stays so, as a standby does.
 */
async function recovered(sql: postgres.Sql): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    const [row] = await sql`select pg_is_in_recovery() as waits`
    if (!row!.waits) return
    await sleep(100)
  }
  throw new Error(
    'The embedded PostgreSQL is still recovering after 30 seconds: see postgres.log, and remove standby.signal from its data if it is there.',
  )
}
