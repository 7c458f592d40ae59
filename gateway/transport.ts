// How the gateway reaches a subgraph: the contract of both ways, and the way over HTTP.

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
  readonly url: string
  /** Milliseconds for the whole exchange, the answer's body included. */
  readonly timeoutMs: number
  /** Bytes of answer beyond which the rest is not read; 16 MiB unless told. */
  readonly maxAnswerBytes?: number
  /** The caller's own token and headers: the subgraph verifies them itself. */
  readonly headers: (context: Context) => Record<string, string>
}

const defaultMaxAnswerBytes = 16 * 1024 * 1024

/** Rejects when the subgraph is down, slow, redirects, or answers no JSON object; connections are kept alive. */
export function httpTransport<Context>(options: HttpTransportOptions<Context>): Transport<Context> {
  const limit = options.maxAnswerBytes ?? defaultMaxAnswerBytes
  return async (request, context) => {
    const headers = new Headers(options.headers(context))
    headers.set('content-type', 'application/json')
    headers.set('accept', 'application/graphql-response+json, application/json;q=0.9')
    const response = await fetch(options.url, {
      method: 'POST',
      headers,
      body: JSON.stringify(request),
      redirect: 'error', // The caller's token goes to the configured address and nowhere else.
      signal: AbortSignal.timeout(options.timeoutMs),
    })
    const answer: unknown = JSON.parse(await readText(response, limit, options.name))
    if (typeof answer !== 'object' || answer === null)
      throw new Error(`${options.name} answered no JSON object.`)
    return answer as SubgraphResponse
  }
}

async function readText(response: Response, limit: number, name: string): Promise<string> {
  if (!response.body) return ''
  const decoder = new TextDecoder()
  let bytes = 0
  let text = ''
  for await (const chunk of response.body) {
    bytes += chunk.byteLength
    // Leaving the loop cancels the stream, so an endless answer costs no more than the limit.
    if (bytes > limit) throw new Error(`${name} answered more than ${limit} bytes.`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
