// The tables of authorities as its queries see them. The migration s (04_authorities.sql, 15_suppliers.sql) say what each column means.
import { boolean, integer, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../database/columns.ts'

const schema = pgSchema('authorities')

export const authority = schema.table('authority', {
  cvr: text('cvr').notNull(),
  name: text('name').notNull(),
  kind: text('kind').$type<'PUBLIC' | 'PRIVATE'>().notNull(),
})

export const system = schema.table('system', {
  client: text('client').notNull(),
  authority: text('authority').notNull(),
  name: text('name').notNull(),
  officersOnly: boolean('officers').notNull(),
})

export const officer = schema.table('officer', {
  id: text('id').notNull(),
  authority: text('authority').notNull(),
  name: text('name').notNull(),
  roles: text('roles').array().notNull(),
})

export const activity = schema.table('activity', {
  id: text('id').notNull(),
  authority: text('authority').notNull(),
})

/** `activity_version` with the two ends of its period. */
export const activityVersion = schema.table('activity_version', {
  activity: text('activity').notNull(),
  version: integer('version').notNull(),
  validFrom: instant('valid_from').notNull(),
  validTo: instant('valid_to'),
  purposeDa: text('purpose_da').notNull(),
  purposeEn: text('purpose_en').notNull(),
  legalBasis: text('legal_basis').notNull(),
  act: text('act').notNull(),
  reach: text('reach').$type<'LOOKUP' | 'SEARCH' | 'LIST'>().notNull(),
  subjects: text('subjects').array().$type<('PERSON' | 'BUSINESS')[]>().notNull(),
  population: text('population'),
  startedBy: text('started_by').$type<'APPLICATION' | 'AUTHORITY'>().notNull(),
  coverFor: text('cover_for'),
  protectionException: text('protection_exception'),
  economic: boolean('economic').notNull(),
  decidesFrom: integer('decides_from'),
  jointCustody: boolean('joint_custody').notNull(),
  /** Null while it is a draft. */
  approvedBy: text('approved_by').array(),
  cancelledAt: instant('cancelled_at'),
})

export const activityField = schema.table('activity_field', {
  activity: text('activity').notNull(),
  version: integer('version').notNull(),
  coordinate: text('coordinate').notNull(),
  ground: text('ground').$type<'LAW' | 'CONSENT'>().notNull(),
})

export const activitySystem = schema.table('activity_system', {
  activity: text('activity').notNull(),
  version: integer('version').notNull(),
  client: text('client').notNull(),
})

export const activityEvent = schema.table('activity_event', {
  activity: text('activity').notNull(),
  version: integer('version').notNull(),
  command: text('command').$type<'DRAFT' | 'APPROVE' | 'END'>().notNull(),
  authority: text('authority').notNull(),
  commandId: text('command_id').notNull(),
  contentHash: text('content_hash').notNull(),
  officer: text('officer').notNull(),
  client: text('client').notNull(),
  caseReference: text('case_reference'),
  at: instant('at').notNull(),
})

export const supplier = schema.table('supplier', {
  id: uuid('id').notNull(),
  authority: text('authority').notNull(),
  supplier: text('supplier').notNull(),
  activities: text('activities').array().notNull(),
  contract: text('contract').notNull(),
  validFrom: instant('valid_from').notNull(),
  validTo: instant('valid_to').notNull(),
  state: text('state').$type<'PROPOSED' | 'ACTIVE' | 'ENDED'>().notNull(),
  registeredBy: text('registered_by').notNull(),
  registeredAt: instant('registered_at').notNull(),
  approvedBy: text('approved_by'),
  approvedAt: instant('approved_at'),
  endedAt: instant('ended_at'),
})

export const supplierEvent = schema.table('supplier_event', {
  supplier: uuid('supplier').notNull(),
  command: text('command').$type<'REGISTER' | 'APPROVE' | 'END'>().notNull(),
  authority: text('authority').notNull(),
  commandId: text('command_id').notNull(),
  contentHash: text('content_hash').notNull(),
  officer: text('officer').notNull(),
  client: text('client').notNull(),
  caseReference: text('case_reference'),
})
