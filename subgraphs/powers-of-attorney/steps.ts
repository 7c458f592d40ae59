// The steps of which every command's transaction is made: hold, look for the same command, change, tell, add the event.
import { and, asc, eq, getTableColumns, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { Actor } from './actor.ts'
import type { Gone, Life, StoredState } from './lifecycle.ts'
import { confirmation, event, powerOfAttorney } from './tables.ts'
import type { Transaction } from './transaction.ts'

export type PowerRow = typeof powerOfAttorney.$inferSelect
export type HeldPower = PowerRow & Life

/** What the registers ended it by, as they are now; see 17_power-ends.sql. */
export const goneNow = sql<Gone | null>`powers_of_attorney.gone(power_of_attorney)`

/** The holder knows of a future one once it was activated, not before. */
export const isKnownToHolder = sql<boolean>`(${powerOfAttorney.kind} <> 'FUTURE'
  or ${powerOfAttorney.activatedAt} is not null)`

const columns = { ...getTableColumns(powerOfAttorney), gone: goneNow }

/** Which side of it a person or business is on. */
export type Side = 'GIVER' | 'HOLDER'

/** Holds one for its giver, its grantor or its holder; to anyone else it does not exist. */
export async function hold(
  tx: Transaction,
  id: string,
  { subjects, right }: Pick<Actor, 'subjects' | 'right'>,
): Promise<{ readonly row: HeldPower; readonly side: Side } | null> {
  const own = [...subjects]
  const giver = or(inArray(powerOfAttorney.grantorId, own), inArray(powerOfAttorney.giverId, own))
  // A dormant one is its grantor's alone, and of nobody who represents them.
  const gave = right === 'SELF' ? giver : and(giver, isKnownToHolder)
  const holds = and(inArray(powerOfAttorney.holderId, own), isKnownToHolder)
  const [row] = await tx
    .select(columns)
    .from(powerOfAttorney)
    .where(and(eq(powerOfAttorney.id, id), or(gave, holds)))
    .for('update')
  if (!row) return null
  return { row, side: own.includes(row.holderId) ? 'HOLDER' : 'GIVER' }
}

/** Holds several, none of which may be changed until the transaction ends; in the order of their ids. */
export async function holdAll(tx: Transaction, which: SQL): Promise<readonly HeldPower[]> {
  return tx.select(columns).from(powerOfAttorney).where(which).orderBy(asc(powerOfAttorney.id)).for('share')
}

/** The command that the same person gave before under the same id. */
export async function earlier(tx: Transaction, id: string, actor: string, commandId: string) {
  const [row] = await tx
    .select({ contentHash: event.contentHash })
    .from(event)
    .where(and(eq(event.powerOfAttorneyId, id), eq(event.actor, actor), eq(event.commandId, commandId)))
  return row ?? null
}

/** Compare-and-set: the revision that was read must still be there. Gives the new one. */
export async function update(
  tx: Transaction,
  row: PowerRow,
  set: Partial<PowerRow> & { readonly state: StoredState },
): Promise<number> {
  const revision = row.revision + 1
  const { giverId: _, madeBy: __, ...stored } = set
  const changed = await tx
    .update(powerOfAttorney)
    .set({ ...stored, revision })
    .where(and(eq(powerOfAttorney.id, row.id), eq(powerOfAttorney.revision, row.revision)))
    .returning({ id: powerOfAttorney.id })
  if (changed.length !== 1) throw new Error('A power of attorney that was held has changed.')
  return revision
}

/** What a command adds to the history, besides what it changes. */
export interface Written {
  readonly id: string
  readonly revision: number
  readonly state: StoredState
  readonly at: Date
  readonly command: string
  readonly commandId: string
  readonly hash: string
  readonly actor: Actor
  /** One signature of several. */
  readonly signed: boolean
}

/** Adds the event, and the signature when it is one of several. */
export async function write(tx: Transaction, written: Written): Promise<void> {
  const { id, revision, state, at, command, commandId, hash, actor, signed } = written
  const one = { powerOfAttorneyId: id, revision, at, commandId }
  if (signed) await tx.insert(confirmation).values({ ...one, personId: actor.person, given: true })
  await tx.insert(event).values({
    ...{ ...one, state, command, contentHash: hash, actor: actor.person },
    onBehalfOf: actor.right === 'SELF' ? null : actor.subject,
  })
}
