// By which rights the caller may act for one subject: powers of attorney, custody, guardianship, a business's signing rule.
import type postgres from 'postgres'
import { parseInstant } from '../database/instant.ts'
import { knownEnd } from './life.ts'
import { judgeSigning, readSigning, type Signing } from './signing.ts'

/** A power of attorney above one that was passed on. */
export interface ChainLink {
  readonly id: string
  /** As stored; null for one that is not there. */
  readonly state: string | null
  readonly validFrom: Date
  readonly validTo: Date
  /** How many times it may be passed on from here. */
  readonly passOnDepth: number
  /** The canonical id of its holder. */
  readonly holder: string
  readonly holderRevision: number | null
  /** Dead, or dissolved. */
  readonly holderGone: boolean
}

/** A power of attorney from the subject, held by the caller or by the business for which the caller signs alone. */
export interface MandateFacts {
  readonly id: string
  readonly kind: 'VOLUNTARY' | 'FUTURE' | 'DECREE'
  readonly state: 'ACTIVE' | 'REVOKED' | 'RENOUNCED'
  readonly fields: readonly string[]
  readonly actions: readonly string[]
  readonly activities: readonly string[]
  readonly validFrom: Date
  readonly validTo: Date
  readonly givenBy: 'SELF' | 'CUSTODY' | 'GUARDIAN' | 'REPRESENTATIVE' | 'SIGNATORIES' | 'STEWARD'
  readonly grantorKind: 'PERSON' | 'BUSINESS'
  readonly holderKind: 'PERSON' | 'BUSINESS'
  /** From the first power down to the one from which this was passed on; empty when it was given directly. */
  readonly chain: readonly ChainLink[]
}

/** The caller is one of the holders; `until` is when that ends at the latest. */
export interface CustodyFacts {
  readonly until: Date
  /** Canonical ids of all who hold custody now. */
  readonly holders: readonly string[]
}

/** The rights over one subject. */
export interface Rights {
  readonly mandates: readonly MandateFacts[]
  /** Those that the business holds in whose name the caller signed in, and for which the caller does not sign alone. */
  readonly heldTogether: readonly MandateFacts[]
  readonly custody: CustodyFacts | null
  /** Of one who has lost legal capacity (record 017), in economic matters. Null: no end is known. */
  readonly guardian: { readonly until: Date | null } | null
  /** Of a business: who signs for it. */
  readonly signing: Signing | null
  /** Of the business in whose name the caller signed in, when it holds one of the mandates. */
  readonly holder: Signing | null
}

/** Over whom the caller does not represent. */
export const noRights: Rights = {
  mandates: [],
  heldTogether: [],
  custody: null,
  guardian: null,
  signing: null,
  holder: null,
}

/** Who acts, and for whom. */
export interface RightsQuery {
  readonly person: string | null
  /** The business in whose name the person signed in. */
  readonly business?: string | null
  readonly represented: string | null
}

/** Every id of the person who acts and of their business, as `me`: part of the statement's `with`. */
export function selfOf(sql: postgres.Sql, { person, business }: RightsQuery) {
  const own = sql`${[person, business ?? null].filter(id => id !== null)}::uuid[]`
  return sql`
  , me as materialized (
    select array(
      select o.id from unnest(${own}) o(id)
      union all select g.into_id from access.fact_merged g where g.from_id = any(${own})
      union all select g.from_id from access.fact_merged g where g.into_id = any(${own})) as ids)`
}

/** In the caller's row: the person's own id now, and who signs for the business in whose name they signed in. */
export const holderOf = (sql: postgres.Sql, { person, business }: RightsQuery) => sql`
    case when s.id is null then
      coalesce((select g.into_id from access.fact_merged g where g.from_id = ${person}), ${person}::uuid) end as self_id,
    ${business == null ? sql`` : sql`case when s.id is null then access.signing_of(${business}) end as holder_signing,`}`

/** In a subject's row: the rights of whoever acts over the one whom they represent. */
export const rightsOf = (sql: postgres.Sql, { represented }: RightsQuery) => sql`
    , case when ${represented}::uuid = any(c.ids) then
      (select json_agg(m) from access.fact_mandate m
        -- What an authority holds as one, its systems use, each under an activity (access/authority-holder.ts).
        where m.grantor_id = any(c.ids) and m.holder_id = any((select me.ids from me)::uuid[])
          and m.holder_authority is null) end as mandates,
    case when ${represented}::uuid = any(c.ids) and p.person_id is not null then
      (select json_build_object('until', max(k.valid_to) filter (where k.holder_id = any((select me.ids from me)::uuid[])),
          'holders', json_agg(distinct coalesce(g.into_id, k.holder_id)))
        from access.fact_custody k left join access.fact_merged g on g.from_id = k.holder_id
        where k.child_id = c.id and k.valid_from <= clock_timestamp() and k.valid_to > clock_timestamp()) end as custody,
    case when ${represented}::uuid = any(c.ids) and p.person_id is not null then
      (select json_build_object('until', max(k.valid_to)) from access.fact_guardianship k
        where k.ward_id = c.id and k.guardian_id = any((select me.ids from me)::uuid[])
          and k.valid_from <= clock_timestamp() and k.valid_to > clock_timestamp()) end as guardian,
    case when ${represented}::uuid = any(c.ids) and b.business_id is not null then access.signing_of(b.business_id) end
      as signing`

/** Reads what rightsOf selected, and holderOf in the caller's row. */
export function readRights(row: postgres.Row, caller: postgres.Row): Rights {
  const mandates: readonly MandateFacts[] = (row.mandates ?? []).map(readMandate)
  const ofBusiness = mandates.some(({ holderKind }) => holderKind === 'BUSINESS')
    ? readSigning(caller.holder_signing)
    : null
  const self = { person: caller.self_id, at: caller.at }
  const alone = ofBusiness !== null && judgeSigning(ofBusiness, [self], caller.at).state === 'MET'
  const [usable, heldTogether] = split(mandates, ({ holderKind }) => holderKind === 'PERSON' || alone)
  return {
    mandates: usable,
    heldTogether,
    custody: row.custody?.until
      ? { until: parseInstant(row.custody.until), holders: row.custody.holders }
      : null,
    guardian: row.guardian?.until ? { until: knownEnd(row.guardian.until) } : null,
    signing: row.signing ? readSigning(row.signing) : null,
    holder: ofBusiness,
  }
}

/** Those that are so, and the others. */
const split = <One>(all: readonly One[], is: (one: One) => boolean): readonly [One[], One[]] => [
  all.filter(is),
  all.filter(one => !is(one)),
]

export const readMandate = (mandate: postgres.Row): MandateFacts => ({
  id: mandate.id,
  kind: mandate.kind,
  state: mandate.state,
  fields: mandate.fields,
  actions: mandate.actions,
  activities: mandate.activities,
  validFrom: parseInstant(mandate.valid_from),
  validTo: parseInstant(mandate.valid_to),
  givenBy: mandate.given_by,
  grantorKind: mandate.grantor_kind,
  holderKind: mandate.holder_kind,
  chain: (mandate.chain ?? []).map(readLink),
})

const readLink = (link: postgres.Row): ChainLink => ({
  id: link.id,
  state: link.state,
  validFrom: parseInstant(link.valid_from ?? 'infinity'),
  validTo: parseInstant(link.valid_to ?? '-infinity'),
  passOnDepth: link.pass_on_depth ?? 0,
  holder: link.holder,
  holderRevision: link.holder_revision,
  holderGone: link.holder_gone ?? true,
})
