// Which fields of persons a delivery changed: each field's own columns compared, so that no other field is told of.
import type postgres from 'postgres'
import type { RowKind } from './rows.ts'

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
const names = `first_names middle_name last_name addressing_name ${period}`
const places = `municipality_code street_code house_number floor door building_number care_of ${period}`
const words = 'street standard_address locality town_name postal_code postal_district'
const civil = `status spouse_id spouse_name ${period}`
const present = { when: 'PRESENT' } as const
const past = { when: 'PAST', statuses: ['HISTORIC'] } as const
// A protection counts under a superseded number too.
const protecting = { ...present, statuses: ['CURRENT', 'TECHNICAL'] } as const

/** Every field of persons that the register of persons answers. */
export const shown: readonly Shown[] = [
  row('Person.cpr', 'personal_number', 'personal_number', { statuses: ['CURRENT'] }),
  row('Person.previousNumbers', 'personal_number', 'personal_number', { statuses: ['HISTORIC'] }),
  row('Person.status', 'person', 'status'),
  row('Person.statusSince', 'person', 'status_from'),
  row('Person.birthDate', 'person', 'birth_date'),
  row('Person.sex', 'person', 'sex'),
  row('Person.name', 'name', names, present),
  row('Person.previousNames', 'name', names, past),
  row('Person.address', 'address', places, present),
  row('Person.address', 'address_text', words),
  row('Person.previousAddresses', 'address', places, past),
  row('Person.nameAndAddressProtected', 'protection', period, { ...protecting, kind: '0001' }),
  row('Person.protections', 'protection', `kind ${period}`, protecting),
  row('Person.citizenship', 'citizenship', `country_code ${period}`, present),
  row('Person.civilStatus', 'civil_status', civil, present),
  row('Person.previousCivilStatuses', 'civil_status', civil, past),
  row('Person.children', 'child', 'child_id'),
  row('Person.parents', 'parent', 'role parent_id name', present),
  row('Person.custodyHolders', 'custody', `relation holder_id ${period}`, present),
  row('Person.custodyOf', 'custody', `person_id ${period}`, { ...present, subject: 'holder_id' }),
  row('Person.guardianship', 'guardianship', `guardian_id guardian_name ${period}`, present),
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
  await sql`
    insert into changes.pending (subject_id, coordinate, registered_at)
    select distinct ${whose}, ${coordinate}::text, ${at}::timestamptz
    from (select distinct person_id from persons.head) h join ${sql(`persons.${table}`)} t on t.person_id = h.person_id
    where (t.registered_from = ${at} or t.registered_to = ${at}) and ${whose} is not null
      and t.row_status = any(${[...statuses]}) ${inTime(sql, field)} ${kind ? sql`and t.kind = ${kind}` : sql``}
    group by ${whose}, ${sql(columns.map(column => `t.${column}`))}
    having count(*) filter (where t.registered_from = ${at}) <> count(*) filter (where t.registered_to = ${at})`
}

function inTime(sql: Sql, { when }: Shown) {
  if (when === 'PRESENT') return sql`and t.effective_to > now() and t.effective_from < t.effective_to`
  return when === 'PAST' ? sql`and t.effective_to <= now()` : sql``
}
