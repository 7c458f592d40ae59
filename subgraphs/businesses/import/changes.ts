// Which fields of businesses, their units and persons a delivery changed, row by row as they were begun and ended.
import type postgres from 'postgres'
import { isPublicAttribute } from '../public-attributes.ts'
import type { RecordKind } from './records.ts'
import type { BusinessTable } from './row.ts'
import type { TouchedRow } from './touched.ts'

type Coordinate = `${'Business' | 'ProductionUnit'}.${string}`

/** The fields of the business or unit that are answered from such a row. What ended long ago shows in few. */
export function changedBy(row: Omit<TouchedRow, 'owner' | 'participant' | 'at'>): readonly Coordinate[] {
  if (row.table === 'unit_business') return ['ProductionUnit.business', 'Business.productionUnits']
  if (row.table.startsWith('unit_')) return changedByUnit(row)
  if (row.table === 'life_cycle') return ['Business.startDate', 'Business.endDate', 'Business.lifeCycle']
  if (row.table === 'status' && !row.current && row.slot === 'BUSINESS') return ['Business.statuses']
  if (row.table === 'name' && !row.current) return row.slot === 'PRIMARY' ? ['Business.previousNames'] : []
  return row.current ? changedNow(row) : []
}

/** A unit's values stand in tables like a business's, and so do its fields. */
function changedByUnit(row: Parameters<typeof changedBy>[0]): readonly Coordinate[] {
  const alike = { ...row, table: row.table.slice('unit_'.length) as BusinessTable }
  const fields = changedBy(alike)
    .map(coordinate => coordinate.split('.')[1]!)
    .filter(name => !ofNoUnit.has(name))
  const all = row.table === 'unit_life_cycle' ? ['active', ...fields] : fields
  return all.map(name => `ProductionUnit.${name}` as const)
}

const ofNoUnit: ReadonlySet<string> = new Set(['signingRule', 'purpose'])

function changedNow({ table, slot, ...row }: Parameters<typeof changedBy>[0]): readonly Coordinate[] {
  switch (table) {
    case 'name':
      return [slot === 'PRIMARY' ? 'Business.name' : 'Business.secondaryNames', 'Business.names']
    case 'address':
      return [slot === 'LOCATION' ? 'Business.address' : 'Business.postalAddress']
    case 'form':
      return ['Business.form']
    case 'status':
      return slot === 'BUSINESS' ? ['Business.status', 'Business.statuses'] : ['Business.creditStatus']
    case 'industry':
      return [slot === 'MAIN' ? 'Business.mainIndustry' : 'Business.secondaryIndustries']
    case 'attribute':
      return changedByAttribute(slot.slice(0, slot.lastIndexOf(' ')))
    case 'employment':
      return [spans[firstWord(slot)]!]
    case 'contact':
      return [row.secret === false ? 'Business.contact' : 'Business.secretContact']
    case 'participant_name':
      return ['Business.participants', 'Business.undisclosedParticipants']
    case 'participant_role':
      return [row.public === true ? 'Business.participants' : 'Business.undisclosedParticipants']
    case 'record':
      return [records[firstWord(slot) as RecordKind]]
    default:
      return []
  }
}

const firstWord = (slot: string): string => slot.split(' ', 1)[0]!

const spans: Readonly<Record<string, Coordinate>> = {
  YEAR: 'Business.employment',
  QUARTER: 'Business.quarterlyEmployment',
  MONTH: 'Business.monthlyEmployment',
  ERST_MONTH: 'Business.monthlyEmployment',
}

const records: Readonly<Record<RecordKind, Coordinate>> = {
  REGISTRATION: 'Business.registration',
  REGISTRATION_NUMBER: 'Business.registrationNumbers',
  SUMMARY: 'Business.summary',
  LATEST_CONTACT: 'Business.latestContact',
  LATEST_EMPLOYMENT: 'Business.latestEmployment',
  UNIT: 'Business.unitNumbers',
  MERGER: 'Business.mergers',
  SPLIT: 'Business.splits',
  OFFICE: 'Business.offices',
  PARTICIPANT: 'Business.participants',
  PARTICIPANT_ADDRESS: 'Business.participantAddresses',
  PARTICIPANT_NAME: 'Business.participants',
  UNREAD: 'Business.otherElements',
}

const markings: Readonly<Record<string, Coordinate>> = {
  REKLAMEBESKYTTET: 'Business.advertisingProtected',
  FEJLREGISTRERET: 'Business.registeredInError',
}

const named: Readonly<Record<string, Coordinate>> = {
  TEGNINGSREGEL: 'Business.signingRule',
  FORMÅL: 'Business.purpose',
}

