// Passes a power of attorney on: a right of its own, of its holder, with a depth; never more than the holder has.
import { sql } from 'drizzle-orm'
import type { SubjectKind } from '../../access/subject-kind.ts'
import { contentHash } from '../content-hash.ts'
import { type Problem, type ProblemCode, problem } from '../problems.ts'
import { ofAge } from './gift.ts'
import { confirmBy, isTooYoung, type NewPower, sameAs, sideOf } from './giving.ts'
import { beginning, stateAt } from './lifecycle.ts'
import { tell, toldOfGiving } from './notices.ts'
import { done, type Outcome, stop, stopped } from './outcome.ts'
import { within } from './scope.ts'
import { type Signed, signFor } from './signers.ts'
import { type HeldPower, holdAll, type PowerRow, write } from './steps.ts'
import { powerOfAttorney } from './tables.ts'
import { clock, type Transaction } from './transaction.ts'

/** What is passed on, of which one, to whom. */
export interface PassedOn
  extends Pick<
    NewPower,
    | 'commandId'
    | 'actor'
    | 'other'
    | 'reach'
    | 'fields'
    | 'actions'
    | 'activities'
    | 'validFrom'
    | 'validTo'
    | 'passOnDepth'
    | 'content'
    | 'problems'
  > {
  /** The one that the actor's subject holds. */
  readonly from: string
  /** Every id of the new holder. */
  readonly otherIds: readonly string[]
}

/** The holder's right is held as it is, with all above it, until the transaction ends. */
export async function passOn(tx: Transaction, wanted: PassedOn): Promise<Outcome> {
  const { actor, commandId } = wanted
  const hash = contentHash(['PASS_ON', actor.person, wanted.content])
  const key = { madeBy: actor.subject, askedBy: 'GRANTOR' as const, commandId }
  const before = await sameAs(tx, key, hash)
  if (before) return before
  const at = await clock(tx)
  const parent = await holdChain(tx, wanted)
  if (!parent) return stop('NOT_FOUND', 'input.id')
  const holder = await sideOf(tx, wanted.other.id)
  const signed = await signFor(tx, actor, wanted.reach, [], at)
  const problems = [
    ...wanted.problems,
    ...limits(wanted, parent, at),
    ...found(isTooYoung(holder.born, ofAge, at), 'HOLDER_YOUNG', 'input.holder'),
  ]
  if ('code' in signed) return stopped([...problems, problem(signed.code, 'input')])
  // A holder's representatives hold nothing themselves: who signs for a business does so for it.
  const own = signed.givenBy === 'SELF' || signed.givenBy === 'SIGNATORIES'
  if (!own) problems.push(problem('RIGHT_OUTSIDE', 'input'))
  if (problems.length > 0) return stopped(problems)
  const row = await insert(tx, wanted, {
    ...{ parent: parent.row, signed, at },
    ...{ kind: wanted.other.kind ?? holder.kind, absent: holder.ended },
  })
  if (!row) return (await sameAs(tx, key, hash)) ?? stop('REPLAY', 'input.commandId')
  const { id, revision, state } = row
  await tell(tx, id, toldOfGiving(row, state, { byOther: false, awaited: signed.awaited, first: true }))
  await write(tx, {
    ...{ id, revision, state, at, command: 'PASS_ON', commandId, hash, actor },
    signed: signed.several,
  })
  return done(id)
}

const found = (is: boolean, code: ProblemCode, path: string): Problem[] => (is ? [problem(code, path)] : [])

/** The one that is passed on, and how many times it may be from below it: negative when not at all. */
interface Parent {
  readonly row: HeldPower
  readonly depth: number
}

