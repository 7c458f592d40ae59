// Stewards' commands on signing rules: one proposes what a text says, a second approves it; ended at once.
import { and, eq, isNotNull, isNull, ne, sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { holdsRole, readSigning, type Signing } from '../../access/signing.ts'
import { ruleOf as ruleInForce } from '../../access/signing-rule/in-force.ts'
import type { Rule } from '../../access/signing-rule/rule.ts'
import { contentHash } from '../content-hash.ts'
import { isSameOfficer, type Officer } from '../officer.ts'
import { type Problem, type ProblemCode, problem } from '../problems.ts'
import { readingState } from './signing-reading.ts'
import { signingReading } from './signing-tables.ts'
import { clock, holdName, type Transaction } from './transaction.ts'

/** The reading, or every problem. */
export type ReadingOutcome =
  | { readonly id: string; readonly problems: readonly [] }
  | { readonly id: null; readonly problems: readonly Problem[] }

export const stopped = (problems: readonly Problem[]): ReadingOutcome => ({ id: null, problems })
const stop = (code: ProblemCode, path: string): ReadingOutcome => stopped([problem(code, path)])
const done = (id: string): ReadingOutcome => ({ id, problems: [] })

export interface Proposing {
  readonly officer: Officer
  readonly commandId: string
  readonly business: string
  readonly rule: Rule
  readonly problems: readonly Problem[]
}

export interface Approving {
  readonly officer: Officer
  readonly id: string
  /** The second steward declares an interest of their own. */
  readonly interest: boolean
  /** Every id of the second steward's own person; none when their token does not tell. */
  readonly own: readonly string[]
}

type Ending = Pick<Approving, 'officer' | 'id'>

export function openSigningCommands(db: PostgresJsDatabase) {
  return {
    proposeReading: (wanted: Proposing) => db.transaction(tx => propose(tx, wanted)),
    /** Once this has returned, the business is signed for by it. */
    approveReading: (wanted: Approving) => db.transaction(tx => approve(tx, wanted)),
    /** Once this has returned, nobody signs by it. */
    endReading: (wanted: Ending) => db.transaction(tx => end(tx, wanted)),
  }
}

/** What the register says, held until the transaction ends. */
async function hold(tx: Transaction, business: string): Promise<Signing | null> {
  const [row] = await tx.execute<{ signing: unknown }>(
    sql`select access.hold_signing(${business}::uuid) as signing`,
  )
  return readSigning(row!.signing)
}

async function propose(tx: Transaction, wanted: Proposing): Promise<ReadingOutcome> {
  const { officer: by, commandId, rule, problems } = wanted
  const { authority, officer, client, caseReference } = by
  await holdName(tx, `signing reading ${authority} ${commandId}`)
  const hash = contentHash([wanted.business, rule])
  const [before] = await tx
    .select()
    .from(signingReading)
    .where(and(eq(signingReading.authority, authority), eq(signingReading.commandId, commandId)))
  if (before) return before.contentHash === hash ? done(before.id) : stop('REPLAY', 'input.commandId')
  if (problems.length > 0) return stopped(problems)
  const signing = await hold(tx, wanted.business)
  if (!signing) return stop('NOT_FOUND', 'input.cvr')
  if (!counts(signing, rule)) return stop('SIGNING_CLOSED', 'input.cvr')
  const { text, status } = signing.facts
  const [made] = await tx
    .insert(signingReading)
    .values({
      ...{ businessId: signing.business, rule, text, status, authority, commandId, contentHash: hash },
      ...{ proposedBy: officer, proposedAt: await clock(tx), client, caseReference },
    })
    .returning({ id: signingReading.id })
  return done(made!.id)
}

/** Whether a reading would be the rule in force: a business that has ended or is bankrupt is under none. */
function counts({ facts }: Signing, rule: Rule): boolean {
  const { text, status } = facts
  const found = ruleInForce({ ...facts, decided: { rule, text, status } })
  return found.kind === 'RULE' && found.source === 'STEWARD'
}

async function approve(tx: Transaction, { officer, id, interest, own }: Approving): Promise<ReadingOutcome> {
  const [row] = await tx.select().from(signingReading).where(eq(signingReading.id, id)).for('update')
  if (row?.authority !== officer.authority) return stop('NOT_FOUND', 'input.id')
  if (row.approvedBy === officer.officer && row.endedAt === null) return done(id)
  // Two readings of one business are approved one after the other.
  await holdName(tx, `signing rule ${row.businessId}`)
  const at = await clock(tx)
  if (readingState(row, null, at) !== 'PROPOSED') return stop('WRONG_STATE', 'input.id')
  const signing = await hold(tx, row.businessId)
  const { text = null, status = null } = signing?.facts ?? {}
  const changed = text !== row.text || status !== row.status
  const problems = [
    ...(isSameOfficer(row.proposedBy, officer) ? [problem('FOUR_EYES_NEEDED', 'input.id')] : []),
    ...(interest ? [problem('INTEREST_DECLARED', 'input.id')] : []),
    ...(isNamed(own, row.rule, signing) ? [problem('OFFICER_SIGNS', 'input.id')] : []),
    ...(changed ? [problem('SIGNING_TEXT_CHANGED', 'input.id')] : []),
    ...(!changed && signing && !counts(signing, row.rule) ? [problem('SIGNING_CLOSED', 'input.id')] : []),
  ]
  if (problems.length > 0) return stopped(problems)
  const earlier = and(
    ...[eq(signingReading.businessId, row.businessId), ne(signingReading.id, id)],
    ...[isNotNull(signingReading.approvedAt), isNull(signingReading.endedAt)],
  )
  await tx.update(signingReading).set({ endedAt: at }).where(earlier)
  await tx
    .update(signingReading)
    .set({ approvedBy: officer.officer, approvedAt: at })
    .where(eq(signingReading.id, id))
  return done(id)
}

/** Whether one of these ids is of those whom the reading names, or who hold a role in the business or one behind it. */
function isNamed(own: readonly string[], { anyOf }: Rule, signing: Signing | null): boolean {
  const inRule = anyOf.some(({ allOf }) => allOf.some(part => 'person' in part && own.includes(part.person)))
  return inRule || (signing !== null && own.some(id => holdsRole(signing, id)))
}

async function end(tx: Transaction, { officer, id }: Ending): Promise<ReadingOutcome> {
  const [row] = await tx.select().from(signingReading).where(eq(signingReading.id, id)).for('update')
  if (row?.authority !== officer.authority) return stop('NOT_FOUND', 'input.id')
  if (row.endedAt !== null) return done(id)
  await tx
    .update(signingReading)
    .set({ endedAt: await clock(tx) })
    .where(eq(signingReading.id, id))
  return done(id)
}
