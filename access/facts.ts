// What a decision may know: about the caller, and about each subject. Read in one statement for a set of subjects.
import type postgres from 'postgres'
import { parseInstant } from '../database/instant.ts'
import { heldByAuthority, readHeld } from './authority-holder.ts'
import type { Reach } from './classification.ts'
import { type LifeFacts, lifeOf, readLife } from './life.ts'
import type { Parameters } from './parameters.ts'
import { holderOf, noRights, type Rights, readRights, rightsOf, selfOf } from './rights.ts'
import type { SubjectKind } from './subject-kind.ts'
import type { SupplierFacts } from './supplier.ts'

/** A processing activity in the version in force, or the last one. */
export interface ActivityFacts {
  readonly id: string
  readonly version: number
  readonly authority: string
  readonly kind: 'PUBLIC' | 'PRIVATE'
  readonly validFrom: Date
  readonly validTo: Date
  readonly reach: Reach
  readonly subjects: readonly ('PERSON' | 'BUSINESS')[]
  readonly population: string | null
  /** ISO 8601 or PostgreSQL interval; records stay hidden for so long. */
  readonly coverFor: string | null
  /** The exception of the CPR act by which a private controller gets protected values; null when it cites none. */
  readonly protectionException: string | null
  /** A matter of money: a guardian may act in it for one who has lost legal capacity. */
  readonly economic: boolean
  /** The age from which a young person decides alone; null: from 18. */
  readonly decidesFrom: number | null
  /** All who hold custody of a child must agree. */
  readonly jointCustody: boolean
  /** Ground by schema coordinate. */
  readonly fields: ReadonlyMap<string, 'LAW' | 'CONSENT'>
  readonly systems: readonly string[]
}

export interface SystemFacts {
  readonly authority: string
  readonly kind: 'PUBLIC' | 'PRIVATE'
  readonly officers: boolean
}

/** What is known of the caller, as of one instant. */
export interface CallerFacts {
  /** The database's clock, read with the facts: the time of the decision. */
  readonly at: Date
  readonly activity: ActivityFacts | null
  readonly system: SystemFacts | null
  readonly officerRoles: readonly string[]
  /** What the authority on whose behalf a system asks has given the system's own authority. */
  readonly suppliers: readonly SupplierFacts[]
}

/** A consent of the subject to the authority for the activity in question. */
export interface ConsentFacts {
  readonly id: string
  readonly state: 'PARTLY_CONFIRMED' | 'GRANTED' | 'WITHDRAWN' | 'SUSPENDED'
  readonly fields: readonly string[]
  readonly parameters: Parameters
  readonly validFrom: Date
  readonly validTo: Date
  /** When it ended, or will. */
  readonly until: Date
}

/** What is known of one person or business. One who is not registered has no facts but these same fields, empty. */
export interface SubjectFacts extends LifeFacts {
  readonly id: string
  readonly kind: 'PERSON' | 'BUSINESS' | null
  /** Of the subject's computed facts; null for an id that was never given, -1 where nothing can rest on it. */
  readonly revision: number | null
  /** The id that this one was merged into, or itself. */
  readonly canonical: string
  /** Every id that leads to the subject: what was given under any of them counts. */
  readonly ids: readonly string[]
  readonly protected: boolean
  /** Name and address were protected at some time, now included. */
  readonly everProtected: boolean
  readonly dead: boolean
  /** Where the subject is registered: asked for by people, and under an activity for one municipality's own residents. */
  readonly municipality: string | null
  /** Equal for people registered at the same address. */
  readonly residence: string | null
  readonly consents: readonly ConsentFacts[]
  /** By which the caller may act for the subject; none over whom the caller does not represent. */
  readonly rights: Rights
}

/** How a subject is asked for by a number of a register, beside its id: `BUSINESS 12345678`. */
export const numberKey = (kind: SubjectKind, number: string): string => `${kind} ${number}`

