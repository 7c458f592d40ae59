// `npm start` as a process: from nothing, again, a second time beside itself, after Ctrl-C, after kill -9, with fresh data.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findRunning, removeEmbedded } from '../database/embedded.ts'
import { emptyDatabase } from './database.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
// On a machine with other things to do a start may take its time.
const patience = 120_000
let folder: string
let port: number
let running: Started | null = null
const launched: Started[] = []

interface Started {
  readonly child: ChildProcess
  /** Standard output and standard error so far. */
  said(): string
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engang-start-'))
  await chmod(folder, 0o711)
  port = await freePort()
})
afterAll(async () => {
  // Also those that a failing test left behind.
  await Promise.all(launched.map(started => stop(started, 'SIGINT')))
  await removeEmbedded(folder)
  await rm(folder, { recursive: true, force: true })
}, patience)

test('from nothing: it says where it is, who one can be, and what to paste', {
  timeout: patience,
}, async () => {
  running = await start()
  const text = running.said()
  expect(text).toMatch(/CPR: sample-cpr\.txt: \d+ persons/)
  expect(text).toContain(`Engang runs at http://localhost:${port}`)
  expect(text).toMatch(/^ {2}gitte +citizen +/m)
  for (const path of ['playground', 'schema.graphql', 'health/ready'])
    expect((await fetch(`http://localhost:${port}/${path}`)).status).toBe(200)
  const { data, errors } = await paste(text, 'KOMMUNE')
  expect(data).toMatchObject({ person: { civilStatus: null } })
  expect(errors).toMatchObject([{ path: ['person', 'civilStatus'], extensions: { code: 'CONSENT_MISSING' } }])
  const log = await paste(text, 'ANNA')
  expect(JSON.stringify(log.data)).toContain('CONSENT_MISSING')
})

test('a second one on the same port, or on the same data, is told in one line', {
  timeout: patience,
}, async () => {
  expect(await refused({ PORT: String(port) })).toMatch(/^Port \d+ is in use.*PORT=\d+ npm start\.\n$/)
  const other = String(await freePort())
  expect(await refused({ PORT: other })).toMatch(/already running on .* \(process \d+\): stop it first/)
})

test('Ctrl-C stops everything and exits with 0', { timeout: patience }, async () => {
  expect(await stop(running!, 'SIGINT')).toEqual([0, null])
  expect(await findRunning(folder)).toBeNull()
  await expect(fetch(`http://127.0.0.1:${port}/health/live`)).rejects.toThrow()
})

test('again: the data are there and are not loaded twice', { timeout: patience }, async () => {
  running = await start()
  expect(running.said()).not.toContain('sample-cpr.txt')
  expect(JSON.stringify((await paste(running.said(), 'ANNA')).data)).toContain('CONSENT_MISSING')
})

test('beside it: subgraphs alone, and a gateway alone over them', { timeout: patience }, async () => {
  const [persons, businesses, gateway] = await Promise.all([freePort(), freePort(), freePort()])
  const address = (at: number): string => `http://127.0.0.1:${at}/graphql`
  const apart = await Promise.all([
    serving(launch({}, 'subgraph', 'persons', '--port', String(persons))),
    serving(launch({}, 'subgraph', 'businesses', '--port', String(businesses))),
    serving(
      launch(
        {},
        ...['gateway', '--supergraph', join(root, 'schema', 'supergraph.graphql'), '--port', String(gateway)],
        ...[`persons=${address(persons)}`, `businesses=${address(businesses)}`],
      ),
    ),
  ])
  const alone = await paste(running!.said(), 'KOMMUNE', gateway)
  const together = await paste(running!.said(), 'KOMMUNE')
  expect(alone.data).toEqual(together.data)
  expect(alone.errors).toEqual(together.errors)
  for (const process of apart) expect(await stop(process, 'SIGTERM')).toEqual([0, null])
})

