// Powers of attorney that an authority holds as such: its systems act for the grantor, under an activity that covers it.
import type postgres from 'postgres'
import type { Caller, Represented } from './caller.ts'
import type { SubjectFacts } from './facts.ts'
import { noLife } from './life.ts'
import { noRights, type Rights, readMandate } from './rights.ts'

/** In a subject's row: what the one who is represented has given to the authority of the asking system. */
export const heldByAuthority = (sql: postgres.Sql, represented: string | null, client: string) => sql`
    , case when ${represented}::uuid = any(c.ids) then
      (select json_agg(m) from access.fact_mandate m
        where m.grantor_id = any(c.ids) and m.holder_authority =
          (select y.authority from access.fact_system y where y.client = ${client})) end as mandates`

/** Reads what heldByAuthority selected. An authority has no custody, and signs for nobody. */
export const readHeld = (row: postgres.Row): Rights => ({
  ...noRights,
  mandates: (row.mandates ?? []).map(readMandate),
})

/** The data subject for whom a system acts; null when for its own authority, or another. */
export function actedFor({
  caller,
  represented,
}: {
  readonly caller: Caller
  readonly represented: Represented | null
}): string | null {
  if (caller.kind !== 'SYSTEM' || represented === null || represented.kind === 'AUTHORITY') return null
  return represented.id
}

/** An authority as the holder: in no register of persons, and shown to be there by its own system's asking. */
export const authorityHolder: SubjectFacts = {
  ...{ id: '', ids: [], kind: 'BUSINESS', revision: null, canonical: '' },
  ...{ protected: false, everProtected: false, dead: false, municipality: null, residence: null },
  ...{ consents: [], rights: noRights },
  ...noLife,
}
