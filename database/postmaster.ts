// Starts and stops one postmaster, PostgreSQL's main process, and knows from its own pid file whether one runs.
import { type ChildProcess, spawn } from 'node:child_process'
import { open, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Account, Place } from './account.ts'

/** A running postmaster of ours. */
export interface Postmaster {
  readonly port: number
  stop(): Promise<void>
}

const startTimeoutMs = 60_000
const stopTimeoutMs = 30_000

// Errors may hold values of the registers; the server's log gets none of them.
const quietLog = { log_min_messages: 'log', log_min_error_statement: 'panic', log_error_verbosity: 'terse' }

/**
 * Starts the postmaster on `port`, listening on 127.0.0.1 only, in a process group of its own: Ctrl-C in a terminal
 * reaches this program, which then stops the server when its own work is done. Null when the port is busy.
 */
export async function startPostmaster(
  place: Place,
  port: number,
  account: Account | null,
  logFile: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Postmaster | null> {
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...quietLog, ...settings }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = await open(logFile, 'w', 0o600)
  const child = spawn(join(place.binaries, 'postgres'), ['-D', place.data, '-p', String(port), ...flags], {
    ...(account ?? {}),
    cwd: '/',
    detached: true,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
    stdio: ['ignore', log.fd, log.fd],
  })
  const exited = new Promise<void>(resolve =>
    child.once('exit', () => resolve()).once('error', () => resolve()),
  )
  await log.close()
  if (await becomesReady(child, place.data)) return running(child, exited, port)
  const said = await readFile(logFile, 'utf8').catch(() => '')
  if (said.includes('could not bind') || said.includes('could not create any TCP/IP sockets')) return null
  throw new Error(`The embedded PostgreSQL did not start: see ${logFile}`)
}

function running(child: ChildProcess, exited: Promise<void>, port: number): Postmaster {
  // Whatever ends this program, the server does not outlive it (kill -9 apart: see stopOrphan).
  const onExit = (): void => {
    child.kill('SIGINT')
  }
  process.once('exit', onExit)
  child.unref()
  return {
    port,
    async stop() {
      process.off('exit', onExit)
      if (child.exitCode !== null || child.signalCode !== null) return
      child.ref()
      child.kill('SIGINT') // "fast": open sessions are ended, everything committed is on disk
      await exited
    },
  }
}

async function becomesReady(child: ChildProcess, data: string): Promise<boolean> {
  const failed = new Promise<void>(resolve => child.once('error', () => resolve()))
  let broken = false
  void failed.then(() => {
    broken = true
  })
  for (let waited = 0; waited < startTimeoutMs; waited += 25) {
    if (broken || child.exitCode !== null || child.signalCode !== null) return false
    const lines = await pidFile(data)
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return true
    await sleep(25)
  }
  child.kill('SIGQUIT')
  return false
}

// https://www.postgresql.org/docs/18/storage-file-layout.html: line 1 the process, line 8 its state.
async function pidFile(data: string): Promise<readonly string[]> {
  return (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n')
}

/**
 * After kill -9 of this program the postmaster lives on. It is found by its own pid file, made sure of (the process
 * works in this data folder), and stopped. A pid file whose process is gone, or by now another program's, is removed:
 * PostgreSQL would take any living process of that number for a postmaster and refuse to start.
 */
export async function stopOrphan(data: string): Promise<void> {
  const pid = Number((await pidFile(data))[0])
  if (!Number.isInteger(pid) || pid <= 1 || !(await worksIn(pid, data)))
    return rm(join(data, 'postmaster.pid'), { force: true })
  process.kill(pid, 'SIGINT')
  for (let waited = 0; waited < stopTimeoutMs; waited += 25) {
    if (!(await worksIn(pid, data))) return
    await sleep(25)
  }
  throw new Error(
    `An earlier PostgreSQL (process ${pid}) does not stop: end it with kill ${pid} and start again.`,
  )
}

/** The port of the postmaster that serves this data folder now; null when none is ready. */
export async function runningPort(data: string): Promise<number | null> {
  // postmaster.pid: line 1 the process, line 4 the port, line 8 the state.
  const lines = await pidFile(data)
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 1 || lines[7]?.trim() !== 'ready') return null
  return (await worksIn(pid, data)) ? Number(lines[3]) : null
}

async function worksIn(pid: number, data: string): Promise<boolean> {
  if (process.platform !== 'linux') return isAlive(pid)
  // A zombie (its parent has not noticed yet) has no working folder: it runs no more.
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => null)
  if (folder === null) return false
  const [one, other] = await Promise.all([stat(`/proc/${pid}/cwd`).catch(() => null), stat(data)])
  return one !== null && one.ino === other.ino && one.dev === other.dev
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** A port of 127.0.0.1 that is free now: the wanted or the remembered one when it is, else any. It is remembered in `file`. */
export async function chooseFreePort(file: string, wanted?: number): Promise<number> {
  const remembered = wanted ?? Number(await readFile(file, 'utf8').catch(() => '0'))
  const port = (await freePort(remembered)) ?? (await freePort(0))
  if (port === null) throw new Error('No port of 127.0.0.1 is free for PostgreSQL.')
  await writeFile(file, `${port}\n`)
  return port
}

/** The port when it is free (0: any), else null. */
function freePort(port: number): Promise<number | null> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null))
    })
  })
}