/** It and those above it, none of which may change meanwhile; null when the actor does not hold it. */
async function holdChain(tx: Transaction, { from, actor }: PassedOn): Promise<Parent | null> {
  const chained = sql`select unnest(p.chain || p.id) from powers_of_attorney.power_of_attorney p where p.id = ${from}`
  const rows = await holdAll(tx, sql`${powerOfAttorney.id} in (${chained})`)
  const row = rows.find(({ id }) => id === from)
  if (!row || !actor.subjects.includes(row.holderId)) return null
  if (row.kind === 'FUTURE' && row.activatedAt === null) return null
  const chain = [...row.chain, row.id]
  const depths = chain.map((id, index) => {
    const link = rows.find(one => one.id === id)
    return (link?.passOnDepth ?? 0) - (chain.length - index)
  })
  return { row, depth: Math.min(...depths) }
}

/** What the holder may pass on at all: while it holds, so far, and of it nothing that is not theirs. */
function limits(wanted: PassedOn, { row: parent, depth }: Parent, at: Date): readonly Problem[] {
  const { otherIds, passOnDepth, validTo } = wanted
  const outside = [
    ...found(
      !within({ ...wanted, activities: [] }, { ...parent, activities: [] }),
      'PASS_ON_OUTSIDE',
      'input.fields',
    ),
    ...found(
      !within({ ...parent, activities: wanted.activities }, parent),
      'PASS_ON_OUTSIDE',
      'input.activities',
    ),
    ...found(validTo > parent.validTo, 'PASS_ON_OUTSIDE', 'input.validTo'),
  ]
  return [
    ...found(stateAt(parent, at) !== 'ACTIVE', 'WRONG_STATE', 'input.id'),
    // What a steward or Familieretshuset put into force was meant for one holder.
    ...found(parent.kind !== 'VOLUNTARY' || depth < 0, 'PASS_ON_NOT_ALLOWED', 'input.id'),
    ...found(depth >= 0 && passOnDepth > depth, 'PASS_ON_DEPTH', 'input.passOnDepth'),
    ...found(
      otherIds.some(id => id === parent.grantorId || id === parent.holderId),
      'SELF',
      'input.holder',
    ),
    ...outside,
  ]
}

interface Made {
  readonly parent: HeldPower
  readonly signed: Signed
  readonly at: Date
  /** Of the new holder. */
  readonly kind: SubjectKind
  readonly absent: boolean
}

async function insert(
  tx: Transaction,
  wanted: PassedOn,
  { parent, signed, at, kind, absent }: Made,
): Promise<PowerRow | null> {
  const { actor, other, validTo } = wanted
  const from = [at, parent.validFrom, ...(wanted.validFrom ? [wanted.validFrom] : [])]
  const [made] = await tx
    .insert(powerOfAttorney)
    .values({
      ...{
        grantorId: parent.grantorId,
        grantorKind: parent.grantorKind,
        holderId: other.id,
        holderKind: kind,
      },
      ...{ holderAuthority: other.authority, holderAbsent: absent },
      // What was given for a child ends for everyone as the child comes of age, and for a ward with what gave it.
      givenBy: ['CUSTODY', 'GUARDIAN'].includes(parent.givenBy) ? parent.givenBy : signed.givenBy,
      ...{ parent: parent.id, chain: [...parent.chain, parent.id], passedOnBy: actor.subject },
      ...{ passedOnKind: actor.subjectKind, passOnDepth: wanted.passOnDepth, commandId: wanted.commandId },
      ...{ fields: [...wanted.fields], actions: [...wanted.actions], activities: [...wanted.activities] },
      ...{ state: beginning('VOLUNTARY', false, signed.agreed), givenAt: at },
      ...{ agreedAt: signed.agreed ? at : null, confirmBy: signed.agreed ? null : confirmBy(at, validTo) },
      ...{ validFrom: new Date(Math.max(...from.map(Number))), validTo },
    })
    .onConflictDoNothing({
      target: [powerOfAttorney.madeBy, powerOfAttorney.askedBy, powerOfAttorney.commandId],
    })
    .returning()
  return made ?? null
}
