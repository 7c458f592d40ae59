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
  effectiveFromText: text('effective_from_text'),
  effectiveFromMarker: text('effective_from_marker'),
  effectiveTo: instant('effective_to').notNull(),
  effectiveToText: text('effective_to_text'),
  effectiveToMarker: text('effective_to_marker'),
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
  statusFromMarker: text('status_from_marker'),
  sex: text('sex').notNull(),
  birthDate: date('birth_date'),
  birthDateMarker: text('birth_date_marker'),
  occupation: text('occupation'),
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
  firstNamesMarker: text('first_names_marker'),
  middleNameMarker: text('middle_name_marker'),
  lastNameMarker: text('last_name_marker'),
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
  arrivedText: text('arrived_text'),
  arrivedMarker: text('arrived_marker'),
  leftMunicipalityCode: text('left_municipality_code'),
  leftText: text('left_text'),
  leftMarker: text('left_marker'),
  homeAuthority: text('home_authority'),
  supplementaryLines: text('supplementary_lines').array().notNull(),
  supplementaryFromText: text('supplementary_from_text'),
  supplementaryToText: text('supplementary_to_text'),
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
  spouseBirthDateText: text('spouse_birth_date_text'),
  separationReference: text('separation_reference'),
})

export const child = persons.table('child', { ...registerRow(), childId: uuid('child_id').notNull() })

export const parent = persons.table('parent', {
  ...registerRow(),
  role: text('role').notNull(),
  parentId: uuid('parent_id'),
  name: text('name'),
  birthDateText: text('birth_date_text'),
})

export const custody = persons.table('custody', {
  ...registerRow(),
  relation: text('relation').notNull(),
  holderId: uuid('holder_id'),
  holderSinceText: text('holder_since_text'),
})

export const guardianship = persons.table('guardianship', {
  ...registerRow(),
  guardianId: uuid('guardian_id'),
  guardianName: text('guardian_name'),
  guardianLines: text('guardian_lines').array().notNull(),
  guardianSinceText: text('guardian_since_text'),
  namedSinceText: text('named_since_text'),
})

export const contactAddress = persons.table('contact_address', {
  ...registerRow(),
  addressLines: text('address_lines').array().notNull(),
})

export const emigration = persons.table('emigration', {
  ...registerRow(),
  countryCode: text('country_code'),
  returnCountryCode: text('return_country_code'),
  foreignLines: text('foreign_lines').array().notNull(),
})

export const disappearance = persons.table('disappearance', registerRow())

export const birthRegistration = persons.table('birth_registration', {
  ...registerRow(),
  authorityCode: text('authority_code'),
  text: text('text'),
})

export const church = persons.table('church', { ...registerRow(), relation: text('relation').notNull() })

export const separation = persons.table('separation', { ...registerRow(), reference: text('reference') })

export const municipalCondition = persons.table('municipal_condition', {
  ...registerRow(),
  type: text('type').notNull(),
  code: text('code'),
  remark: text('remark'),
})

export const note = persons.table('note', {
  ...registerRow(),
  noteNumber: text('note_number').notNull(),
  text: text('text'),
})

export const election = persons.table('election', {
  ...registerRow(),
  code: text('code').notNull(),
  votingDate: date('voting_date'),
})

export const orderToMove = persons.table('order_to_move', { ...registerRow(), text: text('text') })

export const event = persons.table('event', {
  ...registerRow(),
  code: text('code'),
  derivedMark: text('derived_mark'),
  keyConstant: text('key_constant'),
})

/** Official names behind codes; empty until P02680 was loaded. */
export const authority = persons.table('authority', {
  code: text('code').notNull(),
  name: text('name').notNull(),
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
