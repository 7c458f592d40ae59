// The tables of consents as its queries see them. The migration (07_consents.sql) says what each column means.
import { sql } from 'drizzle-orm'
import { bigint, boolean, date, integer, jsonb, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import type { Parameters } from '../../access/parameters.ts'
import type { Source } from '../../access/signing.ts'
import type { SubjectKind } from '../../access/subject-kind.ts'
import { instant } from '../../database/columns.ts'
import type { StoredState } from './lifecycle.ts'
import type { Proposed } from './proposed.ts'
import type { ConsentKind, Parameter } from './request.ts'

const schema = pgSchema('consents')

export const template = schema.table('template', {
  id: text('id').notNull(),
  version: integer('version').notNull(),
  authority: text('authority').notNull(),
  kind: text('kind').$type<ConsentKind>().notNull(),
  paragraph: text('paragraph'),
  reason: text('reason'),
  activity: text('activity').notNull(),
  fields: text('fields').array().notNull(),
  parameters: jsonb('parameters').$type<readonly Parameter[]>().notNull(),
  longestDays: integer('longest_days').notNull(),
  answerDays: integer('answer_days').notNull(),
  requiredForService: boolean('required_for_service').notNull(),
  state: text('state').$type<'DRAFT' | 'PUBLISHED' | 'CLOSED'>().notNull(),
  draftedBy: text('drafted_by').notNull(),
  draftedAt: instant('drafted_at').notNull(),
  publishedBy: text('published_by'),
  publishedAt: instant('published_at'),
  closedBy: text('closed_by'),
  closedAt: instant('closed_at'),
})

export const templateText = schema.table('template_text', {
  template: text('template').notNull(),
  version: integer('version').notNull(),
  language: text('language').$type<'DA' | 'EN'>().notNull(),
  title: text('title').notNull(),
  request: text('request').notNull(),
  consequenceOfNo: text('consequence_of_no').notNull(),
  consequenceOfWithdrawal: text('consequence_of_withdrawal').notNull(),
  // Computed from the words.
  hash: text('hash').notNull().generatedAlwaysAs(sql`by the database`),
})

export const consent = schema.table('consent', {
  id: uuid('id').notNull().defaultRandom(),
  subjectId: uuid('subject_id').notNull(),
  subjectKind: text('subject_kind').$type<SubjectKind>().notNull(),
  authority: text('authority').notNull(),
  requesterReference: text('requester_reference').notNull(),
  activity: text('activity').notNull(),
  template: text('template').notNull(),
  templateVersion: integer('template_version').notNull(),
  fields: text('fields').array().notNull(),
  parameters: jsonb('parameters').$type<Parameters>().notNull(),
  condition: boolean('condition').notNull(),
  state: text('state').$type<StoredState>().notNull(),
  revision: integer('revision').notNull().default(1),
  requestedAt: instant('requested_at').notNull(),
  sentAt: instant('sent_at'),
  answerBy: instant('answer_by').notNull(),
  confirmBy: instant('confirm_by'),
  askedFrom: instant('asked_from'),
  validFrom: instant('valid_from'),
  validTo: instant('valid_to').notNull(),
  endedAt: instant('ended_at'),
  supersedes: uuid('supersedes'),
  suspendedReason: jsonb('suspended_reason').$type<{ readonly da: string; readonly en: string | null }>(),
  // Computed: when it ends by itself from the state that it is in.
  due: instant('due').generatedAlwaysAs(sql`by the database`),
})

export const confirmation = schema.table('confirmation', {
  consentId: uuid('consent_id').notNull(),
  revision: integer('revision').notNull(),
  personId: uuid('person_id').notNull(),
  given: boolean('given').notNull(),
  mandate: uuid('mandate'),
  at: instant('at').notNull(),
  commandId: text('command_id').notNull(),
})

/** Who signed for a business, by opaque id, and where its rule is from. */
export interface Signature {
  readonly by: readonly string[]
  readonly source: Source
}

export type ActorKind = 'SYSTEM' | 'SUBJECT' | 'REPRESENTATIVE' | 'STEWARD'
export type Channel = 'SELF' | 'ASSISTED' | 'PAPER'

export const event = schema.table('event', {
  consentId: uuid('consent_id').notNull(),
  revision: integer('revision').notNull(),
  state: text('state').notNull(),
  at: instant('at').notNull(),
  commandId: text('command_id'),
  command: text('command').notNull(),
  contentHash: text('content_hash'),
  actorKind: text('actor_kind').$type<ActorKind>().notNull(),
  actor: text('actor').notNull(),
  officer: text('officer'),
  secondOfficer: text('second_officer'),
  caseReference: text('case_reference'),
  interest: boolean('interest'),
  mandate: uuid('mandate'),
  signature: jsonb('signature').$type<Signature>(),
  channel: text('channel').$type<Channel>().notNull(),
  language: text('language').$type<'DA' | 'EN'>(),
  textHash: text('text_hash'),
  // Filled in by the database, as the event is added.
  authority: text('authority').notNull().generatedAlwaysAs(sql`by the database`),
  position: bigint('position', { mode: 'number' }).notNull().generatedAlwaysAs(sql`by the database`),
  previousHash: text('previous_hash').generatedAlwaysAs(sql`by the database`),
  hash: text('hash').notNull().generatedAlwaysAs(sql`by the database`),
})

export const templateEvent = schema.table('template_event', {
  template: text('template').notNull(),
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

export const registration = schema.table('registration', {
  consentId: uuid('consent_id').notNull(),
  channel: text('channel').$type<'ASSISTED' | 'PAPER'>().notNull(),
  signedOn: date('signed_on').notNull(),
  document: text('document').notNull(),
  language: text('language').$type<'DA' | 'EN'>().notNull(),
})

export const proposal = schema.table('proposal', {
  id: uuid('id').notNull().defaultRandom(),
  authority: text('authority').notNull(),
  command: text('command').$type<'REGISTER' | 'RESUME' | 'INVALIDATE'>().notNull(),
  consentId: uuid('consent_id'),
  content: jsonb('content').$type<Proposed>().notNull(),
  commandId: text('command_id').notNull(),
  contentHash: text('content_hash').notNull(),
  proposedBy: text('proposed_by').notNull(),
  client: text('client').notNull(),
  caseReference: text('case_reference'),
  proposedAt: instant('proposed_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
  decision: text('decision').$type<'APPROVED' | 'REJECTED'>(),
  decidedBy: text('decided_by'),
  decidedAt: instant('decided_at'),
})

export const receiptKey = schema.table('receipt_key', {
  keyId: text('key_id').notNull(),
  publicKey: text('public_key').notNull(),
  since: instant('since').notNull().default(sql`clock_timestamp()`),
})

const published = pgSchema('access')

/** Where a guardian acts. */
export const economicActivity = published
  .view('economic_activity', { activity: text('activity').notNull() })
  .existing()

export const startedActivity = published
  .view('started_activity', {
    activity: text('activity').notNull(),
    version: integer('version').notNull(),
    startedBy: text('started_by').$type<'APPLICATION' | 'AUTHORITY'>().notNull(),
  })
  .existing()
