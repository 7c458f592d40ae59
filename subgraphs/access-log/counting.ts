// Counts of accesses as they are asked for: of the officer's own authority, of all for the operator's.
import { GraphQLError } from 'graphql'
import { readOfficer } from '../officer.ts'
import type { SubgraphContext } from '../subgraph.ts'
import { checkPeriod } from './asked.ts'
import type { AccessCount, CountBy, Outcome } from './counts.ts'
import type { Store } from './store.ts'

interface Asked {
  readonly from: Date
  readonly to: Date
  readonly by: readonly CountBy[]
  readonly outcome?: Outcome | null
  readonly authority?: string | null
}

const longestDays = 366
const dayMs = 86_400_000

/** Throws a GraphQLError (`PERIOD_REVERSED`, `PERIOD_TOO_LONG`) that says what to do. */
function checkCounted(period: Pick<Asked, 'from' | 'to'>): void {
  checkPeriod(period)
  if (period.to.getTime() - period.from.getTime() <= longestDays * dayMs) return
  throw new GraphQLError('At most 366 days are counted at once: ask for each year by itself.', {
    extensions: { code: 'PERIOD_TOO_LONG' },
  })
}

export async function accessCounts(
  _: unknown,
  { from, to, by, outcome = null, authority = null }: Asked,
  context: SubgraphContext<Store>,
): Promise<readonly AccessCount[]> {
  checkCounted({ from, to })
  const { authority: own, isOperator } = await readOfficer(context)
  // Of another authority there is nothing that its officers could count.
  if (authority !== null && authority !== own && !isOperator) return []
  const whose = isOperator ? authority : own
  return context.store.counts({ from, to, by: [...new Set(by)], outcome, authority: whose, own })
}
