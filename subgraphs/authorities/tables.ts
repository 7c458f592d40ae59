// The tables of authorities as its queries see them. The migration (04_authorities.sql) says what each column means.
import { boolean, integer, pgSchema, text } from 'drizzle-orm/pg-core'
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
