// `npm start -- --separate` as processes: a subgraph that is killed comes back, one that cannot is the end, no request is lost at the end.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  mayRestart,
  restartRule,
  type SeparateSubgraphs,
  startSubgraphs,
} from '../commands/start-separate.ts'
import { findRunning, removeEmbedded } from '../database/embedded.ts'
import { person } from '../sample/persons.ts'
import { readSettings } from '../settings.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { post, tokenOf, trustedIssuer } from './over-http.ts'

// On a machine with other things to do a start may take its time.
const patience = 240_000
const { most, withinMs } = restartRule
const nameOfAnna = `{ person(cpr: "${person('anna', new Date()).number}") { name { full } } }`

describe('whether a subgraph that ended is started again', () => {
  const now = 1_000_000
  test.each`
    before                                                       | may
    ${[]}                                                        | ${true}
    ${Array(most - 1).fill(now - 1)}                             | ${true}
    ${Array(most).fill(now - 1)}                                 | ${false}
    ${Array(most).fill(now - withinMs)}                          | ${true}
    ${[...Array(most).fill(now - withinMs), now - withinMs + 1]} | ${true}
  `('after $before: $may', ({ before, may }) => {
    expect(mayRestart(before, now)).toBe(may)
  })
})

describe('the processes', () => {
  let database: TestDatabase
  let subgraphs: SeparateSubgraphs
  const said: string[] = []

  beforeAll(async () => {
    database = await testDatabase({ sample: true })
    const settings = readSettings({ LOG: 'silent' })
    const say = (line: string) => void said.push(line)
    subgraphs = await startSubgraphs({ settings, database, trusted: trustedIssuer, say })
  })
  afterAll(async () => {
    await subgraphs?.stop()
    await database?.drop()
  })

  const askAnna = async (): Promise<unknown> => {
    const authorization = `Bearer ${tokenOf({ client_id: 'kommune-sagssystem' })}`
    const headers = { authorization, 'processing-activity': 'KOM-17' }
    const { text } = await post(subgraphs.addresses.persons!(), headers, { query: nameOfAnna })
    return JSON.parse(text)
  }

  test('each is one of its own, and answers on a port of this machine alone', async () => {
    const names = Object.keys(subgraphs.addresses) as Parameters<SeparateSubgraphs['processOf']>[0][]
    const processes = names.map(subgraphs.processOf)
    expect(new Set([...processes, process.pid]).size).toBe(names.length + 1)
    expect(names.map(name => new URL(subgraphs.addresses[name]!()).hostname)).toEqual(
      names.map(() => '127.0.0.1'),
    )
    expect(await askAnna()).toMatchObject({ data: { person: { name: { full: 'Anna Kirstine Holm' } } } })
  })

  test('one that is killed is started again and told of', { timeout: patience }, async () => {
    const former = subgraphs.processOf('persons')!
    process.kill(former, 'SIGKILL')
    await expect.poll(subgraphs.ready, { timeout: patience }).toBe(false)
    await expect.poll(subgraphs.ready, { timeout: patience }).toBe(true)
    expect(subgraphs.processOf('persons')).not.toBe(former)
    expect(said).toEqual(['The subgraph persons ended and is started again.'])
    expect(await askAnna()).toMatchObject({ data: { person: { name: { full: 'Anna Kirstine Holm' } } } })
  })

  test('one that ends again and again is the end of everything', { timeout: patience }, async () => {
    let ended = false
    const failed = subgraphs.failed.catch((error: Error) => {
      ended = true
      return error.message
    })
    while (!ended) {
      const running = subgraphs.processOf('persons')!
      if (isRunning(running)) process.kill(running, 'SIGKILL')
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    expect(await failed).toMatch(
      /^The subgraph persons ended 6 times within 60 s: everything stops\. .*start again when it is mended\.$/,
    )
  })
})

describe('stopped under load', () => {
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'engang-stop-'))
    await chmod(folder, 0o711)
  })
  afterAll(async () => {
    await removeEmbedded(folder)
    await rm(folder, { recursive: true, force: true })
  })

  test.each([[[]], [['--separate']]])(
    'npm start %s: every request that was begun is answered whole',
    {
      timeout: patience,
    },
    async words => {
      const port = await freePort()
      const entry = fileURLToPath(new URL('../commands/start.ts', import.meta.url))
      // The process itself, without the wrapper that npm runs: what a signal does is seen in its exit.
      const child = spawn(process.execPath, [entry, ...words], {
        env: { ...process.env, DATA_FOLDER: folder, PORT: String(port), SUBGRAPH_TIMEOUT: '4000' },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let said = ''
      for (const stream of [child.stdout, child.stderr]) stream.on('data', piece => (said += piece))
      const ended = once(child, 'exit')
      try {
        await expect.poll(() => said, { timeout: patience }).toContain('Ctrl-C stops it.')
        expect((await fetch(`http://localhost:${port}/health/ready`)).status).toBe(200)
        const token = /^KOMMUNE=(\S+)$/m.exec(said)![1]!
        const load = await askUntilToldToLeave(port, token, 100, () => void child.kill('SIGTERM'))
        expect(load.broken).toEqual([])
        expect(load.whole).toBeGreaterThanOrEqual(100)
        expect(await ended).toEqual([0, null])
        expect(await findRunning(folder)).toBeNull()
      } finally {
        if (isRunning(child.pid!)) child.kill('SIGKILL')
      }
    },
  )
})

const clients = 8

/**
 * Clients that ask one question after the other, each over a connection that stays, until the server says that the
 * connection ends. `stop` is called when so many answers have come.
 */
async function askUntilToldToLeave(port: number, token: string, answers: number, stop: () => void) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const broken: string[] = []
  let whole = 0
  let stopped = false
  const take = ({ status, given, leave }: Once): boolean => {
    if (status === 200 && given) whole++
    // A machine with much to do sheds here or in a subgraph; at the end nothing may be missing for that reason.
    else if (stopped ? status !== 503 : status !== 200 && status !== 503) broken.push(`${status}`)
    if (whole >= answers && !stopped) {
      stopped = true
      stop()
    }
    return (leave && stopped) || broken.length > clients
  }
  const client = async () => {
    try {
      while (!take(await askOnce(agent, port, token)));
    } catch (error) {
      broken.push((error as { code?: string }).code ?? String(error))
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  agent.destroy()
  return { broken, whole }
}

interface Once {
  readonly status: number
  /** Nothing is missing in what was asked. */
  readonly given: boolean
  readonly leave: boolean
}

function askOnce(agent: Agent, port: number, token: string): Promise<Once> {
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'processing-activity': 'KOM-17',
  }
  return new Promise((resolve, reject) => {
    const asked = request({ port, path: '/graphql', method: 'POST', agent, headers }, async response => {
      try {
        const body = JSON.parse(await text(response))
        resolve({
          status: response.statusCode!,
          given: body.data?.person?.name?.full === 'Anna Kirstine Holm',
          leave: response.headers.connection === 'close',
        })
      } catch (error) {
        reject(error)
      }
    })
    asked.once('error', reject)
    asked.end(JSON.stringify({ query: nameOfAnna }))
  })
}

function isRunning(id: number): boolean {
  try {
    return process.kill(id, 0)
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
