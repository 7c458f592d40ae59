// What a guardian sees of a ward's consents: those in economic activities (guardianship act § 6), as far as no other right
// of theirs shows more.
import { isOnlyGuardian } from '../../access/acting.ts'
import type { SubgraphContext } from '../subgraph.ts'
import type { Store } from './store.ts'

/** The activities whose consents the caller sees of one subject, given by any of its ids; null for all. */
export async function seenWithin(
  { access, store, request }: SubgraphContext<Store>,
  subjects: readonly string[],
): Promise<readonly string[] | null> {
  if (request.caller.kind === 'SYSTEM' || request.represented === null) return null
  // Without the facts nothing of it is given: the decision rests on the same.
  const acting = await access.acting().catch(() => null)
  if (!acting?.subjects.some(id => subjects.includes(id))) return null
  return isOnlyGuardian(acting, 'Consent.state') ? store.economicActivities() : null
}
