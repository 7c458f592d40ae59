// What subgraphs publish of their own for the others, as queries see it: tables and views of the schema access.
import { integer, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../database/columns.ts'

const published = pgSchema('access')

/** Who has received something by a consent so far, as the access log tells it. */
export const consentRecipient = published.table('consent_recipient', {
  consent: uuid('consent').notNull(),
  authority: text('authority'),
  processor: text('processor'),
  first: instant('first').notNull(),
  last: instant('last').notNull(),
  times: integer('times').notNull(),
})

/** What an authority is called, by its CVR number. */
export const namedAuthority = published.table('named_authority', {
  cvr: text('cvr').notNull(),
  name: text('name').notNull(),
})

/** What an activity is for, in each of its versions. */
export const namedActivity = published.table('named_activity', {
  activity: text('activity').notNull(),
  version: integer('version').notNull(),
  purposeDa: text('purpose_da').notNull(),
  purposeEn: text('purpose_en').notNull(),
  act: text('act').notNull(),
})
