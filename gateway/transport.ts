// How the gateway reaches a subgraph: the contract of both ways, and the way over HTTP.
import { type Posted, post } from '../door/post.ts'

export interface SubgraphRequest {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
  readonly operationName?: string
}

export interface SubgraphError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions?: Record<string, unknown>
}

export interface SubgraphResponse {
  readonly data?: Record<string, unknown> | null
  readonly errors?: readonly SubgraphError[]
  readonly extensions?: Record<string, unknown>
}

/** One way to reach one subgraph; `context` is the gateway request's own object, handed through untouched. */
export type Transport<Context> = (request: SubgraphRequest, context: Context) => Promise<SubgraphResponse>

export interface HttpTransportOptions<Context> {
  /** The subgraph's name, for error messages. */
  readonly name: string
  /** Its address, or where it is at the moment. */
  readonly url: string | (() => string)
  /** Milliseconds for the whole exchange, the answer's body included. */
  readonly timeoutMs: number
  /** Bytes of answer beyond which the rest is not read; 16 MiB unless told. */
  readonly maxAnswerBytes?: number
  /** The caller's own token and headers: the subgraph verifies them itself. */
  readonly headers: (context: Context) => Record<string, string>
}

const defaultMaxAnswerBytes = 16 * 1024 * 1024
// Said last: whatever the caller's own headers were.
const own = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json, application/json;q=0.9',
  // Between neighbours, compressing costs more than it saves.
  'accept-encoding': 'identity',
}

/** The subgraph, or what stands in front of it, said that it cannot answer now. */
export class Overloaded extends Error {
  override readonly name = 'Overloaded'
}

/**
 * Rejects when the subgraph is down, slow, redirects, fails, or answers what is no GraphQL answer; connections are kept
 * alive.
 */
export function httpTransport<Context>(options: HttpTransportOptions<Context>): Transport<Context> {
  const limit = options.maxAnswerBytes ?? defaultMaxAnswerBytes
  return async (request, context) => {
    const url = typeof options.url === 'string' ? options.url : options.url()
    const posted = await post(url, {
      headers: { ...options.headers(context), ...own },
      body: JSON.stringify(request),
      timeoutMs: options.timeoutMs,
      maxAnswerBytes: limit,
    })
    return readAnswer(posted, options.name)
  }
}

function readAnswer({ status, media, text }: Posted, name: string): SubgraphResponse {
  const overloaded = status === 429 || status === 503
  const fail = (what: string): never => {
    throw overloaded ? new Overloaded(`${name} has too much to do.`) : new Error(`${name} ${what}.`)
  }
  // The caller's token goes to the configured address and nowhere else.
  if (status >= 300 && status < 400) return fail('answered with a redirect')
  if (!/^application\/(graphql-response\+)?json\s*(;|$)/i.test(media)) return fail('answered no JSON')
  const answer = parse(text) ?? fail('answered no JSON object')
  // A command that failed answers 503 with its data; without data it is the subgraph that fails, not the operation.
  if ((overloaded || status >= 500) && !Object.hasOwn(answer, 'data')) return fail('failed')
  if (!Object.hasOwn(answer, 'data') && !Array.isArray(answer.errors)) return fail('answered no GraphQL')
  return answer
}

function parse(text: string): SubgraphResponse | null {
  try {
    const answer: unknown = JSON.parse(text)
    return typeof answer === 'object' && answer !== null ? (answer as SubgraphResponse) : null
  } catch {
    return null // The parser's own message quotes the text.
  }
}
