// The access log as its queries see it; 03_access-log.sql says what each column means.
import { jsonb, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../database/columns.ts'

const schema = pgSchema('access_log')

export interface Given {
  readonly field: string
  readonly ground: string
  readonly consent?: string
  readonly mandate?: string
}

export interface Refused {
  readonly field: string
  readonly code: string
}

export const record = schema.table('record', {
  id: uuid('id').notNull(),
  at: instant('at').notNull(),
  subjectId: uuid('subject_id'),
  authority: text('authority'),
  processor: text('processor'),
  personId: uuid('person_id'),
  activity: text('activity'),
  caseReference: text('case_reference'),
  given: jsonb('given').$type<readonly Given[]>().notNull(),
  refused: jsonb('refused').$type<readonly Refused[]>().notNull(),
  hiddenUntil: instant('hidden_until'),
})
