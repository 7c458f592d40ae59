// For whom a caller acts: a system for its authority, a person for themselves or for whom they represent.
import type { CallerFacts, SubjectFacts } from './facts.ts'
import type { Acting } from './operation.ts'
import type { Request } from './request.ts'

/** `subject`: the person represented, or the caller. */
export function actingOf(request: Request, subject: SubjectFacts, facts: CallerFacts): Acting {
  const { activity, at } = facts
  const person = { authority: null, subjects: subject.ids, activity, at }
  if (request.caller.kind === 'SYSTEM') {
    const authority = facts.system?.authority ?? null
    return { by: 'SYSTEM', authority, subject: null, subjects: [], mandates: null, activity, at }
  }
  if (!request.represented || request.represented.kind === 'AUTHORITY')
    return { ...person, by: 'SUBJECT', subject: request.caller.person, mandates: null }
  // A custody holder needs no power of attorney.
  const mandates = subject.custodyUntil ? null : subject.mandates
  return { ...person, by: 'REPRESENTATIVE', subject: subject.canonical, mandates }
}
