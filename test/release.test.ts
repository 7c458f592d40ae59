// The release by itself: one statement, what it relies on checked again, a group that one bad member cannot spoil.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openRelease, type Settlement } from '../access/release.ts'
import { connect } from '../database/connect.ts'
import { seedAuthorities } from '../sample/seed.ts'
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

function settlement(overrides: Partial<Settlement> = {}, client = 'kommune-sagssystem'): Settlement {
  return {
    operation: {
      ...{ operation_id: randomUUID(), operation_hash: 'h', process: 'test', client },
      ...{ authority: null, processor: null, officer: null, person_id: null, on_behalf_of: null },
      ...{ activity: 'KOM-17', activity_version: 1, case_reference: null, cover_for: null },
    },
    records: [
      {
        ...{ subjects: [subject], hidden_until: null },
        ...{ given: [{ field: 'Person.name', ground: 'LAW' }], refused: [] },
      },
    ],
    ...{ consents: [], mandates: [], standings: [], activity: null, until: null },
    ...overrides,
  }
}

const recorded = async (one: Settlement): Promise<number> => {
  const [row] = await database.admin`
    select count(*)::int as count from access_log.record where operation_id = ${one.operation.operation_id}`
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
    ${'one that was not looked up'}     | ${() => ({ standings: [{ subject, revision: -1 }] })}          | ${() => [subject]}
    ${'a subject that is not there'}    | ${() => ({ standings: [{ subject: stranger, revision: 0 }] })} | ${() => [stranger]}
    ${'a consent that is not there'}    | ${() => ({ consents: [stranger] })}                            | ${() => [stranger]}
    ${'a mandate that is not there'}    | ${() => ({ mandates: [stranger] })}                            | ${() => [stranger]}
    ${'a time still to come'}           | ${() => ({ until: inMs(60_000) })}                             | ${() => []}
    ${'a time that has passed'}         | ${() => ({ until: inMs(-60_000) })}                            | ${() => ['time']}
    ${'registers as they were read'}    | ${() => ({ loads: 0 })}                                        | ${() => []}
    ${'an import since they were read'} | ${() => ({ loads: -1 })}                                       | ${() => ['register']}
  `('$what', async ({ wanted, lost }) => {
    const one = settlement(wanted())
    expect(await recorder.release(one)).toEqual(lost())
    expect(await recorded(one)).toBe(lost().length === 0 ? 1 : 0)
  })
})

describe('an activity under which something is given', () => {
  // Begun long ago: in force, ended, cancelled before it began, a draft, and one that is another system's.
  beforeAll(async () => {
    const now = new Date()
    await seedAuthorities(database.admin, now)
    const version = (number: number, from: string, to: string, approved: boolean, cancelled = false) =>
      database.admin`insert into authorities.activity_version (activity, version, valid, purpose_da, purpose_en,
          legal_basis, act, reach, subjects, started_by, approved_by, cancelled_at)
        select activity, ${number}, tstzrange(now() + ${from}::interval, now() + ${to}::interval), purpose_da, purpose_en,
          legal_basis, act, reach, subjects, started_by, case when ${approved} then approved_by end,
          case when ${cancelled} then now() end
        from authorities.activity_version where activity = 'KOM-17' and version = 1`
    await version(7, '-20 years', '-19 years', true)
    await version(8, '-1 hour', '1 hour', true, true)
    await version(9, '-1 hour', '1 hour', false)
    await database.admin`insert into authorities.activity_system (activity, version, client)
      select 'KOM-17', number, 'kommune-sagssystem' from generate_series(7, 9) number`
  })

  test.each`
    what                          | version | client                  | lost
    ${'in force'}                 | ${1}    | ${'kommune-sagssystem'} | ${[]}
    ${'in another version'}       | ${2}    | ${'kommune-sagssystem'} | ${['activity']}
    ${'another system may use'}   | ${1}    | ${'su-sagssystem'}      | ${['activity']}
    ${'that has ended'}           | ${7}    | ${'kommune-sagssystem'} | ${['activity']}
    ${'cancelled'}                | ${8}    | ${'kommune-sagssystem'} | ${['activity']}
    ${'that nobody has approved'} | ${9}    | ${'kommune-sagssystem'} | ${['activity']}
  `('$what: $lost', async ({ version, client, lost }) => {
    const one = settlement({ activity: { id: 'KOM-17', version } }, client)
    expect(await recorder.release(one)).toEqual(lost)
    expect(await recorded(one)).toBe(lost.length === 0 ? 1 : 0)
  })
})

test('people of whom the same was decided get a record each, with an id and a salt of its own', async () => {
  const one = settlement()
  const others = [subject, randomUUID(), null]
  expect(await recorder.release({ ...one, records: [{ ...one.records[0]!, subjects: others }] })).toEqual([])
  const rows = await database.admin`
    select id, salt::text, subject_id from access_log.record where operation_id = ${one.operation.operation_id}`
  expect(new Set(rows.map(row => row.subject_id))).toEqual(new Set(others))
  expect([new Set(rows.map(({ id }) => id)).size, new Set(rows.map(({ salt }) => salt)).size]).toEqual([3, 3])
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
