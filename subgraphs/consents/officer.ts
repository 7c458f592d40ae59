// The steward who commands on consents and templates: decided already, so officer and authority are there.
import type { SubgraphContext } from '../subgraph.ts'
import type { Actor } from './actor.ts'
import type { Store } from './store.ts'
import type { Channel } from './tables.ts'

export interface Officer {
  readonly officer: string
  readonly client: string
  /** CVR number of the authority for which the officer works. */
  readonly authority: string
  readonly caseReference: string | null
  /** Whether that authority is the operator's. */
  readonly isOperator: boolean
}

export async function readOfficer({ access, request, store }: SubgraphContext<Store>): Promise<Officer> {
  const { authority } = await access.acting()
  const { caller, caseReference } = request
  if (caller.kind !== 'SYSTEM' || caller.officer === null || authority === null)
    throw new Error('A field of stewards was let through to someone else.')
  return {
    officer: caller.officer,
    client: caller.client,
    authority,
    caseReference,
    isOperator: authority === store.operator,
  }
}

interface How {
  readonly channel: Channel
  readonly interest: boolean
  /** Who approved what this officer proposed. */
  readonly second?: string
}

/** What an event records of a steward. */
export const stewardActor = (
  { officer, client, authority, caseReference }: Omit<Officer, 'isOperator'>,
  { channel, interest, second }: How,
): Actor => ({
  ...{ kind: 'STEWARD', id: client, officer, secondOfficer: second ?? null, caseReference },
  ...{ interest, channel, authority, subjects: [], mandates: null },
})
