// The release by itself: one statement, what it relies on checked again, a group that one bad member cannot spoil.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRelease, type Settlement } from '../access/release.ts'
import { connect } from '../database/connect.ts'
import { type TestDatabase, testDatabase } from './database.ts'

let database: TestDatabase
let recorder: ReturnType<typeof openRelease>
let subject: string

beforeAll(async () => {
  database = await testDatabase()
  recorder = openRelease(() => connect(database, 'persons', { max: 1 }))
  const [row] = await database.sql('importer')`select identity.subject_id('PERSON', '0905779990') as id`
  subject = row!.id
})
afterAll(async () => {
  await recorder?.close()
  await database?.drop()
})

function settlement(overrides: Partial<Settlement> = {}, client = 'a-system'): Settlement {
  const record = {
    ...{ operation_id: randomUUID(), operation_hash: 'h', process: 'test', subject_id: subject, client },
    ...{ authority: null, processor: null, officer: null, person_id: null, on_behalf_of: null },
    ...{ activity: 'KOM-17', activity_version: 1, case_reference: null, cover_for: null, hidden_until: null },
    ...{ given: [{ field: 'Person.name', ground: 'LAW' }], refused: [] },
  }
  return { records: [record], consents: [], mandates: [], standings: [], until: null, ...overrides }
}

const recorded = async (one: Settlement): Promise<number> => {
  const [row] = await database.admin`
    select count(*)::int as count from access_log.record where operation_id = ${one.records[0]!.operation_id}`
  return row!.count
}

const inMs = (ms: number) => new Date(Date.now() + ms).toISOString()

describe('what no longer holds is named, and nothing is recorded', () => {
  const stranger = randomUUID()
  test.each`
    what                                | wanted                                                         | lost
    ${'nothing relied on'}              | ${() => ({})}                                                  | ${() => []}
    ${'the revision it was decided at'} | ${() => ({ standings: [{ subject, revision: 0 }] })}           | ${() => []}
    ${'another revision'}               | ${() => ({ standings: [{ subject, revision: 7 }] })}           | ${() => [subject]}
    ${'a subject that is not there'}    | ${() => ({ standings: [{ subject: stranger, revision: 0 }] })} | ${() => [stranger]}
    ${'a consent that is not there'}    | ${() => ({ consents: [stranger] })}                            | ${() => [stranger]}
    ${'a mandate that is not there'}    | ${() => ({ mandates: [stranger] })}                            | ${() => [stranger]}
    ${'a time still to come'}           | ${() => ({ until: inMs(60_000) })}                             | ${() => []}
    ${'a time that has passed'}         | ${() => ({ until: inMs(-60_000) })}                            | ${() => ['time']}
  `('$what', async ({ wanted, lost }) => {
    const one = settlement(wanted())
    expect(await recorder.release(one)).toEqual(lost())
    expect(await recorded(one)).toBe(lost().length === 0 ? 1 : 0)
  })
})

test('members of one group succeed and fail each by itself, one that cannot be stored included', async () => {
  const good = Array.from({ length: 5 }, () => settlement())
  const stale = settlement({ standings: [{ subject, revision: 7 }] })
  const unstorable = settlement({}, 'a \u0000 system')
  const outcomes = await Promise.allSettled([...good, stale, unstorable].map(recorder.release))
  expect(outcomes.map(({ status }) => status)).toEqual([...Array(6).fill('fulfilled'), 'rejected'])
  expect(await Promise.all(good.map(recorded))).toEqual([1, 1, 1, 1, 1])
  expect(await recorded(stale)).toBe(0)
})

test('a database that no longer answers rejects in bounded time, and the next is recorded again', async () => {
  const blocked = settlement()
  await database.admin.begin(async tx => {
    await tx`lock table access_log.record in access exclusive mode`
    await expect(recorder.release(blocked)).rejects.toThrow()
  })
  const next = settlement()
  expect(await recorder.release(next)).toEqual([])
  expect(await recorded(next)).toBe(1)
})

test.each(['persons', 'businesses', 'consents', 'access_log'] as const)(
  'the role %s may release, and can neither change nor delete a record',
  async role => {
    const sql = database.sql(role)
    await expect(sql`update access_log.record set client = 'other'`).rejects.toThrow(/permission denied/)
    await expect(sql`delete from access_log.record`).rejects.toThrow(/permission denied/)
    await expect(sql`truncate access_log.record`).rejects.toThrow(/permission denied/)
  },
)
