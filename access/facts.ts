// What a decision may know: about the caller, and about each subject. Read in one statement for a set of subjects.
import type postgres from 'postgres'
import { parseInstant } from '../database/instant.ts'
import type { Reach } from './classification.ts'
import type { Parameters } from './parameters.ts'

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

/** A power of attorney from the subject to the caller. */
export interface MandateFacts {
  readonly id: string
  readonly state: 'ACTIVE' | 'REVOKED' | 'RENOUNCED'
  readonly fields: readonly string[]
  readonly actions: readonly string[]
  readonly activities: readonly string[]
  readonly validFrom: Date
  readonly validTo: Date
}

/** What is known of one person or business. One who is not registered has no facts but these same fields, empty. */
export interface SubjectFacts {
  readonly id: string
  readonly kind: 'PERSON' | 'BUSINESS' | null
  /** The revision of the subject's computed facts; null for an id that was never given. */
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
  readonly mandates: readonly MandateFacts[]
  /** The caller holds custody of the subject, until then (the 18th birthday at the latest). */
  readonly custodyUntil: Date | null
}

/** Whose facts are asked for, and for what. */
export interface FactsQuery {
  readonly activity: string | null
  readonly client: string
  readonly officer: string | null
  /** The person who calls. */
  readonly person: string | null
  /** The subject for whom the person acts. */
  readonly represented: string | null
  readonly subjects: readonly string[]
}

export interface FactsAnswer {
  readonly caller: CallerFacts
  readonly subjects: ReadonlyMap<string, SubjectFacts>
}

export type ReadFacts = (query: FactsQuery) => Promise<FactsAnswer>

/** Reads facts as the role access_reader, which sees the views access.fact_* and nothing else. */
export function factsReader(sql: postgres.Sql): ReadFacts {
  return async query => {
    const rows = await readRows(sql, query)
    const subjects = rows.filter(row => row.id !== null).map(readSubject)
    return {
      caller: readCaller(rows.find(row => row.id === null)!),
      subjects: new Map(subjects.map(subject => [subject.id, subject])),
    }
  }
}

// One row for the caller (id null), one for each subject. The same statement whether a subject exists or not. What a
// caller's decisions cannot turn on is left out of it: systems have no mandates, and a home counts to people and for a
// municipality's own residents only. Ids are told only of those who have several.
const readRows = (sql: postgres.Sql, query: FactsQuery) => sql`
  with a as materialized (
    select activity, version, authority, kind, valid_from, valid_to, reach, subjects, population, cover_for,
      protection_exception, fields, systems
    from access.fact_activity where activity = ${query.activity})
  select s.id,
    case when s.id is null then clock_timestamp() end as at,
    case when s.id is null then (select row_to_json(a) from a) end as activity,
    case when s.id is null then
      (select row_to_json(y) from access.fact_system y where y.client = ${query.client}) end as system,
    ${query.officer === null ? sql`` : officerRoles(sql, query)}
    case when cardinality(c.ids) > 1 then c.id end as canonical, case when cardinality(c.ids) > 1 then c.ids end as ids,
    st.revision::float8 as revision,
    case when p.person_id is not null then 'PERSON' when b.business_id is not null then 'BUSINESS' end as kind,
    h.protected, p.dead, r.municipality, r.residence,
    (select json_agg(f) from access.fact_consent f
      where f.subject_id = any(c.ids) and f.activity = ${query.activity}
        and f.authority = (select a.authority from a)) as consents
    ${query.person === null ? sql`` : rightsOf(sql, query)}
  from unnest(array_prepend(null, ${query.subjects as string[]}::uuid[])) s(id)
  left join lateral (
    select k.id, array(select g.from_id from access.fact_merged g where g.into_id = k.id) || k.id as ids
    from (select coalesce((select g.into_id from access.fact_merged g where g.from_id = s.id), s.id) as id offset 0) k
    offset 0
  ) c on true
  left join access.fact_standing st on st.subject_id = c.id
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

const officerRoles = (sql: postgres.Sql, { officer, client }: FactsQuery) => sql`
    case when s.id is null then
      (select o.roles from access.fact_officer o join access.fact_system y on y.authority = o.authority
        where o.id = ${officer} and y.client = ${client}) end as officer_roles,`

/** What the calling person may do for the one whom they represent. */
const rightsOf = (sql: postgres.Sql, { person, represented }: FactsQuery) => sql`
    , case when ${represented}::uuid = any(c.ids) then
      (select json_agg(m) from access.fact_mandate m
        where m.grantor_id = any(c.ids)
          and m.holder_id = any(array(
            select g.from_id from access.fact_merged g where g.into_id = ${person}) || ${person}::uuid))
      end as mandates,
    case when ${represented}::uuid = any(c.ids) then
      (select max(k.valid_to) from access.fact_custody k
        where k.child_id = c.id and k.holder_id = ${person}
          and k.valid_from <= clock_timestamp() and k.valid_to > clock_timestamp()) end as custody_until`

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
      fields: new Map(Object.entries(activity.fields ?? {})),
      systems: activity.systems,
    },
    system: row.system,
    officerRoles: row.officer_roles ?? [],
  }
}

function readSubject(row: postgres.Row): SubjectFacts {
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
    mandates: (row.mandates ?? []).map((mandate: postgres.Row) => ({
      id: mandate.id,
      state: mandate.state,
      fields: mandate.fields,
      actions: mandate.actions,
      activities: mandate.activities,
      validFrom: parseInstant(mandate.valid_from),
      validTo: parseInstant(mandate.valid_to),
    })),
    custodyUntil: row.custody_until ?? null,
  }
}
