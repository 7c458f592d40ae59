// The steps of which every command's transaction is made: hold, look for the same command, change, add the event last.
import { and, asc, eq, inArray, not, sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { MandateReliance } from '../../access/mandates.ts'
import { type Confirmation, readSigning, type Signing } from '../../access/signing.ts'
import type { Actor } from './actor.ts'
import type { StoredState } from './lifecycle.ts'
import { consent, event, template } from './tables.ts'

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
const isParty = (row: ConsentRow, { kind, authority, within, subjects }: Actor): boolean =>
  kind === 'SYSTEM' || kind === 'STEWARD'
    ? row.authority === authority && (within == null || row.activity === within)
    : row.sentAt !== null && subjects.includes(row.subjectId)

/** Of the same side: the same person, or whoever works for the authority. */
const sameSide = ({ kind, id }: Pick<Actor, 'kind' | 'id'>) => {
  const authoritys = inArray(event.actorKind, ['SYSTEM', 'STEWARD'])
  return kind === 'SYSTEM' || kind === 'STEWARD' ? authoritys : and(not(authoritys), eq(event.actor, id))
}

/** The command that the same side gave before under the same id. */
export async function earlier(
  tx: Transaction,
  id: string,
  commandId: string,
  by: Pick<Actor, 'kind' | 'id'>,
) {
  const [row] = await tx
    .select({ command: event.command, contentHash: event.contentHash })
    .from(event)
    .where(and(eq(event.consentId, id), eq(event.commandId, commandId), sameSide(by)))
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

/** What a person may settle alone in an activity, and who may for them; ids are canonical. */
export interface Capacity {
  readonly minor: boolean
  /** A minor who is old enough to decide alone in this activity. */
  readonly decides: boolean
  /** Has lost legal capacity (record 017). */
  readonly guarded: boolean
  /** What the activity is marked as. */
  readonly economic: boolean
  readonly joint: boolean
  readonly custody: readonly string[]
  readonly guardians: readonly string[]
}

/**
 * HELD: nobody changes it until the transaction ends, and whoever is changing it right now stops the command. SEEN is for
 * what only takes away: a register that is being loaded must not stop anyone from withdrawing.
 */
export type Hold = 'HELD' | 'SEEN'

/** As it is now. */
export async function capacityOf(
  tx: Transaction,
  { subjectId, activity }: ConsentRow,
  hold: Hold,
): Promise<Capacity> {
  const read = sql.raw(hold === 'HELD' ? 'access.hold_capacity' : 'access.told_capacity')
  const [row] = await tx.execute<{ capacity: Capacity }>(
    sql`select ${read}(${subjectId}::uuid, ${activity}) as capacity`,
  )
  return row!.capacity
}

/** Who signs for a business now, and for every company behind it. */
export async function signingOf(
  tx: Transaction,
  { subjectId }: ConsentRow,
  hold: Hold,
): Promise<Signing | null> {
  const read = sql.raw(hold === 'HELD' ? 'access.hold_signing' : 'access.told_signing')
  const [row] = await tx.execute<{ signing: unknown }>(sql`select ${read}(${subjectId}::uuid) as signing`)
  return readSigning(row!.signing)
}

/** Holds what a representative's right rests on until the transaction ends; false when it no longer holds. */
export async function holdRelied(
  tx: Transaction,
  { mandates, standings }: MandateReliance,
): Promise<boolean> {
  const [row] = await tx.execute<{ held: boolean }>(
    sql`select access.hold_relied(${`{${mandates.join()}}`}::uuid[], ${JSON.stringify(standings)}::jsonb) as held`,
  )
  return row?.held === true
}

/** The id that counts of a person with several. */
export async function canonicalOf(tx: Transaction, person: string): Promise<string> {
  const [row] = await tx.execute<{ id: string }>(
    sql`select coalesce((select into_id from access.fact_merged where from_id = ${person}), ${person}::uuid) as id`,
  )
  return row!.id
}

/** The confirmations that were given and not taken back: the last of each person. */
export async function confirmationsOf(tx: Transaction, id: string): Promise<readonly Confirmation[]> {
  const rows = await tx.execute<{ person: string; given: boolean; at: string }>(
    sql`select coalesce(m.into_id, c.person_id) as person, c.given, c.at
      from consents.confirmation c left join access.fact_merged m on m.from_id = c.person_id
      where c.consent_id = ${id} order by c.revision`,
  )
  const last = new Map(rows.map(row => [row.person, row]))
  return [...last.values()].flatMap(({ person, given, at }) => (given ? [{ person, at: new Date(at) }] : []))
}

/** What the template's version says of its consents. */
export async function termsOf(tx: Transaction, row: ConsentRow) {
  const [terms] = await tx
    .select({ answerDays: template.answerDays })
    .from(template)
    .where(and(eq(template.id, row.template), eq(template.version, row.templateVersion)))
  return terms!
}
