// Carries out commands on consents: each in one transaction, compare-and-set, with an event that is only ever added.
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { contentHash } from '../content-hash.ts'
import type { Problem } from '../problems.ts'
import type { Actor } from './actor.ts'
import { type Entitled, entitle } from './entitlement.ts'
import { type Change, type Command, change, type StoredState } from './lifecycle.ts'
import { noticeOf, notify } from './notices.ts'
import { done, type Outcome, stop, stopped } from './outcome.ts'
import { answerBy, makeRequest, type NewRequest } from './requesting.ts'
import {
  addEvents,
  byActor,
  type ConsentRow,
  earlier,
  type Held,
  hold,
  now,
  type Transaction,
  termsOf,
  update,
} from './steps.ts'
import { confirmation } from './tables.ts'

/** A command on a consent that is there. */
export interface CommandOn {
  readonly id: string
  readonly commandId: string
  readonly command: Command
  readonly actor: Actor
  /** The person is dead. */
  readonly dead: boolean
  /** Language and hash of the text that was shown; null when none was. */
  readonly shown: { readonly language: 'DA' | 'EN'; readonly hash: string } | null
  /** Of SUSPEND: why, in plain words. */
  readonly reason?: { readonly da: string; readonly en: string | null }
  /** What stands against it, once its state allows it. */
  readonly problems?: readonly Problem[]
}

export function openCommands(db: PostgresJsDatabase) {
  return {
    /** Asks, or drafts. The same reference with the same content is the same request; with other content a REPLAY. */
    request: (wanted: NewRequest): Promise<Outcome> => db.transaction(tx => makeRequest(tx, wanted)),
    /** Carries out one command. Once this has returned, it holds. */
    command: (wanted: CommandOn): Promise<Outcome> => db.transaction(tx => carryOut(tx, wanted)),
  }
}

/** One command in the caller's transaction, in which nothing may follow it that waits for others. */
export async function carryOut(tx: Transaction, wanted: CommandOn): Promise<Outcome> {
  const { id, command, commandId, actor, problems = [] } = wanted
  const held = await hold(tx, id, actor)
  if (!held) return stop('NOT_FOUND', 'input.id')
  const { row } = held
  // The language shown is part of what was commanded; its words are pinned by the request.
  const hash = contentHash([command, wanted.shown?.language ?? null, wanted.reason ?? null])
  const before = await earlier(tx, id, commandId, actor)
  if (before) return before.contentHash === hash ? done(id) : stop('REPLAY', 'input.commandId')
  const at = await now(tx)
  const entitled = await entitle(tx, row, wanted, at)
  if ('code' in entitled) return stop(entitled.code, 'input.id')
  const changed = change(row, command, { at, dead: wanted.dead, ...entitled })
  if ('code' in changed) return stop(changed.code, 'input.id')
  if (problems.length > 0) return stopped(problems)
  await apply(tx, held, {
    ...wanted,
    at,
    changed,
    hash,
    entitled,
  })
  return done(id)
}

interface Applied extends CommandOn {
  readonly at: Date
  readonly changed: Exclude<Change, { code: unknown }>
  readonly hash: string
  readonly entitled: Entitled
}

/** Changes the row, tells who must know, and adds the event last. */
async function apply(tx: Transaction, { row, superseded }: Held, wanted: Applied): Promise<void> {
  const { changed, command, commandId, at, actor, entitled } = wanted
  const { mandate, signature } = entitled
  const given = changed.state === 'GRANTED' && command === 'GRANT'
  const revision = await update(tx, row, { ...changed, ...(await alsoSet(tx, row, wanted)) })
  const confirms = changed.state === 'PARTLY_CONFIRMED' || row.state === 'PARTLY_CONFIRMED'
  if (confirms && (command === 'GRANT' || command === 'WITHDRAW'))
    await tx.insert(confirmation).values({
      ...{ consentId: row.id, revision, personId: actor.id, given: command === 'GRANT' },
      ...{ mandate, at, commandId },
    })
  const replaced = changed.state === 'GRANTED' ? await supersede(tx, superseded, wanted) : null
  await tell(tx, row, wanted)
  const own = {
    ...{
      consentId: row.id,
      revision,
      state: changed.state,
      at,
      commandId,
      command,
      contentHash: wanted.hash,
    },
    ...{
      mandate,
      signature: given ? signature : null,
      language: wanted.shown?.language ?? null,
      textHash: wanted.shown?.hash ?? null,
    },
    ...byActor(actor),
  }
  await addEvents(tx, replaced ? [replaced, own] : [own])
}

/** What else a command writes, besides the state. */
async function alsoSet(tx: Transaction, row: ConsentRow, wanted: Applied) {
  const { command, at, reason, changed, entitled } = wanted
  if (changed.state === 'PARTLY_CONFIRMED') return { confirmBy: entitled.confirmBy }
  if (row.confirmBy !== null) return { confirmBy: null }
  if (command === 'SUSPEND') return { suspendedReason: reason ?? null }
  if (command !== 'SEND') return {}
  const { answerDays } = await termsOf(tx, row)
  return { requestedAt: at, sentAt: at, answerBy: answerBy(at, answerDays) }
}

/** Ends the consent that the one just given replaces, unless it has ended already; the event of that end. */
async function supersede(tx: Transaction, old: ConsentRow | null, { at, dead, actor }: Applied) {
  const nobodyAsked = { agreed: false, confirmed: false, others: 0 }
  const changed = old && change(old, 'SUPERSEDE', { at, dead, ...nobodyAsked })
  if (!old || !changed || 'code' in changed) return null
  const revision = await update(tx, old, changed)
  return { consentId: old.id, revision, state: changed.state, at, command: 'SUPERSEDE', ...byActor(actor) }
}

async function tell(tx: Transaction, row: ConsentRow, { command, changed, actor, entitled }: Applied) {
  const from: StoredState = row.state
  const kind = noticeOf(command, { from, to: changed.state, by: actor.kind, sent: row.sentAt !== null })
  if (kind === null) return
  // Whoever may still confirm is told as well.
  const others = kind === 'CONSENT_PARTLY_CONFIRMED' ? entitled.missing : []
  await notify(tx, row, kind, [row.subjectId, ...others])
}
