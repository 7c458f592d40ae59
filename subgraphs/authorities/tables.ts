// The tables of authorities as its queries see them. The migration (04_authorities.sql) says what each column means.
import { integer, pgSchema, text } from 'drizzle-orm/pg-core'
import { instant } from '../../database/columns.ts'

const schema = pgSchema('authorities')

export const authority = schema.table('authority', {
  cvr: text('cvr').notNull(),
  name: text('name').notNull(),
  kind: text('kind').notNull(),
})

export const activity = schema.table('activity', {
  id: text('id').notNull(),
  authority: text('authority').notNull(),
})

/** `activity_version` with the two ends of its period. */
export const activityVersion = schema.table('activity_version', {
  activity: text('activity').notNull(),
  version: integer('version').notNull(),
  validFrom: instant('valid_from'),
  validTo: instant('valid_to'),
  purposeDa: text('purpose_da').notNull(),
  purposeEn: text('purpose_en').notNull(),
  legalBasis: text('legal_basis').notNull(),
  act: text('act').notNull(),
  reach: text('reach').notNull(),
  startedBy: text('started_by').notNull(),
})

export const activityField = schema.table('activity_field', {
  activity: text('activity').notNull(),
  version: integer('version').notNull(),
  coordinate: text('coordinate').notNull(),
  ground: text('ground').notNull(),
})
