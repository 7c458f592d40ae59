// What lists of businesses look at, at another time than now: the rows of the register that speak for a business then.
import { and, eq, exists, gt, lte, notExists, type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, alias, type PgTable, QueryBuilder } from 'drizzle-orm/pg-core'
import type { Filterable, Test } from '../filter.ts'
import type { Searched } from '../search.ts'
import { business, form, ofBusinesses, status } from './tables.ts'

const { address, industry, lifeCycle, name } = ofBusinesses
const query = new QueryBuilder()
const one = { one: sql`1` }
const given = sql.placeholder

type BitemporalTable = PgTable &
  Record<
    'rowId' | 'ownerId' | 'slot' | 'effectiveFrom' | 'effectiveTo' | 'registeredFrom' | 'registeredTo',
    AnyPgColumn
  >

const known = (row: BitemporalTable) =>
  and(lte(row.registeredFrom, given('registered')), gt(row.registeredTo, given('registered')))

const begun = (row: BitemporalTable) => and(known(row), lte(row.effectiveFrom, given('effective')))

const inForce = (row: BitemporalTable) => and(begun(row), gt(row.effectiveTo, given('effective')))

/** Where official data overlap, what began last and was registered last speaks, as in statements.ts. */
function speaking(
  row: BitemporalTable,
  slot: string | null,
  counts: typeof begun = inForce,
): SQL | undefined {
  const other = alias(row, 'newer') as unknown as BitemporalTable
  const ofSlot = (table: BitemporalTable) => (slot === null ? undefined : eq(table.slot, slot))
  const isNewer = sql`(${other.effectiveFrom}, ${other.registeredFrom}, ${other.rowId})
    > (${row.effectiveFrom}, ${row.registeredFrom}, ${row.rowId})`
  const newer = query
    .select(one)
    .from(other)
    .where(and(eq(other.ownerId, row.ownerId), ofSlot(other), counts(other), isNewer))
  return and(ofSlot(row), counts(row), notExists(newer))
}

const inRow =
  (row: BitemporalTable, slot: string | null, column: AnyPgColumn | SQL, counts?: typeof begun) =>
  (test: Test) =>
    exists(
      query
        .select(one)
        .from(row)
        .where(and(eq(row.ownerId, business.id), speaking(row, slot, counts), test(sql`${column}`))),
    )

// The register's own text of a day; a text that is none compares with no day.
const began = sql`(case when ${lifeCycle.effectiveFromText} ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
  then to_date(${lifeCycle.effectiveFromText}, 'YYYY-MM-DD') end)`

const fields: Readonly<Record<string, Filterable>> = {
  id: { as: 'ID', holds: test => test(business.id) },
  cvr: { as: 'CODE', holds: test => test(business.cvr) },
  name: { as: 'TEXT', holds: inRow(name, 'PRIMARY', name.name) },
  formCode: { as: 'INTEGER', holds: inRow(form, null, form.code) },
  status: { as: 'TEXT', holds: inRow(status, 'BUSINESS', status.text) },
  startDate: { as: 'DATE', holds: inRow(lifeCycle, null, began, begun) },
  industryCode: { as: 'CODE', holds: inRow(industry, 'MAIN', industry.code) },
  postalCode: { as: 'CODE', holds: inRow(address, 'LOCATION', address.postalCode) },
  municipalityCode: { as: 'CODE', holds: inRow(address, 'LOCATION', address.municipalityCode) },
}

const lowerName = sql`lower(${name.name}) collate "C"`

/** Businesses at the effective and registered time given. */
export const businessesThen: Searched = {
  name: 'businesses_then',
  tooLarge:
    'At another time than now this list is too large: add a filter by id, number, name or address, or leave Effective-At and Registered-At out.',
  table: business,
  id: business.id,
  holds: () => undefined,
  fields,
  orders: {
    NAME: { column: lowerName, type: 'text', descending: false },
    NAME_DESCENDING: { column: lowerName, type: 'text', descending: true },
    CVR: { column: business.cvr, type: 'text', descending: false },
    CVR_DESCENDING: { column: business.cvr, type: 'text', descending: true },
  },
  joined: {
    table: name,
    on: () => and(eq(name.ownerId, business.id), speaking(name, 'PRIMARY')),
    by: new Set(['NAME', 'NAME_DESCENDING']),
  },
}
