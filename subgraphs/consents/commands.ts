// Carries out commands on consents: each in one transaction, compare-and-set, with an event that is only ever added.
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { coveringMandate } from '../../access/mandates.ts'
import type { Acting } from '../../access/operation.ts'
import { type Problem, type ProblemCode, problem } from '../problems.ts'
import { type Command, change } from './lifecycle.ts'
import { consent, event } from './tables.ts'

type Row = typeof consent.$inferSelect
type Transaction = Parameters<Parameters<PostgresJsDatabase['transaction']>[0]>[0]

/** What a command did: the consent's id, or every problem. */
export type Outcome =
  | { readonly consent: string; readonly problems: readonly [] }
  | { readonly consent: null; readonly problems: readonly Problem[] }

export const stopped = (problems: readonly Problem[]): Outcome => ({ consent: null, problems })
const stop = (code: ProblemCode, path: string): Outcome => stopped([problem(code, path)])
const done = (id: string): Outcome => ({ consent: id, problems: [] })

/** A new request, checked. */
export interface NewRequest {
  readonly reference: string
  readonly subject: string
  readonly authority: string
  readonly activity: string
  readonly template: string
  readonly templateVersion: number
  readonly answerDays: number
  readonly fields: readonly string[]
  readonly validFrom: Date | null
  readonly validTo: Date
  /** The system's client. */
  readonly actor: string
}

/** A command on a consent that is there. */
export interface CommandOn {
  readonly id: string
  readonly commandId: string
  readonly command: Command
  readonly acting: Acting
  /** Who it was: the person's id, or the system's client. */
  readonly actor: string
  readonly dead: boolean
  /** Language and hash of the text that was shown; null when none was. */
  readonly shown: { readonly language: 'DA' | 'EN'; readonly hash: string } | null
}

export function openCommands(db: PostgresJsDatabase) {
  return {
    /** Asks. The same reference with the same content is the same request; with other content it is a REPLAY. */
    request: (wanted: NewRequest): Promise<Outcome> => db.transaction(tx => ask(tx, wanted)),
    /** Grants, declines, cancels or withdraws. Once this has returned, it holds. */
    command: (wanted: CommandOn): Promise<Outcome> => db.transaction(tx => carryOut(tx, wanted)),
  }
}

async function ask(tx: Transaction, wanted: NewRequest): Promise<Outcome> {
  const at = await now(tx)
  const [made] = await tx
    .insert(consent)
    .values({
      subjectId: wanted.subject,
      subjectKind: 'PERSON',
      authority: wanted.authority,
      requesterReference: wanted.reference,
      activity: wanted.activity,
      template: wanted.template,
      templateVersion: wanted.templateVersion,
      fields: [...wanted.fields],
      state: 'REQUESTED',
      requestedAt: at,
      answerBy: new Date(at.getTime() + wanted.answerDays * 86_400_000),
      askedFrom: wanted.validFrom,
      validTo: wanted.validTo,
    })
    .onConflictDoNothing({ target: [consent.authority, consent.requesterReference] })
    .returning({ id: consent.id })
  if (!made) return again(tx, wanted)
  await tx.insert(event).values({
    consentId: made.id,
    revision: 1,
    state: 'REQUESTED',
    at,
    commandId: wanted.reference,
    command: 'REQUEST',
    actorKind: 'SYSTEM',
    actor: wanted.actor,
    channel: 'SELF',
  })
  return done(made.id)
}

/** The request that was made before under the same reference. */
async function again(tx: Transaction, wanted: NewRequest): Promise<Outcome> {
  const [row] = await tx
    .select()
    .from(consent)
    .where(and(eq(consent.authority, wanted.authority), eq(consent.requesterReference, wanted.reference)))
  return row && sameContent(row, wanted) ? done(row.id) : stop('REPLAY', 'input.id')
}

const sameContent = (row: Row, wanted: NewRequest): boolean =>
  row.subjectId === wanted.subject &&
  row.template === wanted.template &&
  row.fields.join() === wanted.fields.join() &&
  row.validTo.getTime() === wanted.validTo.getTime() &&
  row.askedFrom?.getTime() === wanted.validFrom?.getTime()

async function carryOut(tx: Transaction, wanted: CommandOn): Promise<Outcome> {
  const { acting } = wanted
  const row = await lock(tx, wanted)
  if (!row) return stop('NOT_FOUND', 'input.id')
  const before = await earlier(tx, wanted)
  if (before) return before.command === wanted.command ? done(row.id) : stop('REPLAY', 'input.commandId')
  const at = await now(tx)
  const mandate = acting.mandates && coveringMandate(acting.mandates, 'CONSENT', row.fields, row.activity, at)
  if (acting.mandates && !(mandate && (await holdMandate(tx, mandate.id))))
    return stop('MANDATE_SCOPE', 'input.id')
  const changed = change(row, wanted.command, at, wanted.dead)
  if ('code' in changed) return stop(changed.code, 'input.id')
  const revision = row.revision + 1
  await tx
    .update(consent)
    .set({ ...changed, revision })
    .where(and(eq(consent.id, row.id), eq(consent.revision, row.revision)))
  await tx.insert(event).values({
    consentId: row.id,
    revision,
    state: changed.state,
    at,
    commandId: wanted.commandId,
    command: wanted.command,
    actorKind: acting.by,
    actor: wanted.actor,
    mandate: mandate?.id ?? null,
    channel: 'SELF',
    language: wanted.shown?.language ?? null,
    textHash: wanted.shown?.hash ?? null,
  })
  return done(row.id)
}

/** The consent, for whoever is a party to it; to anyone else it does not exist. */
async function lock(tx: Transaction, { id, acting }: CommandOn): Promise<Row | null> {
  const party =
    acting.by === 'SYSTEM'
      ? eq(consent.authority, acting.authority!)
      : inArray(consent.subjectId, [...acting.subjects])
  const [row] = await tx
    .select()
    .from(consent)
    .where(and(eq(consent.id, id), party))
    .for('update')
  return row ?? null
}

async function earlier(tx: Transaction, { id, commandId }: CommandOn) {
  const [row] = await tx
    .select({ command: event.command })
    .from(event)
    .where(and(eq(event.consentId, id), eq(event.commandId, commandId)))
  return row ?? null
}

async function now(tx: Transaction): Promise<Date> {
  const [row] = await tx.execute<{ at: string }>(sql`select clock_timestamp() as at`)
  return new Date(row!.at)
}

async function holdMandate(tx: Transaction, id: string): Promise<boolean> {
  const [row] = await tx.execute<{ held: boolean }>(sql`select access.hold_mandate(${id}::uuid) as held`)
  return row?.held === true
}
