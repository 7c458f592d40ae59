// Opens a case about an access that its subject can see, for themselves or by whoever may act for them.
import { randomUUID } from 'node:crypto'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { type Acting, rightOf } from '../../access/acting.ts'
import type { MandateReliance } from '../../access/mandates.ts'
import { nobody } from '../../access/operation.ts'
import { listOf } from '../../database/columns.ts'
import { isId } from '../../schema/id.ts'
import { contentHash } from '../content-hash.ts'
import { textProblems } from '../plain-text.ts'
import { idProblems, type Problem } from '../problems.ts'
import { addEvent, done, holdName, notify, type Outcome, refused, stop, type Transaction } from './outcome.ts'
import { accessCase, event } from './tables.ts'

export interface ReportInput {
  readonly record: string
  readonly text: string
  readonly commandId: string
}

export interface Report extends ReportInput {
  readonly acting: Acting
}

/** The longest text of a case, and of an answer, in characters. */
export const longestText = 2_000
/** So many cases of one subject may wait for the same authority. */
export const mostWaiting = 20

export const reportProblems = ({ text, commandId }: ReportInput): readonly Problem[] => [
  ...textProblems(text, longestText, 'input.text'),
  ...idProblems(commandId, 'input.commandId'),
]

/** Whoever acts: the person at the keyboard, and whose data the access was about. */
interface Reporter {
  readonly person: string
  readonly subject: string
  readonly kind: 'PERSON' | 'BUSINESS'
}

/** The same command id with the same content is the same report, also once the case is closed. */
export async function report(tx: Transaction, wanted: Report): Promise<Outcome> {
  const { acting, record, text, commandId } = wanted
  const reporter = reporterOf(acting)
  const problems = reportProblems(wanted)
  if (problems.length > 0) return refused(problems)
  if (!(await mayAct(tx, acting, reporter))) return stop('MANDATE_SCOPE', 'input.record')
  await holdName(tx, `report ${reporter.person} ${commandId}`)
  const hash = contentHash([reporter.subject, record, text])
  const before = await findReport(tx, reporter.person, commandId)
  if (before) return before.contentHash === hash ? done(before.caseId) : stop('REPLAY', 'input.commandId')
  const access = await findAccess(tx, acting.subjects, record)
  if (!access) return stop('NOT_FOUND', 'input.record')
  if (access.authority === null) return stop('ACCESS_BY_PERSON', 'input.record')
  // One after the other: what is counted and what is looked for does not change meanwhile.
  await holdName(tx, `subject ${reporter.subject}`)
  const waiting = await findWaiting(tx, acting.subjects, access.authority)
  if (waiting.includes(record)) return stop('CASE_OPEN_ALREADY', 'input.record')
  if (waiting.length >= mostWaiting) return stop('CASES_TOO_MANY', 'input.record')
  return done(
    await open(tx, { ...wanted, reporter, hash, access: { ...access, authority: access.authority } }),
  )
}

function reporterOf({ subject, subjectKind, selfFacts }: Acting): Reporter {
  if (subject === null || selfFacts === null)
    throw new Error('A command of persons was let through to a system.')
  return { person: selfFacts.canonical, subject, kind: subjectKind ?? 'PERSON' }
}

/** By one right that lets its holder act, and reaches the access log itself: what one reports, one could read. */
async function mayAct(tx: Transaction, acting: Acting, { kind }: Reporter): Promise<boolean> {
  if (acting.by !== 'REPRESENTATIVE') return true
  const { activity } = acting
  const field = kind === 'BUSINESS' ? 'Business.accessLog' : 'Person.accessLog'
  const need = { action: 'ACT', fields: [field], activity: activity?.id ?? null, marks: activity } as const
  const right = rightOf(acting, need)
  return !('code' in right) && holdRelied(tx, right.relies)
}

/** Holds what the right rests on until the command's transaction ends; false when it no longer holds. */
async function holdRelied(tx: Transaction, { mandates, standings }: MandateReliance): Promise<boolean> {
  const [row] = await tx.execute<{ held: boolean }>(
    sql`select access.hold_relied(${`{${mandates.join()}}`}::uuid[], ${JSON.stringify(standings)}::jsonb) as held`,
  )
  return row?.held === true
}

async function findReport(tx: Transaction, person: string, commandId: string) {
  const [row] = await tx
    .select({ caseId: event.caseId, contentHash: event.contentHash })
    .from(event)
    .where(and(eq(event.actor, person), eq(event.commandId, commandId), eq(event.state, 'OPEN')))
  return row ?? null
}

interface Access {
  readonly at: string
  readonly authority: string | null
  readonly activity: string | null
  readonly officer: string | null
}

/** Null for a record that is not there, is another's, or is still hidden. */
async function findAccess(tx: Transaction, subjects: readonly string[], id: string): Promise<Access | null> {
  const record = isId(id) ? id : nobody
  const [row] = await tx.execute<{ [Key in keyof Access]: Access[Key] }>(
    sql`select at::text, authority, activity, officer
      from access.reported_record(${listOf(subjects)}::text::uuid[], ${record}::uuid)`,
  )
  return row ?? null
}

/** The accesses of this authority about which a case waits. */
async function findWaiting(
  tx: Transaction,
  subjects: readonly string[],
  authority: string,
): Promise<readonly string[]> {
  const rows = await tx
    .select({ record: accessCase.recordId })
    .from(accessCase)
    .where(
      and(
        inArray(accessCase.subjectId, [...subjects]),
        eq(accessCase.authority, authority),
        sql`${accessCase.state} <> 'CLOSED'`,
      ),
    )
    .limit(mostWaiting)
  return rows.map(({ record }) => record)
}

interface Opening extends Report {
  readonly reporter: Reporter
  readonly hash: string
  readonly access: Access & { readonly authority: string }
}

async function open(
  tx: Transaction,
  { acting, reporter, record, text, commandId, hash, access }: Opening,
): Promise<string> {
  const id = randomUUID()
  const { authority, activity, officer, at } = access
  await tx.insert(accessCase).values({
    ...{ id, subjectId: reporter.subject, subjectKind: reporter.kind, recordId: record },
    ...{ authority, activity, accessedBy: officer },
    // As text: the database's clock is finer than a Date.
    accessedAt: sql`${at}::timestamptz` as never,
    openedAt: sql`clock_timestamp()` as never,
    changedAt: sql`clock_timestamp()` as never,
  })
  const byOther = acting.by === 'REPRESENTATIVE'
  await addEvent(tx, {
    ...{ caseId: id, revision: 1, state: 'OPEN', commandId, contentHash: hash, text },
    ...{
      side: byOther ? 'REPRESENTATIVE' : 'SUBJECT',
      actor: reporter.person,
      client: null,
      caseReference: null,
    },
  })
  if (byOther) await notify(tx, 'CASE_OPENED_FOR_YOU', { id, subjectId: reporter.subject, authority })
  return id
}
