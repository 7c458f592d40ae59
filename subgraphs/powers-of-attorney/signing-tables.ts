// The table of stewards' readings of signing rules as its queries see it; 13_mandates.sql says what each column means.
import { jsonb, pgSchema, text, uuid } from 'drizzle-orm/pg-core'
import type { Rule } from '../../access/signing-rule/rule.ts'
import { instant } from '../../database/columns.ts'

export const signingReading = pgSchema('powers_of_attorney').table('signing_reading', {
  id: uuid('id').notNull().defaultRandom(),
  businessId: uuid('business_id').notNull(),
  rule: jsonb('rule').$type<Rule>().notNull(),
  text: text('text'),
  status: text('status'),
  authority: text('authority').notNull(),
  commandId: text('command_id').notNull(),
  contentHash: text('content_hash'),
  proposedBy: text('proposed_by').notNull(),
  proposedAt: instant('proposed_at').notNull(),
  client: text('client').notNull(),
  caseReference: text('case_reference'),
  approvedBy: text('approved_by'),
  approvedAt: instant('approved_at'),
  endedAt: instant('ended_at'),
})
