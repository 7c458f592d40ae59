// A second steward's decision on what a first one proposed; what is approved is carried out in the same transaction.
import { eq } from 'drizzle-orm'
import { isSameOfficer, type Officer } from '../officer.ts'
import type { Problem } from '../problems.ts'
import { carryOut } from './commands.ts'
import { stewardActor } from './officer.ts'
import { type ProposalRow, proposalState } from './proposing.ts'
import { insertRegistered, registeredBefore } from './registering.ts'
import { byActor, now, type Transaction } from './steps.ts'
import { asStewards, refused, type StewardOutcome, stewardDone, stewardStop } from './steward-outcome.ts'
import { proposal } from './tables.ts'

export interface Deciding {
  readonly id: string
  readonly officer: Officer
  readonly decision: 'APPROVED' | 'REJECTED'
  /** The second steward declares an interest of their own. */
  readonly interest: boolean
  readonly dead: boolean
  /** What stands against carrying it out now. */
  readonly problems: readonly Problem[]
}

/** Decides a proposal once; sent again by whoever decided it so, it answers the same. */
export async function decideProposal(tx: Transaction, wanted: Deciding): Promise<StewardOutcome> {
  const { id, officer, decision } = wanted
  const [row] = await tx.select().from(proposal).where(eq(proposal.id, id)).for('update')
  if (row?.authority !== officer.authority) return stewardStop('NOT_FOUND', 'input.id')
  if (row.decision === decision && row.decidedBy === officer.officer)
    return stewardDone(decision === 'APPROVED' ? await consentOf(tx, row) : null, id)
  const at = await now(tx)
  if (proposalState(row, at) !== 'OPEN') return stewardStop('WRONG_STATE', 'input.id')
  const outcome = decision === 'APPROVED' ? await approve(tx, row, wanted) : stewardDone(null, id)
  if (outcome.problems.length > 0) return outcome
  // The row is held since the beginning: nothing waits here, though the feed's counter is held as well.
  await tx
    .update(proposal)
    .set({ decision, decidedBy: officer.officer, decidedAt: at })
    .where(eq(proposal.id, id))
  return { ...outcome, proposal: id }
}

/** The consent that an approved proposal was about, or that it made. */
const consentOf = async (tx: Transaction, { consentId, authority, commandId }: ProposalRow) =>
  consentId ?? (await registeredBefore(tx, authority, commandId))?.id ?? null

async function approve(
  tx: Transaction,
  row: ProposalRow,
  { officer, interest, dead, problems }: Deciding,
): Promise<StewardOutcome> {
  if (isSameOfficer(row.proposedBy, officer)) return stewardStop('FOUR_EYES_NEEDED', 'input.id')
  if (interest) return stewardStop('INTEREST_DECLARED', 'input.id')
  if (problems.length > 0) return refused(problems)
  const { content, commandId, command, contentHash: hash, authority } = row
  const first = { ...row, officer: row.proposedBy }
  const how = { interest: content.interest, second: officer.officer }
  const { registered } = content
  if (command === 'REGISTER') {
    if (!registered) throw new Error('A proposal to register holds nothing to register.')
    const actor = stewardActor(first, { ...how, channel: registered.channel })
    const proposed = { ...content, registered }
    return insertRegistered(tx, { authority, reference: commandId, proposed, hash, by: byActor(actor) })
  }
  const actor = stewardActor(first, { ...how, channel: 'SELF' })
  return asStewards(await carryOut(tx, { id: row.consentId!, commandId, command, actor, dead, shown: null }))
}
