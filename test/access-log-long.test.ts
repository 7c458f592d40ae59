// A log of 10,000 records read page by page (L12): each page costs the same statements, and the index gives it in order.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareStatements } from '../subgraphs/access-log/statements.ts'
import { type Cases, openCases } from './asked.ts'
import { openPlatform, type Platform } from './platform.ts'
import { countStatements, type StatementCounter } from './statement-counter.ts'

const records = 10_000

let cases: Cases
let counter: StatementCounter
let platform: Platform
let subject: string

beforeAll(async () => {
  cases = await openCases()
  counter = await countStatements(cases.database.url)
  platform = await openPlatform({ ...cases.database, url: counter.url })
  subject = await cases.idOf('anna')
  // Ten to each instant, and as many about others beside them.
  await cases.database.admin`
    insert into access_log.record (operation_id, operation_hash, process, subject_id, client, authority, activity,
      activity_version, at, given, refused)
    select gen_random_uuid(), 'h', 'test', s.id, 'kommune-sagssystem', ${cases.cvr('kommune')}, 'KOM-17', 1,
      '2026-01-01'::timestamptz + (n / 10) * interval '1 microsecond', '[{"field":"Person.name","ground":"LAW"}]', '[]'
    from generate_series(0, ${records - 1}) n,
      unnest(${[subject, await cases.idOf('bo')]}::uuid[]) s(id)`
  await cases.database.admin`analyze access_log.record`
})
afterAll(async () => {
  await platform?.close()
  await counter?.close()
  await cases?.close()
})

const text = `query Q($after: String) { me { accessLog(first: 100, after: $after) {
  nodes { id at summary(language: DA) given { label(language: DA) } } pageInfo { hasNextPage endCursor } } } }`

test('each record comes once, newest first, at the same number of statements for each page', async () => {
  const anna = await cases.citizen('anna')
  const seen = new Set<string>()
  const costs: number[] = []
  let newest = '9999'
  for (let after: string | null = null; ; ) {
    const page = { nodes: [] as { id: string; at: string }[], pageInfo: { hasNextPage: true, endCursor: '' } }
    const cost = await counter.count(async () => {
      const answer = await platform.ask(anna, text, { after })
      expect(answer.errors).toBeUndefined()
      Object.assign(page, (answer.data as never as { me: { accessLog: typeof page } }).me.accessLog)
    })
    costs.push(cost)
    for (const { id, at } of page.nodes) {
      seen.add(id)
      expect(at <= newest).toBe(true)
      newest = at
    }
    if (!page.pageInfo.hasNextPage) break
    after = page.pageInfo.endCursor
  }
  expect(seen.size).toBe(records)
  expect(costs).toHaveLength(records / 100)
  // The first prepares the others' statements.
  expect(new Set(costs.slice(1)).size).toBe(1)
  expect(costs.at(-1)).toBeLessThanOrEqual(8)
})

test.each`
  name             | index                 | beyond | sorts
  ${'list'}        | ${'record_subject'}   | ${'<'} | ${1}
  ${'listOldest'}  | ${'record_subject'}   | ${'>'} | ${1}
  ${'audit'}       | ${'record_authority'} | ${'<'} | ${0}
  ${'auditOldest'} | ${'record_authority'} | ${'>'} | ${0}
`(
  'the index gives a page of $name in order: no scan, and nothing sorted but the page itself',
  async ({ name, index, beyond, sorts }) => {
    const statements = prepareStatements(cases.database.sql('access_log'))
    const statement = statements[name as 'list'].getQuery().sql
    // As it is planned when its parameters are not known; the parameters would otherwise have to be given.
    const rows = await cases.database.admin.unsafe(`explain (generic_plan) ${statement}`).simple()
    const plan = rows.map(row => row['QUERY PLAN']).join('\n')
    expect(plan).toMatch(new RegExp(`Index Scan${beyond === '>' ? ' Backward' : ''} using ${index}`))
    expect(plan).toMatch(new RegExp(`Index Cond: .*ROW\\(at, id\\) ${beyond} ROW`, 's'))
    expect(plan).not.toContain('Seq Scan')
    expect(plan.match(/Sort Key/g) ?? []).toHaveLength(sorts)
  },
)
