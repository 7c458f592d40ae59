// For whom a caller acts: a system for its authority, a person for themselves or for whom they represent.

import type { ActivityFacts } from './activity.ts'
import type { Asker } from './decide.ts'
import type { SubjectFacts } from './facts.ts'
import { judgeMandates, type MandateNeed, type MandateVerdict } from './mandates.ts'
import type { Request } from './request.ts'
import type { Rights } from './rights.ts'
import { maySign } from './signing.ts'
import { countingAuthority } from './supplier.ts'

/** For whom a command acts, once it was permitted. */
export interface Acting {
  readonly by: 'SYSTEM' | 'SUBJECT' | 'REPRESENTATIVE'
  /** CVR number of the acting authority; null for persons. */
  readonly authority: string | null
  /** CVR number of the supplier that acts for that authority, under the stated activity alone; else null. */
  readonly processor: string | null
  /** The subject for whom a person acts: themselves, or whom they represent. */
  readonly subject: string | null
  readonly subjectKind: 'PERSON' | 'BUSINESS' | null
  /** Every id of that subject; none for systems. */
  readonly subjects: readonly string[]
  /** What is known of that subject: alive, of age, guarded; null for systems. */
  readonly subjectFacts: SubjectFacts | null
  /** Every id of the person at the keyboard; none for systems. */
  readonly self: readonly string[]
  readonly selfFacts: SubjectFacts | null
  /** Of a representative: the rights, of which one must cover the command by itself; null when none is needed. */
  readonly rights: Rights | null
  /** The stated activity; null when none was. */
  readonly activity: ActivityFacts | null
  /** The database's clock, read with the facts. */
  readonly at: Date
}

/** `subject`: the person represented, or the caller. */
export function actingOf(request: Request, subject: SubjectFacts, { facts, self }: Asker): Acting {
  const { activity, at } = facts
  if (request.caller.kind === 'SYSTEM') {
    const counting = countingAuthority(request, facts)
    // A supplier whose mandate does not hold acts for nobody.
    const { authority, processor } = 'code' in counting ? { authority: null, processor: null } : counting
    return { ...system, authority, processor, activity, at }
  }
  const person = {
    ...{ authority: null, processor: null, activity, at },
    ...{ subjects: subject.ids, subjectKind: subject.kind, subjectFacts: subject },
    ...{ self: self?.ids ?? [], selfFacts: self },
  }
  return !request.represented || request.represented.kind === 'AUTHORITY'
    ? { ...person, by: 'SUBJECT', subject: request.caller.person, rights: null }
    : { ...person, by: 'REPRESENTATIVE', subject: subject.canonical, rights: subject.rights }
}

const system = {
  by: 'SYSTEM',
  subject: null,
  subjectKind: null,
  subjects: [],
  subjectFacts: null,
  self: [],
  selfFacts: null,
  rights: null,
} as const

/**
 * The right by which a representative does all of something by themselves, or why there is none. `marks`: of the activity
 * that it is done for. What several must do together is not judged here: they are counted by whoever asks them.
 */
export function rightOf(
  { subjectFacts, selfFacts, at: then }: Acting,
  need: Pick<MandateNeed, 'action' | 'fields' | 'activity' | 'marks' | 'toSign'>,
  at: Date = then,
): MandateVerdict {
  if (!subjectFacts || !selfFacts) return { code: 'MANDATE_MISSING' }
  return judgeMandates(subjectFacts, selfFacts, { ...need, economic: false, atDoor: false }, at)
}

/**
 * Whether a representative stands in the represented one's place: one of those who sign for a business. What others gave
 * somebody is about those others, and whoever else acts for its holder is no party to it.
 */
export const signsFor = ({ rights, selfFacts }: Pick<Acting, 'rights' | 'selfFacts'>): boolean =>
  rights?.signing != null && selfFacts !== null && maySign(rights.signing, selfFacts.canonical)

/** Whether a representative reads such a field by guardianship (record 017), and by no other right of theirs. */
export function isOnlyGuardian(acting: Acting, field: string): boolean {
  const { rights, subjectFacts, activity } = acting
  if (!rights?.guardian || !subjectFacts) return false
  const others = { ...subjectFacts, rights: { ...rights, guardian: null } }
  // A record that they answer: of several who hold custody each reads it alone.
  const need = {
    action: 'READ',
    fields: [field],
    activity: activity?.id ?? null,
    marks: activity,
    toSign: true,
  } as const
  return 'code' in rightOf({ ...acting, subjectFacts: others }, need)
}
