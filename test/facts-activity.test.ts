// An activity's content is read once for each version, and never outlives a change of it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ActivityFacts } from '../access/activity.ts'
import { factsReader, type ReadFacts } from '../access/facts.ts'
import { connect } from '../database/connect.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { countStatements } from './statement-counter.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase({ sample: true })
})
afterAll(() => database?.drop())

const asked = {
  ...{ activity: 'KOM-17', client: 'playground', officer: null, person: null, represented: null },
  subjects: [],
}
const activityOf = async (read: ReadFacts): Promise<ActivityFacts | null> =>
  (await read(asked)).caller.activity

const field = (facts: ActivityFacts | null) => facts?.fields.get('Person.birthDate') ?? 'none'
test.each`
  change              | statement                                                                                                                           | seen
  ${'a field more'}   | ${"insert into authorities.activity_field values ('KOM-17', 1, 'Person.birthDate', 'CONSENT')"}                                     | ${(facts: ActivityFacts) => field(facts) === 'CONSENT'}
  ${'another ground'} | ${"update authorities.activity_field set ground = 'LAW' where activity = 'KOM-17' and coordinate = 'Person.birthDate'"}             | ${(facts: ActivityFacts) => field(facts) === 'LAW'}
  ${'a field less'}   | ${"delete from authorities.activity_field where activity = 'KOM-17' and coordinate = 'Person.birthDate'"}                           | ${(facts: ActivityFacts) => field(facts) === 'none'}
  ${'a system more'}  | ${"insert into authorities.activity_system values ('KOM-17', 1, 'politi-sagssystem')"}                                              | ${(facts: ActivityFacts) => facts.systems.includes('politi-sagssystem')}
  ${'a system less'}  | ${"delete from authorities.activity_system where activity = 'KOM-17' and client = 'politi-sagssystem'"}                             | ${(facts: ActivityFacts) => !facts.systems.includes('politi-sagssystem')}
  ${'other subjects'} | ${"update authorities.activity_version set subjects = '{BUSINESS}' where activity = 'KOM-17'"}                                      | ${(facts: ActivityFacts) => facts.subjects[0] === 'BUSINESS'}
  ${'another kind'}   | ${"update authorities.authority set kind = 'PRIVATE' where cvr = (select authority from authorities.activity where id = 'KOM-17')"} | ${(facts: ActivityFacts) => facts.kind === 'PRIVATE'}
  ${'an end'}         | ${"update authorities.activity_version set valid = tstzrange(lower(valid), '2999-01-01') where activity = 'KOM-17'"}                | ${(facts: ActivityFacts) => facts.validTo.getUTCFullYear() === 2999}
  ${'another version'} | ${`update authorities.activity_version set valid = tstzrange(lower(valid), statement_timestamp()) where activity = 'KOM-17';
    insert into authorities.activity_version (activity, version, valid, purpose_da, purpose_en, legal_basis, act, reach, subjects, started_by, approved_by)
      select activity, 2, tstzrange(upper(valid), null), purpose_da, purpose_en, legal_basis, act, 'SEARCH', subjects, started_by, approved_by
      from authorities.activity_version where activity = 'KOM-17' and version = 1`} | ${(facts: ActivityFacts) => facts.version === 2 && facts.reach === 'SEARCH' && facts.fields.size === 0}
`('$change is seen by whoever read it before', async ({ statement, seen }) => {
  const read = factsReader(database.sql('access_reader'))
  expect(seen(await activityOf(read))).toBe(false)
  await database.admin.unsafe(statement)
  expect(seen(await activityOf(read))).toBe(true)
})

test('what was read once is told apart from another content by one statement; a change costs one more, once', async () => {
  const counter = await countStatements(database.url)
  const sql = connect({ ...database, url: counter.url }, 'access_reader', { max: 1 })
  const read = factsReader(sql)
  const statements = () => counter.count(() => activityOf(read))
  try {
    await sql`select 1`
    expect([await statements(), await statements()]).toEqual([1, 1])
    await database.admin`
      insert into authorities.activity_system select 'KOM-17', 2, client from authorities.system limit 1`
    expect([await statements(), await statements()]).toEqual([2, 1])
  } finally {
    await sql.end()
    await counter.close()
  }
})

test('an activity that is not there is not there each time', async () => {
  const read = factsReader(database.sql('access_reader'))
  const unknown = async () => (await read({ ...asked, activity: 'NO-1' })).caller.activity
  expect([await unknown(), await unknown()]).toEqual([null, null])
})
