// Reads a delivery of Erhvervsstyrelsen: ElasticSearch answers or one JSON document a line, in bounded memory.
import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { withoutPersonalNumbers } from './numbers.ts'

/** A file to read: its name for messages, and its bytes or its path. */
export interface DeliveryFile {
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array> | string
}

export const documentKinds = ['Vrvirksomhed', 'VrproduktionsEnhed', 'Vrdeltagerperson'] as const
export type DocumentKind = (typeof documentKinds)[number]

/** One document of a delivery: `line` counts from 1, `index` counts the documents from 0. */
export interface DeliveredDocument {
  readonly kind: DocumentKind
  readonly line: number
  readonly index: number
  /** Characters of the file that it takes, about. */
  readonly length: number
  readonly value: unknown
}

/** The file cannot be loaded at all. The message names file, line and reason, and repeats nothing of the content. */
export class DeliveryRefused extends Error {
  override readonly name = 'DeliveryRefused'
}

/** Longest line, or whole file when it is one document over many lines, in characters. */
const longestDocument = 128 * 1024 * 1024

/** The name under which a file is spoken of: no folder, nothing like a personal number. */
export const deliveryName = (name: string): string => withoutPersonalNumbers(basename(name))

/**
 * The documents of a delivery in order. Accepted: one ElasticSearch answer in any layout, or one object a line, each an
 * answer, a `_source`, or the Vrvirksomhed itself. Throws DeliveryRefused for truncation, what is not JSON or not UTF-8,
 * an answer that its server says is incomplete, an unknown structure, or no document at all. `hash` sees every byte.
 */
export async function* readDelivery(
  file: DeliveryFile,
  hash: Hash = createHash('sha256'),
): AsyncGenerator<DeliveredDocument> {
  const name = deliveryName(file.name)
  let index = 0
  for await (const { line, length, value } of readObjects(file, name, hash)) {
    const sources = openObject(value, name, line)
    for (const source of sources) {
      yield { kind: source.kind, line, index, length: length / sources.length, value: source.value }
      index += 1
    }
  }
  if (index === 0)
    throw new DeliveryRefused(
      `${name}: holds no document; deliver an answer of cvr-permanent or one document a line.`,
    )
}

// Of a batch: so many documents, or so many characters of them, whichever is first.
const batchSize = 500
const batchLength = 1_000_000
/** The documents in their order, in batches of a bounded size. */
export async function* batchesOf(
  documents: AsyncIterable<DeliveredDocument>,
): AsyncGenerator<readonly DeliveredDocument[]> {
  let batch: DeliveredDocument[] = []
  let length = 0
  for await (const document of documents) {
    batch.push(document)
    length += document.length
    if (batch.length < batchSize && length < batchLength) continue
    yield batch
    batch = []
    length = 0
  }
  if (batch.length > 0) yield batch
}

async function* readObjects(
  file: DeliveryFile,
  name: string,
  hash: Hash,
): AsyncGenerator<{ line: number; length: number; value: unknown }> {
  let whole: string[] | null = null
  let size = 0
  let started = false
  for await (const { line, text } of readLines(file, name, hash)) {
    if (whole === null && text.trim() === '') continue
    const value = whole === null ? parse(text) : undefined
    if (value === undefined && started && whole === null)
      throw new DeliveryRefused(
        `${name}, line ${line}: is not JSON or cut off; nothing of the file is loaded.`,
      )
    if (value !== undefined) {
      started = true
      yield { line, length: text.length, value }
      continue
    }
    // The first line is no document by itself: the file may be one answer laid out over many lines.
    whole ??= []
    whole.push(text)
    size += text.length
    if (size > longestDocument) throw tooLong(name, line)
  }
  if (whole === null) return
  const value = parse(whole.join('\n'))
  if (value === undefined)
    throw new DeliveryRefused(`${name}: is not JSON or cut off; nothing of the file is loaded.`)
  yield { line: 1, length: size, value }
}

async function* readLines(
  file: DeliveryFile,
  name: string,
  hash: Hash,
): AsyncGenerator<{ line: number; text: string }> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 1
  let rest: string[] = []
  let size = 0
  for await (const bytes of typeof file.bytes === 'string' ? createReadStream(file.bytes) : file.bytes) {
    hash.update(bytes)
    const parts = decode(decoder, bytes, name, line).split('\n')
    const last = parts.pop() ?? ''
    for (const part of parts) {
      yield { line, text: rest.join('') + part }
      line += 1
      rest = []
      size = 0
    }
    rest.push(last)
    size += last.length
    if (size > longestDocument) throw tooLong(name, line)
  }
  rest.push(decode(decoder, undefined, name, line))
  const text = rest.join('')
  if (text !== '') yield { line, text }
}

function decode(decoder: TextDecoder, bytes: Uint8Array | undefined, name: string, line: number): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true })
  } catch {
    throw new DeliveryRefused(
      `${name}, about line ${line}: is not UTF-8; deliver the file as the register wrote it.`,
    )
  }
}

const tooLong = (name: string, line: number): DeliveryRefused =>
  new DeliveryRefused(
    `${name}, line ${line}: a document of more than ${longestDocument} characters; deliver one document a line.`,
  )

/** The value, or undefined: the engine's own message would repeat a piece of the text. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

type Source = { readonly kind: DocumentKind; readonly value: unknown }
type Members = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The documents inside one object: the hits of an answer, a `_source`, or a company itself. */
function openObject(value: unknown, name: string, line: number): readonly Source[] {
  if (isObject(value) && isObject(value.hits)) return openAnswer(value, name, line)
  const source = openSource(isObject(value) && isObject(value._source) ? value._source : value)
  if (source === null)
    throw new DeliveryRefused(
      `${name}, line ${line}: neither an answer with hits.hits nor one of ${documentKinds.join(', ')}; nothing of the file is loaded.`,
    )
  return [source]
}

function openAnswer(answer: Members, name: string, line: number): readonly Source[] {
  const shards = isObject(answer._shards) ? answer._shards : {}
  if (answer.timed_out === true || Number(shards.failed ?? 0) > 0)
    throw new DeliveryRefused(
      `${name}, line ${line}: the register says that this answer is incomplete; fetch it again.`,
    )
  const hits = (answer.hits as Members).hits
  if (!Array.isArray(hits)) throw new DeliveryRefused(`${name}, line ${line}: hits.hits is not a list.`)
  return hits.map((hit, index) => {
    const source = openSource(isObject(hit) ? hit._source : null)
    if (source === null)
      throw new DeliveryRefused(
        `${name}, line ${line}: hits.hits[${index}]._source is none of ${documentKinds.join(', ')}.`,
      )
    return source
  })
}

function openSource(value: unknown): Source | null {
  if (!isObject(value)) return null
  for (const kind of documentKinds) if (Object.hasOwn(value, kind)) return { kind, value: value[kind] }
  return Object.hasOwn(value, 'cvrNummer') && Object.hasOwn(value, 'enhedsNummer')
    ? { kind: 'Vrvirksomhed', value }
    : null
}
