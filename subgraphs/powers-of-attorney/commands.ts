// Carries out commands on powers of attorney: each in one transaction, compare-and-set, with an event that is only ever added.
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { contentHash } from '../content-hash.ts'
import { type Actor, answersFor } from './actor.ts'
import { confirmBy, give, isTooYoung, type NewPower, sideOf } from './giving.ts'
import { type Change, type Command, change, type StoredState } from './lifecycle.ts'
import { type Told, tell, toldOfGiving, toldOfRevoking } from './notices.ts'
import { done, type Outcome, stop } from './outcome.ts'
import { type PassedOn, passOn } from './passing-on.ts'
import { type Judged, mayCommand, type Reach, type Signed, signatures, signFor } from './signers.ts'
import { earlier, type HeldPower, hold, type PowerRow, type Side, update, write } from './steps.ts'
import { clock, type Transaction } from './transaction.ts'

/** A command on one that is there. ANSWER: of whichever side has not answered yet. */
export type Commanded = 'ANSWER' | Exclude<Command, 'ACCEPT' | 'ACTIVATE'>

export interface CommandOn {
  readonly id: string
  readonly commandId: string
  readonly command: Commanded
  readonly actor: Actor
  /** Of what is answered or signed: how far it reaches, and from which age its package lets it be given. */
  readonly reach: Reach & { readonly grantorFromAge: number | null }
  /** Of LIMIT: how many times it may be passed on from now. */
  readonly depth?: number
}

export function openCommands(db: PostgresJsDatabase) {
  return {
    /** Gives one, or asks for one. */
    givePower: (wanted: NewPower): Promise<Outcome> => db.transaction(tx => give(tx, wanted)),
    passPowerOn: (wanted: PassedOn): Promise<Outcome> => db.transaction(tx => passOn(tx, wanted)),
    /** Carries out one command. Once this has returned, it holds: what was ended gives nothing. */
    commandPower: (wanted: CommandOn): Promise<Outcome> => db.transaction(tx => carryOut(tx, wanted)),
  }
}

async function carryOut(tx: Transaction, wanted: CommandOn): Promise<Outcome> {
  const { id, command: asked, commandId, actor } = wanted
  const held = await hold(tx, id, actor)
  const command = held && commandOf(asked, held.side)
  if (!held || !command) return stop('NOT_FOUND', 'input.id')
  const { row } = held
  const hash = contentHash([command, actor.person, wanted.depth ?? null])
  const before = await earlier(tx, id, actor.person, commandId)
  if (before) return before.contentHash === hash ? done(id) : stop('REPLAY', 'input.commandId')
  // An answer is to an offer; what is half signed is signed.
  if (asked === 'ANSWER' && row.state !== 'OFFERED') return stop('WRONG_STATE', 'input.id')
  const at = await clock(tx)
  const judged = await judge(tx, row, command, wanted, at)
  if ('code' in judged) return stop(judged.code, 'input.id')
  const { agreed, confirmed } = judged
  const had = row.agreedAt !== null
  const changed = change(row, command, { at, agreed: agreed || had, confirmed: confirmed || had })
  if ('code' in changed) return stop(changed.code, 'input.id')
  await apply(tx, row, { ...wanted, command, judged, changed, hash, at })
  return done(id)
}

/** What a command is for the side that gives it; null when it is the other side's. */
function commandOf(asked: Commanded, side: Side): Command | null {
  if (asked === 'ANSWER') return side === 'HOLDER' ? 'ACCEPT' : 'CONFIRM'
  if (asked === 'RENOUNCE') return side === 'HOLDER' ? asked : null
  return side === 'HOLDER' ? null : asked
}

const ended: Signed = { givenBy: 'SELF', agreed: false, confirmed: false, several: false, awaited: [] }

