// Signing rules that somebody asked by and nobody has read: the stewards' list of what to look at, in either order.
import { sql } from 'drizzle-orm'
import { integer, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import type { drizzle } from 'drizzle-orm/postgres-js'
import { instant } from '../../database/columns.ts'
import { listIdentity } from '../list.ts'
import { readOfficer } from '../officer.ts'
import { readFirst, toPage } from '../page.ts'
import type { Resolvers, SubgraphContext } from '../subgraph.ts'
import {
  afterPlace,
  directions,
  inEitherOrder,
  pageValues,
  type TimeListArguments,
  type TimePage,
  type TimePlace,
} from '../time-order.ts'
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

/** Prepares the statements for a pool. */
export function openUnparsedRules(db: ReturnType<typeof drizzle>) {
  const columns = {
    ...{ businessId: unparsed.businessId, text: unparsed.text, status: unparsed.status },
    ...{ since: unparsed.since, times: unparsed.times, place: sql<string>`${unparsed.since}::text` },
  }
  const pages = inEitherOrder(order => {
    const { by } = directions[order]
    return db
      .select(columns)
      .from(unparsed)
      .where(afterPlace(order, unparsed.since, unparsed.businessId))
      .orderBy(by(unparsed.since), by(unparsed.businessId))
      .limit(sql.placeholder('limit'))
      .prepare(`unparsed_signing_rules_${order}`)
  })
  const count = db
    .select({ count: sql<number>`count(*)::int` })
    .from(unparsed)
    .prepare('unparsed_signing_rule_count')
  return {
    /** By when they were first asked by; a place's id is the business's. One more than asked. */
    unparsedRules: (page: TimePage) => pages[page.order].execute(pageValues(page)),
    countUnparsedRules: async () => (await count.execute())[0]!.count,
  }
}

/** Of every business, so that of another authority's officers nobody is told of any. */
async function unparsedSigningRules(
  _: unknown,
  { order, ...asked }: TimeListArguments,
  context: SubgraphContext<StewardStore>,
) {
  const { store, request } = context
  const { authority, isOperator } = await readOfficer(context)
  const identity = listIdentity(request, 'Query.unparsedSigningRules', { authority, order })
  const first = readFirst(asked.first)
  const after = asked.after == null ? null : (store.cursors.open(identity, asked.after) as TimePlace)
  const rows = isOperator ? await store.unparsedRules({ order, first, after }) : []
  const nodes = rows.map(row => ({
    ...row,
    ...{ business: { __typename: 'Business', id: row.businessId }, controller: authority },
  }))
  const seal = (row: (typeof nodes)[number]) =>
    store.cursors.seal(identity, { at: row.place, id: row.businessId })
  const counted = async () => (isOperator ? store.countUnparsedRules() : 0)
  return toPage(nodes, { first, after: asked.after }, seal, counted)
}

export const unparsedRulesResolvers: Resolvers<StewardStore> = { Query: { unparsedSigningRules } }
