// Delivery of notices by several nodes, and across what dies in between: kill -9, the database, a lease.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '../database/connect.ts'
import { type Delivery, DeliveryFailed } from '../subgraphs/notices/connector.ts'
import { dispatchDue, mostAttempts, roundSize } from '../subgraphs/notices/dispatcher.ts'
import { filesConnector } from '../subgraphs/notices/files.ts'
import { startRounds } from '../subgraphs/notices/rounds.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { by, outboxOf, send, sendMany, taking } from './notices-sent.ts'

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.drop())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engang-notices-'))
  await database.admin`truncate notices.notice cascade`
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const sql = () => database.sql('notices')
const consents = () => database.sql('consents')
const makeDue = () => database.admin`update notices.delivery set next_at = now() where next_at is not null`

describe('several nodes', () => {
  test('never have the same notice in their hands', async () => {
    await sendMany(database, roundSize + 5)
    const held: string[] = []
    let letGo = (): void => {}
    const gate = new Promise<void>(resolve => {
      letGo = resolve
    })
    const slow = by(async ({ id }) => {
      held.push(id)
      await gate
    })
    const first = dispatchDue(sql(), slow)
    while (held.length < roundSize) await sleep(5)
    const seen: Delivery[] = []
    const other = connect(database, 'notices', { max: 1 })
    expect(await dispatchDue(other, taking(seen))).toMatchObject({ delivered: 5 })
    expect(await dispatchDue(other, taking(seen))).toMatchObject({ delivered: 0 })
    expect(seen.filter(({ id }) => held.includes(id))).toEqual([])
    letGo()
    expect(await first).toMatchObject({ delivered: roundSize })
    await other.end()
  })

  test('deliver everything once between them while notices are being sent', async () => {
    const seen: Delivery[] = []
    const pools = [1, 2, 3].map(() => connect(database, 'notices', { max: 1 }))
    const stops = pools.map(pool => startRounds(pool, taking(seen), { restMs: 5 }))
    const ids = await sendMany(database, 120)
    while (seen.length < ids.length) await sleep(5)
    await Promise.all(stops.map(stop => stop()))
    await Promise.all(pools.map(pool => pool.end()))
    expect(seen.map(({ id }) => id).sort()).toEqual([...ids].sort())
  })
})

describe('what dies in between', () => {
  let child: ChildProcess | undefined
  afterEach(() => void child?.kill('SIGKILL'))

  test('a process killed after delivering: the notice comes again, under the same id', async () => {
    const id = await send(consents())
    const { url, rolePrefix, secret } = database
    const worker = fileURLToPath(new URL('notices-worker.ts', import.meta.url))
    child = spawn(process.execPath, [worker, JSON.stringify({ folder, url, rolePrefix, secret })], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout!, 'data')
    const before = await stat(join(folder, `${id}.txt`))
    // While it lives, nobody else takes the row.
    expect(await dispatchDue(sql(), filesConnector(folder))).toMatchObject({ delivered: 0 })
    child.kill('SIGKILL')
    await once(child, 'exit')
    const left = await outboxOf(database, id)
    expect(left).toMatchObject({ attempts: 1, delivered: false, done: false })
    expect(left.wait).toBeLessThanOrEqual(30)
    await makeDue() // its lease ends
    expect(await dispatchDue(sql(), filesConnector(folder))).toMatchObject({ delivered: 1 })
    expect(await readdir(folder)).toEqual([`${id}.txt`])
    expect((await stat(join(folder, `${id}.txt`))).size).toBe(before.size)
    expect(await outboxOf(database, id)).toMatchObject({ attempts: 2, delivered: true, done: true })
  })

  test('the database as it was to be noted: told, and the notice comes again', async () => {
    const id = await send(consents())
    const role = database.admin(`${database.rolePrefix}_notices`)
    const faults: unknown[] = []
    const seen: Delivery[] = []
    const locking = by(async notice => {
      seen.push(notice)
      if (seen.length === 1)
        await database.admin`revoke update (delivered_at) on notices.delivery from ${role}`
    })
    const stop = startRounds(sql(), locking, { restMs: 5, onFault: error => void faults.push(error) })
    while (faults.length === 0) await sleep(5)
    expect(await outboxOf(database, id)).toMatchObject({ attempts: 1, delivered: false, done: false })
    await database.admin`grant update (delivered_at) on notices.delivery to ${role}`
    await makeDue()
    while (!(await outboxOf(database, id)).delivered) await sleep(5)
    await stop()
    expect(seen.map(notice => notice.id)).toEqual([id, id])
  })

  test('the database’s connections, while a connector works: the rounds go on', async () => {
    const id = await send(consents())
    const pool = connect(database, 'notices', { max: 1 })
    const seen: Delivery[] = []
    const cutting = by(async notice => {
      seen.push(notice)
      const name = `${database.rolePrefix}_notices`
      if (seen.length === 1)
        await database.admin`select pg_terminate_backend(pid) from pg_stat_activity
          where usename = ${name} and datname = current_database()`
    })
    const stop = startRounds(pool, cutting, { restMs: 5 })
    while (!(await outboxOf(database, id)).delivered) {
      await makeDue()
      await sleep(20)
    }
    await stop()
    await pool.end()
    expect(new Set(seen.map(notice => notice.id))).toEqual(new Set([id]))
  })

  test('each process that tries: the notice is given up, and takes no other with it', async () => {
    const id = await send(consents())
    await database.admin`update notices.delivery set attempts = ${mostAttempts}`
    const seen: Delivery[] = []
    expect(await dispatchDue(sql(), taking(seen))).toMatchObject({ givenUp: 1 })
    expect([seen, await outboxOf(database, id)]).toMatchObject([[], { done: true, code: 'DIED' }])
  })

  test('nothing: whoever was held up for longer than the lease says no more about it', async () => {
    const id = await send(consents())
    let letGo = (): void => {}
    const gate = new Promise<void>(resolve => {
      letGo = resolve
    })
    let begun = false
    const slow = by(async () => {
      begun = true
      await gate
      throw new DeliveryFailed('LATE')
    })
    const late = dispatchDue(sql(), slow)
    while (!begun) await sleep(1)
    await makeDue() // its lease ends
    await dispatchDue(sql(), taking())
    letGo()
    await late
    expect(await outboxOf(database, id)).toMatchObject({ attempts: 2, delivered: true, code: null })
  })
})
