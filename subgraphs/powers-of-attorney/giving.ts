// Gives a power of attorney, or asks for one: once for each id of whoever does, with an event.
import { and, eq, sql } from 'drizzle-orm'
import { hasTurned } from '../../access/age.ts'
import { monthsLater, windowMonths } from '../../access/signing-rule/evaluate.ts'
import type { SubjectKind } from '../../access/subject-kind.ts'
import { contentHash } from '../content-hash.ts'
import { type Problem, type ProblemCode, problem } from '../problems.ts'
import { type Actor, answersFor } from './actor.ts'
import { ofAge } from './gift.ts'
import { beginning, type Kind } from './lifecycle.ts'
import { tell, toldOfGiving } from './notices.ts'
import { done, type Outcome, stop, stopped } from './outcome.ts'
import type { Scope } from './scope.ts'
import { type Judged, type Reach, signFor } from './signers.ts'
import { type PowerRow, write } from './steps.ts'
import { event, powerOfAttorney } from './tables.ts'
import { clock, type Transaction } from './transaction.ts'

/** The other side as it was named: a person unless it is known to be a business. */
export interface Other {
  readonly id: string
  readonly kind: SubjectKind | null
  /** CVR number of the authority as which it shall hold. */
  readonly authority: string | null
}

/** A new one, checked as far as it can be without its two sides. */
export interface NewPower extends Scope {
  readonly command: 'GIVE' | 'REQUEST'
  readonly commandId: string
  readonly kind: Kind
  readonly actor: Actor
  /** The holder of a GIVE, the grantor of a REQUEST. */
  readonly other: Other
  /** The other side must answer before it holds; always of a REQUEST. */
  readonly offered: boolean
  readonly reach: Reach
  readonly package: { readonly id: string; readonly version: number } | null
  /** The youngest who may give and hold it; null where no package says. */
  readonly ages: { readonly grantorFromAge: number; readonly holderFromAge: number } | null
  readonly validFrom: Date | null
  readonly validTo: Date
  readonly passOnDepth: number
  /** What was said, as it was said: a repeated command is the same when this is. */
  readonly content: unknown
  /** What stands against it. */
  readonly problems: readonly Problem[]
}

const dayMs = 86_400_000
/** How long an answer is waited for. */
const answerDays = 30

/** Until when; never later than its own end. */
export const answerBy = (at: Date, validTo: Date): Date =>
  new Date(Math.min(at.getTime() + answerDays * dayMs, validTo.getTime()))
/** Until when the others may sign, after the last signature. */
export const confirmBy = (at: Date, validTo: Date): Date =>
  new Date(Math.min(monthsLater(at, windowMonths).getTime(), validTo.getTime()))

/** The same id with the same content is the same, also when it could not be given any more. */
export async function give(tx: Transaction, wanted: NewPower): Promise<Outcome> {
  const { actor, command } = wanted
  const hash = contentHash([command, actor.person, wanted.content])
  const before = await again(tx, wanted, hash)
  if (before) return before
  const at = await clock(tx)
  const sides = await sidesOf(tx, wanted)
  const signed = command === 'GIVE' ? await signFor(tx, actor, wanted.reach, [], at) : askedBy(actor)
  const problems = [...wanted.problems, ...sideProblems(wanted, sides, at), ...codeOf(signed)]
  if (problems.length > 0 || 'code' in signed) return stopped(problems)
  const row = await insert(tx, wanted, { sides, signed, at })
  // Made by another at the same time.
  if (!row) return (await again(tx, wanted, hash)) ?? stop('REPLAY', 'input.commandId')
  const { id, revision, state } = row
  const byOther = actor.right !== 'SELF'
  await tell(
    tx,
    id,
    command === 'REQUEST'
      ? [['POWER_OF_ATTORNEY_ASKED', [row.grantorId]]]
      : toldOfGiving(row, state, { byOther, awaited: signed.awaited, first: true }),
  )
  const written = { id, revision, state, at, command, commandId: wanted.commandId, hash, actor }
  await write(tx, { ...written, signed: signed.several })
  return done(id)
}

/** Asked for by its holder, it is signed by nobody yet. */
const askedBy = (actor: Actor): Judged =>
  answersFor(actor)
    ? { givenBy: 'SELF', agreed: false, confirmed: false, several: false, awaited: [] }
    : { code: 'RIGHT_OUTSIDE' }

const codeOf = (signed: Judged): readonly Problem[] =>
  'code' in signed ? [problem(signed.code, 'input')] : []

interface Made {
  readonly sides: Sides
  readonly signed: Exclude<Judged, { code: unknown }>
  readonly at: Date
}

