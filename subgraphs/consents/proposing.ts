// Keeps what a steward proposes until a second one decides.
import { and, eq } from 'drizzle-orm'
import type { Officer } from '../officer.ts'
import type { Proposed } from './proposed.ts'
import { now, type Transaction } from './steps.ts'
import { type StewardOutcome, stewardDone } from './steward-outcome.ts'
import { proposal } from './tables.ts'

const dayMs = 86_400_000
/** How long a second steward has. */
const daysToDecide = 14

export type ProposalRow = typeof proposal.$inferSelect

interface NewProposal extends Pick<ProposalRow, 'command' | 'consentId' | 'commandId'> {
  readonly content: Proposed
  readonly hash: string
}

/** Nothing holds by it yet. */
export async function propose(
  tx: Transaction,
  { authority, officer, client, caseReference }: Officer,
  { hash, ...wanted }: NewProposal,
): Promise<StewardOutcome> {
  const at = await now(tx)
  const expiresAt = new Date(at.getTime() + daysToDecide * dayMs)
  const [made] = await tx
    .insert(proposal)
    .values({
      ...{ ...wanted, authority, contentHash: hash, proposedBy: officer, client, caseReference },
      ...{ proposedAt: at, expiresAt },
    })
    .returning({ id: proposal.id })
  return stewardDone(null, made!.id)
}

/** What the authority's stewards proposed under a command id. */
export async function findProposal(tx: Transaction, authority: string, commandId: string) {
  const [row] = await tx
    .select()
    .from(proposal)
    .where(and(eq(proposal.authority, authority), eq(proposal.commandId, commandId)))
  return row ?? null
}

/** Where a proposal stands. */
export const proposalState = (
  { decision, expiresAt }: Pick<ProposalRow, 'decision' | 'expiresAt'>,
  at: Date,
): 'OPEN' | 'APPROVED' | 'REJECTED' | 'EXPIRED' => decision ?? (at >= expiresAt ? 'EXPIRED' : 'OPEN')
