// Powers of attorney, proposals and unread signing rules are read by an index in either order: what PostgreSQL plans for them.
import { randomUUID } from 'node:crypto'
import { drizzle } from 'drizzle-orm/postgres-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openProposalLists } from '../subgraphs/consents/proposal-lists.ts'
import type { Order } from '../subgraphs/page.ts'
import { openStewardLists } from '../subgraphs/powers-of-attorney/steward-lists.ts'
import { openStore as openPowers } from '../subgraphs/powers-of-attorney/store.ts'
import { openUnparsedRules } from '../subgraphs/powers-of-attorney/unparsed-rules.ts'
import { type TestDatabase, testDatabase } from './database.ts'

const subject = randomUUID()
const authority = '99000001'
const many = 20_000
/** One row in so many is the subject's. */
const share = 100

let database: TestDatabase
const sent: { query: string; parameters: unknown[] }[] = []
beforeAll(async () => {
  database = await testDatabase()
  for (const role of ['powers_of_attorney', 'consents'] as const)
    database.sql(role).options.debug = (_connection, query, parameters) => {
      if (/order by .* limit/s.test(query)) sent.push({ query, parameters })
    }
  const { admin } = database
  await admin`insert into powers_of_attorney.power_of_attorney (grantor_id, grantor_kind, holder_id, holder_kind, command_id,
      fields, actions, state, given_at, valid_from, valid_to)
    select case when n % ${share} = 0 then ${subject} else gen_random_uuid() end, 'PERSON', gen_random_uuid(), 'PERSON', 'c' || n,
      '{Person.name}', '{READ}', 'ACTIVE', now() - n * interval '1 second', now() - interval '1 day', now() + interval '1 day'
    from generate_series(1, ${many}) n`
  await admin`insert into powers_of_attorney.steward_command (authority, command, grantor_id, grantor_kind, content, command_id,
      content_hash, officer, client, case_reference, interest, at, decide_by)
    select ${authority}, 'REGISTER', gen_random_uuid(), 'PERSON', '{}', 'c' || n, '', 'o', 'c', 'r', false,
      now() - n * interval '1 second', now() + interval '1 day' from generate_series(1, ${many}) n`
  await admin`insert into consents.proposal (authority, command, content, command_id, content_hash, proposed_by, client,
      proposed_at, expires_at)
    select ${authority}, 'REGISTER', '{}', 'c' || n, '', 'o', 'c', now() - n * interval '1 second', now() + interval '1 day'
    from generate_series(1, ${many}) n`
  await admin`insert into businesses.business (id, cvr, unit_number, updated_at, version_at)
    select gen_random_uuid(), (80000000 + n)::text, n, now(), now() from generate_series(1, ${many}) n`
  await admin`insert into businesses.life_cycle (business_id, slot, effective_from, effective_to, registered_from,
      registered_to, row_status, source, content_hash)
    select id, '1', '-infinity', 'infinity', now(), 'infinity', 'CURRENT', 'test', id from businesses.business`
  await admin`insert into powers_of_attorney.unread_signing_rule (business_id, times, since)
    select id, 1, now() - unit_number * interval '1 second' from businesses.business`
  await admin`analyze powers_of_attorney.power_of_attorney, powers_of_attorney.steward_command, consents.proposal,
    businesses.business, businesses.life_cycle, powers_of_attorney.unread_signing_rule`
}, 240_000)
afterAll(() => database?.drop())

const page = { first: 20, after: null }
const own = { parties: [subject], states: null, ownFuture: true }
const powersDb = () => drizzle(database.sql('powers_of_attorney'))
const lists: Readonly<Record<string, (order: Order) => Promise<readonly unknown[]>>> = {
  'powers of attorney': order =>
    openPowers(database.sql('powers_of_attorney'))().list({ ...own, side: 'BOTH' }, { ...page, order }),
  "a grantor's": order => openStewardLists(powersDb()).powersOfGrantor([subject], ['VOLUNTARY'], order),
  'proposals of powers': order => openStewardLists(powersDb()).openProposals(authority, { ...page, order }),
  'proposals of consents': order =>
    openProposalLists(drizzle(database.sql('consents'))).openProposals(authority, { ...page, order }),
  'unread rules': order => openUnparsedRules(powersDb()).unparsedRules({ ...page, order }),
}

// A list by time of its own index, which either order reads; or of all that somebody has, which another index finds.
test.each`
  list                       | order             | scan
  ${'powers of attorney'}    | ${'NEWEST_FIRST'} | ${/Bitmap Index Scan on power_of_attorney_holder/}
  ${'powers of attorney'}    | ${'OLDEST_FIRST'} | ${/Bitmap Index Scan on power_of_attorney_holder/}
  ${"a grantor's"}           | ${'NEWEST_FIRST'} | ${/Index Scan (on|using) power_of_attorney_grantor/}
  ${"a grantor's"}           | ${'OLDEST_FIRST'} | ${/Index Scan (on|using) power_of_attorney_grantor/}
  ${'proposals of powers'}   | ${'NEWEST_FIRST'} | ${/Index Scan using steward_command_open/}
  ${'proposals of powers'}   | ${'OLDEST_FIRST'} | ${/Index Scan Backward using steward_command_open/}
  ${'proposals of consents'} | ${'NEWEST_FIRST'} | ${/Index Scan using proposal_open/}
  ${'proposals of consents'} | ${'OLDEST_FIRST'} | ${/Index Scan Backward using proposal_open/}
  ${'unread rules'}          | ${'NEWEST_FIRST'} | ${/Index Scan using unread_signing_rule_since/}
  ${'unread rules'}          | ${'OLDEST_FIRST'} | ${/Index Scan Backward using unread_signing_rule_since/}
`('$list, $order: no scan of the whole', async ({ list, order, scan }) => {
  sent.length = 0
  expect((await lists[list]!(order)).length).toBeGreaterThan(20)
  const { query, parameters } = sent[0]!
  const plan = await planOf(query, parameters)
  expect(plan).toMatch(scan)
  expect(plan).not.toMatch(
    /Seq Scan on (power_of_attorney|steward_command|proposal|unread_signing_rule|business)/,
  )
})

async function planOf(query: string, parameters: readonly unknown[]): Promise<string> {
  // As they were sent, a truth value is a letter.
  const given = parameters.map(one => (one === 't' || one === 'f' ? one === 't' : one))
  const lines = await database.admin.unsafe(`explain (costs off) ${query}`, given as never[])
  return lines.map(line => line['QUERY PLAN']).join('\n')
}
