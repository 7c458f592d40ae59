// Kill -9 at random under load, of gateways and of the database's own processes: no client holds what the log lacks.
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadSample } from '../commands/sample.ts'
import { connectAsAdministrator, type Database } from '../database/connect.ts'
import { removeEmbedded, startEmbedded } from '../database/embedded.ts'
import { migrate } from '../database/migrate.ts'
import { seedAuthorities } from '../sample/seed.ts'
import { type Node, startNode } from './withdrawal-nodes.ts'
import { consentOf, findIds, type Read, type Right } from './withdrawal-rights.ts'

// The same kills in the same order each time; what they hit is chance.
const seed = 20_260_101
const clients = 12
const answersBetween = 40

// A server of its own, as it is installed: it keeps its promises over a crash, and its fall disturbs no other test.
let folder: string
let stopServer: () => Promise<void>
let database: Database
let admin: postgres.Sql
let anna: Right
const nodes: Node[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engang-kill-'))
  await chmod(folder, 0o711) // as root the server runs under another account, which must get through
  const server = await startEmbedded({ folder, name: 'engang_kill' })
  stopServer = server.stop
  database = {
    url: server.url,
    rolePrefix: 'engang_kill',
    secret: 'a secret of this test, nowhere else in use',
  }
  await migrate(database)
  admin = connectAsAdministrator(database)
  const day = await loadSample(database, new Date())
  await seedAuthorities(admin, day!)
  nodes.push(...(await Promise.all([startNode(database), startNode(database)])))
  const [id] = await findIds(admin, ['anna'])
  anna = consentOf('anna', id!)
  await anna.give(nodes[0]!)
})
afterAll(async () => {
  await Promise.all(nodes.map(node => node.stop()))
  await admin?.end({ timeout: 1 })
  await stopServer?.()
  if (folder) {
    await removeEmbedded(folder)
    await rm(folder, { recursive: true, force: true })
  }
})

interface Load {
  readonly answers: (Read & { readonly reference: string })[]
  /** References of requests that were sent and never answered. */
  readonly unanswered: string[]
  stop(): Promise<void>
}

/** Clients that ask without a pause, each one question after the other, of both gateways in turn. */
function startLoad(label: string): Load {
  const answers: Load['answers'] = []
  const unanswered: string[] = []
  let asked = 0
  let running = true
  const client = async (number: number) => {
    while (running) {
      const reference = `${label}.${asked++}`
      try {
        const read = await anna.read(nodes[(number + asked) % nodes.length]!, reference)
        answers.push({ ...read, reference })
      } catch {
        unanswered.push(reference)
        await pause(20)
      }
    }
  }
  const all = Array.from({ length: clients }, (_, number) => client(number))
  return {
    answers,
    unanswered,
    async stop() {
      running = false
      await Promise.all(all)
    },
  }
}

const given = ({ answers }: Load): number => answers.filter(({ outcome }) => outcome === 'GIVEN').length

/** Resolves when the platform has given so many more answers: it has recovered from the kill before. */
async function moreAnswers(load: Load): Promise<void> {
  const wanted = given(load) + answersBetween
  await expect.poll(() => given(load) >= wanted, { timeout: 30_000, interval: 20 }).toBe(true)
}

type Victim = 'GATEWAY' | 'DATABASE'

/** Ends a process at once, and sees to it that there is another in its place. */
async function kill(victim: Victim, chance: number): Promise<void> {
  if (victim === 'GATEWAY') {
    const index = Math.floor(chance * nodes.length)
    await nodes[index]!.stop()
    nodes[index] = await startNode(database)
    return
  }
  // The server ends every other of its processes when one dies, and starts anew by itself.
  const found = await admin<{ pid: number }[]>`select pid from pg_stat_activity
    where application_name in ('engang access_log', 'engang persons', 'engang access_reader') order by pid`
  process.kill(found[Math.floor(chance * found.length)]!.pid, 'SIGKILL')
}

/** Loads the platform and kills one victim after the other, each when it has recovered from the one before. */
async function killUnderLoad(label: string, victims: readonly Victim[]): Promise<Load> {
  const random = makeRandom(seed)
  const load = startLoad(label)
  try {
    for (const victim of victims) {
      await moreAnswers(load)
      await pause(random() * 150)
      await kill(victim, random())
    }
    await moreAnswers(load)
  } finally {
    await load.stop()
  }
  return load
}

/** References of answers that hold something which the log does not tell of. */
async function unrecorded(label: string, { answers }: Load): Promise<readonly string[]> {
  const records = await readRecords(label)
  return answers
    .filter(({ body }) => body.data?.personById != null)
    .filter(read => !tells(records.get(read.reference), read))
    .map(({ reference }) => reference)
}

test('every answer is found in the log, as it was given', { timeout: 120_000 }, async () => {
  const victims = ['GATEWAY', 'DATABASE', 'GATEWAY', 'DATABASE', 'GATEWAY'] as const
  const load = await killUnderLoad('kill', victims)
  expect(await unrecorded('kill', load)).toEqual([])
  // It was real: many answers, and requests that died under way. Some of those are on record, as decided and no more.
  expect(given(load)).toBeGreaterThan(victims.length * answersBetween)
  expect(load.unanswered.length).toBeGreaterThan(0)
  // What could not be given was refused in so many words.
  expect(load.answers.map(({ outcome }) => outcome)).not.toContain('null without an error')
})

test('a gateway that answers before it records is found out', { timeout: 120_000 }, async () => {
  await Promise.all(nodes.map(node => node.stop()))
  nodes.splice(0, nodes.length, await startNode(database, { fault: 'ANSWER_FIRST' }))
  const load = await killUnderLoad('late', ['GATEWAY'])
  expect((await unrecorded('late', load)).length).toBeGreaterThan(0)
})

interface RecordRow {
  readonly given: readonly { readonly field: string; readonly consent?: string }[]
}

async function readRecords(label: string): Promise<ReadonlyMap<string, RecordRow>> {
  const rows = await admin<(RecordRow & { reference: string })[]>`
    select case_reference as reference, given from access_log.record where starts_with(case_reference, ${`${label}.`})`
  return new Map(rows.map(row => [row.reference, row]))
}

/** Whether the record holds each field that the answer does. */
function tells(record: RecordRow | undefined, { body }: Read): boolean {
  const person = body.data?.personById as { name: unknown; asked: unknown }
  const fields = new Set(record?.given.map(({ field }) => field))
  return (
    (person.name === null || fields.has('Person.name')) &&
    (person.asked === null || fields.has('Person.civilStatus'))
  )
}

/** Source: Marsaglia's xorshift32. */
function makeRandom(start: number): () => number {
  let state = start
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}
