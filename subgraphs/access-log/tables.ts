// The access log as its queries see it, and the names it may know; the migrations 03 and 04 say what each column means.
import { boolean, integer, interval, jsonb, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import type { MandateRight } from '../../access/mandates.ts'
import { instant } from '../../database/columns.ts'

const schema = pgSchema('access_log')
const published = pgSchema('access')

export interface Given {
  readonly field: string
  readonly ground: string
  readonly consent?: string
  readonly mandate?: string
  /** The officer's own file: on each entry of such a record. */
  readonly ownFile?: boolean
  /** Of the ground MANDATE: by which right (access/mandates.ts). */
  readonly by?: MandateRight
}

export interface Refused {
  readonly field: string
  readonly code: string
  readonly ownFile?: boolean
}

export const record = schema.table('record', {
  id: uuid('id').notNull(),
  at: instant('at').notNull(),
  subjectId: uuid('subject_id'),
  client: text('client').notNull(),
  authority: text('authority'),
  processor: text('processor'),
  officer: text('officer'),
  personId: uuid('person_id'),
  activity: text('activity'),
  activityVersion: integer('activity_version'),
  caseReference: text('case_reference'),
  given: jsonb('given').$type<readonly Given[]>().notNull(),
  refused: jsonb('refused').$type<readonly Refused[]>().notNull(),
  hiddenUntil: instant('hidden_until'),
})

/** A record that rests on a consent. */
export const consentUse = schema.table('consent_use', {
  consent: uuid('consent').notNull(),
  at: instant('at').notNull(),
  record: uuid('record').notNull(),
  authority: text('authority'),
  hiddenUntil: instant('hidden_until'),
})

export const consentParty = published.table('consent_party', {
  id: uuid('id').notNull(),
  subjectId: uuid('subject_id').notNull(),
  authority: text('authority').notNull(),
  sent: boolean('sent').notNull(),
})

/** Of each deletion under the retention rule what a reader of the log is told. */
export const deletion = schema.table('deletion', {
  before: instant('before').notNull(),
  keptFor: interval('kept_for').notNull(),
})

/** What has ended consents and rights by itself: since when, and since when the register says so (19_late-facts.sql). */
export const namedEnding = published.table('named_ending', {
  cause: text('cause').$type<'DEATH' | 'DISSOLUTION' | 'CUSTODY' | 'GUARDIANSHIP'>().notNull(),
  id: uuid('id').notNull(),
  other: uuid('other'),
  since: instant('since').notNull(),
  known: instant('known').notNull(),
  until: instant('until').notNull(),
})

export const namedOfficer = published.table('named_officer', {
  id: text('id').notNull(),
  name: text('name').notNull(),
})
