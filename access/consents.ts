// Which consent gives a field, or why none does.
import type { ConsentFacts } from './facts.ts'
import type { RefusalCode } from './refusals.ts'

type ConsentCode = Extract<RefusalCode, `CONSENT_${string}`>

export type ConsentVerdict = { readonly consent: string } | { readonly code: ConsentCode }

// With several consents the nearest to a permit speaks; the latest wins a tie.
const nearness: readonly ConsentCode[] = [
  'CONSENT_PARAMETER_OUTSIDE',
  'CONSENT_FIELD_OUTSIDE',
  'CONSENT_SUSPENDED',
  'CONSENT_NOT_YET',
  'CONSENT_WITHDRAWN',
  'CONSENT_EXPIRED',
  'CONSENT_MISSING',
]

/**
 * Judges one field by the consents of its subject to the caller's authority for the stated activity.
 * Half-open: a consent holds while from ≤ at < to. The dead no longer consent.
 */
export function judgeConsents(
  consents: readonly ConsentFacts[],
  coordinate: string,
  at: Date,
  dead: boolean,
): ConsentVerdict {
  const verdicts = consents.map(consent => judge(consent, coordinate, at, dead))
  const given = verdicts.find(verdict => 'consent' in verdict)
  if (given) return given
  const codes = verdicts.flatMap(verdict => ('code' in verdict ? [verdict.code] : []))
  return { code: nearness.find(code => codes.includes(code)) ?? 'CONSENT_MISSING' }
}

function judge(consent: ConsentFacts, coordinate: string, at: Date, dead: boolean): ConsentVerdict {
  const covers = consent.fields.includes(coordinate)
  const code = stateCode(consent, at, dead)
  if (code === null) return covers ? { consent: consent.id } : { code: 'CONSENT_FIELD_OUTSIDE' }
  // One that no longer holds says nothing about fields that it never covered.
  return { code: covers ? code : 'CONSENT_MISSING' }
}

function stateCode(consent: ConsentFacts, at: Date, dead: boolean): ConsentCode | null {
  if (consent.state === 'WITHDRAWN') return 'CONSENT_WITHDRAWN'
  if (dead || at >= consent.validTo) return 'CONSENT_EXPIRED'
  if (consent.state === 'SUSPENDED') return 'CONSENT_SUSPENDED'
  if (at < consent.validFrom) return 'CONSENT_NOT_YET'
  return consent.state === 'GRANTED' ? null : 'CONSENT_MISSING'
}
