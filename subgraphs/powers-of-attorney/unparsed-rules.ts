// Signing rules that somebody asked by and nobody has read: the stewards' list of what to look at, newest first.
import { desc, sql } from 'drizzle-orm'
import { integer, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import type { drizzle } from 'drizzle-orm/postgres-js'
import { instant } from '../../database/columns.ts'
import { listIdentity } from '../list.ts'
import { readOfficer } from '../officer.ts'
import { type PageArguments, readFirst, toPage } from '../page.ts'
import type { Resolvers, SubgraphContext } from '../subgraph.ts'
import type { StewardStore } from './steward-store.ts'

/** 13_mandates.sql says what each column means. */
const unparsed = pgSchema('powers_of_attorney')
  .view('unparsed_signing_rule', {
    businessId: uuid('business_id').notNull(),
    text: text('text'),
    status: text('status'),
    since: instant('since').notNull(),
    times: integer('times').notNull(),
  })
  .existing()

/** A place in the list: since when (as the database writes it), and the business. */
interface Place {
  readonly since: string
  readonly business: string
}

const given = sql.placeholder
const older = sql`(${unparsed.since}, ${unparsed.businessId}) < (coalesce(${given('since')}::text::timestamptz, 'infinity'),
  coalesce(${given('business')}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))`

/** Prepares the statements for a pool. */
export function openUnparsedRules(db: ReturnType<typeof drizzle>) {
  const page = db
    .select({
      ...{ businessId: unparsed.businessId, text: unparsed.text, status: unparsed.status },
      ...{ since: unparsed.since, times: unparsed.times, place: sql<string>`${unparsed.since}::text` },
    })
    .from(unparsed)
    .where(older)
    .orderBy(desc(unparsed.since), desc(unparsed.businessId))
    .limit(given('limit'))
    .prepare('unparsed_signing_rules')
  const count = db
    .select({ count: sql<number>`count(*)::int` })
    .from(unparsed)
    .prepare('unparsed_signing_rule_count')
  return {
    /** Those first asked by most lately come first: one more than asked. */
    unparsedRules: (first: number, after: Place | null) =>
      page.execute({
        since: after?.since ?? null,
        business: after?.business ?? null,
        limit: first + 1,
      }),
    countUnparsedRules: async () => (await count.execute())[0]!.count,
  }
}

/** Of every business, so that of another authority's officers nobody is told of any. */
async function unparsedSigningRules(
  _: unknown,
  asked: PageArguments,
  context: SubgraphContext<StewardStore>,
) {
  const { store, request } = context
  const { authority, isOperator } = await readOfficer(context)
  const identity = listIdentity(request, 'Query.unparsedSigningRules', { authority })
  const first = readFirst(asked.first)
  const after = asked.after == null ? null : (store.cursors.open(identity, asked.after) as Place)
  const rows = isOperator ? await store.unparsedRules(first, after) : []
  const nodes = rows.map(row => ({
    ...row,
    ...{ business: { __typename: 'Business', id: row.businessId }, controller: authority },
  }))
  const seal = (row: (typeof nodes)[number]) =>
    store.cursors.seal(identity, { since: row.place, business: row.businessId })
  const counted = async () => (isOperator ? store.countUnparsedRules() : 0)
  return toPage(nodes, { first, after: asked.after }, seal, counted)
}

export const unparsedRulesResolvers: Resolvers<StewardStore> = { Query: { unparsedSigningRules } }
