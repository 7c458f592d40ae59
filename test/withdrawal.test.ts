// Withdrawal works at once, on every node: races over gateway processes on one database, and faults that lose them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from './database.ts'
import type { Fault } from './withdrawal-gateway.ts'
import { type Node, startNode } from './withdrawal-nodes.ts'
import { judge, race } from './withdrawal-race.ts'
import { chainOf, consentOf, findIds, powerOfAttorneyOf, type Right } from './withdrawal-rights.ts'

// Each round reads at least 20 times; WITHDRAWAL_ROUNDS asks for more.
const rounds = Number(process.env.WITHDRAWAL_ROUNDS ?? 100)
const minuteMs = 60_000
const people = ['anna', 'jens', 'lars', 'karen', 'thomas', 'mette', 'erik', 'freja'] as const

let database: TestDatabase
let honest: [Node, Node]
let consents: Right[]
let powersOfAttorney: Right[]
let chains: Right[]
const others: Node[] = []

beforeAll(async () => {
  database = await testDatabase({ sample: true })
  const ids = await findIds(database.admin, people)
  consents = people.map((name, index) => consentOf(name, ids[index]!))
  powersOfAttorney = [
    powerOfAttorneyOf('anna', ids[0]!, 'sofie'),
    powerOfAttorneyOf('erik', ids[6]!, 'freja'),
  ]
  chains = [
    chainOf('anna', ids[0]!, ['sofie', 'jens', 'karen']),
    chainOf('erik', ids[6]!, ['freja', 'thomas', 'mette']),
  ]
  honest = await Promise.all([startNode(database), startNode(database)])
})
afterAll(async () => {
  await Promise.all([...(honest ?? []), ...others].map(node => node.stop()))
  await database?.drop()
})

/** Starts nodes for one test. */
async function start(...options: Parameters<typeof startNode>[1][]): Promise<Node[]> {
  const nodes = await Promise.all(options.map(one => startNode(database, one)))
  others.push(...nodes)
  return nodes
}

const clean = { lateReads: [], lateReleases: [], unrecorded: [], unexpected: [], notYetGiven: [] }

describe.sequential('reads race withdrawals on two nodes', () => {
  test('of consents: none is permitted that was sent after the withdrawal had returned', {
    timeout: 10 * minuteMs,
  }, async () => {
    const raced = await race({ nodes: honest, rights: consents, rounds, label: 'consent' })
    const verdict = await judge(database.admin, 'consent', raced)
    expect(verdict).toMatchObject(clean)
    // The race is real: both kinds of answer, and reads under way during the withdrawals.
    expect(verdict.given).toBeGreaterThan(rounds)
    expect(verdict.refused).toBeGreaterThan(rounds)
    expect(verdict.given + verdict.refused).toBeGreaterThanOrEqual(20 * rounds)
    expect(verdict.contested).toBeGreaterThan(rounds / 2)
  })

  test('of powers of attorney: the same', { timeout: minuteMs }, async () => {
    const raced = await race({ nodes: honest, rights: powersOfAttorney, rounds: 10, label: 'power' })
    const verdict = await judge(database.admin, 'power', raced)
    expect(verdict).toMatchObject(clean)
    expect(verdict.contested).toBeGreaterThan(0)
  })

  test('of powers passed on, whose middle one is revoked while the last holder reads: the same', {
    timeout: minuteMs,
  }, async () => {
    const raced = await race({ nodes: honest, rights: chains, rounds: 10, label: 'chain' })
    const verdict = await judge(database.admin, 'chain', raced)
    expect(verdict).toMatchObject(clean)
    expect(verdict.given).toBeGreaterThan(0)
    expect(verdict.contested).toBeGreaterThan(0)
  })

  test('of consents, one clock five minutes ahead and one five behind: the same', {
    timeout: minuteMs,
  }, async () => {
    const clocks = await start({ clockAheadMs: 5 * minuteMs }, { clockAheadMs: -5 * minuteMs })
    const nodes = [clocks[0]!, clocks[1]!] as const
    const raced = await race({ nodes, rights: consents, rounds: 10, label: 'clock' })
    const verdict = await judge(database.admin, 'clock', raced)
    expect(verdict).toMatchObject(clean)
    expect(verdict.contested).toBeGreaterThan(0)
  })

  // The checker can fail: a node with a fault races beside an honest one.
  test.each<{ fault: Fault; of: 'consents' | 'chains'; finds: 'lateReads' | 'lateReleases' }>([
    { fault: 'CHECK_THEN_WRITE', of: 'consents', finds: 'lateReleases' },
    { fault: 'REMEMBERED', of: 'consents', finds: 'lateReads' },
    { fault: 'REMEMBERED', of: 'chains', finds: 'lateReads' },
    { fault: 'LAST_LINK', of: 'chains', finds: 'lateReleases' },
  ])(
    'a node with the fault $fault is found by its $finds of $of',
    { timeout: minuteMs },
    async ({ fault, of, finds }) => {
      const rights = of === 'chains' ? chains : consents
      const label = `${fault}-${of}`
      const [faulty] = await start({ fault })
      const raced = await race({ nodes: [faulty!, honest[0]], rights, rounds: 12, label })
      const verdict = await judge(database.admin, label, raced)
      expect(verdict[finds]).not.toEqual([])
    },
  )
})
