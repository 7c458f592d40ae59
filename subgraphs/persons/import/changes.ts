// Which fields of persons a delivery changed: each field's own columns compared, so that no other field is told of.
import type postgres from 'postgres'
import type { RowKind } from './rows/row.ts'

type Sql = postgres.TransactionSql

/** A field, and the rows and columns of the register from which it is answered (subgraphs/persons/statements.ts). */
export interface Shown {
  readonly coordinate: `Person.${string}`
  readonly table: RowKind
  readonly columns: readonly string[]
  readonly statuses: readonly string[]
  /** In force now or later, or over by now; null: a field that does not ask. */
  readonly when: 'PRESENT' | 'PAST' | null
  /** Whose field it is, when that is another than the person whose record holds the row. */
  readonly subject?: 'holder_id'
  /** Of protections only this kind. */
  readonly kind?: '0001'
}

const row = (
  coordinate: Shown['coordinate'],
  table: RowKind,
  columns: string,
  more: Partial<Shown> = {},
): Shown => ({
  ...{ coordinate, table, columns: columns.split(' '), statuses: ['CURRENT', 'HISTORIC'], when: null },
  ...more,
})

const period = 'effective_from effective_to'
const marks = 'first_names_marker middle_name_marker last_name_marker'
const names = `first_names middle_name last_name addressing_name ${marks} ${period}`
const places = `municipality_code street_code house_number floor door building_number care_of ${period}`
const words = 'street standard_address locality town_name postal_code postal_district'
const arrival = 'arrived_text arrived_marker left_municipality_code left_text left_marker home_authority'
const supplementary = 'supplementary_lines supplementary_from_text supplementary_to_text'
const civil = `status spouse_id spouse_name spouse_birth_date_text separation_reference ${period}`
const abroad = `country_code return_country_code foreign_lines ${period}`
const present = { when: 'PRESENT' } as const
const past = { when: 'PAST', statuses: ['HISTORIC'] } as const
// A protection counts under a superseded number too.
const protecting = { ...present, statuses: ['CURRENT', 'TECHNICAL'] } as const

/** Every field of persons that the register of persons answers. */
export const shown: readonly Shown[] = [
  row('Person.cpr', 'personal_number', 'personal_number', { statuses: ['CURRENT'] }),
  row('Person.previousNumbers', 'personal_number', 'personal_number', { statuses: ['HISTORIC'] }),
  row('Person.personalNumbers', 'personal_number', `personal_number row_status ${period}`),
  row('Person.status', 'person', 'status'),
  row('Person.statusSince', 'person', 'status_from'),
  row('Person.statusSinceUncertain', 'person', 'status_from_marker'),
  row('Person.birthDate', 'person', 'birth_date'),
  row('Person.birthDateUncertain', 'person', 'birth_date_marker'),
  row('Person.sex', 'person', 'sex'),
  row('Person.occupation', 'person', 'occupation'),
  row('Person.name', 'name', names, present),
  row('Person.previousNames', 'name', names, past),
  row('Person.address', 'address', `${places} ${arrival} ${supplementary}`, present),
  row('Person.address', 'address_text', words),
  row('Person.previousAddresses', 'address', places, past),
  row('Person.nameAndAddressProtected', 'protection', period, { ...protecting, kind: '0001' }),
  row('Person.protections', 'protection', `kind ${period}`, protecting),
  row('Person.contactAddress', 'contact_address', `address_lines ${period}`, present),
  row('Person.emigration', 'emigration', abroad, present),
  row('Person.previousEmigrations', 'emigration', abroad, past),
  row('Person.disappearance', 'disappearance', period, present),
  row('Person.previousDisappearances', 'disappearance', period, past),
  row('Person.orderToMove', 'order_to_move', `text ${period}`, present),
  row('Person.birthRegistration', 'birth_registration', 'authority_code text'),
  row('Person.citizenship', 'citizenship', `country_code ${period}`, present),
  row('Person.previousCitizenships', 'citizenship', `country_code ${period}`, past),
  row('Person.churchMembership', 'church', `relation ${period}`, present),
  row('Person.previousChurchMemberships', 'church', `relation ${period}`, past),
  row('Person.civilStatus', 'civil_status', civil, present),
  row('Person.previousCivilStatuses', 'civil_status', civil, past),
  row('Person.separation', 'separation', `reference ${period}`, present),
  row('Person.previousSeparations', 'separation', `reference ${period}`, past),
  row('Person.municipalConditions', 'municipal_condition', `type code remark ${period}`, present),
  row('Person.notes', 'note', `note_number text ${period}`, present),
  row('Person.election', 'election', `code voting_date ${period}`, present),
  row('Person.events', 'event', `code derived_mark key_constant effective_from`),
  row('Person.children', 'child', 'child_id'),
  row('Person.parents', 'parent', 'role parent_id name birth_date_text', present),
  row('Person.custodyHolders', 'custody', `relation holder_id holder_since_text ${period}`, present),
  row('Person.custodyOf', 'custody', `person_id ${period}`, { ...present, subject: 'holder_id' }),
  row(
    'Person.guardianship',
    'guardianship',
    `guardian_id guardian_name guardian_lines guardian_since_text named_since_text ${period}`,
    present,
  ),
]

