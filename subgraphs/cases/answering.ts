// A steward answers a case, and closes it once it was answered.
import { and, eq, sql } from 'drizzle-orm'
import { nobody } from '../../access/operation.ts'
import { isId } from '../../schema/id.ts'
import { contentHash } from '../content-hash.ts'
import { isSameOfficer, type Officer } from '../officer.ts'
import { textProblems } from '../plain-text.ts'
import { idProblems, type Problem } from '../problems.ts'
import { addEvent, done, notify, type Outcome, refused, stop, type Transaction } from './outcome.ts'
import { longestText } from './reporting.ts'
import { accessCase, type CaseState, event } from './tables.ts'

export interface StewardInput {
  readonly id: string
  readonly commandId: string
  /** Of an answer; left out when the case is closed. */
  readonly text?: string
}

export interface Stewarding extends StewardInput {
  readonly officer: Officer
  /** The case is about the officer themselves, as their token tells. */
  readonly isOwn: boolean
}

/** From which states an answer is given, and a case closed: nobody closes what was not answered. */
const from: Readonly<Record<'ANSWERED' | 'CLOSED', readonly CaseState[]>> = {
  ANSWERED: ['OPEN', 'ANSWERED'],
  CLOSED: ['ANSWERED'],
}

const inputProblems = ({ text, commandId }: StewardInput): readonly Problem[] => [
  ...(text === undefined ? [] : textProblems(text, longestText, 'input.text')),
  ...idProblems(commandId, 'input.commandId'),
]

/** Answers when there is a text, closes when there is none. */
export async function steward(tx: Transaction, wanted: Stewarding): Promise<Outcome> {
  const { officer, commandId, text } = wanted
  const problems = inputProblems(wanted)
  if (problems.length > 0) return refused(problems)
  const row = await hold(tx, wanted)
  if (!row) return stop('NOT_FOUND', 'input.id')
  const state = text === undefined ? 'CLOSED' : 'ANSWERED'
  const hash = contentHash([state, text ?? null])
  const before = await findCommand(tx, row.id, commandId)
  if (before) return before === hash ? done(row.id) : stop('REPLAY', 'input.commandId')
  const byThemselves = row.accessedBy !== null && isSameOfficer(row.accessedBy, officer)
  if (wanted.isOwn || byThemselves) return stop('CASE_OWN', 'input.id')
  if (!from[state].includes(row.state)) return stop('WRONG_STATE', 'input.id')
  const revision = row.revision + 1
  const changedAt = sql`clock_timestamp()` as never
  await tx.update(accessCase).set({ state, revision, changedAt }).where(eq(accessCase.id, row.id))
  await addEvent(tx, {
    ...{ caseId: row.id, revision, state, commandId, contentHash: hash, text: text ?? null, side: 'STEWARD' },
    ...{ actor: officer.officer, client: officer.client, caseReference: officer.caseReference },
  })
  await notify(tx, state === 'CLOSED' ? 'CASE_CLOSED' : 'CASE_ANSWERED', row)
  return done(row.id)
}

/** Of the officer's own authority; any other case does not exist for them. */
async function hold(tx: Transaction, { id, officer }: Stewarding) {
  const [row] = await tx
    .select()
    .from(accessCase)
    .where(and(eq(accessCase.id, isId(id) ? id : nobody), eq(accessCase.authority, officer.authority)))
    .for('update')
  return row ?? null
}

/** What was commanded before under the same id. */
async function findCommand(tx: Transaction, caseId: string, commandId: string): Promise<string | null> {
  const [row] = await tx
    .select({ contentHash: event.contentHash })
    .from(event)
    .where(and(eq(event.caseId, caseId), eq(event.commandId, commandId)))
  return row?.contentHash ?? null
}
