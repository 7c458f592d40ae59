// Whether a draft may be approved, by this officer, now: pure, every problem at once.
import { isSameOfficer, type Officer } from '../officer.ts'
import { type Problem, problem } from '../problems.ts'
import { type About, type Content, fitProblems, needsOperator } from './activity.ts'

/** A version as it stands before its approval, and what stands beside it. */
export interface Candidate {
  readonly content: Content
  /** The period as wished. */
  readonly validFrom: Date
  readonly validTo: Date | null
  readonly state: 'DRAFT' | 'APPROVED' | 'CANCELLED'
  /** Null when no record says who it was: then nobody is known to be another. */
  readonly draftedBy: string | null
  /** When the approved version that begins last does so; null when none was ever approved. */
  readonly lastBegins: Date | null
  /** A later version was approved already. */
  readonly overtaken: boolean
}

/** When it would be in force: as wished, never before its approval. */
export const begins = ({ validFrom }: Pick<Candidate, 'validFrom'>, at: Date): Date =>
  validFrom > at ? validFrom : at

/** What stands against approving, as of an instant. */
export function approvalProblems(
  candidate: Candidate,
  approver: Pick<Officer, 'accounts' | 'isOperator'>,
  about: About,
  at: Date,
): readonly Problem[] {
  const { content, state, draftedBy, lastBegins, overtaken, validTo } = candidate
  if (state !== 'DRAFT' || overtaken) return [problem('WRONG_STATE', 'input.version')]
  const from = begins(candidate, at)
  const sameEyes = draftedBy === null || isSameOfficer(draftedBy, approver)
  const operator = needsOperator(content, about.platform) && !approver.isOperator
  return [
    ...(sameEyes ? [problem('FOUR_EYES_NEEDED', 'input.version')] : []),
    ...(operator ? [problem('OPERATOR_NEEDED', 'input.version')] : []),
    ...(validTo !== null && validTo <= from ? [problem('PERIOD_REVERSED', 'input.version')] : []),
    ...(lastBegins !== null && lastBegins >= from ? [problem('PERIOD_OVERLAPS', 'input.version')] : []),
    ...fitProblems(content, about, () => 'input.version'),
  ]
}
