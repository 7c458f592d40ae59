// Stewards' commands on consents: at once, or proposed to a second steward.
import { and, eq } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { contentHash } from '../content-hash.ts'
import type { Officer } from '../officer.ts'
import type { Problem } from '../problems.ts'
import { carryOut } from './commands.ts'
import { type Deciding, decideProposal } from './deciding.ts'
import { type Command, stateAt } from './lifecycle.ts'
import { stewardActor } from './officer.ts'
import { findProposal, propose } from './proposing.ts'
import { type Registering, register } from './registering.ts'
import { earlier, holdName, now, type Transaction } from './steps.ts'
import { asStewards, refused, type StewardOutcome, stewardDone, stewardStop } from './steward-outcome.ts'
import { type Channel, consent } from './tables.ts'

/** A steward's command on a consent that is there. */
export interface Stewarding {
  readonly officer: Officer
  readonly id: string
  readonly commandId: string
  readonly command: 'WITHDRAW' | 'SUSPEND' | 'RESUME' | 'INVALIDATE'
  readonly channel: Channel
  readonly interest: boolean
  /** The person is dead. */
  readonly dead: boolean
  /** Of SUSPEND: why, for the person to read. */
  readonly why?: { readonly da: string; readonly en: string | null }
  /** Of INVALIDATE. */
  readonly reason?: 'VOID_MANDATE' | 'ERROR'
  readonly problems: readonly Problem[]
}

export function openStewardship(db: PostgresJsDatabase) {
  return {
    register: (wanted: Registering): Promise<StewardOutcome> => db.transaction(tx => register(tx, wanted)),
    /** Once this has returned without a proposal, it holds. */
    steward: (wanted: Stewarding): Promise<StewardOutcome> => db.transaction(tx => steward(tx, wanted)),
    decide: (wanted: Deciding): Promise<StewardOutcome> => db.transaction(tx => decideProposal(tx, wanted)),
  }
}

/**
 * What stops data is done at once, whatever interest is declared: withdrawing is never delayed. What lets data flow
 * again takes a second steward when the first has an interest; what ends a consent for good without its person always
 * does.
 */
const takesSecond = ({ command, interest }: Stewarding): boolean =>
  command === 'INVALIDATE' || (command === 'RESUME' && interest)

async function steward(tx: Transaction, wanted: Stewarding): Promise<StewardOutcome> {
  const { officer, id, commandId, command, problems } = wanted
  await holdName(tx, `steward command ${officer.authority} ${commandId}`)
  const hash = contentHash([command, id, wanted.interest, wanted.reason ?? null])
  const before = await findProposal(tx, officer.authority, commandId)
  if (before && (before.contentHash !== hash || before.consentId !== id))
    return stewardStop('REPLAY', 'input.commandId')
  if (before) return stewardDone(before.decision === 'APPROVED' ? id : null, before.id)
  if (takesSecond(wanted)) return proposeOn(tx, wanted, hash)
  const actor = stewardActor(officer, wanted)
  const { dead, why: reason } = wanted
  const carry = (what: Command) =>
    carryOut(tx, { id, commandId, command: what, actor, dead, shown: null, reason, problems })
  const outcome = await carry(command)
  const isOpen = command === 'WITHDRAW' && outcome.consent === null && (await isPartly(tx, wanted))
  return asStewards(isOpen ? await carry('DECLINE') : outcome)
}

/**
 * Whether not all have confirmed yet, or had when this very command came before: then whoever wants to take theirs back
 * says no, which ends it for all. It is held, if it is the authority's.
 */
async function isPartly(tx: Transaction, { officer, id, commandId }: Stewarding): Promise<boolean> {
  const [row] = await tx
    .select({ state: consent.state })
    .from(consent)
    .where(and(eq(consent.id, id), eq(consent.authority, officer.authority)))
  if (row?.state === 'PARTLY_CONFIRMED') return true
  if (row?.state !== 'DECLINED') return false
  return (await earlier(tx, id, commandId, byOf(officer)))?.command === 'DECLINE'
}

const byOf = ({ client }: Officer) => ({ kind: 'STEWARD', id: client }) as const

/** Proposes what could be done now; whether it still can is looked at again as it is approved. */
async function proposeOn(tx: Transaction, wanted: Stewarding, hash: string): Promise<StewardOutcome> {
  const { officer, id, commandId, command, dead, interest, problems, reason = null } = wanted
  const [row] = await tx
    .select()
    .from(consent)
    .where(and(eq(consent.id, id), eq(consent.authority, officer.authority)))
  if (!row) return stewardStop('NOT_FOUND', 'input.id')
  if (await earlier(tx, id, commandId, byOf(officer))) return stewardStop('REPLAY', 'input.commandId')
  const from = command === 'RESUME' ? ['SUSPENDED'] : ['GRANTED', 'SUSPENDED']
  if (!from.includes(stateAt(row, await now(tx), dead))) return stewardStop('WRONG_STATE', 'input.id')
  if (problems.length > 0) return refused(problems)
  const { subjectId: subject, subjectKind } = row
  return propose(tx, officer, {
    ...{ command: command as 'RESUME' | 'INVALIDATE', consentId: id, commandId, hash },
    content: { subject, subjectKind, interest, registered: null, reason },
  })
}