function changedByAttribute(type: string): readonly Coordinate[] {
  const marking = markings[type]
  if (marking) return [marking]
  const list = isPublicAttribute(type) ? 'Business.attributes' : 'Business.otherAttributes'
  const own = named[type]
  return own ? [own, list] : [list]
}

/** Whether the register holds anything yet: its first delivery is where changes begin, and none itself. */
export async function hasBegun(sql: postgres.ISql): Promise<boolean> {
  const [row] = await sql`select exists (select from businesses.delivery) as begun`
  return row!.begun
}

/**
 * Gathers what these rows change, for changes.note(). `relinked`: parties that a participant no longer, or only now,
 * leads to.
 */
export async function gatherChanges(
  sql: postgres.ISql,
  rows: readonly TouchedRow[],
  relinked: readonly string[],
): Promise<void> {
  await gatherUnits(sql, rows.filter(isOfUnit))
  const changes = rows
    .filter(row => !isOfUnit(row))
    .flatMap(row =>
      changedBy(row).map(coordinate => ({ subject: row.owner, coordinate, at: row.at.toISOString() })),
    )
  if (changes.length > 0)
    await sql`
      insert into changes.pending (subject_id, coordinate, registered_at)
      select subject, coordinate, max(at) from jsonb_to_recordset(${JSON.stringify(changes)}::text::jsonb)
        as c (subject uuid, coordinate text, at timestamptz)
      group by subject, coordinate`
  await gatherRoles(sql, rows.filter(isRole))
  await gatherLinked(sql, relinked)
}

/** What changed in the own documents of participants, told of the persons that they are. */
export async function gatherPersons(
  sql: postgres.ISql,
  rows: readonly TouchedRow[],
  relinked: readonly string[],
): Promise<void> {
  const changes = rows.map(({ owner, at }) => ({ participant: owner, at: at.toISOString() }))
  if (changes.length > 0)
    await sql`
      insert into changes.pending (subject_id, coordinate, registered_at)
      select p.person_id, 'Person.participantRecords', max(r.at)
      from jsonb_to_recordset(${JSON.stringify(changes)}::text::jsonb) as r (participant uuid, at timestamptz)
      join businesses.participant p on p.id = r.participant
      where p.person_id is not null group by p.person_id`
  await gatherLinked(sql, relinked)
}

async function gatherLinked(sql: postgres.ISql, relinked: readonly string[]): Promise<void> {
  if (relinked.length > 0)
    await sql`
      insert into changes.pending (subject_id, coordinate, registered_at)
      select distinct id, 'Person.businessRoles', now() from unnest(${[...relinked]}::uuid[]) r (id)
      where not exists (select from businesses.business b where b.id = r.id)`
}

const isOfUnit = ({ table }: TouchedRow) => table.startsWith('unit_')

/** What changed about a unit is told of the business that it is of; of both, when it goes from one to the other. */
async function gatherUnits(sql: postgres.ISql, rows: readonly TouchedRow[]): Promise<void> {
  if (rows.length === 0) return
  const changes = rows.flatMap(row =>
    changedBy(row).map(coordinate => ({
      ...{ unit: row.owner, coordinate, at: row.at.toISOString() },
      moved: row.table === 'unit_business',
    })),
  )
  await sql`
    insert into changes.pending (subject_id, coordinate, registered_at)
    select u.business_id, c.coordinate, max(c.at)
    from jsonb_to_recordset(${JSON.stringify(changes)}::text::jsonb)
        as c (unit uuid, coordinate text, at timestamptz, moved boolean)
      join businesses.unit_business u on u.unit_id = c.unit and u.business_id is not null
        and ((u.registered_to = 'infinity' and u.row_status = 'CURRENT')
          or (c.moved and c.at in (u.registered_from, u.registered_to)))
    group by u.business_id, c.coordinate`
}

// A role shows with its organisation's name and function, not with the names of whoever holds it.
const isRole = ({ table, current, public: shown }: TouchedRow) =>
  table === 'participant_role' && current && shown === true

async function gatherRoles(sql: postgres.ISql, rows: readonly TouchedRow[]): Promise<void> {
  if (rows.length === 0) return
  const roles = rows.map(({ participant, at }) => ({ participant, at: at.toISOString() }))
  await sql`
    insert into changes.pending (subject_id, coordinate, registered_at)
    select p.person_id, 'Person.businessRoles', max(r.at)
    from jsonb_to_recordset(${JSON.stringify(roles)}::text::jsonb) as r (participant uuid, at timestamptz)
    join businesses.participant p on p.id = r.participant
    where p.person_id is not null group by p.person_id`
}
