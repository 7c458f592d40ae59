// The tables of notices as its queries see them; 10_notices.sql says what each column means.
import { jsonb, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../database/columns.ts'
import type { NoticeKind, Parts } from './words.ts'

const schema = pgSchema('notices')

export const notice = schema.table('notice', {
  id: uuid('id').notNull(),
  toSubject: uuid('to_subject').notNull(),
  kind: text('kind').$type<NoticeKind>().notNull(),
  aboutKind: text('about_kind').$type<'CONSENT' | 'POWER_OF_ATTORNEY' | 'CASE'>().notNull(),
  aboutId: uuid('about_id').notNull(),
  authority: text('authority'),
  parts: jsonb('parts').$type<Parts>().notNull(),
  createdAt: instant('created_at').notNull(),
  readAt: instant('read_at'),
})