/** Whose facts are asked for, and for what. */
export interface FactsQuery {
  readonly activity: string | null
  readonly client: string
  readonly officer: string | null
  /** The person who calls. */
  readonly person: string | null
  /** The business in whose name the person signed in; left out when there is none. */
  readonly business?: string | null
  /** The subject for whom the person acts. */
  readonly represented: string | null
  /** CVR number of the authority on whose behalf a system asks; left out when for its own. */
  readonly authority?: string | null
  /** Ids, and number keys. */
  readonly subjects: readonly string[]
}

export interface FactsAnswer {
  readonly caller: CallerFacts
  /** By the id or number key that was asked for. */
  readonly subjects: ReadonlyMap<string, SubjectFacts>
}

export type ReadFacts = (query: FactsQuery) => Promise<FactsAnswer>

/** Reads facts as the role access_reader, which sees the views access.fact_* and nothing else. */
export function factsReader(sql: postgres.Sql): ReadFacts {
  return async query => {
    const isNumber = (key: string) => key.includes(' ')
    const ids = query.subjects.filter(key => !isNumber(key))
    const numbers = query.subjects.filter(isNumber)
    const keys = [null, ...ids, ...numbers]
    const rows = await readRows(sql, query, askedFor(sql, ids, numbers))
    const caller = rows.find(row => row.id === null)!
    const subjects = rows.filter(row => row.id !== null)
    return {
      caller: readCaller(caller),
      subjects: new Map(subjects.map(row => [keys[row.place - 1]!, readSubject(row, caller, query)])),
    }
  }
}

/** The ids that are asked for, in their order; of a number that nobody has, an id that nobody has. */
function askedFor(sql: postgres.Sql, ids: string[], numbers: readonly string[]) {
  if (numbers.length === 0) return sql`${ids}::uuid[]`
  const parts = numbers.map(key => key.split(' '))
  const [kinds, texts] = [parts.map(([kind]) => kind!), parts.map(([, number]) => number!)]
  return sql`${ids}::uuid[] || identity.ids_of(${kinds}::text[], ${texts}::text[])`
}

// One row for the caller (id null), one for each subject. The same statement whether a subject exists or not. What a
// caller's decisions cannot turn on is left out of it: systems have no mandates, persons no consents, and a home counts to people and for a
// municipality's own residents only. Ids are told only of those who have several.
const readRows = (sql: postgres.Sql, query: FactsQuery, asked: postgres.PendingQuery<postgres.Row[]>) => sql`
  with a as materialized (
    select activity, version, authority, kind, valid_from, valid_to, reach, subjects, population, cover_for,
      protection_exception, economic, decides_from, joint_custody, fields, systems
    from access.fact_activity where activity = ${query.activity}),
  v as materialized (select kind = 'PRIVATE' or fields::text like '%"CONSENT"%' as revocable from a)
    ${query.represented === null || query.person === null ? sql`` : selfOf(sql, query)}
  select s.id, s.place::int,
    case when s.id is null then clock_timestamp() end as at,
    case when s.id is null then (select row_to_json(a) from a) end as activity,
    case when s.id is null then
      (select row_to_json(y) from access.fact_system y where y.client = ${query.client}) end as system,
    ${query.officer === null ? sql`` : officerRoles(sql, query)}
    ${query.authority == null ? sql`` : suppliers(sql, query.authority, query)}
    ${query.represented === null || query.person === null ? sql`` : holderOf(sql, query)}
    case when cardinality(c.ids) > 1 then c.id end as canonical, case when cardinality(c.ids) > 1 then c.ids end as ids,
    case when ${revocable(sql, query)} then st.revision::float8 else ${notLookedUp}::float8 end as revision,
    case when p.person_id is not null then 'PERSON' when b.business_id is not null then 'BUSINESS' end as kind,
    h.protected, p.dead, r.municipality, r.residence,
    ${query.person === null ? consentsOf(sql, query) : sql`null`} as consents
    ${query.person === null && query.officer === null && query.represented === null ? sql`` : lifeOf(sql)}
    ${query.represented === null ? sql`` : rights(sql, query)}
  from unnest(array_prepend(null, ${asked})) with ordinality s(id, place)
  left join lateral (
    select k.id, array(select g.from_id from access.fact_merged g where g.into_id = k.id) || k.id as ids
    from (select coalesce((select g.into_id from access.fact_merged g where g.from_id = s.id), s.id) as id offset 0) k
    offset 0
  ) c on true
  left join access.fact_standing st on st.subject_id = case when ${revocable(sql, query)} then c.id end
  left join access.fact_person p on p.person_id = c.id
  left join access.fact_business b on b.business_id = case when p.person_id is null then c.id end
  left join lateral (
    select bool_or(f.valid_from <= statement_timestamp() and statement_timestamp() < f.valid_to) as protected
    from access.fact_protection f where f.person_id = c.id
  ) h on true
  left join lateral (
    select f.municipality, f.residence from access.fact_home f
    where f.person_id = c.id and ((select a.population from a) is not null or ${query.person}::uuid is not null)
    limit 1
  ) r on true`

