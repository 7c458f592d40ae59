// Delivery of notices: once when it works, again after a failure, not for ever, into files in development.
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { chooseConnector, deliverNotices } from '../commands/notices.ts'
import { openLog } from '../door/log.ts'
import { readSettings } from '../settings.ts'
import { type Delivery, DeliveryFailed, noConnector } from '../subgraphs/notices/connector.ts'
import { dispatchDue, mostAttempts, pauseAfter, roundSize } from '../subgraphs/notices/dispatcher.ts'
import { filesConnector } from '../subgraphs/notices/files.ts'
import { restAfter, startRounds } from '../subgraphs/notices/rounds.ts'
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

const failing = (code: string) =>
  by(async () => {
    throw new DeliveryFailed(code)
  })

const makeDue = () => database.admin`update notices.delivery set next_at = now() where next_at is not null`

describe('a round', () => {
  test('delivers what is due once, and nothing that is done with', async () => {
    const ids = await sendMany(database, 3)
    const seen: Delivery[] = []
    const first = await dispatchDue(sql(), taking(seen))
    const second = await dispatchDue(sql(), taking(seen))
    expect([first.delivered, second.delivered]).toEqual([3, 0])
    expect(seen.map(({ id }) => id).sort()).toEqual([...ids].sort())
    for (const id of ids)
      expect(await outboxOf(database, id)).toMatchObject({ attempts: 1, delivered: true, done: true })
  })

  test('takes a few at once', async () => {
    await sendMany(database, roundSize + 2)
    const rounds = [await dispatchDue(sql(), taking()), await dispatchDue(sql(), taking())]
    expect(rounds.map(({ delivered }) => delivered)).toEqual([roundSize, 2])
  })

  test('gives the connector words in both languages, and no more than who, when and what', async () => {
    const id = await send(consents(), { authority: null })
    const seen: Delivery[] = []
    await dispatchDue(sql(), taking(seen))
    expect(seen[0]).toEqual({
      id,
      to: expect.stringMatching(/^[0-9a-f-]{36}$/),
      at: expect.any(Date),
      kind: 'CONSENT_REQUESTED',
      da: {
        title: 'Du bliver bedt om et samtykke',
        text: expect.stringMatching(/^En myndighed beder om dit samtykke: “Boligstøtte”\./),
      },
      en: {
        title: 'You are asked for a consent',
        text: expect.stringMatching(/^An authority asks for your consent: “Housing support”\./),
      },
    })
  })

  test('one that fails keeps no other back', async () => {
    const [bad, good] = await sendMany(database, 2)
    const picky = by(async ({ id }) => {
      if (id === bad) throw new Error('with a value in it')
    })
    expect(await dispatchDue(sql(), picky)).toEqual({ delivered: 1, refused: 0, failed: 1, givenUp: 0 })
    expect(await outboxOf(database, good!)).toMatchObject({ delivered: true })
    expect(await outboxOf(database, bad!)).toMatchObject({ delivered: false, done: false, code: 'FAILED' })
  })
})

describe('a failure', () => {
  test.each`
    attempts | random  | seconds
    ${1}     | ${0}    | ${5}
    ${1}     | ${0.99} | ${2.525}
    ${2}     | ${0}    | ${10}
    ${5}     | ${0}    | ${80}
    ${10}    | ${0}    | ${2_560}
    ${11}    | ${0}    | ${3_600}
    ${80}    | ${0}    | ${3_600}
  `('number $attempts waits $seconds s', ({ attempts, random, seconds }) => {
    expect(pauseAfter(attempts, random)).toBeCloseTo(seconds, 6)
  })

  test('waits for its time, then comes again and is delivered', async () => {
    const id = await send(consents())
    await dispatchDue(sql(), failing('BUSY'), { random: () => 0 })
    const waiting = await outboxOf(database, id)
    expect(waiting).toMatchObject({ attempts: 1, delivered: false, done: false, code: 'BUSY' })
    expect(waiting.wait).toBeGreaterThan(0)
    expect(waiting.wait).toBeLessThanOrEqual(5)
    await database.admin`update notices.delivery set next_at = now() + interval '1 hour'`
    expect(await dispatchDue(sql(), taking())).toMatchObject({ delivered: 0 })
    await makeDue()
    expect(await dispatchDue(sql(), taking())).toMatchObject({ delivered: 1 })
    expect(await outboxOf(database, id)).toMatchObject({
      attempts: 2,
      delivered: true,
      done: true,
      code: null,
    })
  })

  test('for the last time is given up, counted, and stays in the outbox with its code', async () => {
    const id = await send(consents())
    await database.admin`update notices.delivery set attempts = ${mostAttempts - 2}`
    expect(await dispatchDue(sql(), failing('DOWN'))).toMatchObject({ failed: 1, givenUp: 0 })
    await makeDue()
    expect(await dispatchDue(sql(), failing('DOWN'))).toMatchObject({ failed: 0, givenUp: 1 })
    expect(await outboxOf(database, id)).toMatchObject({ delivered: false, done: true, code: 'DOWN' })
    await makeDue()
    expect(await dispatchDue(sql(), taking())).toMatchObject({ delivered: 0 })
  })

  test.each`
    what                           | connector                                                                   | code              | done
    ${'that the recipient causes'} | ${by(() => Promise.reject(new DeliveryFailed('EXEMPT', { final: true })))}  | ${'EXEMPT'}       | ${true}
    ${'of a connector that hangs'} | ${by(() => new Promise(() => {}))}                                          | ${'TIME_OUT'}     | ${false}
    ${'that is thrown at once'} | ${by(() => {
  throw new TypeError('at once')
})} | ${'FAILED'} | ${false}
    ${'of the system'}             | ${by(() => Promise.reject(Object.assign(new Error(), { code: 'ENOSPC' })))} | ${'ENOSPC'}       | ${false}
    ${'whose code is no code'}     | ${by(() => Promise.reject(new DeliveryFailed('to Anna')))}                  | ${'FAILED'}       | ${false}
    ${'that is no error'}          | ${by(() => Promise.reject(undefined))}                                      | ${'FAILED'}       | ${false}
    ${'of having no connector'}    | ${noConnector}                                                              | ${'NO_CONNECTOR'} | ${true}
  `('$what is noted as $code', async ({ connector, code, done }) => {
    const id = await send(consents())
    const round = await dispatchDue(sql(), connector, { timeoutMs: 20 })
    expect(await outboxOf(database, id)).toMatchObject({ delivered: false, code, done })
    expect(round).toEqual({ delivered: 0, refused: done ? 1 : 0, failed: done ? 0 : 1, givenUp: 0 })
  })
})

