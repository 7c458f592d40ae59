// The oracle's worlds: what the tables hold that decide, read by itself, and how a caller asks in them.
import type postgres from 'postgres'
import type { SubgraphName } from '../subgraphs/registry.ts'
import { type AccessCase, readCases } from './oracle-cases.ts'
import { readPeople, readWards } from './oracle-people.ts'
import { type Proposal, readProposals } from './oracle-proposals.ts'
import { readWholes, type Whole } from './oracle-registered.ts'
import { readSigners, type Signers } from './oracle-signers.ts'
import type { As } from './platform.ts'

export interface Activity {
  readonly id: string
  readonly authority: string
  readonly kind: 'PUBLIC' | 'PRIVATE'
  readonly from: Date
  readonly to: Date
  readonly reach: string
  readonly subjects: readonly string[]
  readonly population: string | null
  readonly exception: string | null
  /** From which age the young decide alone; null: from 18. */
  readonly decidesFrom: number | null
  /** All who hold custody must agree. */
  readonly joint: boolean
  /** A guardian acts in it. */
  readonly economic: boolean
  readonly fields: ReadonlyMap<string, string>
  readonly systems: readonly string[]
}

export interface Person {
  readonly id: string
  readonly dead: boolean
  /** An ISO 8601 date. */
  readonly born: string | null
  /** From the 18th birthday, or the first marriage. */
  readonly ofAge: Date | null
  readonly protectedNow: boolean
  readonly protectedOnce: boolean
  readonly municipality: string | null
  /** Equal for those registered at one address. */
  readonly residence: string | null
}

export interface Consent {
  readonly id: string
  readonly subject: string
  readonly authority: string
  readonly activity: string
  readonly state: string
  readonly fields: readonly string[]
  readonly from: Date
  readonly to: Date
  readonly answerBy: Date
  /** Values by place: an argument's coordinate, or the case. */
  readonly parameters: Readonly<Record<string, readonly string[]>>
}

export interface Power {
  readonly id: string
  readonly kind: 'VOLUNTARY' | 'FUTURE' | 'DECREE'
  /** Of a future one that was never activated: its grantor's own, and unknown to everybody else. */
  readonly unknown: boolean
  /** A business holds it, or an authority as such. */
  readonly byBusiness: boolean
  /** CVR number of the authority that holds it as such. */
  readonly authority: string | null
  readonly grantor: string
  readonly holder: string
  /** Those above it, the first one first; empty when it was given directly. */
  readonly chain: readonly string[]
  /** How often it may be passed on from here. */
  readonly depth: number
  /** Whoever had custody gave it for a child. */
  readonly forChild: boolean
  readonly state: string
  readonly fields: readonly string[]
  readonly actions: readonly string[]
  readonly activities: readonly string[]
  readonly from: Date
  readonly to: Date
}

/** What one authority has given another: to ask for it under some of its activities. */
export interface Supplier {
  readonly authority: string
  readonly supplier: string
  readonly activities: readonly string[]
  readonly state: string
  readonly from: Date
  readonly to: Date
}

export interface World {
  /** The instant of the question. Nothing in a world begins or ends near it. */
  readonly at: Date
  readonly activities: ReadonlyMap<string, Activity>
  readonly systems: ReadonlyMap<string, { readonly authority: string; readonly officers: boolean }>
  readonly officers: ReadonlyMap<string, { readonly authority: string; readonly roles: readonly string[] }>
  readonly suppliers: readonly Supplier[]
  readonly consents: readonly Consent[]
  readonly powers: readonly Power[]
  readonly custody: readonly {
    readonly child: string
    readonly holder: string
    readonly from: Date
    readonly to: Date
  }[]
  /** Of people who have lost legal capacity. */
  readonly guardians: readonly { readonly ward: string; readonly guardian: string }[]
  /** Of those future powers of attorney that were activated, what was given. */
  readonly wholes: readonly Whole[]
  readonly cases: readonly AccessCase[]
  readonly proposals: readonly Proposal[]
  /** Records of accesses that are hidden still from whom they are about. */
  readonly covert: readonly string[]
  /** People who have lost legal capacity. */
  readonly wards: ReadonlySet<string>
  /** What each business's register says of those who could sign for it, read by eye (oracle-signers.ts). */
  readonly signers: Signers
  /** Every id of the same subject. */
  idsOf(id: string): readonly string[]
  canonical(id: string): string
  /** Whether nothing about this subject can be known now. */
  isLost(id: string): boolean
  person(id: string): Person | null
  /** By any number that a person has or had. */
  idOfNumber(number: string): string | null
  kindOf(id: string): 'PERSON' | 'BUSINESS' | null
}

/** How a question is asked, besides what every test says. */
export interface OracleAs extends As {
  readonly caseReference?: string
  /** Entities asked of this subgraph straight, under its own release. */
  readonly direct?: SubgraphName
  /** The facts about these cannot be read. */
  readonly lost?: readonly string[]
  /** The log cannot be written. */
  readonly unlogged?: boolean
}

/** A question: who asks and how, and the document. */
export interface Asked {
  readonly as: OracleAs
  readonly text: string
  readonly variables: Readonly<Record<string, unknown>>
}

