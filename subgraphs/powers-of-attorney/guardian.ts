// What a guardian sees of a ward's powers of attorney: those in matters of money (guardianship act § 6), as far as no other
// right of theirs shows more.
import { sql } from 'drizzle-orm'
import { isOnlyGuardian } from '../../access/acting.ts'
import { listOf } from '../../database/columns.ts'
import { classifyPlatform } from '../registry.ts'
import type { SubgraphContext } from '../subgraph.ts'
import { powerOfAttorney } from './tables.ts'

const economicFields = [...classifyPlatform().values()].flatMap(({ fields }) =>
  [...fields.values()].filter(({ economic }) => economic).map(({ coordinate }) => coordinate),
)

/** Something of it is a matter of money: as gift.ts has it (economicReach), of one that is there. */
export const isEconomic = sql<boolean>`(${powerOfAttorney.fields} && ${listOf(economicFields)}::text::text[]
  or (not ${powerOfAttorney.actions} <@ array['READ'] and (cardinality(${powerOfAttorney.activities}) = 0
    or exists (select from access.economic_activity e where e.activity = any(${powerOfAttorney.activities})))))`

/** Whether of the powers of whomever the caller represents only those are seen. */
export async function seesOnlyEconomic({ access, request }: SubgraphContext<object>): Promise<boolean> {
  if (request.caller.kind === 'SYSTEM' || request.represented === null) return false
  // Without the facts nothing of it is given: the decision rests on the same.
  const acting = await access.acting().catch(() => null)
  return acting !== null && isOnlyGuardian(acting, 'PowerOfAttorney.state')
}