// Under a public authority's activity that gives by law alone, no decision rests on a consent, or on what may change while
// it is made: neither is looked up. Would one rest on such a revision, it would be refused as it is recorded.
const notLookedUp = -1
const revocable = (sql: postgres.Sql, { person, represented }: FactsQuery) =>
  person === null && represented === null ? sql`(select v.revocable from v)` : sql`true`

const consentsOf = (sql: postgres.Sql, query: FactsQuery) => sql`
    (select json_agg(f) from access.fact_consent f
      where ${revocable(sql, query)} and f.subject_id = any(c.ids) and f.activity = ${query.activity}
        and f.authority = (select a.authority from a))`

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

function readCaller(row: postgres.Row): CallerFacts {
  const { activity } = row
  return {
    at: row.at,
    activity: activity && {
      id: activity.activity,
      version: activity.version,
      authority: activity.authority,
      kind: activity.kind,
      validFrom: parseInstant(activity.valid_from),
      validTo: parseInstant(activity.valid_to),
      reach: activity.reach,
      subjects: activity.subjects,
      population: activity.population,
      coverFor: activity.cover_for,
      protectionException: activity.protection_exception,
      economic: activity.economic,
      decidesFrom: activity.decides_from,
      jointCustody: activity.joint_custody,
      fields: new Map(Object.entries(activity.fields ?? {})),
      systems: activity.systems,
    },
    system: row.system,
    officerRoles: row.officer_roles ?? [],
    suppliers: (row.suppliers ?? []).map(readSupplier),
  }
}

const readSupplier = (supplier: postgres.Row): SupplierFacts => ({
  id: supplier.id,
  state: supplier.state,
  activities: supplier.activities,
  validFrom: parseInstant(supplier.valid_from),
  validTo: parseInstant(supplier.valid_to),
})

function readRightsOf(row: postgres.Row, caller: postgres.Row, query: FactsQuery): Rights {
  if (query.represented === null) return noRights
  return query.person === null ? readHeld(row) : readRights(row, caller)
}

function readSubject(row: postgres.Row, caller: postgres.Row, query: FactsQuery): SubjectFacts {
  return {
    id: row.id,
    kind: row.kind,
    revision: row.revision,
    canonical: row.canonical ?? row.id,
    ids: row.ids ?? [row.id],
    protected: row.protected ?? false,
    // Of someone who never was, nothing is found.
    everProtected: row.protected !== null,
    dead: row.dead ?? false,
    municipality: row.municipality,
    residence: row.residence,
    consents: (row.consents ?? []).map((consent: postgres.Row) => ({
      id: consent.id,
      state: consent.state,
      fields: consent.fields,
      parameters: consent.parameters,
      validFrom: parseInstant(consent.valid_from),
      validTo: parseInstant(consent.valid_to),
      until: parseInstant(consent.until),
    })),
    ...readLife(row),
    rights: readRightsOf(row, caller, query),
  }
}
