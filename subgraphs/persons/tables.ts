// The tables of the persons schema as the store reads them; migrations/05_persons.sql makes them.
import { boolean, customType, date, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import { parseInstant } from '../../database/instant.ts'

const persons = pgSchema('persons')

/** `timestamptz` with PostgreSQL's infinities, as in database/instant.ts. */
const instant = customType<{ data: Date; driverData: string | Date }>({
  dataType: () => 'timestamptz',
  fromDriver: value => (value instanceof Date ? value : parseInstant(value)),
})

const registerRow = () => ({
  personId: uuid('person_id').notNull(),
  effectiveFrom: instant('effective_from').notNull(),
  effectiveTo: instant('effective_to').notNull(),
  registeredFrom: instant('registered_from').notNull(),
  registeredTo: instant('registered_to').notNull(),
  rowStatus: text('row_status').notNull(),
  conflicting: boolean('conflicting').notNull(),
  source: text('source').notNull(),
  contentHash: text('content_hash').notNull(),
})

export const person = persons.table('person', {
  ...registerRow(),
  status: text('status').notNull(),
  statusFrom: instant('status_from').notNull(),
  sex: text('sex').notNull(),
  birthDate: date('birth_date'),
})

export const personalNumber = persons.table('personal_number', {
  ...registerRow(),
  personalNumber: text('personal_number').notNull(),
})

export const name = persons.table('name', {
  ...registerRow(),
  firstNames: text('first_names'),
  middleName: text('middle_name'),
  lastName: text('last_name'),
  addressingName: text('addressing_name'),
})

export const address = persons.table('address', {
  ...registerRow(),
  municipalityCode: text('municipality_code').notNull(),
  streetCode: text('street_code').notNull(),
  houseNumber: text('house_number'),
  floor: text('floor'),
  door: text('door'),
  buildingNumber: text('building_number'),
  careOf: text('care_of'),
})

export const addressText = persons.table('address_text', {
  ...registerRow(),
  street: text('street'),
  standardAddress: text('standard_address'),
  locality: text('locality'),
  townName: text('town_name'),
  postalCode: text('postal_code'),
  postalDistrict: text('postal_district'),
})

export const protection = persons.table('protection', { ...registerRow(), kind: text('kind').notNull() })

export const citizenship = persons.table('citizenship', {
  ...registerRow(),
  countryCode: text('country_code').notNull(),
})

export const civilStatus = persons.table('civil_status', {
  ...registerRow(),
  status: text('status').notNull(),
  spouseId: uuid('spouse_id'),
  spouseName: text('spouse_name'),
})

export const child = persons.table('child', { ...registerRow(), childId: uuid('child_id').notNull() })

export const parent = persons.table('parent', {
  ...registerRow(),
  role: text('role').notNull(),
  parentId: uuid('parent_id'),
  name: text('name'),
})

export const custody = persons.table('custody', {
  ...registerRow(),
  relation: text('relation').notNull(),
  holderId: uuid('holder_id'),
})

export const guardianship = persons.table('guardianship', {
  ...registerRow(),
  guardianId: uuid('guardian_id'),
  guardianName: text('guardian_name'),
})

/** A person's present values, as lists look at them; migrations/11_lists.sql makes it. */
export const listed = persons.table('listed', {
  personId: uuid('person_id').notNull(),
  validFrom: instant('valid_from').notNull(),
  validTo: instant('valid_to').notNull(),
  status: text('status'),
  birthDate: date('birth_date'),
  sex: text('sex').notNull(),
  firstNames: text('first_names'),
  lastName: text('last_name'),
  postalCode: text('postal_code'),
  municipalityCode: text('municipality_code'),
  civilStatus: text('civil_status'),
  citizenship: text('citizenship'),
  homeMunicipality: text('home_municipality'),
  protected: boolean('protected').notNull(),
})
