// What lists of persons look at, at another time than now: the rows of the register that speak for a person then.
import { and, eq, exists, inArray, lt, notExists, or, type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, alias, type PgTable, QueryBuilder } from 'drizzle-orm/pg-core'
import type { Filterable, Test } from '../filter.ts'
import type { OrderKey } from '../keyset.ts'
import type { Searched } from '../search.ts'
import { inForce, registeredThen } from './asked.ts'
import { civilStatusCode, personStatus, sex } from './codes.ts'
import {
  address,
  addressText,
  citizenship,
  civilStatus,
  name,
  person,
  personalNumber,
  protection,
} from './tables.ts'

const query = new QueryBuilder()
const one = { one: sql`1` }

type RegisterTable = PgTable &
  Record<
    | 'personId'
    | 'effectiveFrom'
    | 'effectiveTo'
    | 'registeredFrom'
    | 'registeredTo'
    | 'rowStatus'
    | 'source'
    | 'contentHash',
    AnyPgColumn
  >

const isValue = (row: RegisterTable) =>
  and(inArray(row.rowStatus, ['CURRENT', 'HISTORIC']), registeredThen(row))

/** The row in force; of several that overlap against the rules the youngest speaks, as in asked.ts. */
function speaking(row: RegisterTable): SQL | undefined {
  const other = alias(row, 'younger') as unknown as RegisterTable
  const younger = or(
    sql`${other.effectiveFrom} > ${row.effectiveFrom}`,
    and(eq(other.effectiveFrom, row.effectiveFrom), lt(other.contentHash, row.contentHash)),
  )
  return and(
    isValue(row),
    inForce(row),
    notExists(
      query
        .select(one)
        .from(other)
        .where(and(eq(other.personId, row.personId), isValue(other), inForce(other), younger)),
    ),
  )
}

const having = (row: RegisterTable, ...conditions: (SQL | undefined)[]): SQL =>
  exists(
    query
      .select(one)
      .from(row)
      .where(and(eq(row.personId, person.personId), ...conditions)),
  )

/** An id that gave way to an older one leads to its person too. */
export const byId =
  (id: AnyPgColumn) =>
  (test: Test): SQL =>
    sql`${id} in (
      select k.person_id from persons.person k where ${test(sql`k.person_id`)}
      union all select g.into_id from persons.merged g where ${test(sql`g.from_id`)})`

const inRow = (row: RegisterTable, column: AnyPgColumn) => (test: Test) =>
  having(row, speaking(row), test(column))

// The words of record 003 are those of the register's present address, and of no other.
const inPresentAddress = (column: AnyPgColumn) => (test: Test) =>
  exists(
    query
      .select(one)
      .from(addressText)
      .innerJoin(address, eq(address.personId, addressText.personId))
      .where(
        and(
          eq(addressText.personId, person.personId),
          isValue(addressText),
          eq(address.rowStatus, 'CURRENT'),
          speaking(address),
          test(column),
        ),
      ),
  )

/** Each person once: of several rows of record 001 against the rules, the first by its hash. */
function eachPerson(): SQL | undefined {
  const other = alias(person, 'first')
  return and(
    eq(person.rowStatus, 'CURRENT'),
    registeredThen(person),
    notExists(
      query
        .select(one)
        .from(other)
        .where(
          and(
            eq(other.personId, person.personId),
            eq(other.rowStatus, 'CURRENT'),
            registeredThen(other),
            lt(other.contentHash, person.contentHash),
          ),
        ),
    ),
  )
}

