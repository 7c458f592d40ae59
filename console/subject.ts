// Whose pages these are: the person at the keyboard, or the one for whom they act.
import type { Session } from './session.ts'

/** The part of a query about that subject, under the name `subject`; a selection for each kind. */
export function aboutSubject(
  { actingFor }: Pick<Session, 'actingFor'>,
  person: string,
  business: string | null = person,
): string {
  if (!actingFor) return `subject: me { __typename id ${person} }`
  const ofBusiness = business === null ? '' : `... on Business { id ${business} }`
  return `subject: represented { __typename ... on Person { id ${person} } ${ofBusiness} }`
}
