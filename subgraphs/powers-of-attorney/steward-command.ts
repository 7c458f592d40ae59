// Stewards' commands on powers of attorney: carried out at once, or proposed to a second steward who decides.
import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { SubjectKind } from '../../access/subject-kind.ts'
import { contentHash } from '../content-hash.ts'
import { isSameOfficer, type Officer } from '../officer.ts'
import { type Problem, type ProblemCode, problem } from '../problems.ts'
import { type CarriedOut, carryOut, hindrances } from './carrying-out.ts'
import type { Scope } from './scope.ts'
import type { Reach } from './signers.ts'
import { stewardCommand } from './steward-tables.ts'
import { clock, holdName, type Transaction } from './transaction.ts'

export type StewardCommandName = 'REGISTER' | 'DECREE' | 'REVOKE' | 'ACTIVATE' | 'END'

/** A power of attorney or a decree as it is to be registered. Instants as ISO 8601, so that it can be kept. */
export interface Registered extends Scope {
  readonly holder: string
  readonly holderKind: SubjectKind
  /** The package that a letter names, and from which ages it is given and held; left out of one that names none. */
  readonly package?: {
    readonly id: string
    readonly version: number
    readonly grantorFromAge: number
    readonly holderFromAge: number
  }
  /** How far it is a matter of money: what a ward cannot give. */
  readonly economic: Reach['economic']
  readonly validFrom: string | null
  readonly validTo: string
  /** The day on which it was signed or decreed. */
  readonly dated: string
  /** Where the paper is kept. */
  readonly document: string
}

/** Everything that it takes to carry a command out. */
export interface Commanded {
  /** Of REGISTER and DECREE. */
  readonly registered: Registered | null
  /** Of ACTIVATE: what of it is to hold; null for the whole. */
  readonly scope: Scope | null
}

export interface StewardCommand {
  readonly officer: Officer & { readonly caseReference: string }
  readonly commandId: string
  readonly command: StewardCommandName
  /** The one that it is about; null for one that is to be registered. */
  readonly power: string | null
  readonly grantor: string
  readonly grantorKind: SubjectKind
  readonly content: Commanded
  readonly interest: boolean
  /** What stands against it. */
  readonly problems: readonly Problem[]
}

export interface Deciding {
  readonly id: string
  readonly officer: Officer
  readonly decision: 'APPROVED' | 'REJECTED'
  /** The second steward declares an interest of their own. */
  readonly interest: boolean
  /** What stands against carrying it out now. */
  readonly problems: readonly Problem[]
}

/** What a command came to: the power of attorney, a proposal that waits, or every problem. */
export interface StewardOutcome {
  readonly power: string | null
  readonly proposal: string | null
  readonly problems: readonly Problem[]
}

export const refused = (problems: readonly Problem[]): StewardOutcome => ({
  power: null,
  proposal: null,
  problems,
})
const stop = (code: ProblemCode, path: string): StewardOutcome => refused([problem(code, path)])

type Row = typeof stewardCommand.$inferSelect

export function openStewardship(db: PostgresJsDatabase) {
  return {
    /** Once this has returned without a proposal, it holds. */
    command: (wanted: StewardCommand): Promise<StewardOutcome> => db.transaction(tx => command(tx, wanted)),
    decide: (wanted: Deciding): Promise<StewardOutcome> => db.transaction(tx => decide(tx, wanted)),
  }
}

/**
 * What stops rights is done at once, whatever interest is declared. A decree and a future power give them over somebody
 * who may not be able to object, and for a business somebody has to judge who signs: those take a second steward always.
 */
const takesSecond = ({ command, grantorKind, interest }: StewardCommand): boolean => {
  if (command === 'REVOKE' || command === 'END') return false
  return command !== 'REGISTER' || grantorKind === 'BUSINESS' || interest
}

const dayMs = 86_400_000
/** How long a second steward has. */
const daysToDecide = 14

