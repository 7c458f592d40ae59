// Signing rules that nobody has read yet, met by a decision: noted with its record, so that stewards see what is asked about.
import type { SubjectFacts } from './facts.ts'
import { ruleInForce } from './signing.ts'

/** A business whose rule a steward has to read, and what the register said of it as it was met. */
export interface UnreadRule {
  /** Opaque id, the canonical one. */
  readonly business: string
  readonly text: string | null
  readonly status: string | null
}

/** Of whom something was refused: the rule of the business, or of the one that holds a power of attorney from them. */
export const unreadRules = ({
  rights: { signing, holder },
}: Pick<SubjectFacts, 'rights'>): readonly UnreadRule[] =>
  [signing, holder].flatMap(found => {
    // Of a business that has ended there is nothing to read.
    if (!found || found.facts.closed || ruleInForce(found).kind === 'RULE') return []
    const { text, status } = found.facts
    return [{ business: found.business, text, status }]
  })
