// Stewards' commands on activities: each in one transaction, once for each command id, with an event that is only ever added.
import { and, eq } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { Classification } from '../../access/classification.ts'
import { isAdministrative } from '../../access/decide.ts'
import type { Officer } from '../officer.ts'
import { idProblems, type Problem, type ProblemCode, problem } from '../problems.ts'
import { type About, type DraftInput, draftProblems } from './activity.ts'
import { approvalProblems, begins } from './approval.ts'
import { hashOf, hold, holdCommand, now } from './once.ts'
import { activityEvent } from './tables.ts'
import {
  addDraft,
  approveFrom,
  endVersions,
  findActivity,
  latestVersion,
  readCandidate,
  readController,
  type Transaction,
} from './versions.ts'

/** What a command did: the version, or every problem. */
export type Outcome =
  | { readonly id: string; readonly version: number; readonly problems: readonly [] }
  | { readonly id: null; readonly version: null; readonly problems: readonly Problem[] }

const stopped = (problems: readonly Problem[]): Outcome => ({ id: null, version: null, problems })
const stop = (code: ProblemCode, path: string): Outcome => stopped([problem(code, path)])
const done = (id: string, version: number): Outcome => ({ id, version, problems: [] })

interface Approval {
  readonly id: string
  readonly version: number
  readonly commandId: string
}

interface Ending {
  readonly id: string
  readonly commandId: string
  readonly at: Date | null
}

type CommandName = 'DRAFT' | 'APPROVE' | 'END'
type Run = (tx: Transaction, at: Date) => Promise<Outcome>

export function openCommands(db: PostgresJsDatabase) {
  const once = (actor: Officer, command: CommandName, input: { id: string; commandId: string }, run: Run) => {
    const problems = idProblems(input.commandId, 'input.commandId')
    if (problems.length > 0) return Promise.resolve(stopped(problems))
    return db.transaction(tx => carryOut(tx, actor, command, input, run))
  }
  return {
    draft: (actor: Officer, input: DraftInput, platform: Classification): Promise<Outcome> =>
      once(actor, 'DRAFT', input, (tx, at) => draft(tx, at, actor, input, platform)),
    /** Once this has returned, the next request is decided by the new version. */
    approve: (actor: Officer, input: Approval, platform: Classification): Promise<Outcome> =>
      once(actor, 'APPROVE', input, (tx, at) => approve(tx, at, actor, input, platform)),
    /** Once this has returned without a later time, nothing is given under it. */
    end: (actor: Officer, input: Ending): Promise<Outcome> =>
      once(actor, 'END', input, (tx, at) => end(tx, at, actor, input)),
  }
}

/** Holds the command's id, then the activity; a repeated command answers as it did and does nothing. */
async function carryOut(
  tx: Transaction,
  actor: Officer,
  command: CommandName,
  input: { readonly id: string; readonly commandId: string },
  run: Run,
): Promise<Outcome> {
  const { authority, officer, client, caseReference } = actor
  await holdCommand(tx, authority, input.commandId)
  await hold(tx, `activity ${input.id}`)
  const contentHash = hashOf(input)
  const before = await earlier(tx, authority, input.commandId)
  if (before) {
    const same = before.command === command && before.contentHash === contentHash
    return same ? done(before.activity, before.version) : stop('REPLAY', 'input.commandId')
  }
  const at = await now(tx)
  const outcome = await run(tx, at)
  if (outcome.id === null) return outcome
  await tx.insert(activityEvent).values({
    ...{ activity: outcome.id, version: outcome.version, command, commandId: input.commandId, contentHash },
    ...{ authority, officer, client, caseReference, at },
  })
  return outcome
}

async function draft(
  tx: Transaction,
  at: Date,
  actor: Officer,
  input: DraftInput,
  platform: Classification,
): Promise<Outcome> {
  const owner = await findActivity(tx, input.id)
  const foreign = owner !== null && owner !== actor.authority
  const about: About = { platform, ...(await readController(tx, actor.authority, input.id)) }
  const problems = [
    ...(foreign ? [problem('NOT_FOUND', 'input.id')] : []),
    ...draftProblems(input, about, at),
  ]
  if (problems.length > 0) return stopped(problems)
  const version = (await latestVersion(tx, input.id)) + 1
  await addDraft(tx, { ...input, version, authority: actor.authority, isNew: owner === null, at })
  return done(input.id, version)
}

async function approve(
  tx: Transaction,
  at: Date,
  actor: Officer,
  { id, version }: Approval,
  platform: Classification,
): Promise<Outcome> {
  const owner = await findActivity(tx, id)
  const candidate = await readCandidate(tx, id, version)
  // Another authority's draft is the operator's to approve, and nobody else's to know of.
  if (owner === null || !candidate || (owner !== actor.authority && !actor.isOperator))
    return stop('NOT_FOUND', 'input.version')
  const about: About = { platform, ...(await readController(tx, owner, id)) }
  const problems = approvalProblems(candidate, actor, about, at)
  if (problems.length > 0) return stopped(problems)
  await approveFrom(tx, {
    id,
    version,
    from: begins(candidate, at),
    by: [candidate.draftedBy!, actor.officer],
  })
  return done(id, version)
}

async function end(tx: Transaction, at: Date, actor: Officer, input: Ending): Promise<Outcome> {
  const owner = await findActivity(tx, input.id)
  if (owner !== actor.authority) return stop('NOT_FOUND', 'input.id')
  const problems = [
    ...(isAdministrative(input.id) ? [problem('ACTIVITY_RESERVED', 'input.id')] : []),
    ...(input.at !== null && input.at < at ? [problem('PERIOD_REVERSED', 'input.at')] : []),
  ]
  if (problems.length > 0) return stopped(problems)
  const version = await endVersions(tx, input.id, input.at ?? at, at)
  return version === null ? stop('WRONG_STATE', 'input.id') : done(input.id, version)
}

async function earlier(tx: Transaction, authority: string, commandId: string) {
  const [row] = await tx
    .select()
    .from(activityEvent)
    .where(and(eq(activityEvent.authority, authority), eq(activityEvent.commandId, commandId)))
  return row ?? null
}
