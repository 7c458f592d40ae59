// A request that is not executed: its HTTP status, and errors in the form of GraphQL that say what to do.
import type { GraphQLFormattedError } from 'graphql'

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

/** A problem with one error. */
export function problem(
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): HttpProblem {
  return new HttpProblem(status, [{ message, extensions: { code } }], headers)
}

/** Something that every decision needs did not answer. */
export function unavailable(cause: unknown): HttpProblem {
  const message = 'The platform cannot decide at the moment, so nothing is given. Ask again in a few seconds.'
  return new HttpProblem(
    503,
    [{ message, extensions: { code: 'UNAVAILABLE' } }],
    { 'Retry-After': '5' },
    cause,
  )
}
