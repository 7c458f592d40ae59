// What a gateway answers when it cannot be sure: a consent that is held, a log that takes nothing, a database cut off.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { roleName } from '../database/connect.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { type Cable, layCable } from './withdrawal-cable.ts'
import { type Node, startNode } from './withdrawal-nodes.ts'
import { consentOf, findIds, type Read, type Right } from './withdrawal-rights.ts'

let database: TestDatabase
let anna: Right
let jens: Right
let near: Node
let far: Node
let cable: Cable

beforeAll(async () => {
  database = await testDatabase({ sample: true })
  cable = await layCable(database)
  ;[near, far] = await Promise.all([startNode(database), startNode(cable.database)])
  const [annasId, jensId] = await findIds(database.admin, ['anna', 'jens'])
  anna = consentOf('anna', annasId!)
  jens = consentOf('jens', jensId!)
  await jens.give(near)
})
afterAll(async () => {
  await Promise.all([near, far].map(node => node?.stop()))
  await cable?.close()
  await database?.drop()
})

let asked = 0
const read = (node: Node, right: Right) => right.read(node, `fault.${asked++}`)
const readOften = (times: number, node: Node, right: Right) =>
  Promise.all(Array.from({ length: times }, () => read(node, right)))
const outcomes = (reads: readonly Read[]) => [...new Set(reads.map(({ outcome }) => outcome))]

describe.sequential('a consent whose row a stranger holds', () => {
  let consent: string
  beforeAll(async () => {
    consent = await anna.give(near)
  })

  test('its reads are indeterminate, and nobody else waits for them', async () => {
    await database.admin.begin(async tx => {
      await tx`select from consents.consent where id = ${consent} for update`
      // On one node, so that they are recorded in the same groups; answered while the row is still held.
      const [held, free] = await Promise.all([readOften(5, near, anna), readOften(20, near, jens)])
      expect({ held: outcomes(held), free: outcomes(free) }).toEqual({
        held: ['INDETERMINATE'],
        free: ['GIVEN'],
      })
      // What the law gives rests on nothing that is in doubt.
      const byLaw = { personById: { asked: null, name: { full: expect.any(String) } } }
      expect(held.map(({ body }) => body.data)).toEqual(held.map(() => byLaw))
    })
  })

  test('a withdrawal that cannot get hold of it changes nothing and says so', async () => {
    await database.admin.begin(async tx => {
      await tx`select from consents.consent where id = ${consent} for update`
      await expect(anna.withdraw(near, consent)).rejects.toThrow(/^withdrawConsent: \w+/)
    })
    expect((await read(far, anna)).outcome).toBe('GIVEN')
  })

  test('let go, it is withdrawn, and both nodes refuse', async () => {
    await anna.withdraw(near, consent)
    const reads = await Promise.all([near, far].map(node => read(node, anna)))
    expect(outcomes(reads)).toEqual(['CONSENT_WITHDRAWN'])
  })
})

describe.sequential('a log that takes no records', () => {
  const nothingGiven = async () => {
    const reads = await Promise.all([near, far].flatMap(node => [read(node, jens), read(node, anna)]))
    expect(outcomes(reads)).toEqual(['LOG_UNAVAILABLE'])
    expect(reads.map(({ body }) => body.data)).toEqual(reads.map(() => null))
  }
  const givenAgain = async () => {
    const reads = await Promise.all([near, far].map(node => read(node, jens)))
    expect(outcomes(reads)).toEqual(['GIVEN'])
  }

  test('the right to record is taken away, and given back', async () => {
    const role = database.admin(roleName(database, 'access_log'))
    await database.admin`revoke execute on function access.release(jsonb) from ${role}`
    await nothingGiven()
    await database.admin`grant execute on function access.release(jsonb) to ${role}`
    await givenAgain()
  })

  test('the log is locked, and let go', async () => {
    await database.admin.begin(async tx => {
      await tx`lock table access_log.record in access exclusive mode`
      await nothingGiven()
    })
    await givenAgain()
  })

  test('a withdrawal stands although its answer cannot be recorded', async () => {
    const consent = await anna.give(near)
    expect((await read(far, anna)).outcome).toBe('GIVEN')
    const role = database.admin(roleName(database, 'access_log'))
    await database.admin`revoke execute on function access.release(jsonb) from ${role}`
    await expect(anna.withdraw(near, consent)).rejects.toThrow('LOG_UNAVAILABLE COMMAND_STANDS')
    await database.admin`grant execute on function access.release(jsonb) to ${role}`
    expect((await read(far, anna)).outcome).toBe('CONSENT_WITHDRAWN')
  })
})

test('a node cut off from the database gives nothing, and afterwards knows what was withdrawn', async () => {
  const consent = await anna.give(near)
  expect((await read(far, anna)).outcome).toBe('GIVEN')
  cable.cut()
  const before = await readOften(3, far, anna)
  await anna.withdraw(near, consent)
  const after = await readOften(3, far, anna)
  cable.mend()
  // No value and no hint of one: only that it cannot be recorded or decided now.
  expect([...before, ...after].map(({ body }) => body.data ?? null)).toEqual(Array(6).fill(null))
  await expect.poll(async () => (await read(far, jens)).outcome, { timeout: 30_000 }).toBe('GIVEN')
  expect((await read(far, anna)).outcome).toBe('CONSENT_WITHDRAWN')
})
