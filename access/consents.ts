// Which consent gives a field, or why none does.
import type { ConsentFacts } from './facts.ts'
import { type Asked, areInside } from './parameters.ts'
import type { RefusalCode } from './refusals.ts'

type ConsentCode = Extract<RefusalCode, `CONSENT_${string}` | 'SIGNING_RULE_UNMET'>

export type ConsentVerdict = { readonly consent: string } | { readonly code: ConsentCode }

// With several consents the nearest to a permit speaks; the latest wins a tie.
const nearness: readonly ConsentCode[] = [
  'CONSENT_PARAMETER_OUTSIDE',
  'CONSENT_FIELD_OUTSIDE',
  'CONSENT_SUSPENDED',
  'SIGNING_RULE_UNMET',
  'CONSENT_NOT_YET',
  'CONSENT_WITHDRAWN',
  'CONSENT_EXPIRED',
  'CONSENT_MISSING',
]

/**
 * Judges one field, as it is asked for, by the consents of its subject to the caller's authority for the stated
 * activity. Half-open: a consent holds while from ≤ at < to. The dead no longer consent.
 */
export function judgeConsents(
  consents: readonly ConsentFacts[],
  asked: Asked,
  at: Date,
  dead: boolean,
): ConsentVerdict {
  const verdicts = consents.map(consent => judge(consent, asked, at, dead))
  const given = verdicts.find(verdict => 'consent' in verdict)
  if (given) return given
  const codes = verdicts.flatMap(verdict => ('code' in verdict ? [verdict.code] : []))
  return { code: nearness.find(code => codes.includes(code)) ?? 'CONSENT_MISSING' }
}

function judge(consent: ConsentFacts, asked: Asked, at: Date, dead: boolean): ConsentVerdict {
  const code = stateCode(consent, at, dead)
  const outside = outsideCode(consent, asked)
  if (code === null) return outside === null ? { consent: consent.id } : { code: outside }
  // One that does not hold says nothing about what it never covered.
  return { code: outside === null ? code : 'CONSENT_MISSING' }
}

function outsideCode({ fields, parameters }: ConsentFacts, asked: Asked): ConsentCode | null {
  if (!fields.includes(asked.coordinate)) return 'CONSENT_FIELD_OUTSIDE'
  return areInside(parameters, fields, asked) ? null : 'CONSENT_PARAMETER_OUTSIDE'
}

function stateCode(consent: ConsentFacts, at: Date, dead: boolean): ConsentCode | null {
  if (consent.state === 'WITHDRAWN') return 'CONSENT_WITHDRAWN'
  // Not given yet, so it never was in force: a request of the dead is no consent that ended.
  if (consent.state === 'PARTLY_CONFIRMED') return dead ? 'CONSENT_MISSING' : 'SIGNING_RULE_UNMET'
  if (dead || at >= consent.validTo) return 'CONSENT_EXPIRED'
  if (consent.state === 'SUSPENDED') return 'CONSENT_SUSPENDED'
  if (at < consent.validFrom) return 'CONSENT_NOT_YET'
  return consent.state === 'GRANTED' ? null : 'CONSENT_MISSING'
}
