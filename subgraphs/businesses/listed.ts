// What lists of businesses look at now: one row for each, kept by whoever writes the register (migrations/11_lists.sql).
import { sql } from 'drizzle-orm'
import type { Filterable } from '../filter.ts'
import type { Searched } from '../search.ts'
import { listed } from './tables.ts'

const fields: Readonly<Record<string, Filterable>> = {
  id: { as: 'ID', holds: test => test(listed.businessId) },
  cvr: { as: 'CODE', holds: test => test(listed.cvr) },
  name: { as: 'TEXT', folded: true, holds: test => test(listed.name) },
  formCode: { as: 'INTEGER', holds: test => test(listed.formCode) },
  status: { as: 'TEXT', folded: true, holds: test => test(listed.status) },
  startDate: { as: 'DATE', holds: test => test(listed.startDate) },
  industryCode: { as: 'CODE', holds: test => test(listed.industryCode) },
  postalCode: { as: 'CODE', holds: test => test(listed.postalCode) },
  municipalityCode: { as: 'CODE', holds: test => test(listed.municipalityCode) },
}

/** Businesses as the register has them now. */
export const businessesNow: Searched = {
  name: 'businesses_now',
  tooLarge: null,
  table: listed,
  id: listed.businessId,
  holds: () =>
    sql`${listed.validFrom} <= statement_timestamp() and statement_timestamp() < ${listed.validTo}`,
  fields,
  orders: {
    NAME: { column: listed.name, type: 'text', descending: false },
    NAME_DESCENDING: { column: listed.name, type: 'text', descending: true },
    CVR: { column: listed.cvr, type: 'text', descending: false },
    CVR_DESCENDING: { column: listed.cvr, type: 'text', descending: true },
  },
}