/** The same id with the same content is the same command, also when it could not be given any more. */
async function command(tx: Transaction, wanted: StewardCommand): Promise<StewardOutcome> {
  const { officer: by, commandId, content, interest, problems } = wanted
  const { authority, officer, client, caseReference } = by
  await holdName(tx, `steward command ${authority} ${commandId}`)
  const { command: name, power, grantor, grantorKind } = wanted
  const hash = contentHash([name, power, grantor, content, interest])
  const before = await find(tx, authority, commandId)
  if (before) return before.contentHash === hash ? outcomeOf(before) : stop('REPLAY', 'input.commandId')
  const hindered = [...problems, ...(await hindrances(tx, wanted))]
  if (hindered.length > 0) return refused(hindered)
  const at = await clock(tx)
  const row: Row = {
    ...{
      id: randomUUID(),
      authority,
      command: name,
      powerOfAttorneyId: power,
      grantorId: grantor,
      grantorKind,
    },
    ...{ content, commandId, contentHash: hash, officer, client, caseReference, interest, at },
    ...{ decideBy: null, decision: null, decidedBy: null, decidedAt: null },
  }
  if (takesSecond(wanted)) {
    await tx
      .insert(stewardCommand)
      .values({ ...row, decideBy: new Date(at.getTime() + daysToDecide * dayMs) })
    return { power: null, proposal: row.id, problems: [] }
  }
  const carried = await carryOut(tx, row, null, at)
  if ('problems' in carried) return refused(carried.problems)
  await tx.insert(stewardCommand).values({ ...row, powerOfAttorneyId: carried.power })
  return { power: carried.power, proposal: null, problems: [] }
}

async function find(tx: Transaction, authority: string, commandId: string): Promise<Row | null> {
  const [row] = await tx
    .select()
    .from(stewardCommand)
    .where(and(eq(stewardCommand.authority, authority), eq(stewardCommand.commandId, commandId)))
  return row ?? null
}

const outcomeOf = ({ id, powerOfAttorneyId, decideBy, decision }: Row): StewardOutcome => {
  const holds = decideBy === null || decision === 'APPROVED'
  return { power: holds ? powerOfAttorneyId : null, proposal: decideBy === null ? null : id, problems: [] }
}

/** Where a proposal stands. */
export const proposalState = (
  { decision, decideBy }: Pick<Row, 'decision' | 'decideBy'>,
  at: Date,
): 'OPEN' | 'APPROVED' | 'REJECTED' | 'EXPIRED' =>
  decision ?? (decideBy !== null && at >= decideBy ? 'EXPIRED' : 'OPEN')

/** Decides a proposal once; sent again by whoever decided it so, it answers the same. */
async function decide(tx: Transaction, wanted: Deciding): Promise<StewardOutcome> {
  const { id, officer, decision } = wanted
  const [row] = await tx.select().from(stewardCommand).where(eq(stewardCommand.id, id)).for('update')
  if (row?.authority !== officer.authority || row.decideBy === null) return stop('NOT_FOUND', 'input.id')
  if (row.decision === decision && row.decidedBy === officer.officer) return outcomeOf(row)
  const at = await clock(tx)
  if (proposalState(row, at) !== 'OPEN') return stop('WRONG_STATE', 'input.id')
  const carried = decision === 'APPROVED' ? await approve(tx, row, wanted, at) : { power: null }
  if ('problems' in carried) return refused(carried.problems)
  const { power } = carried
  await tx
    .update(stewardCommand)
    .set({
      ...{ decision, decidedBy: officer.officer, decidedAt: at },
      ...(power !== null && { powerOfAttorneyId: power }),
    })
    .where(eq(stewardCommand.id, id))
  return { power, proposal: id, problems: [] }
}

async function approve(
  tx: Transaction,
  row: Row,
  { officer, interest, problems }: Deciding,
  at: Date,
): Promise<CarriedOut> {
  if (isSameOfficer(row.officer, officer)) return { problems: [problem('FOUR_EYES_NEEDED', 'input.id')] }
  if (interest) return { problems: [problem('INTEREST_DECLARED', 'input.id')] }
  if (problems.length > 0) return { problems }
  return carryOut(tx, row, officer.officer, at)
}
