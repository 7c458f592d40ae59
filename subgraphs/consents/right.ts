// By which rights somebody answers for the subject of a consent, and who must agree when each is used.
import { rightOf } from '../../access/acting.ts'
import { isOwn } from '../../access/mandates.ts'
import type { MandateFacts } from '../../access/rights.ts'
import { holdsRole, judgeSigning, maySign } from '../../access/signing.ts'
import type { ProblemCode } from '../problems.ts'
import type { Actor } from './actor.ts'
import type { Needed } from './agreement.ts'
import type { Command } from './lifecycle.ts'
import {
  type Capacity,
  type ConsentRow,
  canonicalOf,
  capacityOf,
  type Hold,
  holdRelied,
  signingOf,
  type Transaction,
} from './steps.ts'

/** One right, and who must agree when it is used. */
export interface Right {
  /** The power of attorney; null of any other right. */
  readonly mandate: string | null
  readonly needed: Needed
}

/** In the order in which they are tried, at least one; and the id that counts of whoever has them. */
interface Found {
  readonly me: string
  readonly rights: readonly [Right, ...Right[]]
}

type Code = { readonly code: ProblemCode }

interface Asking {
  readonly tx: Transaction
  readonly row: ConsentRow
  readonly actor: Actor
  /** The id that counts of whoever asks. */
  readonly me: string
  readonly at: Date
  readonly hold: Hold
}

const alone: Right = { mandate: null, needed: { form: 'ONE' } }

/** Every right to give a command, or why there is none. What gives is held; what only takes away waits for nothing. */
export async function rightsTo(
  command: Command,
  tx: Transaction,
  row: ConsentRow,
  actor: Actor,
  at: Date,
): Promise<Found | Code> {
  const hold = command === 'GRANT' ? 'HELD' : 'SEEN'
  if (actor.kind === 'SUBJECT' && command === 'GRANT') return ofSelf(tx, row, actor)
  // Whose data it is says no, and takes a yes back, whatever it takes to say yes.
  if (actor.kind !== 'REPRESENTATIVE') return { me: actor.id, rights: [alone] }
  const me = await canonicalOf(tx, actor.id)
  const asking = { tx, row, actor, me, at, hold } as const
  const found = await (row.subjectKind === 'BUSINESS' ? forBusiness(asking) : forPerson(asking))
  if ('code' in found) return found
  const [first, ...rest] = found
  return first ? { me, rights: [first, ...rest] } : { code: 'MANDATE_ENDED' }
}

/** A child decides from the age that the activity names; who has lost legal capacity in all but economic matters. */
async function ofSelf(tx: Transaction, row: ConsentRow, { id }: Actor): Promise<Found | Code> {
  const { minor, decides, guarded, economic } = await capacityOf(tx, row, 'HELD')
  if (minor && !decides) return { code: 'CUSTODY_NEEDED' }
  return guarded && economic ? { code: 'CAPACITY_REMOVED' } : { me: id, rights: [alone] }
}

/**
 * What somebody gave reaches no further than they do alone: custody's not beyond custody, and what a child or a ward gave
 * says yes to nothing to which they could not themselves.
 */
const isBeyond =
  ({ minor, decides, joint, custody, guarded, economic }: Capacity, hold: Hold) =>
  (power: MandateFacts): boolean => {
    if (power.givenBy === 'CUSTODY') return minor && (decides || (joint && custody.length > 1))
    return hold === 'HELD' && isOwn(power) && ((minor && !decides) || (guarded && economic))
  }

async function forPerson(asking: Asking): Promise<readonly Right[] | Code> {
  const { tx, row, me, hold } = asking
  const capacity = await capacityOf(tx, row, hold)
  const isHolder = capacity.custody.includes(me)
  const isGuardian = capacity.guardians.includes(me)
  const power = await byPower(asking, isBeyond(capacity, hold))
  const rights = [
    ...(isHolder && !capacity.decides ? [byCustody(capacity)] : []),
    ...(isGuardian && capacity.economic ? [alone] : []),
    ...('code' in power ? [] : [power]),
  ]
  if (rights.length > 0) return rights
  if (isHolder) return { code: 'YOUNG_DECIDES' }
  return isGuardian ? { code: 'GUARDIANSHIP_SCOPE' } : 'code' in power ? power : []
}

const byCustody = ({ joint, custody }: Capacity): Right =>
  joint ? { mandate: null, needed: { form: 'ALL_OF', persons: custody } } : alone

async function forBusiness(asking: Asking): Promise<readonly Right[] | Code> {
  const { tx, row, me, at, hold } = asking
  const signing = await signingOf(tx, row, hold)
  const power = await byPower(asking, () => false)
  const rights: readonly Right[] = [
    ...(signing && maySign(signing, me)
      ? [{ mandate: null, needed: { form: 'SIGNING_RULE' as const, signing } }]
      : []),
    ...('code' in power ? [] : [power]),
  ]
  if (rights.length > 0) return rights
  if (signing && holdsRole(signing, me) && judgeSigning(signing, [], at).state === 'UNPARSED')
    return { code: 'SIGNING_RULE_UNPARSED' }
  return 'code' in power ? power : []
}

/** The power of attorney that covers the consent by itself. `beyond`: which do not, whatever they say. */
async function byPower(
  { tx, row, actor, at, hold }: Asking,
  beyond: (power: MandateFacts) => boolean,
): Promise<Right | Code> {
  const { acting } = actor
  const { subjectFacts, rights } = acting ?? {}
  if (!acting || !subjectFacts || !rights) return { code: 'MANDATE_ENDED' }
  const mandates = rights.mandates.filter(power => !beyond(power))
  const powers = { ...rights, custody: null, guardian: null, signing: null, mandates }
  const need = { action: 'CONSENT', fields: row.fields, activity: row.activity, marks: null } as const
  const verdict = rightOf({ ...acting, subjectFacts: { ...subjectFacts, rights: powers } }, need, at)
  if ('code' in verdict) return { code: rights.mandates.length > 0 ? 'MANDATE_SCOPE' : 'MANDATE_ENDED' }
  if (hold === 'HELD' && !(await holdRelied(tx, verdict.relies))) return { code: 'MANDATE_ENDED' }
  return { ...alone, mandate: verdict.mandate?.id ?? null }
}
