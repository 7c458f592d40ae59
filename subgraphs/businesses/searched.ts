// What lists of businesses look at: the rows of the register that speak for a business at the time asked about.
import { and, eq, exists, gt, lte, notExists, type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, alias, type PgTable, QueryBuilder } from 'drizzle-orm/pg-core'
import type { Filterable, Test } from '../filter.ts'
import type { OrderKey } from '../keyset.ts'
import { address, business, form, industry, lifeCycle, name, status } from './tables.ts'

const query = new QueryBuilder()
const one = { one: sql`1` }
const given = sql.placeholder

type BitemporalTable = PgTable &
  Record<
    'rowId' | 'businessId' | 'slot' | 'effectiveFrom' | 'effectiveTo' | 'registeredFrom' | 'registeredTo',
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
    .where(and(eq(other.businessId, row.businessId), ofSlot(other), counts(other), isNewer))
  return and(ofSlot(row), counts(row), notExists(newer))
}

const inRow =
  (row: BitemporalTable, slot: string | null, column: AnyPgColumn | SQL, counts?: typeof begun) =>
  (test: Test) =>
    exists(
      query
        .select(one)
        .from(row)
        .where(and(eq(row.businessId, business.id), speaking(row, slot, counts), test(sql`${column}`))),
    )

/** The name in force, for orders that read it. */
export const namedBy = (): SQL | undefined => and(eq(name.businessId, business.id), speaking(name, 'PRIMARY'))

// The register's own text of a day; a text that is none compares with no day.
const began = sql`(case when ${lifeCycle.effectiveFromText} ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
  then to_date(${lifeCycle.effectiveFromText}, 'YYYY-MM-DD') end)`

/** By the names of the schema's BusinessFilter. */
export const businessFields: Readonly<Record<string, Filterable>> = {
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

const key = (column: AnyPgColumn | SQL, descending: boolean, named: boolean) => ({
  column,
  type: 'text' as const,
  descending,
  named,
})

/** By the values of the schema's BusinessOrder. Those that read the name join it. */
export const businessOrders: Readonly<Record<string, OrderKey & { readonly named: boolean }>> = {
  NAME: key(sql`lower(${name.name})`, false, true),
  NAME_DESCENDING: key(sql`lower(${name.name})`, true, true),
  CVR: key(business.cvr, false, false),
  CVR_DESCENDING: key(business.cvr, true, false),
}
