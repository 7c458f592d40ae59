// The business register's tables as its queries see them. The migration (06_businesses.sql) says what each column means.
import { bigint, boolean, date, integer, jsonb, pgSchema, text, timestamp, uuid } from 'drizzle-orm/pg-core'

const schema = pgSchema('businesses')
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' }).notNull()

/** `owner`: the column that says whose a row is. */
const bitemporal = (owner: 'business_id' | 'unit_id' | 'participant_id') => ({
  rowId: bigint('row_id', { mode: 'number' }).notNull(),
  ownerId: uuid(owner).notNull(),
  slot: text('slot').notNull(),
  effectiveFrom: instant('effective_from'),
  effectiveTo: instant('effective_to'),
  effectiveFromText: text('effective_from_text'),
  effectiveToText: text('effective_to_text'),
  registeredFrom: instant('registered_from'),
  registeredTo: instant('registered_to'),
})

const addressParts = {
  countryCode: text('country_code'),
  freeText: text('free_text'),
  streetCode: text('street_code'),
  street: text('street'),
  houseFrom: text('house_from'),
  houseTo: text('house_to'),
  letterFrom: text('letter_from'),
  letterTo: text('letter_to'),
  floor: text('floor'),
  door: text('door'),
  careOf: text('care_of'),
  townName: text('town_name'),
  postBox: text('post_box'),
  postalCode: text('postal_code'),
  postalDistrict: text('postal_district'),
  municipalityCode: text('municipality_code'),
  municipalityName: text('municipality_name'),
  darId: text('dar_id'),
  validatedText: text('validated_text'),
}

/** The tables of values that businesses and production units have alike. */
function valueTables(prefix: '' | 'unit_', owner: 'business_id' | 'unit_id') {
  const row = bitemporal(owner)
  return {
    name: schema.table(`${prefix}name`, { ...row, name: text('name').notNull() }),
    address: schema.table(`${prefix}address`, { ...row, ...addressParts }),
    lifeCycle: schema.table(`${prefix}life_cycle`, row),
    industry: schema.table(`${prefix}industry`, { ...row, code: text('code'), text: text('text') }),
    attribute: schema.table(`${prefix}attribute`, {
      ...row,
      type: text('type').notNull(),
      sequence: integer('sequence').notNull(),
      valueType: text('value_type'),
      value: text('value'),
    }),
    employment: schema.table(`${prefix}employment`, {
      ...row,
      span: text('span').notNull(),
      year: integer('year').notNull(),
      quarter: integer('quarter'),
      month: integer('month'),
      employees: integer('employees'),
      fullTimeEquivalents: integer('full_time_equivalents'),
      includingOwners: integer('including_owners'),
      employeesInterval: text('employees_interval'),
      fullTimeEquivalentsInterval: text('full_time_equivalents_interval'),
      includingOwnersInterval: text('including_owners_interval'),
    }),
    contact: schema.table(`${prefix}contact`, {
      ...row,
      kind: text('kind').notNull(),
      value: text('value').notNull(),
      secret: boolean('secret').notNull(),
    }),
    record: schema.table(`${prefix}record`, {
      ...row,
      kind: text('kind').notNull(),
      content: jsonb('content').notNull(),
      participantId: uuid('participant_id'),
    }),
  }
}

export type ValueTables = ReturnType<typeof valueTables>
export const ofBusinesses = valueTables('', 'business_id')
export const ofUnits = valueTables('unit_', 'unit_id')

/** When the register last wrote the entry, and when the document that is held was made. */
const entry = {
  unitNumber: bigint('unit_number', { mode: 'number' }).notNull(),
  updatedAt: instant('updated_at'),
  versionAt: instant('version_at'),
}

export const business = schema.table('business', {
  id: uuid('id').notNull(),
  cvr: text('cvr').notNull(),
  ...entry,
})

export const form = schema.table('form', {
  ...bitemporal('business_id'),
  code: integer('code').notNull(),
  shortName: text('short_name'),
  longName: text('long_name'),
  dataSupplier: text('data_supplier'),
})

export const status = schema.table('status', {
  ...bitemporal('business_id'),
  code: text('code'),
  text: text('text'),
  creditCode: text('credit_code'),
  creditText: text('credit_text'),
})

export const unit = schema.table('production_unit', {
  id: uuid('id').notNull(),
  pNumber: text('p_number').notNull(),
  ...entry,
})

/** Whose a unit is; `business_id` is null for a number that leads to no business. */
export const unitBusiness = schema.table('unit_business', {
  ...bitemporal('unit_id'),
  businessId: uuid('business_id'),
})

export const participantName = schema.table('participant_name', {
  ...bitemporal('business_id'),
  participantId: uuid('participant_id').notNull(),
  name: text('name').notNull(),
})

export const participantRole = schema.table('participant_role', {
  ...bitemporal('business_id'),
  participantId: uuid('participant_id').notNull(),
  organisationType: text('organisation_type').notNull(),
  organisationUnit: bigint('organisation_unit', { mode: 'number' }),
  organisationName: text('organisation_name'),
  organisationNamedFrom: text('organisation_named_from'),
  organisationNamedTo: text('organisation_named_to'),
  function: text('function'),
  role: text('role').notNull(),
  public: boolean('public').notNull(),
  electionForm: text('election_form'),
  ownershipShare: text('ownership_share'),
  votingShare: text('voting_share'),
  others: jsonb('others').$type<Readonly<Record<string, string>>>().notNull(),
})

/** `person_id` and `holder_id`: the person or business that the participant is; both null when it has no number. */
export const participant = schema.table('participant', {
  id: uuid('id').notNull(),
  unitNumber: bigint('unit_number', { mode: 'number' }).notNull(),
  personId: uuid('person_id'),
  holderId: uuid('holder_id'),
})

/** What a participant's own document says. */
export const participantRecord = schema.table('participant_record', {
  ...bitemporal('participant_id'),
  kind: text('kind').notNull(),
  content: jsonb('content').notNull(),
})

/** A business's present values, as lists look at them; migrations/11_lists.sql makes it. */
export const listed = schema.table('listed', {
  businessId: uuid('business_id').notNull(),
  validFrom: instant('valid_from'),
  validTo: instant('valid_to'),
  cvr: text('cvr').notNull(),
  name: text('name'),
  formCode: integer('form_code'),
  status: text('status'),
  startDate: date('start_date'),
  industryCode: text('industry_code'),
  postalCode: text('postal_code'),
  municipalityCode: text('municipality_code'),
})