describe('rounds', () => {
  test('stop after the one under way, and begin no other', async () => {
    const [first] = await sendMany(database, 1)
    let begun = 0
    let letGo = (): void => {}
    const gate = new Promise<void>(resolve => {
      letGo = resolve
    })
    const slow = by(async () => {
      begun++
      await gate
    })
    const stop = startRounds(sql(), slow, { restMs: 1 })
    while (begun === 0) await sleep(1)
    const stopped = stop()
    await send(consents())
    letGo()
    await stopped
    expect(begun).toBe(1)
    expect(await outboxOf(database, first!)).toMatchObject({ delivered: true })
  })

  test('stop at once while they rest', async () => {
    const stop = startRounds(sql(), taking(), { restMs: 3_600_000 })
    await stop()
  })

  test.each`
    failures | random | ms
    ${0}     | ${0}   | ${500}
    ${0}     | ${0.5} | ${1_000}
    ${1}     | ${0.5} | ${2_000}
    ${4}     | ${0.5} | ${16_000}
    ${5}     | ${0.5} | ${30_000}
    ${500}   | ${0.5} | ${30_000}
  `('rest $ms ms after $failures failed ones', ({ failures, random, ms }) => {
    expect(restAfter(failures, 1_000, random)).toBe(ms)
  })
})

describe('the connector for development', () => {
  test('writes a file that only its owner may read, in both languages; the same again is the same file', async () => {
    const into = join(folder, 'notices')
    const id = await send(consents())
    for (let round = 0; round < 2; round++) {
      await database.admin`update notices.delivery set next_at = now(), delivered_at = null`
      await dispatchDue(sql(), filesConnector(into))
    }
    expect(await readdir(into)).toEqual([`${id}.txt`])
    expect((await stat(join(into, `${id}.txt`))).mode & 0o777).toBe(0o600)
    expect((await stat(into)).mode & 0o777).toBe(0o700)
    const text = await readFile(join(into, `${id}.txt`), 'utf8')
    expect(text).toContain('Du bliver bedt om et samtykke')
    expect(text).toContain('You are asked for a consent')
    expect(text).not.toMatch(/(^|\D)\d{6}-?\d{4}(\D|$)/m)
  })

  test.each`
    connector    | issuer                          | name
    ${undefined} | ${undefined}                    | ${'files'}
    ${undefined} | ${'https://issuer.example.org'} | ${'none'}
    ${'none'}    | ${undefined}                    | ${'none'}
    ${'files'}   | ${'https://issuer.example.org'} | ${'files'}
  `('NOTICE_CONNECTOR $connector with issuer $issuer is $name', ({ connector, issuer, name }) => {
    const settings = readSettings({ NOTICE_CONNECTOR: connector, ISSUER: issuer })
    expect(chooseConnector(settings).name).toBe(name)
  })

  test('that cannot write is counted in the log, without a path or a name', async () => {
    const id = await send(consents())
    await writeFile(join(folder, 'notices'), 'in the way')
    const lines: string[] = []
    const log = openLog('errors', line => void lines.push(line))
    const stop = deliverNotices(database, readSettings({ DATA_FOLDER: folder }), log)
    while (lines.length === 0) await sleep(5)
    await stop()
    expect(JSON.parse(lines[0]!)).toEqual({
      time: expect.any(String),
      id: 'notices',
      fault: 'NoticeNotDelivered',
      count: 1,
    })
    expect(await outboxOf(database, id)).toMatchObject({ delivered: false, done: false, code: 'EEXIST' })
  })
})
