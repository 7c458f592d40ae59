// The tables of powers of attorney as its queries see them; 08_powers-of-attorney.sql says what each column means.
import { sql } from 'drizzle-orm'
import { boolean, integer, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import type { SubjectKind } from '../../access/subject-kind.ts'
import { instant } from '../../database/columns.ts'
import type { Action, Kind, StoredState } from './lifecycle.ts'

const schema = pgSchema('powers_of_attorney')

/** By which right one was given. */
export type GivenBy = 'SELF' | 'CUSTODY' | 'GUARDIAN' | 'REPRESENTATIVE' | 'SIGNATORIES' | 'STEWARD'

export const powerOfAttorney = schema.table('power_of_attorney', {
  id: uuid('id').notNull().defaultRandom(),
  kind: text('kind').$type<Kind>().notNull().default('VOLUNTARY'),
  grantorId: uuid('grantor_id').notNull(),
  grantorKind: text('grantor_kind').$type<SubjectKind>().notNull(),
  holderId: uuid('holder_id').notNull(),
  holderKind: text('holder_kind').$type<SubjectKind>().notNull(),
  holderAuthority: text('holder_authority'),
  parent: uuid('parent'),
  chain: uuid('chain').array().notNull().default([]),
  passedOnBy: uuid('passed_on_by'),
  passedOnKind: text('passed_on_kind').$type<SubjectKind>(),
  passOnDepth: integer('pass_on_depth').notNull().default(0),
  givenBy: text('given_by').$type<GivenBy>().notNull().default('SELF'),
  askedBy: text('asked_by').$type<'GRANTOR' | 'HOLDER' | 'STEWARD'>().notNull().default('GRANTOR'),
  giverId: uuid('giver_id').notNull().generatedAlwaysAs(sql`by the database`),
  madeBy: uuid('made_by').notNull().generatedAlwaysAs(sql`by the database`),
  commandId: text('command_id').notNull(),
  package: text('package'),
  packageVersion: integer('package_version'),
  fields: text('fields').array().notNull(),
  actions: text('actions').array().$type<Action[]>().notNull(),
  activities: text('activities').array().notNull(),
  state: text('state').$type<StoredState>().notNull(),
  revision: integer('revision').notNull().default(1),
  givenAt: instant('given_at').notNull(),
  answerBy: instant('answer_by'),
  confirmBy: instant('confirm_by'),
  agreedAt: instant('agreed_at'),
  activatedAt: instant('activated_at'),
  holderAbsent: boolean('holder_absent').notNull().default(false),
  validFrom: instant('valid_from').notNull(),
  validTo: instant('valid_to').notNull(),
  endedAt: instant('ended_at'),
})

export const confirmation = schema.table('confirmation', {
  powerOfAttorneyId: uuid('power_of_attorney_id').notNull(),
  revision: integer('revision').notNull(),
  personId: uuid('person_id').notNull(),
  given: boolean('given').notNull(),
  at: instant('at').notNull(),
  commandId: text('command_id').notNull(),
  mandate: uuid('mandate'),
})

export const event = schema.table('event', {
  powerOfAttorneyId: uuid('power_of_attorney_id').notNull(),
  revision: integer('revision').notNull(),
  state: text('state').$type<StoredState>().notNull(),
  at: instant('at').notNull(),
  commandId: text('command_id').notNull(),
  command: text('command'),
  contentHash: text('content_hash'),
  actor: text('actor').notNull(),
  onBehalfOf: uuid('on_behalf_of'),
  officer: text('officer'),
  secondOfficer: text('second_officer'),
  client: text('client'),
  caseReference: text('case_reference'),
})
