// Stewards' commands on packages: drafted by one, published by another, then never changed but to be closed.
import { and, desc, eq } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { contentHash } from '../content-hash.ts'
import type { Officer } from '../officer.ts'
import { idProblems, type Problem, type ProblemCode, problem } from '../problems.ts'
import { type AboutPackage, draftProblems, fitProblems, type PackageDraft } from './package.ts'
import { packageEvent, powerPackage } from './steward-tables.ts'
import { clock, holdName, type Transaction } from './transaction.ts'

/** One version of a package. */
export interface PackageVersionInput {
  readonly id: string
  readonly version: number
  readonly commandId: string
}

/** What a command did: the version, or every problem. */
export type PackageOutcome =
  | { readonly id: string; readonly version: number; readonly problems: readonly [] }
  | { readonly id: null; readonly version: null; readonly problems: readonly Problem[] }

const stopped = (problems: readonly Problem[]): PackageOutcome => ({ id: null, version: null, problems })
const stop = (code: ProblemCode, path: string): PackageOutcome => stopped([problem(code, path)])
const done = (id: string, version: number): PackageOutcome => ({ id, version, problems: [] })

type CommandName = 'DRAFT' | 'PUBLISH' | 'CLOSE'
type Input = Omit<PackageVersionInput, 'version'>
type Run = (tx: Transaction, at: Date) => Promise<PackageOutcome>
type PackageRow = typeof powerPackage.$inferSelect

/** What is known of the activities of a package that is there. */
export type AboutScope = Omit<AboutPackage, 'at'>

export function openPackageCommands(db: PostgresJsDatabase) {
  const once = async (officer: Officer, command: CommandName, input: Input, run: Run) => {
    const problems = idProblems(input.commandId, 'input.commandId')
    if (problems.length > 0) return stopped(problems)
    return db.transaction(tx => carryOut(tx, officer, command, input, run))
  }
  return {
    draftPackage: (officer: Officer, input: PackageDraft, about: AboutScope) =>
      once(officer, 'DRAFT', input, (tx, at) => draft(tx, officer, input, { ...about, at })),
    /** Once this has returned, powers of attorney can be given by it. */
    publishPackage: (officer: Officer, input: PackageVersionInput, about: AboutScope) =>
      once(officer, 'PUBLISH', input, (tx, at) => publish(tx, officer, input, { ...about, at })),
    /** Once this has returned, no new power of attorney is given by this version. */
    closePackage: (officer: Officer, input: PackageVersionInput) =>
      once(officer, 'CLOSE', input, (tx, at) => close(tx, at, officer, input)),
  }
}

/** Holds the command's id, then the package's; a repeated command answers as it did and does nothing. */
async function carryOut(
  tx: Transaction,
  { authority, officer, client, caseReference }: Officer,
  command: CommandName,
  input: Input,
  run: Run,
): Promise<PackageOutcome> {
  await holdName(tx, `package command ${authority} ${input.commandId}`)
  await holdName(tx, `package ${input.id}`)
  const hash = contentHash([command, input])
  const [before] = await tx
    .select()
    .from(packageEvent)
    .where(and(eq(packageEvent.authority, authority), eq(packageEvent.commandId, input.commandId)))
  if (before)
    return before.contentHash === hash
      ? done(before.package, before.version)
      : stop('REPLAY', 'input.commandId')
  const at = await clock(tx)
  const outcome = await run(tx, at)
  if (outcome.id === null) return outcome
  await tx.insert(packageEvent).values({
    ...{ package: outcome.id, version: outcome.version, command, commandId: input.commandId },
    ...{ contentHash: hash, authority, officer, client, caseReference, at },
  })
  return outcome
}

async function draft(
  tx: Transaction,
  { authority, officer }: Officer,
  input: PackageDraft,
  about: AboutPackage,
): Promise<PackageOutcome> {
  const versions = await versionsOf(tx, input.id)
  // Another authority's id is taken, and nothing else is told of it.
  const foreign = versions.some(row => row.authority !== authority)
  const problems = [...(foreign ? [problem('NOT_FOUND', 'input.id')] : []), ...draftProblems(input, about)]
  if (problems.length > 0) return stopped(problems)
  const { commandId: _, fields, actions, activities, ...content } = input
  const version = (versions[0]?.version ?? 0) + 1
  await tx.insert(powerPackage).values({
    ...{ ...content, version, authority, state: 'DRAFT', draftedBy: officer, draftedAt: about.at },
    ...{ fields: [...fields], actions: [...actions], activities: [...activities] },
  })
  return done(input.id, version)
}

async function publish(
  tx: Transaction,
  { authority, officer }: Officer,
  { id, version }: PackageVersionInput,
  about: AboutPackage,
): Promise<PackageOutcome> {
  const versions = await versionsOf(tx, id)
  const row = versions.find(one => one.version === version)
  if (row?.authority !== authority) return stop('NOT_FOUND', 'input.version')
  const overtaken = versions.some(other => other.version > version && other.state !== 'DRAFT')
  if (row.state !== 'DRAFT' || overtaken) return stop('WRONG_STATE', 'input.version')
  const problems = [
    ...(row.draftedBy === officer ? [problem('FOUR_EYES_NEEDED', 'input.version')] : []),
    ...fitProblems(row, about, () => 'input.version'),
  ]
  if (problems.length > 0) return stopped(problems)
  await setState(tx, row, { state: 'PUBLISHED', publishedBy: officer, publishedAt: about.at })
  return done(id, version)
}

async function close(
  tx: Transaction,
  at: Date,
  { authority, officer }: Officer,
  { id, version }: PackageVersionInput,
): Promise<PackageOutcome> {
  const row = (await versionsOf(tx, id)).find(one => one.version === version)
  if (row?.authority !== authority) return stop('NOT_FOUND', 'input.version')
  if (row.state !== 'PUBLISHED') return stop('WRONG_STATE', 'input.version')
  await setState(tx, row, { state: 'CLOSED', closedBy: officer, closedAt: at })
  return done(id, version)
}

const versionsOf = (tx: Transaction, id: string) =>
  tx.select().from(powerPackage).where(eq(powerPackage.id, id)).orderBy(desc(powerPackage.version))

const setState = (tx: Transaction, { id, version }: PackageRow, set: Partial<PackageRow>) =>
  tx
    .update(powerPackage)
    .set(set)
    .where(and(eq(powerPackage.id, id), eq(powerPackage.version, version)))
