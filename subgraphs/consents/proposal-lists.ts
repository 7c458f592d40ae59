// Reads proposals, and how consents that stewards registered were given.
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/postgres-js'
import { isOneOf, listOf } from '../../database/columns.ts'
import { isId } from '../../schema/id.ts'
import { proposal, registration } from './tables.ts'

const given = sql.placeholder

/** A place in the list of proposals: when it was made (as the database writes it), its id. */
export interface ProposalPlace {
  readonly at: string
  readonly id: string
}

const open = and(
  eq(proposal.authority, given('authority')),
  isNull(proposal.decision),
  sql`${proposal.expiresAt} > clock_timestamp()`,
)
const older = sql`(${proposal.proposedAt}, ${proposal.id}) < (coalesce(${given('at')}::text::timestamptz, 'infinity'),
  coalesce(${given('after')}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))`

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
  const page = db
    .select(columns)
    .from(proposal)
    .where(and(open, older))
    .orderBy(desc(proposal.proposedAt), desc(proposal.id))
    .limit(given('limit'))
    .prepare('consent_proposals')
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
    /** Those that wait for a second steward, newest first: one more than asked. */
    openProposals: (authority: string, first: number, after: ProposalPlace | null) =>
      page.execute({ authority, at: after?.at ?? null, after: after?.id ?? null, limit: first + 1 }),
    countProposals: async (authority: string) => (await count.execute({ authority }))[0]!.count,
    /** Of those of the consents that a steward registered. */
    registrations: (ids: readonly string[]) => howGiven.execute({ ids: listOf(ids) }),
  }
}

export type Proposal = Awaited<ReturnType<ReturnType<typeof openProposalLists>['openProposals']>>[number]