// What the business register holds about a person goes with them when two ids turn out to be one.
const elsewhere = ['Person.businessRoles']

/** Whether the register holds anything yet: its first delivery is where changes begin, and none itself. */
export async function hasBegun(sql: Sql): Promise<boolean> {
  const [row] = await sql`select exists (select from persons.delivery) as begun`
  return row!.begun
}

/**
 * Gathers what the rows begun and ended at `at` change, for changes.note(). `joined`: ids that turned out to be one
 * person; each may now answer otherwise in every field.
 */
export async function gatherChanges(sql: Sql, at: Date, joined: readonly string[]): Promise<void> {
  for (const field of shown) await gather(sql, field, at)
  if (joined.length === 0) return
  const coordinates = [...new Set([...shown.map(({ coordinate }) => coordinate), ...elsewhere])]
  // A number that was never delivered brought nothing with it.
  await sql`
    insert into changes.pending (subject_id, coordinate, registered_at)
    select distinct s.id, c.coordinate, ${at}::timestamptz
    from unnest(${[...joined]}::uuid[]) s (id) cross join unnest(${coordinates}::text[]) c (coordinate)
    left join persons.merged m on m.from_id = s.id
    where (select count(*) from persons.registration g where g.person_id = coalesce(m.into_id, s.id)) > 1`
}

// A field has changed when what it shows was not ended and begun equally often: a row that differs elsewhere only has.
async function gather(sql: Sql, field: Shown, at: Date): Promise<void> {
  const { coordinate, table, columns, statuses, subject = 'person_id', kind } = field
  const whose = sql(`t.${subject}`)
  const shows = sql(columns.map(column => `t.${column}`))
  await sql`
    insert into changes.pending (subject_id, coordinate, registered_at)
    select distinct ${whose}, ${coordinate}::text, ${at}::timestamptz
    from (select distinct person_id from persons.head) h join ${sql(`persons.${table}`)} t on t.person_id = h.person_id
    where (t.registered_from = ${at} or t.registered_to = ${at}) and ${whose} is not null
      and t.row_status = any(${[...statuses]}) and num_nonnulls(${shows}) > 0 ${inTime(sql, field)} ${kind ? sql`and t.kind = ${kind}` : sql``}
    group by ${whose}, ${shows}
    having count(*) filter (where t.registered_from = ${at}) <> count(*) filter (where t.registered_to = ${at})`
}

function inTime(sql: Sql, { when }: Shown) {
  if (when === 'PRESENT') return sql`and t.effective_to > now() and t.effective_from < t.effective_to`
  return when === 'PAST' ? sql`and t.effective_to <= now()` : sql``
}
