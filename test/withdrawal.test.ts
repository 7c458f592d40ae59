// Withdrawal works at once, on every node: races over gateway processes on one database, and faults that lose them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './database.ts'
import type { Fault } from './withdrawal-gateway.ts'
import { type Citizen, findCitizens, type Node, startNode } from './withdrawal-nodes.ts'
import { judge, race } from './withdrawal-race.ts'

// 100 rounds read at least 2,000 times; WITHDRAWAL_ROUNDS asks for more.
const rounds = Number(process.env.WITHDRAWAL_ROUNDS ?? 100)
const minuteMs = 60_000
const names = ['anna', 'jens', 'lars', 'karen', 'thomas', 'mette', 'erik', 'freja']

let database: TestDatabase
let racers: Citizen[]
let honest: [Node, Node]
const others: Node[] = []

beforeAll(async () => {
  database = await testDatabase({ sample: true })
  racers = await findCitizens(database.admin, names)
  honest = await Promise.all([startNode(database), startNode(database)])
})
afterAll(async () => {
  await Promise.all([...(honest ?? []), ...others].map(node => node.stop()))
  await database?.drop()
})

async function start(options: Parameters<typeof startNode>[1]): Promise<Node> {
  const node = await startNode(database, options)
  others.push(node)
  return node
}

const clean = { lateReads: [], lateReleases: [], unrecorded: [], unexpected: [] }

describe.sequential('reads race withdrawals on two nodes', () => {
  test('no read is permitted that was sent after the withdrawal had returned', {
    timeout: 10 * minuteMs,
  }, async () => {
    const raced = await race({ nodes: honest, racers, rounds, label: 'race' })
    const verdict = await judge(database.admin, 'race', raced)
    expect(verdict).toMatchObject(clean)
    expect(raced.map(({ first }) => first.outcome)).toEqual(raced.map(() => 'GIVEN'))
    // The race is real: both kinds of answer, and reads under way during the withdrawals.
    expect(verdict.given).toBeGreaterThan(rounds)
    expect(verdict.refused).toBeGreaterThan(rounds)
    expect(verdict.given + verdict.refused).toBeGreaterThanOrEqual(20 * rounds)
    expect(verdict.contested).toBeGreaterThan(rounds / 2)
  })

  test('a node five minutes ahead and one five minutes behind: the same', { timeout: minuteMs }, async () => {
    const ahead = await start({ clockAheadMs: 5 * minuteMs })
    const behind = await start({ clockAheadMs: -5 * minuteMs })
    const raced = await race({ nodes: [ahead, behind], racers, rounds: 12, label: 'clock' })
    const verdict = await judge(database.admin, 'clock', raced)
    expect(verdict).toMatchObject(clean)
    expect(raced.map(({ first }) => first.outcome)).toEqual(raced.map(() => 'GIVEN'))
    expect(verdict.contested).toBeGreaterThan(0)
  })

  // The checker can fail: a node with a fault races beside an honest one.
  test.each<{ fault: Fault; finds: 'lateReads' | 'lateReleases' }>([
    { fault: 'CHECK_THEN_WRITE', finds: 'lateReleases' },
    { fault: 'REMEMBERED', finds: 'lateReads' },
  ])(
    'a node with the fault $fault is found by its $finds',
    { timeout: minuteMs },
    async ({ fault, finds }) => {
      const faulty = await start({ fault })
      const raced = await race({ nodes: [faulty, honest[0]], racers, rounds: 20, label: fault })
      const verdict = await judge(database.admin, fault, raced)
      expect(verdict[finds]).not.toEqual([])
    },
  )
})
