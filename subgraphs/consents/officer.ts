// What an event records of a steward who commands on consents.
import type { Officer } from '../officer.ts'
import type { Actor } from './actor.ts'
import type { Channel } from './tables.ts'

interface How {
  readonly channel: Channel
  readonly interest: boolean
  /** Who approved what this officer proposed. */
  readonly second?: string
}

/** What an event records of a steward. */
export const stewardActor = (
  { officer, client, authority, caseReference }: Omit<Officer, 'isOperator' | 'accounts'>,
  { channel, interest, second }: How,
): Actor => ({
  ...{ kind: 'STEWARD', id: client, officer, secondOfficer: second ?? null, caseReference },
  ...{ interest, channel, authority, subjects: [], acting: null },
})
