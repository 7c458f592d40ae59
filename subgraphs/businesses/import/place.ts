// Gives the companies and units of a batch, and those they refer to, ids. Numbers of persons are turned into ids and forgotten.
import type postgres from 'postgres'
import type { Company } from './company.ts'
import type { Participant } from './participants.ts'
import type { ParticipantDocument } from './person.ts'
import type { PlacedDocument } from './stage.ts'
import type { ProductionUnit } from './unit.ts'

/** The batch with ids; which of it are new; and the parties that a participant no longer, or only now, leads to. */
export interface Placed {
  readonly placed: readonly PlacedDocument[]
  readonly inserted: ReadonlySet<string>
  readonly relinked: readonly string[]
  /** Ids that did not exist before: nobody has known anything of them. */
  readonly made: ReadonlySet<string>
}

export async function placeCompanies(
  sql: postgres.ISql,
  batch: readonly { readonly company: Company; readonly source: string }[],
): Promise<Placed> {
  const companies = batch.map(({ company }) => company)
  const units = companies.flatMap(company => company.participants)
  const { ids, made } = await readSubjectIds(sql, [
    ...companies.map(company => ({ kind: 'BUSINESS', number: company.cvr })),
    ...units.flatMap(({ kind, number }) => (number === null ? [] : [{ kind, number }])),
  ])
  const inserted = await keepBusinesses(sql, companies, ids)
  const { participants, relinked } = await keepParticipants(sql, units, ids)
  return {
    placed: batch.map(({ company: { cvr, updated, version, rows }, source }) => ({
      ...{ id: ids.get(`BUSINESS ${cvr}`)!, updated, version, rows, source },
      referred: participants,
    })),
    inserted,
    relinked,
    made,
  }
}

export async function placeUnits(
  sql: postgres.ISql,
  batch: readonly { readonly unit: ProductionUnit; readonly source: string }[],
): Promise<Placed> {
  const businesses = batch.flatMap(({ unit }) => unit.rows.flatMap(row => row.refersTo ?? []))
  const { ids, made } = await readSubjectIds(sql, [
    ...batch.map(({ unit }) => ({ kind: 'PRODUCTION_UNIT', number: unit.pNumber })),
    ...businesses.map(cvr => ({ kind: 'BUSINESS', number: String(cvr) })),
  ])
  const referred = new Map(businesses.map(cvr => [cvr, ids.get(`BUSINESS ${cvr}`)!]))
  const inserted = await keepUnits(
    sql,
    batch.map(({ unit }) => unit),
    ids,
  )
  return {
    placed: batch.map(({ unit: { pNumber, updated, version, rows }, source }) => ({
      ...{ id: ids.get(`PRODUCTION_UNIT ${pNumber}`)!, updated, version, rows, source },
      referred,
    })),
    inserted,
    relinked: [],
    made,
  }
}

export async function placePersons(
  sql: postgres.ISql,
  batch: readonly { readonly person: ParticipantDocument; readonly source: string }[],
): Promise<Placed> {
  const units = batch.map(({ person }) => person.participant)
  const { ids, made } = await readSubjectIds(
    sql,
    units.flatMap(({ kind, number }) => (number === null ? [] : [{ kind, number }])),
  )
  const { participants, relinked } = await keepParticipants(sql, units, ids)
  return {
    placed: batch.map(({ person: { participant, updated, version, rows }, source }) => ({
      ...{ id: participants.get(participant.unitNumber)!, updated, version, rows, source },
      referred: new Map(),
    })),
    // Businesses may have named them before: whether a document of theirs was here is not known.
    inserted: new Set(),
    relinked,
    made,
  }
}

type Ids = ReadonlyMap<string, string>

async function readSubjectIds(
  sql: postgres.ISql,
  numbers: readonly { kind: string; number: string }[],
): Promise<{ readonly ids: Ids; readonly made: ReadonlySet<string> }> {
  // In order, so that two importers never wait for each other in a circle.
  const rows = await sql<{ kind: string; number: string; id: string; made: boolean }[]>`
    select k.kind, s.number, s.id, s.made
    from (
      select kind, array_agg(distinct number) as numbers
      from unnest(${numbers.map(({ kind }) => kind)}::text[], ${numbers.map(({ number }) => number)}::text[]) n (kind, number)
      group by kind order by kind
    ) k cross join lateral identity.subject_ids(k.kind, k.numbers) s`
  return {
    ids: new Map(rows.map(row => [`${row.kind} ${row.number}`, row.id])),
    made: new Set(rows.filter(row => row.made).map(row => row.id)),
  }
}

