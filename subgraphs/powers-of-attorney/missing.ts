// Who must still sign a power of attorney that several give, in plain words; it names nobody.
import { sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/postgres-js'
import type { Wording } from '../../access/signing.ts'
import { listOf } from '../../database/columns.ts'
import { inOrder, lackingAt, otherHolders, type Signers, type SignersRow } from '../missing.ts'
import { stateAt } from './lifecycle.ts'
import type { PowerOfAttorney, Store } from './store.ts'

/** Prepares what is asked about those who sign, for a pool. */
export const openSigners = (db: ReturnType<typeof drizzle>) => ({
  /** Of each power of attorney, in the order of the ids. */
  async signersOf(ids: readonly string[]): Promise<readonly (Signers | null)[]> {
    const rows = await db.execute<SignersRow>(sql`select p.id, access.told_signing(p.giver_id) as signing, (
        select jsonb_agg(jsonb_build_object('person', coalesce(m.into_id, f.person_id), 'at', f.at))
        from powers_of_attorney.confirmation f left join access.fact_merged m on m.from_id = f.person_id
        where f.power_of_attorney_id = p.id and f.given) as given
      from powers_of_attorney.power_of_attorney p where p.id = any(${listOf(ids)}::text::uuid[])`)
    return inOrder(rows, ids)
  },
})

/** Null unless somebody has signed and others must. */
export async function missingOf(row: PowerOfAttorney, store: Store): Promise<Wording | null> {
  const state = stateAt(row, row.now)
  const begun = state === 'PARTLY_CONFIRMED' || (state === 'OFFERED' && row.askedBy === 'GRANTOR')
  if (!begun || row.agreedAt !== null) return null
  if (row.givenBy === 'CUSTODY' && row.passedOnBy === null) return otherHolders
  const signers = await store.signers(row.id)
  return signers && lackingAt(signers, row.now)
}
