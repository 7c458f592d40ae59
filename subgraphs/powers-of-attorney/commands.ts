// Gives and ends powers of attorney: each in one transaction, compare-and-set, with an event that is only ever added.
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { type Problem, type ProblemCode, problem } from '../problems.ts'
import { type Action, type Ending, endable } from './lifecycle.ts'
import { event, powerOfAttorney } from './tables.ts'

type Transaction = Parameters<Parameters<PostgresJsDatabase['transaction']>[0]>[0]
type Row = typeof powerOfAttorney.$inferSelect

/** What a command did: the id, or every problem. */
export type Outcome =
  | { readonly id: string; readonly problems: readonly [] }
  | { readonly id: null; readonly problems: readonly Problem[] }

export const stopped = (problems: readonly Problem[]): Outcome => ({ id: null, problems })
const stop = (code: ProblemCode, path: string): Outcome => stopped([problem(code, path)])
const done = (id: string): Outcome => ({ id, problems: [] })

/** A new power of attorney from one person to another, checked. */
export interface NewPower {
  readonly commandId: string
  readonly grantor: string
  readonly holder: string
  readonly fields: readonly string[]
  readonly actions: readonly Action[]
  readonly activities: readonly string[]
  readonly validFrom: Date | null
  readonly validTo: Date
}

/** The end of one, by whoever gave it (REVOKED) or holds it (RENOUNCED). */
export interface End {
  readonly id: string
  readonly commandId: string
  readonly ending: Ending
  readonly actor: string
  /** Every id of the actor: one of them must be the side that may end it so. */
  readonly parties: readonly string[]
}

export function openCommands(db: PostgresJsDatabase) {
  return {
    give: (wanted: NewPower): Promise<Outcome> => db.transaction(tx => give(tx, wanted)),
    /** Once this has returned, it gives nothing. */
    end: (wanted: End): Promise<Outcome> => db.transaction(tx => end(tx, wanted)),
  }
}

async function give(tx: Transaction, wanted: NewPower): Promise<Outcome> {
  if (wanted.grantor === wanted.holder) return stop('SELF', 'input.holder')
  const at = await now(tx)
  const validFrom = wanted.validFrom && wanted.validFrom > at ? wanted.validFrom : at
  const [made] = await tx
    .insert(powerOfAttorney)
    .values({
      grantorId: wanted.grantor,
      grantorKind: 'PERSON',
      holderId: wanted.holder,
      holderKind: 'PERSON',
      commandId: wanted.commandId,
      fields: [...wanted.fields],
      actions: [...wanted.actions],
      activities: [...wanted.activities],
      state: 'ACTIVE',
      givenAt: at,
      validFrom,
      validTo: wanted.validTo,
    })
    .onConflictDoNothing({ target: [powerOfAttorney.grantorId, powerOfAttorney.commandId] })
    .returning({ id: powerOfAttorney.id })
  if (!made) return again(tx, wanted)
  await record(tx, made.id, 1, 'ACTIVE', at, wanted.commandId, wanted.grantor)
  return done(made.id)
}

/** The one that was given before under the same command id. */
async function again(tx: Transaction, wanted: NewPower): Promise<Outcome> {
  const [row] = await tx
    .select()
    .from(powerOfAttorney)
    .where(
      and(eq(powerOfAttorney.grantorId, wanted.grantor), eq(powerOfAttorney.commandId, wanted.commandId)),
    )
  return row && sameContent(row, wanted) ? done(row.id) : stop('REPLAY', 'input.commandId')
}

const sameContent = (row: Row, wanted: NewPower): boolean =>
  row.holderId === wanted.holder &&
  row.fields.join() === wanted.fields.join() &&
  row.actions.join() === wanted.actions.join() &&
  row.activities.join() === wanted.activities.join() &&
  row.validTo.getTime() === wanted.validTo.getTime()

async function end(tx: Transaction, wanted: End): Promise<Outcome> {
  const side = wanted.ending === 'REVOKED' ? powerOfAttorney.grantorId : powerOfAttorney.holderId
  const [row] = await tx
    .select()
    .from(powerOfAttorney)
    .where(and(eq(powerOfAttorney.id, wanted.id), inArray(side, [...wanted.parties])))
    .for('update')
  if (!row) return stop('NOT_FOUND', 'input.id')
  const [before] = await tx
    .select({ state: event.state })
    .from(event)
    .where(and(eq(event.powerOfAttorneyId, row.id), eq(event.commandId, wanted.commandId)))
  if (before) return before.state === wanted.ending ? done(row.id) : stop('REPLAY', 'input.commandId')
  const at = await now(tx)
  if (!endable(row, at)) return stop('WRONG_STATE', 'input.id')
  const revision = row.revision + 1
  await tx
    .update(powerOfAttorney)
    .set({ state: wanted.ending, revision, endedAt: at })
    .where(and(eq(powerOfAttorney.id, row.id), eq(powerOfAttorney.revision, row.revision)))
  await record(tx, row.id, revision, wanted.ending, at, wanted.commandId, wanted.actor)
  return done(row.id)
}

async function record(
  tx: Transaction,
  powerOfAttorneyId: string,
  revision: number,
  state: string,
  at: Date,
  commandId: string,
  actor: string,
): Promise<void> {
  await tx.insert(event).values({ powerOfAttorneyId, revision, state, at, commandId, actor })
}

async function now(tx: Transaction): Promise<Date> {
  const [row] = await tx.execute<{ at: string }>(sql`select clock_timestamp() as at`)
  return new Date(row!.at)
}
