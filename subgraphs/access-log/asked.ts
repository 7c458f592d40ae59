// What a reader of the access log asked for, checked before anything is looked up.
import { GraphQLError } from 'graphql'
import type { RequestContext } from '../../access/request.ts'
import { readFirst } from '../page.ts'
import type { Choice } from './store.ts'

/** A period and the size of a page. Throws a GraphQLError (`PERIOD_REVERSED`, `PAGE_SIZE`) that says what to do. */
export function checkAsked({ from, to, first }: Choice & { readonly first: number }): number {
  if (from && to && from >= to)
    throw new GraphQLError('The period must begin before it ends: from is included, to is not.', {
      extensions: { code: 'PERIOD_REVERSED' },
    })
  return readFirst(first)
}

/** One subject, named in one way. Throws a GraphQLError (`SUBJECT_AMBIGUOUS`). */
export function checkSubject(subject: string | null, cpr: string | null): void {
  if (subject === null || cpr === null) return
  throw new GraphQLError('Name the person in one way: either by number or by id.', {
    extensions: { code: 'SUBJECT_AMBIGUOUS' },
  })
}

/** Officers look into the log in a case, never out of interest. Throws a GraphQLError (`CASE_REFERENCE_MISSING`). */
export function checkCase({ request }: RequestContext): void {
  if (request.caseReference !== null) return
  throw new GraphQLError('State in the header Case-Reference the case for which you look into the log.', {
    extensions: { code: 'CASE_REFERENCE_MISSING' },
  })
}
