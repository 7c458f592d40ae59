// Who gives a command on a power of attorney: the person at the keyboard, for whom, and by which right.
import { type Acting, rightOf } from '../../access/acting.ts'
import type { MandateReliance } from '../../access/mandates.ts'
import { maySign } from '../../access/signing.ts'
import type { SubjectKind } from '../../access/subject-kind.ts'
import { type Scope, within } from './scope.ts'

/** By what somebody acts: for themselves, or for another whom they represent. */
export type Right = 'SELF' | 'CUSTODY' | 'GUARDIAN' | 'SIGNATORIES' | 'MANDATE'

export interface Actor {
  /** Canonical id of the person at the keyboard. */
  readonly person: string
  /** For whom they act: themselves, or whom they represent. */
  readonly subject: string
  readonly subjectKind: SubjectKind
  /** Every id of that subject. */
  readonly subjects: readonly string[]
  readonly right: Right
  /** Of the right MANDATE: what lets them do something to a power of attorney of that scope rests on; null: nothing does. */
  readonly mandateFor: (scope: Scope) => MandateReliance | null
}

/** Of a person: systems give no commands on powers of attorney. */
export function actorOf(acting: Acting): Actor {
  const { subject, subjects, subjectKind, selfFacts } = acting
  if (subject === null || selfFacts === null)
    throw new Error('A command of persons was let through to a system.')
  const person = selfFacts.canonical
  return {
    ...{ person, subject, subjects, subjectKind: subjectKind ?? 'PERSON' },
    right: actsBy(acting, person),
    mandateFor: scope => mandateFor(acting, scope),
  }
}

/**
 * Whether the actor asks for, accepts or renounces what their subject shall hold: no power of attorney covers that, and to
 * act for others is no matter of the ward's money.
 */
export const answersFor = ({ right }: Pick<Actor, 'right'>): boolean =>
  right !== 'MANDATE' && right !== 'GUARDIAN'

/** In the order in which the decision tries them (access/mandates.ts). */
function actsBy({ rights }: Acting, person: string): Right {
  if (rights === null) return 'SELF'
  if (rights.custody) return 'CUSTODY'
  if (rights.guardian) return 'GUARDIAN'
  return rights.signing && maySign(rights.signing, person) ? 'SIGNATORIES' : 'MANDATE'
}

/** One that lets its holder ACT and reaches as far as the other does. */
function mandateFor(acting: Acting, { fields, activities }: Scope): MandateReliance | null {
  const verdict = rightOf(acting, { action: 'ACT', fields, activity: activities[0] ?? null, marks: null })
  if (!('by' in verdict) || verdict.mandate === null) return null
  const reach: Scope = { ...verdict.mandate, actions: ['ACT'] }
  return within({ fields, actions: ['ACT'], activities }, reach) ? verdict.relies : null
}
