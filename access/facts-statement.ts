// The one statement that reads facts: a row for the caller, and one for each subject.
import type postgres from 'postgres'
import { activityOf, isRevocable, type KnownActivity } from './activity.ts'
import { heldByAuthority } from './authority-holder.ts'
import type { FactsQuery } from './facts.ts'
import { lifeOf } from './life.ts'
import { holderOf, rightsOf, selfOf } from './rights.ts'

/** The ids that are asked for, in their order; of a number that nobody has, an id that nobody has. */
export function askedFor(sql: postgres.Sql, ids: string[], numbers: readonly string[]) {
  if (numbers.length === 0) return sql`${ids}::uuid[]`
  const parts = numbers.map(key => key.split(' '))
  const [kinds, texts] = [parts.map(([kind]) => kind!), parts.map(([, number]) => number!)]
  return sql`${ids}::uuid[] || identity.ids_of(${kinds}::text[], ${texts}::text[])`
}

/** Whether something is looked up: told by the query and the known activity, or else a condition of the statement. */
type Condition = boolean | postgres.PendingQuery<postgres.Row[]>

// Under a public authority's activity that gives by law alone, no decision rests on a consent, or on what may change while
// it is made: neither is looked up. Would one rest on such a revision, it would be refused as it is recorded.
export const notLookedUp = -1
function revocable(sql: postgres.Sql, query: FactsQuery, known: KnownActivity | null): Condition {
  if (query.person !== null || query.represented !== null) return true
  if (query.activity === null) return false
  return known
    ? isRevocable(known.facts)
    : sql`(select kind = 'PRIVATE' or fields::text like '%"CONSENT"%' from a)`
}

// A home counts to people, and for a municipality's own residents.
function homes(sql: postgres.Sql, query: FactsQuery, known: KnownActivity | null): Condition {
  if (query.person !== null) return true
  if (query.activity === null) return false
  return known ? known.facts.population !== null : sql`(select population is not null from a)`
}

const where = (sql: postgres.Sql, condition: Condition) =>
  typeof condition === 'boolean' ? sql`true` : sql`coalesce(${condition}, false)`

// One row for the caller (id null), one for each subject. The same statement whether a subject exists or not. What a
// caller's decisions cannot turn on is left out of it: systems have no mandates, persons no consents. Ids are told only
// of those who have several: few have, so who was merged is read once for all, and looked through where there is somebody.
export function readRows(
  sql: postgres.Sql,
  query: FactsQuery,
  known: KnownActivity | null,
  asked: postgres.PendingQuery<postgres.Row[]>,
) {
  const [revocably, home] = [revocable(sql, query, known), homes(sql, query, known)]
  const none = sql``
  return sql`
  with ${activityOf(sql, query.activity, known)},
  q as materialized (select ${asked} as ids),
  g as materialized (
    select from_id, into_id from access.fact_merged
    where into_id = any((select q.ids from q) ||
      array(select o.into_id from access.fact_merged o where o.from_id = any((select q.ids from q)::uuid[]))))
    ${query.represented === null || query.person === null ? none : selfOf(sql, query)}
  select s.id, s.place::int,
    case when s.id is null then clock_timestamp() end as at,
    case when s.id is null then (select loads::float8 from access.fact_register) end as loads,
    case when s.id is null then (select row_to_json(a) from a) end as activity,
    case when s.id is null then
      (select row_to_json(y) from access.fact_system y where y.client = ${query.client}) end as system,
    ${query.officer === null ? none : officerRoles(sql, query)}
    ${query.authority == null ? none : suppliers(sql, query.authority, query)}
    ${query.represented === null || query.person === null ? none : holderOf(sql, query)}
    case when cardinality(c.ids) > 1 then c.id end as canonical, case when cardinality(c.ids) > 1 then c.ids end as ids,
    ${revocably === false ? none : sql`case when ${where(sql, revocably)} then st.revision::float8 else ${notLookedUp}::float8 end as revision,`}
    ${revocably === false || query.person !== null ? none : consentsOf(sql, query, known, revocably)}
    ${home === false ? none : sql`r.municipality, r.residence,`}
    case when p.person_id is not null then 'PERSON' when b.business_id is not null then 'BUSINESS' end as kind,
    (select bool_or(f.valid_from <= statement_timestamp() and statement_timestamp() < f.valid_to)
      from access.fact_protection f where f.person_id = c.id) as protected,
    p.dead
    ${query.person === null && query.officer === null && query.represented === null ? none : lifeOf(sql)}
    ${query.represented === null ? none : rights(sql, query)}
  from unnest(array_prepend(null, (select q.ids from q))) with ordinality s(id, place)
  left join lateral (
    select k.id, case when exists (select from g) then array(select g.from_id from g where g.into_id = k.id) || k.id
      else array[k.id] end as ids
    from (select case when exists (select from g) then coalesce((select g.into_id from g where g.from_id = s.id), s.id)
      else s.id end as id) k
    -- Kept apart: pulled up, its look-ups of who was merged stand anew in each place that names the id.
    offset 0
  ) c on true
  ${revocably === false ? none : sql`left join access.fact_standing st on st.subject_id = case when ${where(sql, revocably)} then c.id end`}
  left join access.fact_person p on p.person_id = c.id
  left join access.fact_business b on b.business_id = case when p.person_id is null then c.id end
  ${
    home === false
      ? none
      : sql`left join lateral (
    select f.municipality, f.residence from access.fact_home f where ${where(sql, home)} and f.person_id = c.id limit 1
  ) r on true`
  }`
}

const consentsOf = (
  sql: postgres.Sql,
  query: FactsQuery,
  known: KnownActivity | null,
  revocably: Condition,
) => sql`
    (select json_agg(f) from access.fact_consent f
      where ${where(sql, revocably)} and f.subject_id = any(c.ids) and f.activity = ${query.activity}
        and f.authority = ${known ? known.facts.authority : sql`(select a.authority from a)`}) as consents,`

const rights = (sql: postgres.Sql, query: FactsQuery) =>
  query.person === null ? heldByAuthority(sql, query.represented, query.client) : rightsOf(sql, query)

const officerRoles = (sql: postgres.Sql, { officer, client }: FactsQuery) => sql`
    case when s.id is null then
      (select o.roles from access.fact_officer o join access.fact_system y on y.authority = o.authority
        where o.id = ${officer} and y.client = ${client}) end as officer_roles,`

const suppliers = (sql: postgres.Sql, authority: string, { client }: FactsQuery) => sql`
    case when s.id is null then
      (select json_agg(f) from access.fact_supplier f join access.fact_system y on y.authority = f.supplier
        where f.authority = ${authority} and y.client = ${client}) end as suppliers,`
