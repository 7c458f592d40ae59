// The tables of cases as its queries see them; 21_cases.sql says what each column means.
import { integer, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../database/columns.ts'

const schema = pgSchema('cases')

export type CaseState = 'OPEN' | 'ANSWERED' | 'CLOSED'
export type Side = 'SUBJECT' | 'REPRESENTATIVE' | 'STEWARD'

export const accessCase = schema.table('access_case', {
  id: uuid('id').notNull(),
  subjectId: uuid('subject_id').notNull(),
  subjectKind: text('subject_kind').$type<'PERSON' | 'BUSINESS'>().notNull(),
  authority: text('authority').notNull(),
  recordId: uuid('record_id').notNull(),
  accessedAt: instant('accessed_at').notNull(),
  activity: text('activity'),
  accessedBy: text('accessed_by'),
  state: text('state').$type<CaseState>().notNull().default('OPEN'),
  revision: integer('revision').notNull().default(1),
  openedAt: instant('opened_at').notNull(),
  changedAt: instant('changed_at').notNull(),
})

export const event = schema.table('event', {
  caseId: uuid('case_id').notNull(),
  revision: integer('revision').notNull(),
  at: instant('at').notNull(),
  state: text('state').$type<CaseState>().notNull(),
  commandId: text('command_id').notNull(),
  contentHash: text('content_hash').notNull(),
  side: text('side').$type<Side>().notNull(),
  actor: text('actor').notNull(),
  client: text('client'),
  caseReference: text('case_reference'),
  text: text('text'),
})