const fields: Readonly<Record<string, Filterable>> = {
  id: { as: 'ID', holds: byId(person.personId) },
  cpr: {
    as: 'CODE',
    holds: test =>
      having(
        personalNumber,
        eq(personalNumber.rowStatus, 'CURRENT'),
        registeredThen(personalNumber),
        test(personalNumber.personalNumber),
      ),
  },
  status: {
    as: 'CODE',
    codeOf: personStatus.codeOf,
    holds: test =>
      and(test(person.status), sql`${person.statusFrom} <= ${sql.placeholder('effective')}::timestamptz`)!,
  },
  birthDate: { as: 'DATE', holds: test => test(person.birthDate) },
  sex: { as: 'CODE', codeOf: sex.codeOf, holds: test => test(person.sex) },
  firstNames: { as: 'TEXT', holds: inRow(name, name.firstNames) },
  lastName: { as: 'TEXT', holds: inRow(name, name.lastName) },
  postalCode: { as: 'CODE', holds: inPresentAddress(addressText.postalCode) },
  municipalityCode: { as: 'CODE', holds: inRow(address, address.municipalityCode) },
  civilStatus: { as: 'CODE', codeOf: civilStatusCode.codeOf, holds: inRow(civilStatus, civilStatus.status) },
  citizenship: { as: 'CODE', holds: inRow(citizenship, citizenship.countryCode) },
}

const key = (column: AnyPgColumn | SQL, type: OrderKey['type'], descending = false): OrderKey => ({
  column,
  type,
  descending,
})
const lastName = sql`lower(${name.lastName}) collate "C"`
const firstNames = sql`lower(${name.firstNames}) collate "C"`
const ofName = {
  LAST_NAME: key(lastName, 'text'),
  LAST_NAME_DESCENDING: key(lastName, 'text', true),
  FIRST_NAMES: key(firstNames, 'text'),
  FIRST_NAMES_DESCENDING: key(firstNames, 'text', true),
}

/** Persons at the effective and registered time given. */
export const personsThen: Searched = {
  name: 'persons_then',
  tooLarge:
    'At another time than now this list is too large: add a filter by id, number, name or address, or leave Effective-At and Registered-At out.',
  table: person,
  id: person.personId,
  holds: eachPerson,
  fields,
  orders: {
    BIRTH_DATE: key(person.birthDate, 'date'),
    BIRTH_DATE_DESCENDING: key(person.birthDate, 'date', true),
    ...ofName,
  },
  joined: {
    table: name,
    on: () => and(eq(name.personId, person.personId), speaking(name)),
    by: new Set(Object.keys(ofName)),
  },
}

// Both are decided as of now, whatever time is asked for: as the views access.fact_person and fact_protection have them.
const now = sql`statement_timestamp()`
const registeredNow = (row: RegisterTable) =>
  sql`${row.registeredFrom} <= ${now} and ${now} < ${row.registeredTo}`
const inForceNow = (row: RegisterTable) => sql`${row.effectiveFrom} <= ${now} and ${now} < ${row.effectiveTo}`

/** Those who live in the municipality now: found by its addresses, and of several addresses the newest counts. */
export function residents(): SQL {
  const [home, newer] = [alias(address, 'home'), alias(address, 'newer')]
  const current = (row: typeof home | typeof newer) =>
    and(eq(row.rowStatus, 'CURRENT'), registeredNow(row), inForceNow(row))
  const isNewer = or(
    sql`${newer.effectiveFrom} > ${home.effectiveFrom}`,
    and(eq(newer.effectiveFrom, home.effectiveFrom), lt(newer.contentHash, home.contentHash)),
  )
  const moved = query
    .select(one)
    .from(newer)
    .where(and(eq(newer.personId, home.personId), current(newer), isNewer))
  const living = query
    .select({ personId: home.personId })
    .from(home)
    .where(
      and(
        sql`${home.municipalityCode} = ${sql.placeholder('population')}::text`,
        current(home),
        notExists(moved),
      ),
    )
  return inArray(person.personId, living)
}

/** CPR act § 28, in the list itself: pages, counts and cursors are those of a register without them. */
export function notProtected(): SQL {
  return sql`not ${having(
    protection,
    eq(protection.kind, '0001'),
    inArray(protection.rowStatus, ['CURRENT', 'TECHNICAL']),
    registeredNow(protection),
    inForceNow(protection),
  )}`
}
