// Reads the body of a GraphQL request: one operation, as plain JSON, within limits.
import type { IncomingMessage } from 'node:http'
import { type JsonFault, JsonRefused, readJson } from './json.ts'
import { type HttpProblem, problem } from './problem.ts'

/** One operation as the caller sent it; nothing of it is checked against a schema yet. */
export interface Operation {
  readonly documentText: string
  readonly operationName: string | null
  readonly variables: Readonly<Record<string, unknown>>
}

export interface BodyLimits {
  readonly bytes: number
  /** Objects and lists inside one another, in the variables. */
  readonly depth: number
  /** Objects, lists and scalars in the variables; a list of 1,000 must pass. */
  readonly values: number
}

export const defaultBodyLimits: BodyLimits = { bytes: 256 * 1024, depth: 20, values: 2_000 }

// The body's own object, its members, and what `extensions` may hold besides the variables.
const envelope = { depth: 2, values: 100 }

/** Rejects with HttpProblem. */
export async function readOperation(
  request: IncomingMessage,
  limits: BodyLimits = defaultBodyLimits,
): Promise<Operation> {
  checkHeaders(request, limits)
  const bytes = await readBytes(request, limits.bytes)
  return readParameters(readBody(bytes, limits))
}

function checkHeaders(request: IncomingMessage, limits: BodyLimits): void {
  const { 'content-type': types = [], 'content-encoding': encodings } = request.headersDistinct
  const plain = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i
  if (types.length !== 1 || !plain.test(types[0]!)) {
    throw problem('MEDIA_TYPE')
  }
  // A small compressed body can be a large one.
  if (encodings) throw problem('CONTENT_ENCODING')
  // Node would take `gzip, chunked` for chunks alone, and someone in front of us for something else.
  if (!/^chunked$/i.test(request.headers['transfer-encoding'] ?? 'chunked')) {
    throw problem('TRANSFER_ENCODING')
  }
  if (Number(request.headers['content-length'] ?? 0) > limits.bytes) throw tooLarge(limits)
}

function tooLarge({ bytes }: Pick<BodyLimits, 'bytes'>): HttpProblem {
  const message = `The body is too large: at most ${Math.floor(bytes / 1024)} KiB.`
  return problem('BODY_TOO_LARGE', `${message} Split it into several operations.`)
}

async function readBytes(request: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    // `for await` would destroy the connection before the refusal is written.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      size += (chunk as Buffer).length
      if (size > most) break
      chunks.push(chunk as Buffer)
    }
  } catch {
    throw problem('BODY_SYNTAX', 'The body ended early. Send all of it.')
  }
  if (size > most) throw tooLarge({ bytes: most })
  return Buffer.concat(chunks)
}

function readBody(bytes: Buffer, limits: BodyLimits): unknown {
  const most = { depth: limits.depth + envelope.depth, values: limits.values + envelope.values }
  try {
    return readJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), most)
  } catch (error) {
    const fault: JsonFault = error instanceof JsonRefused ? error.fault : 'SYNTAX'
    throw problem(`BODY_${fault}`)
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function readParameters(body: unknown): Operation {
  if (Array.isArray(body)) throw problem('BATCH')
  if (!isObject(body)) throw problem('BODY_SYNTAX')
  const member = (name: string): unknown => body[name] ?? null
  const [query, operationName] = [member('query'), member('operationName')]
  const [variables, extensions] = [member('variables'), member('extensions')]
  if (extensions !== null && !isObject(extensions)) throw problem('EXTENSIONS')
  if (query === null && extensions && Object.hasOwn(extensions, 'persistedQuery')) {
    // The code by which clients of this protocol know that they must send the document.
    throw problem('PERSISTED_QUERY_NOT_SUPPORTED')
  }
  if (typeof query !== 'string') throw problem('QUERY')
  if (operationName !== null && typeof operationName !== 'string') throw problem('OPERATION_NAME')
  if (variables !== null && !isObject(variables)) throw problem('VARIABLES')
  return { documentText: query, operationName, variables: variables ?? {} }
}
