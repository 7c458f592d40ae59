// The business register's tables as its queries see them. The migration (06_businesses.sql) says what each column means.
import { bigint, boolean, integer, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core'

const schema = pgSchema('businesses')
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' }).notNull()

const bitemporal = {
  rowId: bigint('row_id', { mode: 'number' }).notNull(),
  businessId: uuid('business_id').notNull(),
  slot: text('slot').notNull(),
  effectiveFrom: instant('effective_from'),
  effectiveTo: instant('effective_to'),
  effectiveFromText: text('effective_from_text'),
  effectiveToText: text('effective_to_text'),
  registeredFrom: instant('registered_from'),
  registeredTo: instant('registered_to'),
}

export const business = schema.table('business', { id: uuid('id').notNull(), cvr: text('cvr').notNull() })
export const name = schema.table('name', { ...bitemporal, name: text('name').notNull() })

export const address = schema.table('address', {
  ...bitemporal,
  countryCode: text('country_code'),
  freeText: text('free_text'),
  street: text('street'),
  houseFrom: text('house_from'),
  letterFrom: text('letter_from'),
  floor: text('floor'),
  door: text('door'),
  careOf: text('care_of'),
  townName: text('town_name'),
  postBox: text('post_box'),
  postalCode: text('postal_code'),
  postalDistrict: text('postal_district'),
  municipalityCode: text('municipality_code'),
  municipalityName: text('municipality_name'),
})

export const form = schema.table('form', {
  ...bitemporal,
  code: integer('code').notNull(),
  shortName: text('short_name'),
  longName: text('long_name'),
})

export const status = schema.table('status', { ...bitemporal, text: text('text') })
export const lifeCycle = schema.table('life_cycle', bitemporal)
export const industry = schema.table('industry', { ...bitemporal, code: text('code'), text: text('text') })

export const attribute = schema.table('attribute', {
  ...bitemporal,
  type: text('type').notNull(),
  sequence: integer('sequence').notNull(),
  value: text('value'),
})

export const employment = schema.table('employment', {
  ...bitemporal,
  year: integer('year').notNull(),
  employees: integer('employees'),
  fullTimeEquivalents: integer('full_time_equivalents'),
})

export const participantName = schema.table('participant_name', {
  ...bitemporal,
  participantId: uuid('participant_id').notNull(),
  name: text('name').notNull(),
})

export const participantRole = schema.table('participant_role', {
  ...bitemporal,
  participantId: uuid('participant_id').notNull(),
  organisationType: text('organisation_type').notNull(),
  organisationName: text('organisation_name'),
  function: text('function'),
  public: boolean('public').notNull(),
})

/** `person_id` and `holder_id`: the person or business that the participant is; both null when it has no number. */
export const participant = schema.table('participant', {
  id: uuid('id').notNull(),
  unitNumber: bigint('unit_number', { mode: 'number' }).notNull(),
  personId: uuid('person_id'),
  holderId: uuid('holder_id'),
})
