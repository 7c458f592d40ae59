// The way of an operation through the door, in the order in which a request meets the steps. Gateway and subgraphs share it.
import type { IncomingMessage } from 'node:http'
import { type DocumentNode, GraphQLError, type GraphQLFormattedError, getOperationAST } from 'graphql'
import type { Identified, Identify } from '../access/identify.ts'
import type { Request } from '../access/request.ts'
import { TokenRefused } from '../access/token-form.ts'
import { type BodyLimits, type Operation, readOperation } from './body.ts'
import { checkDocument, type DocumentLimits, parseDocument } from './document.ts'
import { readRequest } from './headers.ts'
import type { Exchange, Route } from './listen.ts'
import { chooseMedia, readsErrorsOnly } from './media.ts'
import { HttpProblem, problem, unauthenticated, unavailable } from './problem.ts'
import { writeJson } from './write.ts'

/** What is asked, ready to be validated and run. */
export interface Asked extends Operation {
  readonly request: Request
  readonly document: DocumentNode
}

/** `data` is absent when the operation was not executed. */
export interface Answered {
  readonly status?: number
  readonly body: {
    readonly data?: unknown
    readonly errors?: readonly GraphQLFormattedError[]
    readonly extensions?: Readonly<Record<string, unknown>>
  }
}

export interface GraphOptions {
  /** Null where nothing is decided: the caller's headers go on to subgraphs, which verify the token themselves. */
  readonly identify: Identify | null
  /** The id of a business by its CVR number, known or not. */
  readonly lookupBusiness: (cvr: string) => Promise<string>
  readonly answer: (asked: Asked) => Promise<Answered>
  /** `/graphql` unless told. */
  readonly path?: string
  /** Milliseconds until the caller gets 504; 5,000 unless told (a subgraph: 2,000). */
  readonly timeoutMs?: number
  /** A subgraph allows what a gateway may send it: lists of representations are long. */
  readonly limits?: {
    readonly body?: BodyLimits
    readonly document?: DocumentLimits
    readonly tokens?: number
  }
  readonly now?: () => Date
}

const defaultTimeoutMs = 5_000

/** A route for `listen`. */
export function graphRoute(options: GraphOptions): Route {
  const { path = '/graphql', now = () => new Date() } = options
  return async (request, response, exchange) => {
    if (exchange.path !== path) return false
    if (request.method !== 'POST') {
      throw problem('METHOD', undefined, { Allow: 'POST' })
    }
    const media = chooseMedia(request.headers.accept)
    if (media === null) {
      throw problem('NOT_ACCEPTABLE')
    }
    const identified = options.identify
      ? await authenticate(request, exchange, options.identify)
      : unidentified
    const { lookupBusiness } = options
    const arrival = { id: exchange.id, at: now(), lookupBusiness }
    const asking = await readRequest(request.headersDistinct, identified, arrival)
    const operation = await readOperation(request, options.limits?.body)
    const refused = readsErrorsOnly(request.headers.accept) ? 200 : 400
    const document = readDocument(operation, options.limits, refused)
    const asked = { ...operation, request: asking, document }
    const answered = await inTime(options.answer(asked), options.timeoutMs ?? defaultTimeoutMs)
    const status = commandFailed(asked, answered) ? 503 : statusOf(answered, refused)
    writeJson(response, status, media, answered.body)
    return true
  }
}

const unidentified: Identified = { caller: { kind: 'SYSTEM', client: '', officer: null }, activities: [] }

async function authenticate(
  request: IncomingMessage,
  exchange: Exchange,
  identify: Identify,
): Promise<Identified> {
  const values = request.headersDistinct.authorization ?? []
  if (values.length === 0) {
    exchange.fault = 'TOKEN_MISSING'
    throw unauthenticated(false)
  }
  const [, token] = /^Bearer +([^\s]+)$/i.exec(values[0]!) ?? []
  try {
    if (!token || values.length > 1) throw new TokenRefused('FORM')
    return await identify(token)
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw unavailable(error)
    exchange.fault = `TOKEN_${error.fault}`
    throw unauthenticated(true)
  }
}

function readDocument(
  { documentText, variables, operationName }: Operation,
  limits: GraphOptions['limits'],
  refused: number,
): DocumentNode {
  try {
    const document = parseDocument(documentText, limits?.tokens)
    checkDocument(document, limits?.document, variables)
    // Whoever runs it must not take another for the one that was named.
    if (!getOperationAST(document, operationName)) throw problem('OPERATION_RESOLUTION_FAILURE')
    return document
  } catch (error) {
    if (error instanceof HttpProblem) throw new HttpProblem(refused, error.errors)
    throw error instanceof GraphQLError ? new HttpProblem(refused, [error.toJSON()]) : error
  }
}

const serverFaults: readonly unknown[] = ['BUSY', 'INTERNAL', 'SUBGRAPH_UNAVAILABLE']

/** A command that could not be carried out for a fault of ours changed nothing: whoever sent it must know (case C27). */
function commandFailed({ document, operationName }: Asked, { body }: Answered): boolean {
  if (getOperationAST(document, operationName)?.operation !== 'mutation') return false
  return (body.errors ?? []).some(
    ({ path, extensions }) => path?.length === 1 && serverFaults.includes(extensions?.code),
  )
}

/** `refused`: of an operation that was not executed because it does not fit the schema. */
function statusOf({ status, body }: Answered, refused: number): number {
  const own = status ?? (Object.hasOwn(body, 'data') ? 200 : 400)
  return own === 400 ? refused : own
}

async function inTime(answer: Promise<Answered>, timeoutMs: number): Promise<Answered> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(problem('TIMED_OUT')), timeoutMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
