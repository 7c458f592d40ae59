// Who must sign for whoever gives a power of attorney, and whether they have: held until the command's transaction ends.
import { and, asc, eq, sql } from 'drizzle-orm'
import type { MandateReliance } from '../../access/mandates.ts'
import {
  type Confirmation,
  judgeSigning,
  maySign,
  readSigning,
  signatories,
  stillCounts,
} from '../../access/signing.ts'
import type { ProblemCode } from '../problems.ts'
import type { Actor } from './actor.ts'
import type { Scope } from './scope.ts'
import { confirmation, type GivenBy } from './tables.ts'
import type { Transaction } from './transaction.ts'

/** What is given: how far it reaches, as far as the capacity to give it turns on that. */
export interface Reach {
  /** Something of it is a matter of money; or all of it is. */
  readonly economic: 'NONE' | 'SOME' | 'ALL'
  /** A package says from which age it may be given: also by somebody who is not of age, then. */
  readonly ageStated: boolean
}

export interface Signed {
  readonly givenBy: GivenBy
  /** All who must sign have, this signature included. */
  readonly agreed: boolean
  /** Whoever signs had signed already, and it still counts. */
  readonly confirmed: boolean
  /** It takes more than one: each signature is kept. */
  readonly several: boolean
  /** Who must still sign, as far as each is known by id. */
  readonly awaited: readonly string[]
}

export type Judged = Signed | { readonly code: ProblemCode }

/** Whoever gives it: their id, and how they are represented by the actor. */
export async function signFor(
  tx: Transaction,
  { person, subject, right }: Actor,
  reach: Reach,
  before: readonly Confirmation[],
  at: Date,
): Promise<Judged> {
  if (right === 'SIGNATORIES') return signForBusiness(tx, subject, person, before, at)
  // Passing on is a right of its own, with a depth.
  if (right === 'MANDATE') return { code: 'RIGHT_OUTSIDE' }
  const capacity = await holdCapacity(tx, subject)
  if (right === 'CUSTODY') return signForChild(capacity, person, before)
  if (right === 'GUARDIAN')
    return reach.economic === 'ALL' && capacity.guardians.includes(person)
      ? alone('GUARDIAN')
      : { code: 'RIGHT_OUTSIDE' }
  if (capacity.minor && !reach.ageStated) return { code: 'GIVER_MINOR' }
  // Guardianship act § 6: whoever has lost legal capacity cannot bind themselves in economic matters.
  return capacity.guarded && reach.economic !== 'NONE' ? { code: 'CAPACITY_REMOVED' } : alone('SELF')
}

const alone = (givenBy: GivenBy): Signed => ({
  ...{ givenBy, agreed: true, confirmed: false, several: false, awaited: [] },
})

/** Everyone who holds custody signs. */
function signForChild({ custody }: Capacity, person: string, before: readonly Confirmation[]): Judged {
  if (!custody.includes(person)) return { code: 'MANDATE_ENDED' }
  const signed = before.map(each => each.person)
  const awaited = custody.filter(holder => holder !== person && !signed.includes(holder))
  const agreed = awaited.length === 0
  const several = custody.length > 1
  return { givenBy: 'CUSTODY', agreed, confirmed: signed.includes(person), several, awaited }
}

/** Whoever may sign for a business signs, until its rule is met. */
async function signForBusiness(
  tx: Transaction,
  business: string,
  person: string,
  before: readonly Confirmation[],
  at: Date,
): Promise<Judged> {
  const signing = await holdSigning(tx, business)
  if (!signing) return { code: 'MANDATE_ENDED' }
  const verdict = judgeSigning(signing, [...before, { person, at }], at)
  if (verdict.state === 'UNPARSED') return { code: 'SIGNING_RULE_UNPARSED' }
  if (!maySign(signing, person)) return { code: 'MANDATE_ENDED' }
  const current = before.filter(each => stillCounts(signing, each, at)).map(each => each.person)
  const [agreed, confirmed] = [verdict.state === 'MET', current.includes(person)]
  const awaited = agreed ? [] : signatories(signing).filter(one => one !== person && !current.includes(one))
  return { givenBy: 'SIGNATORIES', agreed, confirmed, several: true, awaited }
}

/** Whether the actor may answer or end something for their subject: one of several suffices. `scope`: of what it is. */
export async function mayCommand(
  tx: Transaction,
  { person, subject, right, mandateFor }: Actor,
  scope: Scope,
): Promise<boolean> {
  if (right === 'SELF') return true
  if (right === 'MANDATE') {
    const relies = mandateFor(scope)
    return relies !== null && (await holdRelied(tx, relies))
  }
  if (right === 'SIGNATORIES') {
    const signing = await holdSigning(tx, subject)
    return signing !== null && maySign(signing, person)
  }
  const { custody, guardians } = await holdCapacity(tx, subject)
  return (right === 'CUSTODY' ? custody : guardians).includes(person)
}

export interface Capacity {
  readonly minor: boolean
  readonly guarded: boolean
  readonly custody: readonly string[]
  readonly guardians: readonly string[]
}

/** What a person may settle alone, and who may for them; held until the transaction ends. */
export async function holdCapacity(tx: Transaction, subject: string): Promise<Capacity> {
  const [row] = await tx.execute<{ capacity: Capacity }>(
    sql`select access.hold_capacity(${subject}::uuid, null) as capacity`,
  )
  return row!.capacity
}

/** Holds what a representative's right rests on; false when it no longer holds. */
async function holdRelied(tx: Transaction, { mandates, standings }: MandateReliance): Promise<boolean> {
  const [row] = await tx.execute<{ held: boolean }>(
    sql`select access.hold_relied(${`{${mandates.join()}}`}::uuid[], ${JSON.stringify(standings)}::jsonb) as held`,
  )
  return row?.held === true
}

async function holdSigning(tx: Transaction, business: string) {
  const [row] = await tx.execute<{ signing: unknown }>(
    sql`select access.hold_signing(${business}::uuid) as signing`,
  )
  return readSigning(row!.signing)
}

/** Who has signed, and when: whoever signed under two ids that turned out to be one person is one. */
export async function signatures(tx: Transaction, power: string): Promise<readonly Confirmation[]> {
  const person = sql<string>`coalesce(
    (select m.into_id from access.fact_merged m where m.from_id = ${confirmation.personId}), ${confirmation.personId})`
  return tx
    .select({ person, at: confirmation.at })
    .from(confirmation)
    .where(and(eq(confirmation.powerOfAttorneyId, power), eq(confirmation.given, true)))
    .orderBy(asc(confirmation.revision))
}
