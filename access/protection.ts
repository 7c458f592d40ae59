// Name-and-address protection (CPR act § 28) towards private recipients and representatives, and who knows the place already.
import type { FieldRule } from './classification.ts'
import type { Decision } from './decide.ts'
import type { SubjectFacts } from './facts.ts'

/** Name and place of a protected person do not go to private recipients or representatives. */
export function protect(given: Decision, rule: FieldRule, subject: SubjectFacts): Decision {
  if (given.outcome !== 'PERMIT' || !rule.hiddenByProtection) return given
  const { canonical, revision } = subject
  const standings = [...given.relies.standings, { subject: canonical, revision }]
  // Protected today hides earlier values too; protected then hides that time's, here all of them.
  const hidden = subject.protected || (rule.earlier && subject.everProtected)
  return { ...given, relies: { ...given.relies, standings }, outcome: hidden ? 'WITHHOLD' : 'PERMIT' }
}

/** Whether protection hides the subject's place from a representative: from all but a custody holder at home. */
export function isHidden(self: SubjectFacts, subject: SubjectFacts, at: Date): boolean {
  return subject.protected && !livesWith(self, subject, at)
}

/** A custody holder registered with the child knows the place already. */
export function livesWith(self: SubjectFacts, child: SubjectFacts, at: Date): boolean {
  const { custody } = child.rights
  return custody !== null && at < custody.until && shareHome(self, child)
}

/** Registered at the same address. */
export const shareHome = (one: SubjectFacts, other: SubjectFacts): boolean =>
  one.residence !== null && one.residence === other.residence
