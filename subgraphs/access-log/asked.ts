// What a reader of the access log asked for, checked before anything is looked up.
import { GraphQLError } from 'graphql'
import { readFirst } from '../page.ts'
import type { Choice } from './store.ts'

/** A period and the size of a page. Throws a GraphQLError (`PERIOD_REVERSED`, `PAGE_SIZE`) that says what to do. */
export function checkAsked({ first, ...period }: Choice & { readonly first: number }): number {
  checkPeriod(period)
  return readFirst(first)
}

/** A period. Throws a GraphQLError (`PERIOD_REVERSED`). */
export function checkPeriod({ from, to }: Pick<Choice, 'from' | 'to'>): void {
  if (!from || !to || from < to) return
  throw new GraphQLError('The period must begin before it ends: from is included, to is not.', {
    extensions: { code: 'PERIOD_REVERSED' },
  })
}

/** One subject, named in one way. Throws a GraphQLError (`SUBJECT_AMBIGUOUS`). */
export function checkSubject(subject: string | null, cpr: string | null): void {
  if (subject === null || cpr === null) return
  throw new GraphQLError('Name the person in one way: either by number or by id.', {
    extensions: { code: 'SUBJECT_AMBIGUOUS' },
  })
}
