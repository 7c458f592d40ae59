// Asks the public graph as the person who is signed in: the console has no other way to anything.
import { post } from '../door/post.ts'
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

/** For what an officer asks, as the headers Processing-Activity and Case-Reference say it. */
export interface Purpose {
  readonly activity: string
  readonly caseReference: string | null
}

/** As whom, for whom, and for what. */
export type Asker = Pick<Session, 'token' | 'actingFor'> & { readonly purpose?: Purpose }

export type AskGraph = <Data>(
  asker: Asker,
  query: string,
  variables?: Readonly<Record<string, unknown>>,
) => Promise<GraphAnswer<Data>>

const timeoutMs = 10_000
const maxAnswerBytes = 4 * 1024 * 1024

/** `address`: of the gateway's /graphql. Rejects with SignedOut, or when the graph does not answer. */
export function openGraph(address: string): AskGraph {
  return async ({ token, actingFor, purpose }, query, variables = {}) => {
    const headers = {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      Accept: 'application/graphql-response+json',
      ...(actingFor && { 'On-Behalf-Of': actingFor.header }),
      ...(purpose && { 'Processing-Activity': purpose.activity }),
      ...(purpose?.caseReference && { 'Case-Reference': purpose.caseReference }),
    }
    const body = JSON.stringify({ query, variables })
    const { status, text } = await post(address, { headers, body, timeoutMs, maxAnswerBytes })
    if (status === 401) throw new SignedOut()
    const { data = null, errors = [] } = JSON.parse(text)
    return { data, errors }
  }
}
