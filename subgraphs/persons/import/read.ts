// Cuts the bytes of a P12170 delivery into records, in both of its forms, holding one record at a time.
import { createReadStream } from 'node:fs'
import { type CprRecord, layouts } from './layouts.ts'
import { FileRefused } from './refused.ts'

/** Bytes as they come, or the path of a file. */
export type Bytes = AsyncIterable<Uint8Array> | string

// No record is longer than 306 characters; more room lets a faulty line be reported as such.
const longestLine = 1_000
const startLength = layouts['000']!.length

/**
 * The records of a file, one by one. One record a line (LF or CRLF, trailing blanks cut), or padded to full
 * length without line ends: the first 36 bytes tell which. ISO-8859-1. Throws FileRefused: EMPTY, TRUNCATED,
 * START_MISSING, LINE_TOO_LONG, LENGTH_UNKNOWN.
 */
export async function* readRecords(bytes: Bytes): AsyncGenerator<CprRecord> {
  const chunks = decode(typeof bytes === 'string' ? createReadStream(bytes) : bytes)
  let head = ''
  // By hand: leaving a `for await` early would close the stream.
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    head += next.value
    if (head.length > startLength + 1) break
  }
  if (head.trim() === '') throw new FileRefused('EMPTY')
  if (!head.startsWith('000')) throw new FileRefused('START_MISSING', 1)
  const whole = prepend(head, chunks)
  yield* head.slice(0, startLength + 2).includes('\n') ? readLines(whole) : readPadded(whole)
}

async function* decode(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  for await (const chunk of bytes) yield Buffer.from(chunk).toString('latin1')
}

async function* prepend(head: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield head
  yield* rest
}

async function* readLines(chunks: AsyncIterable<string>): AsyncGenerator<CprRecord> {
  let open = ''
  let line = 0
  for await (const chunk of chunks) {
    const parts = (open + chunk).split('\n')
    open = parts.pop() ?? ''
    for (const part of parts) {
      line++
      if (!isBlank(part)) yield record(part, line)
    }
    if (open.length > longestLine) throw new FileRefused('LINE_TOO_LONG', line + 1)
  }
  if (!isBlank(open)) yield record(open, line + 1)
}

async function* readPadded(chunks: AsyncIterable<string>): AsyncGenerator<CprRecord> {
  let open = ''
  let line = 0
  for await (const chunk of chunks) {
    open += chunk
    let at = 0
    while (open.length - at >= 3) {
      const length = layouts[open.slice(at, at + 3)]?.length
      // Line ends after the last record are no record.
      if (length === undefined && isEnd(open.slice(at))) break
      if (length === undefined) throw new FileRefused('LENGTH_UNKNOWN', line + 1)
      if (open.length - at < length) break
      yield record(open.slice(at, at + length), ++line)
      at += length
    }
    open = open.slice(at)
  }
  if (!isEnd(open)) throw new FileRefused('TRUNCATED', line + 1)
}

const isBlank = (text: string): boolean => text === '' || (text[0]! <= ' ' && /^[ \r]*$/.test(text))

const isEnd = (text: string): boolean => text.length <= 4 && text.trim() === ''

function record(text: string, line: number): CprRecord {
  if (text.length > longestLine) throw new FileRefused('LINE_TOO_LONG', line)
  // Only blanks are cut: any other byte at the end is the check's to judge.
  let end = text.length
  if (text[end - 1] === '\r') end--
  while (text[end - 1] === ' ') end--
  const kept = text.slice(0, end)
  return { type: kept.slice(0, 3), line, text: kept }
}
