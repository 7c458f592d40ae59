// The life of a power of attorney: its states, and which command leads where. Pure; time is an argument.
import type { ProblemCode } from '../problems.ts'

/** States that are stored. EXPIRED and LAPSED are computed. */
export type StoredState = 'OFFERED' | 'PARTLY_CONFIRMED' | 'DORMANT' | 'ACTIVE' | 'REVOKED' | 'RENOUNCED'
export type State = StoredState | 'EXPIRED' | 'LAPSED'
export type Action = 'READ' | 'CONSENT' | 'ACT'
export type Kind = 'VOLUNTARY' | 'FUTURE' | 'DECREE'

/** What the registers, or an end further up in its chain, ended it by; SQL computes it (powers_of_attorney.gone). */
export type Gone =
  | 'GRANTOR_DEAD'
  | 'HOLDER_DEAD'
  | 'GRANTOR_DISSOLVED'
  | 'HOLDER_DISSOLVED'
  | 'GRANTOR_BANKRUPT'
  | 'GRANTOR_OF_AGE'
  | 'GUARDIANSHIP_ENDED'
  | 'CHAIN_ENDED'

/** Why one ended by itself. */
export type Lapse = Gone | 'NOT_ANSWERED' | 'NOT_CONFIRMED'

/** The part of a power of attorney on which its life depends. */
export interface Life {
  readonly kind: Kind
  readonly state: StoredState
  /** Who offered it, and so who has answered already; a steward registers what both sides know of. */
  readonly askedBy: 'GRANTOR' | 'HOLDER' | 'STEWARD'
  /** Of OFFERED: until when the other side may answer; not later than `validTo`. */
  readonly answerBy: Date | null
  /** Of PARTLY_CONFIRMED: until when the rest may sign; not later than `validTo`. */
  readonly confirmBy: Date | null
  readonly validTo: Date
  readonly gone: Gone | null
}

const open: readonly StoredState[] = ['OFFERED', 'PARTLY_CONFIRMED', 'DORMANT', 'ACTIVE']

const isOver = (end: Date | null, at: Date): boolean => end !== null && at >= end

/** The state now: what was not answered or signed in time has lapsed, what is past its end has expired. */
export function stateAt(life: Life, at: Date): State {
  if (!open.includes(life.state)) return life.state
  if (life.state === 'OFFERED' && isOver(life.answerBy, at)) return 'LAPSED'
  if (life.state === 'PARTLY_CONFIRMED' && isOver(life.confirmBy, at)) return 'LAPSED'
  if (at >= life.validTo) return 'EXPIRED'
  return life.gone === null ? life.state : 'LAPSED'
}

/** Why it ended by itself; null when it did not, or when its time was simply over. */
export function endedBecause(life: Life, at: Date): Lapse | null {
  if (stateAt(life, at) !== 'LAPSED') return null
  if (life.state === 'OFFERED' && isOver(life.answerBy, at)) return 'NOT_ANSWERED'
  if (life.state === 'PARTLY_CONFIRMED' && isOver(life.confirmBy, at)) return 'NOT_CONFIRMED'
  return life.gone
}

/** What may be done to a power of attorney that is there. ACCEPT is the holder's answer, CONFIRM the giver's. */
export type Command = 'ACCEPT' | 'CONFIRM' | 'REVOKE' | 'RENOUNCE' | 'LIMIT' | 'ACTIVATE'

const from: Readonly<Record<Command, readonly StoredState[]>> = {
  ACCEPT: ['OFFERED'],
  CONFIRM: ['OFFERED', 'PARTLY_CONFIRMED'],
  REVOKE: open,
  // What is dormant is unknown to its holder.
  RENOUNCE: ['OFFERED', 'PARTLY_CONFIRMED', 'ACTIVE'],
  LIMIT: open,
  ACTIVATE: ['DORMANT'],
}

/** What a command comes with, besides the power of attorney itself. */
export interface Circumstances {
  readonly at: Date
  /** All who must sign for the giver have: this command's own signature included. */
  readonly agreed: boolean
  /** Of a CONFIRM: whoever commands has signed already, and it still counts. */
  readonly confirmed: boolean
}

/** What a command leads to, or the code of the problem that stops it. */
export type Change = { readonly state: StoredState } | { readonly code: ProblemCode }

const wrong: Change = { code: 'WRONG_STATE' }

export function change(life: Life, command: Command, { at, agreed, confirmed }: Circumstances): Change {
  // What a decree gave, its parties do not take.
  if (life.kind === 'DECREE') return wrong
  // Either side may end what has lapsed by the registers as well: nobody need know why it gives nothing.
  const ends = command === 'REVOKE' || command === 'RENOUNCE'
  const now = stateAt(ends ? { ...life, gone: null } : life, at)
  if (!from[command].some(state => state === now)) return wrong
  switch (command) {
    case 'ACCEPT':
      return life.askedBy === 'GRANTOR' ? { state: given(life, agreed) } : wrong
    case 'CONFIRM':
      if (confirmed) return wrong
      return { state: isOffer(life) ? 'OFFERED' : given(life, agreed) }
    case 'REVOKE':
      return { state: 'REVOKED' }
    case 'RENOUNCE':
      return { state: 'RENOUNCED' }
    case 'LIMIT':
      return { state: life.state }
    case 'ACTIVATE':
      return { state: 'ACTIVE' }
  }
}

/** Where a new one begins. `offered`: the other side must answer first. */
export const beginning = (kind: Kind, offered: boolean, agreed: boolean): StoredState =>
  offered ? 'OFFERED' : given({ kind }, agreed)

/** Given by its giver, and unanswered: more of those who must sign may, the holder's answer is still needed. */
const isOffer = ({ state, askedBy }: Life): boolean => state === 'OFFERED' && askedBy === 'GRANTOR'

function given({ kind }: Pick<Life, 'kind'>, agreed: boolean): StoredState {
  if (!agreed) return 'PARTLY_CONFIRMED'
  return kind === 'FUTURE' ? 'DORMANT' : 'ACTIVE'
}
