// Tokens and requests of the playground's page. Everything lives in memory and ends with the tab.

export interface Headers {
  readonly activity: string
  readonly onBehalfOf: string
  readonly caseReference: string
  readonly explain: boolean
}

export const noHeaders: Headers = { activity: '', onBehalfOf: '', caseReference: '', explain: false }

/** A token for a demo identity by the development grant. Rejects when the issuer gives none. */
export async function signIn(identity: string): Promise<string> {
  const response = await fetch('/issuer/token', {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'urn:engang:grant:identity',
      client_id: 'playground',
      identity,
    }),
  })
  const answer = (await response.json()) as { access_token?: unknown }
  if (typeof answer.access_token !== 'string') throw new Error('no token')
  return answer.access_token
}

export interface Operation {
  readonly query: string
  readonly variables?: unknown
  readonly operationName?: string | null
}

/** Posts one operation; the answer as parsed JSON with its HTTP status. */
export async function post(
  operation: Operation,
  token: string,
  headers: Headers,
): Promise<{ status: number; answer: unknown }> {
  const { activity, onBehalfOf, caseReference, explain } = headers
  const optional = {
    Authorization: token && `Bearer ${token}`,
    'Processing-Activity': activity,
    'On-Behalf-Of': onBehalfOf,
    'Case-Reference': caseReference,
    'Access-Explain': explain ? 'true' : '',
  }
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/graphql-response+json, application/json',
      ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value)),
    },
    body: JSON.stringify(operation),
  })
  const { status } = response
  return { status, answer: await response.json().catch(() => ({ errors: [{ message: `HTTP ${status}` }] })) }
}

/** What GraphiQL would otherwise keep in the browser's storage: queries and variables can hold personal numbers. */
export function memoryStorage(): Storage {
  const items = new Map<string, string>()
  return {
    get length() {
      return items.size
    },
    getItem: key => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: key => void items.delete(key),
    clear: () => items.clear(),
    key: index => [...items.keys()][index] ?? null,
  }
}
