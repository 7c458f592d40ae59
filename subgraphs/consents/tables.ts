// The tables of consents as its queries see them. The migration (07_consents.sql) says what each column means.
import { integer, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../database/columns.ts'

const schema = pgSchema('consents')

export const template = schema.table('template', {
  id: text('id').notNull(),
  version: integer('version').notNull(),
  kind: text('kind').notNull(),
  activity: text('activity').notNull(),
  fields: text('fields').array().notNull(),
  longestDays: integer('longest_days').notNull(),
  answerDays: integer('answer_days').notNull(),
})

export const templateText = schema.table('template_text', {
  template: text('template').notNull(),
  version: integer('version').notNull(),
  language: text('language').$type<'DA' | 'EN'>().notNull(),
  request: text('request').notNull(),
  consequenceOfNo: text('consequence_of_no').notNull(),
  consequenceOfWithdrawal: text('consequence_of_withdrawal').notNull(),
  hash: text('hash').notNull(),
})

export const consent = schema.table('consent', {
  id: uuid('id').notNull().defaultRandom(),
  subjectId: uuid('subject_id').notNull(),
  subjectKind: text('subject_kind').$type<'PERSON' | 'BUSINESS'>().notNull(),
  authority: text('authority').notNull(),
  requesterReference: text('requester_reference').notNull(),
  activity: text('activity').notNull(),
  template: text('template').notNull(),
  templateVersion: integer('template_version').notNull(),
  fields: text('fields').array().notNull(),
  state: text('state').$type<import('./lifecycle.ts').StoredState>().notNull(),
  revision: integer('revision').notNull().default(1),
  requestedAt: instant('requested_at').notNull(),
  answerBy: instant('answer_by').notNull(),
  askedFrom: instant('asked_from'),
  validFrom: instant('valid_from'),
  validTo: instant('valid_to').notNull(),
  endedAt: instant('ended_at'),
})

export const event = schema.table('event', {
  consentId: uuid('consent_id').notNull(),
  revision: integer('revision').notNull(),
  state: text('state').notNull(),
  at: instant('at').notNull(),
  commandId: text('command_id').notNull(),
  command: text('command').notNull(),
  actorKind: text('actor_kind').$type<'SYSTEM' | 'SUBJECT' | 'REPRESENTATIVE' | 'STEWARD'>().notNull(),
  actor: text('actor').notNull(),
  mandate: uuid('mandate'),
  channel: text('channel').notNull(),
  language: text('language').$type<'DA' | 'EN'>(),
  textHash: text('text_hash'),
})
