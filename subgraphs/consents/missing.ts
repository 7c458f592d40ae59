// What a consent still lacks of those who must agree, in plain words; it names nobody.
import { sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/postgres-js'
import { listOf } from '../../database/columns.ts'
import { inOrder, lackingAt, otherHolders, type Signers, type SignersRow } from '../missing.ts'
import type { SubgraphContext } from '../subgraph.ts'
import { stateAt } from './lifecycle.ts'
import type { Consent, Store } from './store.ts'

/** Prepares what is asked about those who sign for businesses, for a pool. */
export const openSigners = (db: ReturnType<typeof drizzle>) => ({
  /** Of each consent, in the order of the ids. */
  async signersOf(ids: readonly string[]): Promise<readonly (Signers | null)[]> {
    const rows = await db.execute<SignersRow>(sql`select c.id, access.told_signing(c.subject_id) as signing, (
        select jsonb_agg(jsonb_build_object('person', l.person, 'at', l.at)) from (
          select distinct on (coalesce(m.into_id, f.person_id)) coalesce(m.into_id, f.person_id) as person, f.given, f.at
          from consents.confirmation f left join access.fact_merged m on m.from_id = f.person_id
          where f.consent_id = c.id order by 1, f.revision desc) l
        where l.given) as given
      from consents.consent c where c.id = any(${listOf(ids)}::text::uuid[])`)
    return inOrder(rows, ids)
  },
})

/** Null unless some have agreed and others have not. */
export async function missingOf(
  row: Consent,
  { language }: { language: 'DA' | 'EN' },
  { store, access }: SubgraphContext<Store>,
): Promise<string | null> {
  if (stateAt(row, row.now, await access.isDead(row.subjectId)) !== 'PARTLY_CONFIRMED') return null
  const signers = row.subjectKind === 'BUSINESS' ? await store.signers(row.id) : null
  const wording = row.subjectKind === 'PERSON' ? otherHolders : signers && lackingAt(signers, row.now)
  return wording && (language === 'DA' ? wording.da : wording.en)
}
