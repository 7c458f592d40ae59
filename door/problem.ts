// A request that is not executed: its HTTP status, and errors in the form of GraphQL that say what to do.
import type { GraphQLFormattedError } from 'graphql'
import { type RequestCodeName, requestCodes } from './codes.ts'

/** Thrown anywhere behind the door before an operation runs. Messages never repeat what the caller sent. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem'
  readonly status: number
  readonly errors: readonly GraphQLFormattedError[]
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    errors: readonly GraphQLFormattedError[],
    headers: Readonly<Record<string, string>> = {},
    /** What failed inside, for the log. */
    cause?: unknown,
  ) {
    super(errors[0]?.message ?? 'The request was not executed.', { cause })
    this.status = status
    this.errors = errors
    this.headers = headers
  }
}

/** A problem with one error, of the closed list; `message` where more can be said than the list says. */
export function problem(
  code: RequestCodeName,
  message: string = requestCodes[code].en,
  headers: Readonly<Record<string, string>> = {},
): HttpProblem {
  return new HttpProblem(requestCodes[code].status, [{ message, extensions: { code } }], headers)
}

/** One same answer for every fault of a token: it must not help to make a better forgery. `sent`: there was one. */
export function unauthenticated(sent: boolean): HttpProblem {
  return sent
    ? problem('UNAUTHENTICATED', 'The token is not valid here. Get a new one from the issuer.', {
        'WWW-Authenticate': 'Bearer error="invalid_token"',
      })
    : problem('UNAUTHENTICATED', 'Send your own token: Authorization: Bearer …', {
        'WWW-Authenticate': 'Bearer',
      })
}

/** Something that every decision needs did not answer. */
export function unavailable(cause: unknown): HttpProblem {
  const { status, errors } = problem('UNAVAILABLE')
  return new HttpProblem(status, errors, { 'Retry-After': '5' }, cause)
}