/** Writes the companies themselves; gives the ids of those that were not there. */
function keepBusinesses(
  sql: postgres.ISql,
  companies: readonly Company[],
  ids: Ids,
): Promise<ReadonlySet<string>> {
  const values = companies.map(company => ({
    id: ids.get(`BUSINESS ${company.cvr}`),
    cvr: company.cvr,
    unit_number: company.unitNumber,
    updated_at: company.updated,
    version_at: company.version,
  }))
  return keep(sql, 'business', 'cvr', values)
}

function keepUnits(
  sql: postgres.ISql,
  units: readonly ProductionUnit[],
  ids: Ids,
): Promise<ReadonlySet<string>> {
  const values = units.map(unit => ({
    id: ids.get(`PRODUCTION_UNIT ${unit.pNumber}`),
    p_number: unit.pNumber,
    unit_number: unit.unitNumber,
    updated_at: unit.updated,
    version_at: unit.version,
  }))
  return keep(sql, 'production_unit', 'p_number', values)
}

async function keep(
  sql: postgres.ISql,
  table: 'business' | 'production_unit',
  number: 'cvr' | 'p_number',
  values: readonly object[],
): Promise<ReadonlySet<string>> {
  const name = sql(`businesses.${table}`)
  const rows = await sql<{ id: string; is_new: boolean }[]>`
    insert into ${name} as b (id, ${sql(number)}, unit_number, updated_at, version_at)
    select id, ${sql(number)}, unit_number, updated_at, version_at
    from jsonb_populate_recordset(null::${name}, ${JSON.stringify(values)}::text::jsonb)
    on conflict (id) do update
      set unit_number = excluded.unit_number, updated_at = excluded.updated_at, version_at = excluded.version_at
      where (b.unit_number, b.updated_at, b.version_at)
        is distinct from (excluded.unit_number, excluded.updated_at, excluded.version_at)
    returning id, (xmax = 0) as is_new`
  return new Set(rows.filter(row => row.is_new).map(row => row.id))
}

/**
 * Writes the participants; gives their ids by unit number. A link that a privileged copy gave stays when a public copy,
 * which has no personal numbers, is loaded after it.
 */
async function keepParticipants(
  sql: postgres.ISql,
  units: readonly Participant[],
  ids: Ids,
): Promise<{ participants: ReadonlyMap<number, string>; relinked: readonly string[] }> {
  const best = new Map<number, Participant>()
  for (const unit of units)
    if (unit.number !== null || !best.has(unit.unitNumber)) best.set(unit.unitNumber, unit)
  const values = [...best.values()].map(({ unitNumber, kind, number }) => ({
    unit_number: unitNumber,
    person_id: kind === 'PERSON' ? ids.get(`PERSON ${number}`) : null,
    holder_id: kind === 'BUSINESS' ? ids.get(`BUSINESS ${number}`) : null,
  }))
  const links = await sql<{ before: string | null; after: string | null }[]>`
    insert into businesses.participant as p (unit_number, person_id, holder_id)
    select unit_number, person_id, holder_id from jsonb_to_recordset(${JSON.stringify(values)}::text::jsonb)
      as d (unit_number bigint, person_id uuid, holder_id uuid) order by unit_number
    on conflict (unit_number) do update set person_id = excluded.person_id, holder_id = excluded.holder_id
      where num_nonnulls(excluded.person_id, excluded.holder_id) = 1
        and (excluded.person_id, excluded.holder_id) is distinct from (p.person_id, p.holder_id)
    returning coalesce(old.person_id, old.holder_id) as before, coalesce(new.person_id, new.holder_id) as after`
  const rows = await sql<{ unit_number: string; id: string }[]>`
    select unit_number, id from businesses.participant
    where unit_number = any(${[...best.keys()].map(String)}::bigint[])`
  return {
    participants: new Map(rows.map(row => [Number(row.unit_number), row.id])),
    relinked: links.flatMap(({ before, after }) => [before, after]).filter(id => id !== null),
  }
}
