// The tables of what stewards do about mandates, as its queries see them; 14_mandate-stewardship.sql says what each column means.
import { boolean, date, integer, jsonb, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import type { SubjectKind } from '../../access/subject-kind.ts'
import { instant } from '../../database/columns.ts'
import type { Action } from './lifecycle.ts'
import type { Commanded, StewardCommandName } from './steward-command.ts'

const schema = pgSchema('powers_of_attorney')

export const powerPackage = schema.table('package', {
  id: text('id').notNull(),
  version: integer('version').notNull(),
  authority: text('authority').notNull(),
  fields: text('fields').array().notNull(),
  actions: text('actions').array().$type<Action[]>().notNull(),
  activities: text('activities').array().notNull(),
  longestDays: integer('longest_days').notNull(),
  grantorFromAge: integer('grantor_from_age').notNull(),
  holderFromAge: integer('holder_from_age').notNull(),
  titleDa: text('title_da').notNull(),
  titleEn: text('title_en').notNull(),
  textDa: text('text_da').notNull(),
  textEn: text('text_en').notNull(),
  state: text('state').$type<'DRAFT' | 'PUBLISHED' | 'CLOSED'>().notNull(),
  draftedBy: text('drafted_by').notNull(),
  draftedAt: instant('drafted_at').notNull(),
  publishedBy: text('published_by'),
  publishedAt: instant('published_at'),
  closedBy: text('closed_by'),
  closedAt: instant('closed_at'),
})

export const packageEvent = schema.table('package_event', {
  package: text('package').notNull(),
  version: integer('version').notNull(),
  command: text('command').$type<'DRAFT' | 'PUBLISH' | 'CLOSE'>().notNull(),
  commandId: text('command_id').notNull(),
  contentHash: text('content_hash').notNull(),
  authority: text('authority').notNull(),
  officer: text('officer').notNull(),
  client: text('client').notNull(),
  caseReference: text('case_reference'),
  at: instant('at').notNull(),
})

export const stewardCommand = schema.table('steward_command', {
  id: uuid('id').notNull().defaultRandom(),
  authority: text('authority').notNull(),
  command: text('command').$type<StewardCommandName>().notNull(),
  powerOfAttorneyId: uuid('power_of_attorney_id'),
  grantorId: uuid('grantor_id').notNull(),
  grantorKind: text('grantor_kind').$type<SubjectKind>().notNull(),
  content: jsonb('content').$type<Commanded>().notNull(),
  commandId: text('command_id').notNull(),
  contentHash: text('content_hash').notNull(),
  officer: text('officer').notNull(),
  client: text('client').notNull(),
  caseReference: text('case_reference').notNull(),
  interest: boolean('interest').notNull(),
  at: instant('at').notNull(),
  decideBy: instant('decide_by'),
  decision: text('decision').$type<'APPROVED' | 'REJECTED'>(),
  decidedBy: text('decided_by'),
  decidedAt: instant('decided_at'),
})

export const registration = schema.table('registration', {
  powerOfAttorneyId: uuid('power_of_attorney_id').notNull(),
  basis: text('basis').$type<'LETTER' | 'DECREE'>().notNull(),
  dated: date('dated').notNull(),
  document: text('document').notNull(),
})

export const futureScope = schema.table('future_scope', {
  powerOfAttorneyId: uuid('power_of_attorney_id').notNull(),
  fields: text('fields').array().notNull(),
  actions: text('actions').array().$type<Action[]>().notNull(),
  activities: text('activities').array().notNull(),
})
