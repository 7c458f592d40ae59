// Stewards' commands on packages: drafted by one, published by another, then never changed but to be closed.
import { and, desc, eq } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { Officer } from '../officer.ts'
import {
  carryOutOnce,
  commandProblems,
  done,
  foreignProblems,
  fourEyesProblems,
  notClosable,
  notPublishable,
  stop,
  stopped,
  type VersionCommand,
  type VersionInput,
  type VersionOutcome,
  type VersionSteps,
} from '../versions.ts'
import { type AboutPackage, draftProblems, fitProblems, type PackageDraft } from './package.ts'
import { packageEvent, powerPackage } from './steward-tables.ts'
import { clock, holdName, type Transaction } from './transaction.ts'

type Run = (tx: Transaction, at: Date) => Promise<VersionOutcome>
type PackageRow = typeof powerPackage.$inferSelect

/** What is known of the activities of a package that is there. */
export type AboutScope = Omit<AboutPackage, 'at'>

export function openPackageCommands(db: PostgresJsDatabase) {
  const once = async (
    officer: Officer,
    command: VersionCommand,
    input: Omit<VersionInput, 'version'>,
    run: Run,
  ) => {
    const problems = commandProblems(input)
    if (problems.length > 0) return stopped(problems)
    return db.transaction(tx => carryOutOnce(stepsOf(tx), officer, command, input, at => run(tx, at)))
  }
  return {
    draftPackage: (officer: Officer, input: PackageDraft, about: AboutScope) =>
      once(officer, 'DRAFT', input, (tx, at) => draft(tx, officer, input, { ...about, at })),
    /** Once this has returned, powers of attorney can be given by it. */
    publishPackage: (officer: Officer, input: VersionInput, about: AboutScope) =>
      once(officer, 'PUBLISH', input, (tx, at) => publish(tx, officer, input, { ...about, at })),
    /** Once this has returned, no new power of attorney is given by this version. */
    closePackage: (officer: Officer, input: VersionInput) =>
      once(officer, 'CLOSE', input, (tx, at) => close(tx, at, officer, input)),
  }
}

const stepsOf = (tx: Transaction): VersionSteps => ({
  hold: name => holdName(tx, `package ${name}`),
  clock: () => clock(tx),
  async earlier(authority, commandId) {
    const { package: id, version, contentHash } = packageEvent
    const [row] = await tx
      .select({ id, version, contentHash })
      .from(packageEvent)
      .where(and(eq(packageEvent.authority, authority), eq(packageEvent.commandId, commandId)))
    return row ?? null
  },
  add: (id, event) => tx.insert(packageEvent).values({ ...event, package: id }),
})

async function draft(
  tx: Transaction,
  { authority, officer }: Officer,
  input: PackageDraft,
  about: AboutPackage,
): Promise<VersionOutcome> {
  const versions = await versionsOf(tx, input.id)
  const problems = [...foreignProblems(versions, authority), ...draftProblems(input, about)]
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
  by: Officer,
  { id, version }: VersionInput,
  about: AboutPackage,
): Promise<VersionOutcome> {
  const versions = await versionsOf(tx, id)
  const row = versions.find(one => one.version === version)
  if (row?.authority !== by.authority) return stop('NOT_FOUND', 'input.version')
  const stands = notPublishable(row, versions)
  if (stands) return stopped(stands)
  const problems = [...fourEyesProblems(row, by), ...fitProblems(row, about, () => 'input.version')]
  if (problems.length > 0) return stopped(problems)
  await setState(tx, row, { state: 'PUBLISHED', publishedBy: by.officer, publishedAt: about.at })
  return done(id, version)
}

async function close(
  tx: Transaction,
  at: Date,
  by: Officer,
  { id, version }: VersionInput,
): Promise<VersionOutcome> {
  const row = (await versionsOf(tx, id)).find(one => one.version === version)
  const stands = notClosable(row, by)
  if (stands) return stands
  await setState(tx, row!, { state: 'CLOSED', closedBy: by.officer, closedAt: at })
  return done(id, version)
}

const versionsOf = (tx: Transaction, id: string) =>
  tx.select().from(powerPackage).where(eq(powerPackage.id, id)).orderBy(desc(powerPackage.version))

const setState = (tx: Transaction, { id, version }: PackageRow, set: Partial<PackageRow>) =>
  tx
    .update(powerPackage)
    .set(set)
    .where(and(eq(powerPackage.id, id), eq(powerPackage.version, version)))