async function insert(
  tx: Transaction,
  wanted: NewPower,
  { sides, signed, at }: Made,
): Promise<PowerRow | null> {
  const { actor, other, offered, command, kind, validTo } = wanted
  const own = { id: actor.subject, kind: actor.subjectKind }
  const [grantor, holder] =
    command === 'GIVE' ? [own, { ...other, kind: sides.kind }] : [{ ...other, kind: sides.kind }, own]
  const state = beginning(kind, offered, signed.agreed)
  const [made] = await tx
    .insert(powerOfAttorney)
    .values({
      ...{
        kind,
        grantorId: grantor.id,
        grantorKind: grantor.kind,
        holderId: holder.id,
        holderKind: holder.kind,
      },
      ...{ holderAuthority: command === 'GIVE' ? other.authority : null, holderAbsent: sides.holderAbsent },
      ...{ passOnDepth: wanted.passOnDepth, givenBy: signed.givenBy, commandId: wanted.commandId, state },
      askedBy: command === 'GIVE' ? ('GRANTOR' as const) : ('HOLDER' as const),
      ...{ package: wanted.package?.id ?? null, packageVersion: wanted.package?.version ?? null },
      ...{ fields: [...wanted.fields], actions: [...wanted.actions], activities: [...wanted.activities] },
      ...{ givenAt: at, agreedAt: signed.agreed ? at : null },
      answerBy: offered ? answerBy(at, validTo) : null,
      confirmBy: command === 'GIVE' && !signed.agreed ? confirmBy(at, validTo) : null,
      ...{ validFrom: wanted.validFrom && wanted.validFrom > at ? wanted.validFrom : at, validTo },
    })
    .onConflictDoNothing({
      target: [powerOfAttorney.madeBy, powerOfAttorney.askedBy, powerOfAttorney.commandId],
    })
    .returning()
  return made ?? null
}

/** What the same side did before under the same id. */
async function again(tx: Transaction, wanted: NewPower, hash: string): Promise<Outcome | null> {
  const { actor, command, commandId } = wanted
  return sameAs(
    tx,
    { madeBy: actor.subject, askedBy: command === 'GIVE' ? 'GRANTOR' : 'HOLDER', commandId },
    hash,
  )
}

export async function sameAs(
  tx: Transaction,
  { madeBy, askedBy, commandId }: Pick<PowerRow, 'madeBy' | 'askedBy' | 'commandId'>,
  hash: string,
): Promise<Outcome | null> {
  const [row] = await tx
    .select({ id: powerOfAttorney.id, hash: event.contentHash })
    .from(powerOfAttorney)
    .leftJoin(event, and(eq(event.powerOfAttorneyId, powerOfAttorney.id), eq(event.revision, 1)))
    .where(
      and(
        eq(powerOfAttorney.madeBy, madeBy),
        eq(powerOfAttorney.askedBy, askedBy),
        eq(powerOfAttorney.commandId, commandId),
      ),
    )
  if (!row) return null
  return row.hash === hash ? done(row.id) : stop('REPLAY', 'input.commandId')
}

/** What the registers say of the two sides, as far as giving turns on it. */
export interface Sides {
  /** Of the other side. */
  readonly kind: SubjectKind
  readonly holderAbsent: boolean
  readonly grantorBorn: string | null
  readonly holderBorn: string | null
}

async function sidesOf(tx: Transaction, { actor, other, command }: NewPower): Promise<Sides> {
  const [own, others] = [await sideOf(tx, actor.subject), await sideOf(tx, other.id)]
  const [grantor, holder] = command === 'GIVE' ? [own, others] : [others, own]
  const kind = other.kind ?? others.kind
  return { kind, holderAbsent: holder.ended, grantorBorn: grantor.born, holderBorn: holder.born }
}

export async function sideOf(tx: Transaction, subject: string) {
  type Side = { kind: SubjectKind; born: string | null; ended: boolean }
  const [row] = await tx.execute<{ side: Side }>(
    sql`select powers_of_attorney.side_of(${subject}::uuid) as side`,
  )
  return row!.side
}

/** Of one whom the register does not know nothing is said: they are answered like anyone. */
export const isTooYoung = (born: string | null, years: number, at: Date): boolean =>
  born !== null && !hasTurned(born, years, at)

function sideProblems(
  { actor, other, ages, kind, command }: NewPower,
  { grantorBorn, holderBorn }: Sides,
  at: Date,
): readonly Problem[] {
  const found = (is: boolean, code: ProblemCode, path: string) => (is ? [problem(code, path)] : [])
  const [giver, side] = command === 'GIVE' ? ['input', 'input.holder'] : ['input.grantor', 'input']
  // Whether the grantor is old enough is asked as they answer: whoever asks them learns nothing of it.
  const young = command === 'GIVE' && ages !== null && isTooYoung(grantorBorn, ages.grantorFromAge, at)
  return [
    ...found(
      actor.subjects.includes(other.id),
      'SELF',
      command === 'GIVE' ? 'input.holder' : 'input.grantor',
    ),
    ...found(young, 'GIVER_YOUNG', giver!),
    ...found(isTooYoung(holderBorn, ages?.holderFromAge ?? ofAge, at), 'HOLDER_YOUNG', side!),
    ...found(kind === 'FUTURE' && actor.right !== 'SELF', 'RIGHT_OUTSIDE', 'input'),
  ]
}