/** Reads a world from the tables themselves, not from the views that the decision reads. */
export async function readWorld(sql: postgres.Sql): Promise<World> {
  const at = new Date()
  const merged = new Map(
    (await sql`select from_id, into_id from identity.merged`).map(row => [row.from_id, row.into_id]),
  )
  const canonical = (id: string): string => merged.get(id) ?? id
  const people = await readPeople(sql, at)
  const idsOf = remembered((id: string): readonly string[] => [
    canonical(id),
    ...[...merged].flatMap(([from, into]) => (into === canonical(id) ? [from] : [])),
  ])
  const businesses = new Set((await sql`select id from businesses.business`).map(row => row.id))
  const numbers = new Map(
    (await sql`select number, subject_id from identity.number where kind = 'PERSON'`).map(row => [
      row.number,
      row.subject_id,
    ]),
  )
  return {
    at,
    ...(await readAuthorities(sql)),
    ...(await readRights(sql)),
    ...(await readCases(sql)),
    wholes: await readWholes(sql),
    proposals: await readProposals(sql),
    guardians: await sql<{ ward: string; guardian: string }[]>`
      select person_id as ward, guardian_id as guardian from persons.guardianship
      where guardian_id is not null and row_status = 'CURRENT' and registered_to = 'infinity'
        and effective_from <= ${at} and effective_to > ${at}`,
    wards: await readWards(sql, at),
    signers: await readSigners(sql),
    canonical,
    idsOf,
    isLost: () => false,
    person: id => people.get(canonical(id)) ?? null,
    idOfNumber: number => numbers.get(number.replace('-', '')) ?? null,
    kindOf: id => (people.has(canonical(id)) ? 'PERSON' : businesses.has(canonical(id)) ? 'BUSINESS' : null),
  }
}

/** Computed once for each text: a world does not change. */
function remembered<Value>(compute: (text: string) => Value): (text: string) => Value {
  const known = new Map<string, Value>()
  return text => {
    const value = known.get(text) ?? compute(text)
    known.set(text, value)
    return value
  }
}

const farFuture = new Date(8.64e15)
const farPast = new Date(-8.64e15)
const begin = (value: unknown): Date =>
  value instanceof Date && !Number.isNaN(value.getTime()) ? value : farPast
const end = (value: unknown): Date =>
  value instanceof Date && !Number.isNaN(value.getTime()) ? value : farFuture

async function readAuthorities(
  sql: postgres.Sql,
): Promise<Pick<World, 'activities' | 'systems' | 'officers' | 'suppliers'>> {
  const versions = await sql`select v.*, lower(v.valid) as begins, upper(v.valid) as ends, a.authority, u.kind
    from authorities.activity_version v join authorities.activity a on a.id = v.activity
    join authorities.authority u on u.cvr = a.authority
    where v.approved_by is not null and v.cancelled_at is null order by v.activity, v.version`
  const fields = await sql`select activity, version, coordinate, ground from authorities.activity_field`
  const users = await sql`select activity, version, client from authorities.activity_system`
  const systems = await sql`select client, authority, officers from authorities.system order by client`
  const officers = await sql`select id, authority, roles from authorities.officer order by id`
  const suppliers = await sql<
    Supplier[]
  >`select authority, supplier, activities, state, valid_from as from, valid_to as to
    from authorities.supplier where approved_by is not null order by id`
  const activities = versions.map(row => {
    const own = (part: { activity: string; version: number }) =>
      part.activity === row.activity && part.version === row.version
    const activity: Activity = {
      id: row.activity,
      authority: row.authority,
      kind: row.kind,
      from: begin(row.begins),
      to: end(row.ends),
      reach: row.reach,
      subjects: row.subjects,
      population: row.population,
      exception: row.protection_exception,
      decidesFrom: row.decides_from,
      joint: row.joint_custody,
      economic: row.economic,
      fields: new Map(fields.filter(row => own(row as never)).map(row => [row.coordinate, row.ground])),
      systems: users.filter(row => own(row as never)).map(row => row.client),
    }
    return [activity.id, activity] as const
  })
  return {
    activities: new Map(activities),
    systems: new Map(systems.map(row => [row.client, { authority: row.authority, officers: row.officers }])),
    officers: new Map(officers.map(row => [row.id, { authority: row.authority, roles: row.roles }])),
    suppliers,
  }
}

async function readRights(sql: postgres.Sql): Promise<Pick<World, 'consents' | 'powers' | 'custody'>> {
  const consents = await sql<Consent[]>`select id, subject_id as subject, authority, activity, state, fields,
    valid_from as from, valid_to as to, answer_by as "answerBy", parameters from consents.consent order by requested_at, ctid`
  const powers = await sql<Power[]>`select id, kind, kind = 'FUTURE' and activated_at is null as unknown,
    holder_kind = 'BUSINESS' as "byBusiness", holder_authority as authority, grantor_id as grantor, holder_id as holder, chain, pass_on_depth as depth,
    given_by = 'CUSTODY' as "forChild", state, fields, actions, activities, valid_from as from, valid_to as to from powers_of_attorney.power_of_attorney order by given_at, ctid`
  // Until the 18th birthday or the first marriage, whichever comes first.
  const custody = await sql`select c.person_id as child, c.holder_id as holder, c.effective_from as from,
      least(c.effective_to, (p.birth_date + interval '18 years') at time zone 'Europe/Copenhagen',
        (select min(m.effective_from) from persons.civil_status m where m.person_id = c.person_id
          and m.status in ('G', 'P') and m.row_status in ('CURRENT', 'HISTORIC') and m.registered_to = 'infinity')) as to
    from persons.custody c join persons.person p on p.person_id = c.person_id and p.row_status = 'CURRENT'
    where c.row_status = 'CURRENT' and c.holder_id is not null and c.registered_to = 'infinity'
      and p.registered_to = 'infinity' order by c.number, c.content_hash`
  return {
    consents: consents.map(row => ({ ...row, from: begin(row.from), to: end(row.to) })),
    powers: [...powers],
    custody: custody.map(({ child, holder, from, to }) => ({
      child,
      holder,
      from: begin(from),
      to: end(to),
    })),
  }
}