/** Whether the actor may, still, as it is carried out: what that rests on is held. */
async function judge(
  tx: Transaction,
  row: HeldPower,
  command: Command,
  { actor, reach, depth = 0 }: CommandOn,
  at: Date,
): Promise<Judged> {
  if (command === 'CONFIRM') {
    // The first grantor of one that was passed on does not sign it.
    if (!actor.subjects.includes(row.giverId)) return { code: 'NOT_FOUND' }
    // Of one that was asked for: nobody learned of the grantor's age before.
    const from = reach.grantorFromAge
    const young = from !== null && isTooYoung((await sideOf(tx, row.grantorId)).born, from, at)
    if (young && actor.right === 'SELF') return { code: 'GIVER_YOUNG' }
    return signFor(tx, actor, reach, await signatures(tx, row.id), at)
  }
  if (command === 'LIMIT' && depth >= row.passOnDepth) return { code: 'PASS_ON_LOWER' }
  const answers = command === 'ACCEPT' || command === 'RENOUNCE'
  if (answers && !answersFor(actor)) return { code: 'RIGHT_OUTSIDE' }
  if (!answers && !reaches(actor, row, reach)) return { code: 'RIGHT_OUTSIDE' }
  return (await mayCommand(tx, actor, row)) ? ended : { code: 'MANDATE_ENDED' }
}

/**
 * Whether what the actor acts by reaches to what their subject gave. A future power is its grantor's and Familieretshuset's
 * to end; a guardian has no say in what is no matter of money (guardianship act § 6).
 */
function reaches({ right }: Actor, { kind }: HeldPower, { economic }: Reach): boolean {
  if (right === 'SELF') return true
  return kind !== 'FUTURE' && (right !== 'GUARDIAN' || economic !== 'NONE')
}

interface Applied extends Omit<CommandOn, 'command'> {
  readonly command: Command
  readonly judged: Signed
  readonly changed: Exclude<Change, { code: unknown }>
  readonly hash: string
  readonly at: Date
}

/** Changes the row, tells who must know, and adds the event last. */
async function apply(tx: Transaction, row: HeldPower, wanted: Applied): Promise<void> {
  const { command, commandId, actor, judged, changed, hash, at } = wanted
  const { state } = changed
  const revision = await update(tx, row, { state, ...alsoSet(row, wanted) })
  await tell(tx, row.id, toldOf(row, wanted))
  const written = { id: row.id, revision, state, at, command, commandId, hash, actor }
  await write(tx, { ...written, signed: command === 'CONFIRM' && judged.several })
}

/** What else a command writes, besides the state. */
function alsoSet(row: HeldPower, { command, changed, judged, at, depth }: Applied): Partial<PowerRow> {
  const { state } = changed
  if (command === 'LIMIT') return { passOnDepth: depth }
  if (isEnd(state)) return { endedAt: at }
  const begun = state === 'ACTIVE' && row.validFrom < at ? { validFrom: at } : {}
  if (command === 'ACCEPT')
    return state === 'PARTLY_CONFIRMED' ? { confirmBy: row.confirmBy ?? confirmBy(at, row.validTo) } : begun
  const signed = judged.agreed ? { agreedAt: at, ...begun } : { confirmBy: confirmBy(at, row.validTo) }
  return row.askedBy === 'HOLDER' ? { ...signed, givenBy: judged.givenBy } : signed
}

const isEnd = (state: StoredState): boolean => state === 'REVOKED' || state === 'RENOUNCED'

function toldOf(row: HeldPower, { command, changed, actor, judged }: Applied): Told {
  const byOther = actor.right !== 'SELF'
  switch (command) {
    case 'ACCEPT':
      return [['POWER_OF_ATTORNEY_ACCEPTED', [row.giverId]]]
    case 'CONFIRM':
      return toldOfGiving(row, changed.state, { byOther, awaited: judged.awaited, first: false })
    case 'REVOKE':
      return toldOfRevoking(row, { byOther })
    case 'RENOUNCE':
      return [['POWER_OF_ATTORNEY_RENOUNCED', [row.giverId, row.grantorId]]]
    case 'LIMIT':
      return row.state === 'ACTIVE' ? [['POWER_OF_ATTORNEY_LIMITED', [row.holderId]]] : []
    case 'ACTIVATE':
      return []
  }
}
