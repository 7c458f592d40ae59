// Which mandate lets one person act for another, or why none does. Mandates are tried one by one, never added up.
import type { MandateAction } from './classification.ts'
import type { MandateFacts, SubjectFacts } from './facts.ts'
import type { RefusalCode } from './refusals.ts'

type MandateCode = Extract<RefusalCode, `MANDATE_${string}`>

/** The mandate that by itself covers an action on all of the fields for the activity; null when none does. */
export function coveringMandate(
  mandates: readonly MandateFacts[],
  action: MandateAction,
  fields: readonly string[],
  activity: string,
  at: Date,
): MandateFacts | null {
  const covering = mandates.find(
    mandate =>
      mandate.state === 'ACTIVE' &&
      at >= mandate.validFrom &&
      at < mandate.validTo &&
      fields.every(coordinate => covers(mandate, { coordinate, action, activity })),
  )
  return covering ?? null
}

/** What is to be done under the mandate. */
export interface MandateNeed {
  /** The field to read; null when a command only needs the action. */
  readonly coordinate: string | null
  readonly action: MandateAction
  readonly activity: string | null
}

/** A mandate that covers the need: a power of attorney by its id, or custody, which has no record of its own. */
export type MandateVerdict =
  | { readonly by: 'POWER_OF_ATTORNEY'; readonly mandate: MandateFacts }
  | { readonly by: 'CUSTODY' }
  | { readonly code: MandateCode }

// The nearest to a permit speaks.
const nearness: readonly MandateCode[] = [
  'MANDATE_SCOPE',
  'MANDATE_LAPSED',
  'MANDATE_EXPIRED',
  'MANDATE_MISSING',
]

/** Judges the mandates that the subject's facts hold for the caller, at the decision's instant. */
export function judgeMandates(
  subject: SubjectFacts,
  holderDead: boolean,
  need: MandateNeed,
  at: Date,
): MandateVerdict {
  if (subject.custodyUntil && at < subject.custodyUntil && !subject.dead) return { by: 'CUSTODY' }
  const lapsed = subject.dead || holderDead
  const verdicts = subject.mandates.map(mandate => judge(mandate, need, at, lapsed))
  const given = verdicts.find(verdict => 'by' in verdict)
  if (given) return given
  const codes = verdicts.flatMap(verdict => ('code' in verdict ? [verdict.code] : []))
  return { code: nearness.find(code => codes.includes(code)) ?? 'MANDATE_MISSING' }
}

function judge(mandate: MandateFacts, need: MandateNeed, at: Date, lapsed: boolean): MandateVerdict {
  if (mandate.state !== 'ACTIVE' || at >= mandate.validTo) return { code: 'MANDATE_EXPIRED' }
  if (at < mandate.validFrom) return { code: 'MANDATE_MISSING' }
  if (lapsed) return { code: 'MANDATE_LAPSED' }
  return covers(mandate, need) ? { by: 'POWER_OF_ATTORNEY', mandate } : { code: 'MANDATE_SCOPE' }
}

function covers(mandate: MandateFacts, need: MandateNeed): boolean {
  if (!mandate.actions.includes(need.action)) return false
  if (need.coordinate !== null && !mandate.fields.includes(need.coordinate)) return false
  return (
    mandate.activities.length === 0 || (need.activity !== null && mandate.activities.includes(need.activity))
  )
}
