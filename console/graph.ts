// Asks the public graph as the person who is signed in: the console has no other way to anything.
import type { Session } from './session.ts'
import type { Language } from './texts.ts'

/** An error of the graph, at its path. */
export interface GraphError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions?: {
    readonly code?: string
    /** What would make it allowed. */
    readonly access?: { readonly help?: Readonly<Record<Language, string>> }
  }
}

export interface GraphAnswer<Data> {
  /** Null: nothing was executed. */
  readonly data: Data | null
  readonly errors: readonly GraphError[]
}

/** The token is not accepted any more: whoever is there signs in again. */
export class SignedOut extends Error {
  override readonly name = 'SignedOut'
}

export type AskGraph = <Data>(
  session: Pick<Session, 'token' | 'actingFor'>,
  query: string,
  variables?: Readonly<Record<string, unknown>>,
) => Promise<GraphAnswer<Data>>

const deadlineMs = 10_000

/** `address`: of the gateway's /graphql. Rejects with SignedOut, or when the graph does not answer. */
export function openGraph(address: string): AskGraph {
  return async (session, query, variables = {}) => {
    const answer = await fetch(address, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${session.token}`,
        'Content-Type': 'application/json',
        Accept: 'application/graphql-response+json',
        ...(session.actingFor && { 'On-Behalf-Of': session.actingFor.header }),
      },
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(deadlineMs),
    })
    if (answer.status === 401) throw new SignedOut()
    const { data = null, errors = [] } = await answer.json()
    return { data, errors }
  }
}
