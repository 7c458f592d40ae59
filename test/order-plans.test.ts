// Lists that go by time are read by one index in either order: what PostgreSQL plans for what the stores really send.
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCursors } from '../access/cursor.ts'
import { openStore as openCases } from '../subgraphs/cases/store.ts'
import { openStore as openNotices } from '../subgraphs/notices/store.ts'
import { type TestDatabase, testDatabase } from './database.ts'

const [subject, other] = [randomUUID(), randomUUID()]
const authority = '99000001'
const many = 20_000

let database: TestDatabase
const sent: { query: string; parameters: unknown[] }[] = []
beforeAll(async () => {
  database = await testDatabase()
  for (const role of ['cases', 'notices'] as const)
    database.sql(role).options.debug = (_connection, query, parameters) => {
      if (/order by .* limit/s.test(query)) sent.push({ query, parameters })
    }
  const { admin } = database
  await admin`insert into cases.access_case (subject_id, subject_kind, authority, record_id, accessed_at, opened_at)
    select (array[${subject}, ${other}]::uuid[])[1 + n % 2], 'PERSON', ${authority}, gen_random_uuid(), now(),
      timestamptz '2026-01-01' + n * interval '1 second' from generate_series(1, ${many}) n`
  await admin`insert into notices.notice (to_subject, kind, about_kind, about_id, authority, parts, created_at)
    select (array[${subject}, ${other}]::uuid[])[1 + n % 2], 'CASE_ANSWERED', 'CASE', gen_random_uuid(), ${authority}, '{}',
      timestamptz '2026-01-01' + n * interval '1 second' from generate_series(1, ${many}) n`
  await admin`analyze cases.access_case, notices.notice`
}, 240_000)
afterAll(() => database?.drop())

const cursors = openCursors(randomBytes(32))
const page = { first: 20, after: null }
type Order = 'NEWEST_FIRST' | 'OLDEST_FIRST'
const lists: Readonly<Record<string, (order: Order) => Promise<readonly unknown[]>>> = {
  "a steward's cases": order =>
    openCases(database.sql('cases'), cursors)().ofAuthority(
      { authority, states: ['OPEN', 'ANSWERED'] },
      { ...page, order },
    ),
  "a person's notices": order =>
    openNotices(database.sql('notices'), cursors)().list(
      { subjects: [subject], authority: null, unread: false },
      { ...page, order },
    ),
}

test.each`
  list                    | order             | scan
  ${"a steward's cases"}  | ${'OLDEST_FIRST'} | ${/Index Scan using access_case_(authority|waiting)/}
  ${"a steward's cases"}  | ${'NEWEST_FIRST'} | ${/Index Scan Backward using access_case_(authority|waiting)/}
  ${"a person's notices"} | ${'NEWEST_FIRST'} | ${/Index Scan using notice_(subject|created)|Index Scan Backward using notice_created/}
  ${"a person's notices"} | ${'OLDEST_FIRST'} | ${/Index Scan using notice_created|Index Scan Backward using notice_subject/}
`('$list, $order: no scan of the whole, and as few rows read as shown', async ({ list, order, scan }) => {
  sent.length = 0
  expect(await lists[list]!(order)).toHaveLength(21)
  const { query, parameters } = sent[0]!
  const lines = await database.admin.unsafe(`explain (costs off) ${query}`, parameters as never[])
  const plan = lines.map(line => line['QUERY PLAN']).join('\n')
  expect(plan).toMatch(scan)
  expect(plan).not.toContain('Seq Scan on access_case')
  expect(plan).not.toContain('Seq Scan on notice')
})
