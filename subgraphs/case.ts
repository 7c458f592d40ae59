// An officer searches in a case, never out of interest: the header Case-Reference says in which.
import { GraphQLError } from 'graphql'
import type { RequestContext } from '../access/request.ts'

/** Throws a GraphQLError (`CASE_REFERENCE_MISSING`) that says what to do. */
export function checkCase({ request }: Pick<RequestContext, 'request'>): void {
  if (request.caseReference !== null) return
  throw new GraphQLError('State in the header Case-Reference the case for which you look.', {
    extensions: { code: 'CASE_REFERENCE_MISSING' },
  })
}