test('after kill -9 of the process itself it starts again', { timeout: patience }, async () => {
  const [pid] = (await readFile(join(folder, 'postgres.owner'), 'utf8')).split(' ')
  process.kill(Number(pid), 'SIGKILL')
  await once(running!.child, 'exit')
  expect(await findRunning(folder)).not.toBeNull() // PostgreSQL was left behind
  running = await start()
  expect((await paste(running.said(), 'KOMMUNE')).errors).toHaveLength(1)
})

test('after kill -9 of its wrapper it has stopped by itself', { timeout: patience }, async () => {
  running!.child.kill('SIGKILL')
  await once(running!.child, 'exit')
  await expect.poll(() => findRunning(folder), { timeout: 30_000 }).toBeNull()
})

test('DATABASE_URL: a server of one’s own', { timeout: patience }, async () => {
  const own = await emptyDatabase()
  const started = await serving(launch({ DATABASE_URL: own.url }, 'start'))
  expect((await paste(started.said(), 'KOMMUNE')).errors).toHaveLength(1)
  expect(await findRunning(folder)).toBeNull()
  expect(await stop(started, 'SIGTERM')).toEqual([0, null])
  expect(await refused({ DATABASE_URL: own.url }, '--reset')).toMatch(
    /removes the data of the embedded PostgreSQL only/,
  )
  await own.drop()
  expect(await refused({ DATABASE_URL: own.url })).toMatch(
    /No connection to the database at 127\.0\.0\.1:\d+ \(3D000\)/,
  )
})

test('--reset begins with fresh data, and without the notices of the former', {
  timeout: patience,
}, async () => {
  const former = join(folder, 'notices', 'former.txt')
  await mkdir(dirname(former), { recursive: true })
  await writeFile(former, '')
  running = await start('--reset')
  expect(existsSync(former)).toBe(false)
  expect(running.said()).toMatch(/CPR: sample-cpr\.txt: \d+ persons/)
  expect(JSON.stringify((await paste(running.said(), 'ANNA')).data)).not.toContain('CONSENT_MISSING')
})

function launch(environment: Record<string, string>, ...command: string[]): Started {
  const child = spawn(process.execPath, [join(root, 'commands', 'run.js'), ...command], {
    env: { ...process.env, DATA_FOLDER: folder, PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => (text += chunk))
  const started = { child, said: () => text }
  launched.push(started)
  return started
}

async function start(...rest: string[]): Promise<Started> {
  return serving(launch({}, 'start', ...rest))
}

/** Waits until a command that serves says so. */
async function serving(started: Started): Promise<Started> {
  const ended = once(started.child, 'exit').then(() => {
    throw new Error(`It did not start: ${started.said()}`)
  })
  await Promise.race([ended, expect.poll(started.said, { timeout: patience }).toContain('Ctrl-C stops it.')])
  ended.catch(() => {})
  return started
}

async function refused(environment: Record<string, string>, ...rest: string[]): Promise<string> {
  const { child, said } = launch(environment, 'start', ...rest)
  expect(await once(child, 'exit')).toEqual([1, null])
  return said()
}

async function stop({ child }: Started, signal: NodeJS.Signals): Promise<unknown[]> {
  if (child.exitCode !== null || child.signalCode !== null) return []
  child.kill(signal)
  return once(child, 'exit')
}

/** Sends what the printed command sends: its token, activity and body. */
async function paste(text: string, name: 'KOMMUNE' | 'ANNA', at = port) {
  const token = new RegExp(`^${name}=(\\S+)$`, 'm').exec(text)![1]!
  const command = text.slice(text.indexOf(`Bearer $${name}"`))
  const activity = /Processing-Activity: ([A-Z0-9-]+)/.exec(command.slice(0, command.indexOf('-d ')))?.[1]
  const response = await fetch(`http://localhost:${at}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      ...(activity && { 'processing-activity': activity }),
    },
    body: /-d '([^']*)'/.exec(command)![1],
  })
  return (await response.json()) as { data: object; errors?: object[] }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
