// The steps of which every command's transaction is made: hold, look for the same command, change, add the event last.
import { and, asc, eq, sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { Actor } from './actor.ts'
import type { StoredState } from './lifecycle.ts'
import { confirmation, consent, event, template } from './tables.ts'

export type Transaction = Parameters<Parameters<PostgresJsDatabase['transaction']>[0]>[0]
export type ConsentRow = typeof consent.$inferSelect
type NewEvent = typeof event.$inferInsert

/** A consent held for a command, and the one that it supersedes. */
export interface Held {
  readonly row: ConsentRow
  readonly superseded: ConsentRow | null
}

/**
 * Holds the consent, for whoever is a party to it (to anyone else it does not exist), and the one that it supersedes:
 * in the order of their ids, so that two commands never wait for each other in a circle.
 */
export async function hold(tx: Transaction, id: string, actor: Actor): Promise<Held | null> {
  const older = sql`(select o.supersedes from consents.consent o where o.id = ${id})`
  const rows = await tx
    .select()
    .from(consent)
    .where(sql`${consent.id} = ${id} or ${consent.id} = ${older}`)
    .orderBy(asc(consent.id))
    .for('update')
  const row = rows.find(one => one.id === id)
  if (!row || !isParty(row, actor)) return null
  return { row, superseded: rows.find(one => one.id === row.supersedes) ?? null }
}

/** What was never sent is known to its authority alone. */
const isParty = (row: ConsentRow, { kind, authority, subjects }: Actor): boolean =>
  kind === 'SYSTEM' || kind === 'STEWARD'
    ? row.authority === authority
    : row.sentAt !== null && subjects.includes(row.subjectId)

/** The command that was given before under the same id. */
export async function earlier(tx: Transaction, id: string, commandId: string) {
  const [row] = await tx
    .select({ command: event.command, contentHash: event.contentHash })
    .from(event)
    .where(and(eq(event.consentId, id), eq(event.commandId, commandId)))
  return row ?? null
}

/** Holds a name of this subgraph until the transaction ends: for what has no row yet. */
export async function holdName(tx: Transaction, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`consents ${name}`}, 0))`)
}

/** The database's clock. */
export async function now(tx: Transaction): Promise<Date> {
  const [row] = await tx.execute<{ at: string }>(sql`select clock_timestamp() as at`)
  return new Date(row!.at)
}

/** Compare-and-set: the revision that was read must still be there. Gives the new one. */
export async function update(
  tx: Transaction,
  row: ConsentRow,
  set: Partial<ConsentRow> & { readonly state: StoredState },
): Promise<number> {
  const revision = row.revision + 1
  const { due: _, ...stored } = set
  const changed = await tx
    .update(consent)
    .set({ ...stored, revision })
    .where(and(eq(consent.id, row.id), eq(consent.revision, row.revision)))
    .returning({ id: consent.id })
  if (changed.length !== 1) throw new Error('A consent that was held has changed.')
  return revision
}

/** Adds events, in one statement and last in the transaction: each takes its authority's next position. */
export async function addEvents(tx: Transaction, events: readonly NewEvent[]): Promise<void> {
  await tx.insert(event).values([...events])
}

/** What an event records of its actor. */
export const byActor = (actor: Actor) => ({
  actorKind: actor.kind,
  actor: actor.id,
  officer: actor.officer,
  secondOfficer: actor.secondOfficer,
  caseReference: actor.caseReference,
  interest: actor.interest,
  channel: actor.channel,
})

/** Everyone with custody of a child now; the child's facts are held until the transaction ends. */
export async function holdCustody(tx: Transaction, child: string): Promise<readonly string[]> {
  const [row] = await tx.execute<{ holders: string[] }>(
    sql`select access.hold_custody(${child}::uuid) as holders`,
  )
  return row!.holders
}

export async function holdMandate(tx: Transaction, id: string): Promise<boolean> {
  const [row] = await tx.execute<{ held: boolean }>(sql`select access.hold_mandate(${id}::uuid) as held`)
  return row?.held === true
}

/** Who has confirmed and not taken it back, by opaque id. */
export async function confirmedBy(tx: Transaction, id: string): Promise<readonly string[]> {
  const rows = await tx
    .select({ person: confirmation.personId, given: confirmation.given })
    .from(confirmation)
    .where(eq(confirmation.consentId, id))
    .orderBy(asc(confirmation.revision))
  const last = new Map(rows.map(({ person, given }) => [person, given]))
  return [...last].flatMap(([person, given]) => (given ? [person] : []))
}

/** What the template's version says of its consents. */
export async function termsOf(tx: Transaction, row: ConsentRow) {
  const [terms] = await tx
    .select({ jointCustody: template.jointCustody, answerDays: template.answerDays })
    .from(template)
    .where(and(eq(template.id, row.template), eq(template.version, row.templateVersion)))
  return terms!
}
