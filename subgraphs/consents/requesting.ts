// Makes a request for consent, or a draft of one: once for each id of its requester.
import { and, eq } from 'drizzle-orm'
import type { Parameters } from '../../access/parameters.ts'
import type { SubjectKind } from '../../access/subject-kind.ts'
import { isId } from '../../schema/id.ts'
import { contentHash } from '../content-hash.ts'
import { type Problem, problem } from '../problems.ts'
import type { Actor } from './actor.ts'
import { stateAt } from './lifecycle.ts'
import { notify } from './notices.ts'
import { done, type Outcome, stop, stopped } from './outcome.ts'
import { addEvents, byActor, now, type Transaction } from './steps.ts'
import { consent, event } from './tables.ts'

/** A new request, checked as far as it can be without the consents that are there. */
export interface NewRequest {
  readonly command: 'REQUEST' | 'DRAFT'
  readonly reference: string
  readonly subject: string
  /** Every id of that subject. */
  readonly subjects: readonly string[]
  readonly subjectKind: SubjectKind
  readonly activity: string
  readonly template: string
  readonly templateVersion: number
  readonly answerDays: number
  readonly fields: readonly string[]
  readonly parameters: Parameters
  readonly condition: boolean
  readonly validFrom: Date | null
  readonly validTo: Date
  readonly supersedes: string | null
  readonly actor: Actor
  /** What the requester said, as it said it: a repeated request is the same when this is. */
  readonly content: unknown
  /** What stands against it. */
  readonly problems: readonly Problem[]
}

const dayMs = 86_400_000
/** Until when an answer is waited for. */
export const answerBy = (at: Date, days: number): Date => new Date(at.getTime() + days * dayMs)

/** The same reference with the same content is the same request, also when it could not be made any more. */
export async function makeRequest(tx: Transaction, wanted: NewRequest): Promise<Outcome> {
  const hash = contentHash([wanted.command, wanted.content])
  const before = await again(tx, wanted, hash)
  if (before) return before
  const at = await now(tx)
  const outside = await supersedesProblems(tx, wanted, at)
  if (wanted.problems.length + outside.length > 0) return stopped([...wanted.problems, ...outside])
  const made = await insert(tx, wanted, at)
  // Made by another at the same time.
  if (!made) return (await again(tx, wanted, hash)) ?? stop('REPLAY', 'input.id')
  if (wanted.command === 'REQUEST') await notify(tx, made, 'CONSENT_REQUESTED', [wanted.subject])
  await addEvents(tx, [
    {
      ...{ consentId: made.id, revision: 1, state: made.state, at },
      ...{ commandId: wanted.reference, command: wanted.command, contentHash: hash },
      ...byActor(wanted.actor),
    },
  ])
  return done(made.id)
}

async function insert(tx: Transaction, wanted: NewRequest, at: Date) {
  const isDraft = wanted.command === 'DRAFT'
  const [made] = await tx
    .insert(consent)
    .values({
      subjectId: wanted.subject,
      subjectKind: wanted.subjectKind,
      authority: wanted.actor.authority!,
      requesterReference: wanted.reference,
      activity: wanted.activity,
      template: wanted.template,
      templateVersion: wanted.templateVersion,
      fields: [...wanted.fields],
      parameters: wanted.parameters,
      condition: wanted.condition,
      state: isDraft ? 'DRAFT' : 'REQUESTED',
      requestedAt: at,
      sentAt: isDraft ? null : at,
      answerBy: answerBy(at, wanted.answerDays),
      askedFrom: wanted.validFrom,
      validTo: wanted.validTo,
      supersedes: wanted.supersedes,
    })
    .onConflictDoNothing({ target: [consent.authority, consent.requesterReference] })
    .returning()
  return made ?? null
}

/** What was asked before under the same reference. */
async function again(tx: Transaction, wanted: NewRequest, hash: string): Promise<Outcome | null> {
  const [row] = await tx
    .select({ id: consent.id, hash: event.contentHash })
    .from(consent)
    .leftJoin(event, and(eq(event.consentId, consent.id), eq(event.revision, 1)))
    .where(
      and(eq(consent.authority, wanted.actor.authority!), eq(consent.requesterReference, wanted.reference)),
    )
  if (!row) return null
  return row.hash === hash ? done(row.id) : stop('REPLAY', 'input.id')
}

/** What says which consent a new one replaces. */
export interface Superseding extends Pick<NewRequest, 'supersedes' | 'subjects' | 'activity'> {
  readonly actor: Pick<Actor, 'authority'>
}

/** A consent is replaced by one of the same subject, to the same authority, for the same activity. */
export async function supersedesProblems(
  tx: Transaction,
  { supersedes, subjects, actor, activity }: Superseding,
  at: Date,
): Promise<readonly Problem[]> {
  if (supersedes === null) return []
  const [old] = isId(supersedes) ? await tx.select().from(consent).where(eq(consent.id, supersedes)) : []
  const fits =
    old !== undefined &&
    old.authority === actor.authority &&
    old.activity === activity &&
    subjects.includes(old.subjectId) &&
    ['GRANTED', 'SUSPENDED'].includes(stateAt(old, at, false))
  return fits ? [] : [problem('SUPERSEDES_OUTSIDE', 'input.supersedes')]
}
