// Reads proposals, and how consents that stewards registered were given.
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/postgres-js'
import { isOneOf, listOf } from '../../database/columns.ts'
import { isId } from '../../schema/id.ts'
import { afterPlace, directions, inEitherOrder, pageValues, type TimePage } from '../time-order.ts'
import { proposal, registration } from './tables.ts'

const given = sql.placeholder

const open = and(
  eq(proposal.authority, given('authority')),
  isNull(proposal.decision),
  sql`${proposal.expiresAt} > clock_timestamp()`,
)

/** Prepares the statements for a pool. */
export function openProposalLists(db: ReturnType<typeof drizzle>) {
  const columns = {
    ...{
      id: proposal.id,
      authority: proposal.authority,
      command: proposal.command,
      content: proposal.content,
    },
    ...{ consentId: proposal.consentId, commandId: proposal.commandId, decision: proposal.decision },
    ...{ proposedBy: proposal.proposedBy, proposedAt: proposal.proposedAt, expiresAt: proposal.expiresAt },
    place: sql<string>`${proposal.proposedAt}::text`,
    now: sql<Date>`clock_timestamp()`.mapWith(proposal.proposedAt),
  }
  const byId = db
    .select(columns)
    .from(proposal)
    .where(eq(proposal.id, given('id')))
    .prepare('consent_proposal')
  const pages = inEitherOrder(order => {
    const { by } = directions[order]
    return db
      .select(columns)
      .from(proposal)
      .where(and(open, afterPlace(order, proposal.proposedAt, proposal.id)))
      .orderBy(by(proposal.proposedAt), by(proposal.id))
      .limit(given('limit'))
      .prepare(`consent_proposals_${order}`)
  })
  const count = db
    .select({ count: sql<number>`count(*)::int` })
    .from(proposal)
    .where(open)
    .prepare('consent_proposal_count')
  const howGiven = db
    .select()
    .from(registration)
    .where(isOneOf(registration.consentId, given('ids'), 'uuid'))
    .prepare('consent_registration')
  return {
    /** Null for an id that is no proposal's. */
    proposal: async (id: string) => (isId(id) ? ((await byId.execute({ id }))[0] ?? null) : null),
    /** Those that wait for a second steward: one more than asked. */
    openProposals: (authority: string, page: TimePage) =>
      pages[page.order].execute({ authority, ...pageValues(page) }),
    countProposals: async (authority: string) => (await count.execute({ authority }))[0]!.count,
    /** Of those of the consents that a steward registered. */
    registrations: (ids: readonly string[]) => howGiven.execute({ ids: listOf(ids) }),
  }
}

export type Proposal = Awaited<ReturnType<ReturnType<typeof openProposalLists>['openProposals']>>[number]
