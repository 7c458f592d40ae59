// The tables of powers of attorney as its queries see them; 08_powers-of-attorney.sql says what each column means.
import { integer, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../database/columns.ts'
import type { Action, StoredState } from './lifecycle.ts'

const schema = pgSchema('powers_of_attorney')
type Kind = 'PERSON' | 'BUSINESS'

export const powerOfAttorney = schema.table('power_of_attorney', {
  id: uuid('id').notNull().defaultRandom(),
  grantorId: uuid('grantor_id').notNull(),
  grantorKind: text('grantor_kind').$type<Kind>().notNull(),
  holderId: uuid('holder_id').notNull(),
  holderKind: text('holder_kind').$type<Kind>().notNull(),
  commandId: text('command_id').notNull(),
  fields: text('fields').array().notNull(),
  actions: text('actions').array().$type<Action[]>().notNull(),
  activities: text('activities').array().notNull(),
  state: text('state').$type<StoredState>().notNull(),
  revision: integer('revision').notNull().default(1),
  givenAt: instant('given_at').notNull(),
  validFrom: instant('valid_from').notNull(),
  validTo: instant('valid_to').notNull(),
  endedAt: instant('ended_at'),
})

export const event = schema.table('event', {
  powerOfAttorneyId: uuid('power_of_attorney_id').notNull(),
  revision: integer('revision').notNull(),
  state: text('state').notNull(),
  at: instant('at').notNull(),
  commandId: text('command_id').notNull(),
  actor: text('actor').notNull(),
})
