// Who gives a command on a consent: what it may touch, and what the event records of it.
import type { Acting } from '../../access/acting.ts'
import type { Request } from '../../access/request.ts'
import type { ActorKind, Channel } from './tables.ts'

export interface Actor {
  readonly kind: ActorKind
  /** The system's client, or the person's opaque id. */
  readonly id: string
  readonly officer: string | null
  /** The steward who approved what the first proposed. */
  readonly secondOfficer: string | null
  readonly caseReference: string | null
  /** Of stewards: they declared an interest of their own. */
  readonly interest: boolean | null
  readonly channel: Channel
  /** Of systems and stewards: CVR number of the authority whose consents they may command. */
  readonly authority: string | null
  /** Of a supplier's system: the one activity of that authority within which it commands; left out of all others. */
  readonly within?: string | null
  /** Of persons: every id of the subject for whom they act. */
  readonly subjects: readonly string[]
  /** Of representatives: by what they may act; one right must cover the command. */
  readonly acting: Acting | null
}

/** A system, or a person for themselves or another. */
export function actorOf(acting: Acting, { caller, caseReference }: Request): Actor {
  const { authority, subjects } = acting
  return {
    kind: acting.by,
    id: caller.kind === 'PERSON' ? caller.person : caller.client,
    officer: caller.kind === 'SYSTEM' ? caller.officer : null,
    secondOfficer: null,
    caseReference,
    interest: null,
    channel: 'SELF',
    authority,
    within: withinOf(acting),
    subjects,
    acting: acting.by === 'REPRESENTATIVE' ? acting : null,
  }
}

/** The one activity within which a supplier's system acts for its authority; null of everyone else. */
export const withinOf = ({ processor, activity }: Acting): string | null =>
  processor === null ? null : (activity?.id ?? '')
