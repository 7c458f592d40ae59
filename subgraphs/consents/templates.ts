// Stewards' commands on templates: drafted by one, published by another, then never changed but to be closed.
import { and, desc, eq } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { contentHash } from '../content-hash.ts'
import type { Officer } from '../officer.ts'
import { idProblems, type Problem, type ProblemCode, problem } from '../problems.ts'
import {
  type About,
  draftProblems,
  fitProblems,
  needsOperator,
  type TemplateDraft,
  type Words,
} from './drafting.ts'
import { holdName, now, type Transaction } from './steps.ts'
import { template, templateEvent, templateText } from './tables.ts'

/** One version of a template. */
export interface VersionInput {
  readonly id: string
  readonly version: number
  readonly commandId: string
}

/** What a command did: the version, or every problem. */
export type TemplateOutcome =
  | { readonly id: string; readonly version: number; readonly problems: readonly [] }
  | { readonly id: null; readonly version: null; readonly problems: readonly Problem[] }

const stopped = (problems: readonly Problem[]): TemplateOutcome => ({ id: null, version: null, problems })
const stop = (code: ProblemCode, path: string): TemplateOutcome => stopped([problem(code, path)])
const done = (id: string, version: number): TemplateOutcome => ({ id, version, problems: [] })

type CommandName = 'DRAFT' | 'PUBLISH' | 'CLOSE'
type Run = (tx: Transaction, at: Date) => Promise<TemplateOutcome>
type Versions = readonly (typeof template.$inferSelect)[]

export function openTemplateCommands(db: PostgresJsDatabase) {
  const once = async (
    officer: Officer,
    command: CommandName,
    input: Omit<VersionInput, 'version'>,
    run: Run,
  ) => {
    const problems = idProblems(input.commandId, 'input.commandId')
    if (problems.length > 0) return stopped(problems)
    return db.transaction(tx => carryOut(tx, officer, command, input, run))
  }
  return {
    draftTemplate: (officer: Officer, input: TemplateDraft, about: About) =>
      once(officer, 'DRAFT', input, (tx, at) => draft(tx, at, officer, input, about)),
    /** Once this has returned, the template can be asked by. */
    publishTemplate: (officer: Officer, input: VersionInput, about: About) =>
      once(officer, 'PUBLISH', input, (tx, at) => publish(tx, at, officer, input, about)),
    /** Once this has returned, no new request is made by this version. */
    closeTemplate: (officer: Officer, input: VersionInput) =>
      once(officer, 'CLOSE', input, (tx, at) => close(tx, at, officer, input)),
  }
}

/** Holds the command's id, then the template's; a repeated command answers as it did and does nothing. */
async function carryOut(
  tx: Transaction,
  by: Officer,
  command: CommandName,
  input: Omit<VersionInput, 'version'>,
  run: Run,
): Promise<TemplateOutcome> {
  const { authority, officer, client, caseReference } = by
  await holdName(tx, `template command ${authority} ${input.commandId}`)
  await holdName(tx, `template ${input.id}`)
  const hash = contentHash([command, input])
  const [before] = await tx
    .select()
    .from(templateEvent)
    .where(and(eq(templateEvent.authority, authority), eq(templateEvent.commandId, input.commandId)))
  if (before)
    return before.contentHash === hash
      ? done(before.template, before.version)
      : stop('REPLAY', 'input.commandId')
  const at = await now(tx)
  const outcome = await run(tx, at)
  if (outcome.id === null) return outcome
  await tx.insert(templateEvent).values({
    ...{ template: outcome.id, version: outcome.version, command, commandId: input.commandId },
    ...{ contentHash: hash, authority, officer, client, caseReference, at },
  })
  return outcome
}

async function draft(
  tx: Transaction,
  at: Date,
  { authority, officer }: Officer,
  input: TemplateDraft,
  about: About,
): Promise<TemplateOutcome> {
  const versions = await versionsOf(tx, input.id)
  // Another authority's id is taken, and nothing else is told of it.
  const foreign = versions.some(row => row.authority !== authority)
  const problems = [
    ...(foreign ? [problem('NOT_FOUND', 'input.id')] : []),
    ...draftProblems(input, { ...about, at }),
  ]
  if (problems.length > 0) return stopped(problems)
  const { id, commandId: _, textDa, textEn, fields, ...content } = input
  const version = (versions[0]?.version ?? 0) + 1
  await tx.insert(template).values({
    ...{ ...content, id, version, authority, fields: [...fields] },
    ...{ state: 'DRAFT', draftedBy: officer, draftedAt: at },
  })
  await addWords(tx, { id, version, language: 'DA' }, textDa)
  if (textEn) await addWords(tx, { id, version, language: 'EN' }, textEn)
  return done(id, version)
}

const addWords = (
  tx: Transaction,
  { id, version, language }: { id: string; version: number; language: 'DA' | 'EN' },
  words: Words,
) => tx.insert(templateText).values({ template: id, version, language, ...words })

async function publish(
  tx: Transaction,
  at: Date,
  by: Officer,
  { id, version }: VersionInput,
  about: About,
): Promise<TemplateOutcome> {
  const versions = await versionsOf(tx, id)
  const row = versions.find(one => one.version === version)
  // Another authority's draft is the operator's to publish, and nobody else's to know of.
  if (!row || (row.authority !== by.authority && !by.isOperator)) return stop('NOT_FOUND', 'input.version')
  const problems = publicationProblems(row, versions, by, { ...about, at })
  if (problems.length > 0) return stopped(problems)
  await setState(tx, row, { state: 'PUBLISHED', publishedBy: by.officer, publishedAt: at })
  return done(id, version)
}

function publicationProblems(
  row: Versions[number],
  versions: Versions,
  by: Officer,
  about: About,
): readonly Problem[] {
  const overtaken = versions.some(({ version, state }) => version > row.version && state !== 'DRAFT')
  if (row.state !== 'DRAFT' || overtaken) return [problem('WRONG_STATE', 'input.version')]
  const operator = needsOperator(row, about.platform) && !by.isOperator
  return [
    ...(row.draftedBy === by.officer ? [problem('FOUR_EYES_NEEDED', 'input.version')] : []),
    ...(operator ? [problem('OPERATOR_NEEDED', 'input.version')] : []),
    ...fitProblems(row, about, () => 'input.version'),
  ]
}

async function close(
  tx: Transaction,
  at: Date,
  { authority, officer }: Officer,
  { id, version }: VersionInput,
): Promise<TemplateOutcome> {
  const row = (await versionsOf(tx, id)).find(one => one.version === version)
  if (row?.authority !== authority) return stop('NOT_FOUND', 'input.version')
  if (row.state !== 'PUBLISHED') return stop('WRONG_STATE', 'input.version')
  await setState(tx, row, { state: 'CLOSED', closedBy: officer, closedAt: at })
  return done(id, version)
}

const versionsOf = (tx: Transaction, id: string) =>
  tx.select().from(template).where(eq(template.id, id)).orderBy(desc(template.version))

const setState = (tx: Transaction, { id, version }: Versions[number], set: Partial<Versions[number]>) =>
  tx
    .update(template)
    .set(set)
    .where(and(eq(template.id, id), eq(template.version, version)))
