// Suppliers: a system that asks on behalf of another authority, under that authority's mandate for the stated activity.
import { actedFor } from './authority-holder.ts'
import type { Caller, Represented } from './caller.ts'
import type { CallerFacts } from './facts.ts'

/** A mandate from the authority named in `On-Behalf-Of` to the caller's authority, approved by two. */
export interface SupplierFacts {
  readonly id: string
  readonly state: 'ACTIVE' | 'ENDED'
  /** Ids of the authority's processing activities. */
  readonly activities: readonly string[]
  readonly validFrom: Date
  readonly validTo: Date
}

/** Whose right counts, and who works for them. CVR numbers. */
export interface Counting {
  /** Null for persons, and for a system that nobody has registered. */
  readonly authority: string | null
  /** The caller's own authority, when it asks for another; else null. */
  readonly processor: string | null
  /** The mandate under which it does. */
  readonly supplier: SupplierFacts | null
}

export type SupplierCode = 'MANDATE_MISSING' | 'MANDATE_EXPIRED' | 'MANDATE_SCOPE'

// The nearest to a permit speaks.
const nearness: readonly SupplierCode[] = ['MANDATE_SCOPE', 'MANDATE_EXPIRED', 'MANDATE_MISSING']

/** A statement of a request: for whom, under which activity. */
interface Stated {
  readonly caller: Caller
  readonly represented: Represented | null
  readonly activity: string | null
}

/** Step 2 of a system's decision: the authority that counts in all further ones, or why none does. */
export function countingAuthority(
  { caller, represented, activity }: Stated,
  { system, suppliers, at }: CallerFacts,
): Counting | { readonly code: SupplierCode } {
  const own = system?.authority ?? null
  // For a data subject it acts in its own authority's name.
  if (represented === null || actedFor({ caller, represented }))
    return { authority: own, processor: null, supplier: null }
  if (represented.kind !== 'AUTHORITY' || own === null) return { code: 'MANDATE_MISSING' }
  const verdicts = suppliers.map(supplier => judge(supplier, activity, at))
  const supplier = verdicts.find(verdict => typeof verdict !== 'string')
  if (supplier) return { authority: represented.cvr, processor: own, supplier }
  return { code: nearness.find(code => verdicts.includes(code)) ?? 'MANDATE_MISSING' }
}

// Without a stated activity it is not known what the mandate has to cover: that is said in its own place.
function judge(supplier: SupplierFacts, activity: string | null, at: Date): SupplierFacts | SupplierCode {
  if (supplier.state !== 'ACTIVE' || at >= supplier.validTo) return 'MANDATE_EXPIRED'
  if (at < supplier.validFrom) return 'MANDATE_MISSING'
  return activity === null || supplier.activities.includes(activity) ? supplier : 'MANDATE_SCOPE'
}
