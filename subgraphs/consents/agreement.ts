// Who must agree to a consent, and whether they have. Pure; each form of "several must agree" is one kind of `Needed`.
import {
  type Confirmation,
  judgeSigning,
  maySign,
  type Signing,
  signatories,
  stillCounts as signatureCounts,
  sourceOf,
} from '../../access/signing.ts'
import { monthsLater, windowMonths } from '../../access/signing-rule/evaluate.ts'
import type { Signature } from './tables.ts'

/** Whose confirmations it takes: anyone's who may give it, all named persons', or those that a signing rule asks for. */
export type Needed =
  | { readonly form: 'ONE' }
  | { readonly form: 'ALL_OF'; readonly persons: readonly string[] }
  | { readonly form: 'SIGNING_RULE'; readonly signing: Signing }

/** Whether all have agreed. */
export interface Agreement {
  readonly met: boolean
  /** Of a business, once all have. */
  readonly signature: Signature | null
  /** Until then, who may still confirm, by opaque id (nobody in particular: empty). */
  readonly missing: readonly string[]
}

/** `confirmations`: those given and not taken back. A person counts once, however often they did. */
export function agreement(needed: Needed, confirmations: readonly Confirmation[], at: Date): Agreement {
  const given = confirmations.map(({ person }) => person)
  if (needed.form === 'ONE') return { met: given.length > 0, signature: null, missing: [] }
  if (needed.form === 'SIGNING_RULE') return signed(needed, confirmations, at)
  const missing = needed.persons.filter(person => !given.includes(person))
  // Nobody to ask is nobody who agreed.
  return { met: missing.length === 0 && needed.persons.length > 0, signature: null, missing }
}

function signed(
  needed: Extract<Needed, { form: 'SIGNING_RULE' }>,
  confirmations: readonly Confirmation[],
  at: Date,
): Agreement {
  const { signing } = needed
  const verdict = judgeSigning(signing, confirmations, at)
  const source = sourceOf(signing)
  if (verdict.state === 'MET' && source)
    return { met: true, signature: { by: verdict.by, source }, missing: [] }
  const current = confirmations.filter(one => stillCounts(needed, one, at)).map(({ person }) => person)
  const missing = signatories(signing).filter(person => !current.includes(person))
  return { met: false, signature: null, missing }
}

/** Whether somebody's confirmation counts at all. */
export function counts(needed: Needed, person: string): boolean {
  if (needed.form === 'ONE') return true
  return needed.form === 'ALL_OF' ? needed.persons.includes(person) : maySign(needed.signing, person)
}

/**
 * Whether a confirmation that was given still says what it said: under a signing rule while its window is open, and
 * nothing has changed in rules or roles since. One that does not may be given again.
 */
export function stillCounts(needed: Needed, given: Confirmation, at: Date): boolean {
  return needed.form !== 'SIGNING_RULE' || signatureCounts(needed.signing, given, at)
}

/** Until when those who are missing may confirm: while the last confirmation counts; null where time ends none. */
export function confirmBy(needed: Needed, confirmations: readonly Confirmation[]): Date | null {
  if (needed.form !== 'SIGNING_RULE' || confirmations.length === 0) return null
  const last = Math.max(...confirmations.map(({ at }) => at.getTime()))
  return monthsLater(new Date(last), windowMonths)
}
