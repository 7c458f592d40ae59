// Stewards' commands on templates: drafted by one, published by another, then never changed but to be closed.
import { and, desc, eq } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import type { Officer } from '../officer.ts'
import { type Problem, problem } from '../problems.ts'
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

type Run = (tx: Transaction, at: Date) => Promise<VersionOutcome>
type Versions = readonly (typeof template.$inferSelect)[]

export function openTemplateCommands(db: PostgresJsDatabase) {
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

const stepsOf = (tx: Transaction): VersionSteps => ({
  hold: name => holdName(tx, `template ${name}`),
  clock: () => now(tx),
  async earlier(authority, commandId) {
    const { template: id, version, contentHash } = templateEvent
    const [row] = await tx
      .select({ id, version, contentHash })
      .from(templateEvent)
      .where(and(eq(templateEvent.authority, authority), eq(templateEvent.commandId, commandId)))
    return row ?? null
  },
  add: (id, event) => tx.insert(templateEvent).values({ ...event, template: id }),
})

async function draft(
  tx: Transaction,
  at: Date,
  { authority, officer }: Officer,
  input: TemplateDraft,
  about: About,
): Promise<VersionOutcome> {
  const versions = await versionsOf(tx, input.id)
  const problems = [...foreignProblems(versions, authority), ...draftProblems(input, { ...about, at })]
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
): Promise<VersionOutcome> {
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
  const stands = notPublishable(row, versions)
  if (stands) return stands
  const operator = needsOperator(row, about.platform) && !by.isOperator
  return [
    ...fourEyesProblems(row, by),
    ...(operator ? [problem('OPERATOR_NEEDED', 'input.version')] : []),
    ...fitProblems(row, about, () => 'input.version'),
  ]
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
  tx.select().from(template).where(eq(template.id, id)).orderBy(desc(template.version))

const setState = (tx: Transaction, { id, version }: Versions[number], set: Partial<Versions[number]>) =>
  tx
    .update(template)
    .set(set)
    .where(and(eq(template.id, id), eq(template.version, version)))
