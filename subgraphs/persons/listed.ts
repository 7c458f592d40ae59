// What lists of persons look at now: one row for each person, kept by whoever writes the register (migrations/11_lists.sql).
import { and, eq, exists, type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, QueryBuilder } from 'drizzle-orm/pg-core'
import type { ListScope } from '../../access/listing.ts'
import type { Filterable } from '../filter.ts'
import type { OrderKey } from '../keyset.ts'
import type { Searched } from '../search.ts'
import { civilStatusCode, personStatus, sex } from './codes.ts'
import { byId } from './searched.ts'
import { listed, personalNumber } from './tables.ts'

const now = sql`statement_timestamp()`

const fields: Readonly<Record<string, Filterable>> = {
  id: { as: 'ID', holds: byId(listed.personId) },
  cpr: {
    as: 'CODE',
    holds: test =>
      exists(
        new QueryBuilder()
          .select({ one: sql`1` })
          .from(personalNumber)
          .where(
            and(
              eq(personalNumber.personId, listed.personId),
              eq(personalNumber.rowStatus, 'CURRENT'),
              sql`${personalNumber.registeredFrom} <= ${now} and ${now} < ${personalNumber.registeredTo}`,
              test(personalNumber.personalNumber),
            ),
          ),
      ),
  },
  status: { as: 'CODE', codeOf: personStatus.codeOf, holds: test => test(listed.status) },
  birthDate: { as: 'DATE', holds: test => test(listed.birthDate) },
  sex: { as: 'CODE', codeOf: sex.codeOf, holds: test => test(listed.sex) },
  firstNames: { as: 'TEXT', folded: true, holds: test => test(listed.firstNames) },
  lastName: { as: 'TEXT', folded: true, holds: test => test(listed.lastName) },
  postalCode: { as: 'CODE', holds: test => test(listed.postalCode) },
  municipalityCode: { as: 'CODE', holds: test => test(listed.municipalityCode) },
  civilStatus: { as: 'CODE', codeOf: civilStatusCode.codeOf, holds: test => test(listed.civilStatus) },
  citizenship: { as: 'CODE', holds: test => test(listed.citizenship) },
}

const key = (column: AnyPgColumn, type: OrderKey['type'], descending = false): OrderKey => ({
  column,
  type,
  descending,
})

/** Persons as the register has them now. */
export const personsNow: Searched = {
  name: 'persons_now',
  tooLarge: null,
  table: listed,
  id: listed.personId,
  holds: () => sql`${listed.validFrom} <= ${now} and ${now} < ${listed.validTo}`,
  fields,
  orders: {
    BIRTH_DATE: key(listed.birthDate, 'date'),
    BIRTH_DATE_DESCENDING: key(listed.birthDate, 'date', true),
    LAST_NAME: key(listed.lastName, 'text'),
    LAST_NAME_DESCENDING: key(listed.lastName, 'text', true),
    FIRST_NAMES: key(listed.firstNames, 'text'),
    FIRST_NAMES_DESCENDING: key(listed.firstNames, 'text', true),
  },
}

/** How far the list reaches, in the list itself: pages, counts and cursors are those of a register without the others. */
export const scopeNow = ({ population, withoutProtected }: ListScope): readonly (SQL | undefined)[] => [
  population === null ? undefined : sql`${listed.homeMunicipality} = ${sql.placeholder('population')}::text`,
  withoutProtected ? sql`not ${listed.protected}` : undefined,
]
