// Writes rows by COPY in PostgreSQL's text format: several tables at once over one connection, a buffer for each.
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import type postgres from 'postgres'

/** Text of a buffer that is worth a COPY of its own, in characters. */
const bufferLength = 128 * 1024
// Tables fill at one pace, so their buffers are full at about one time: with fewer on their way the database would wait
// while all fill, and the reader while all are written.
const mostOnTheirWay = 32

/** How COPY writes null. */
export const copyNull = '\\N'

const special = /[\\\t\n\r]/
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** A text as COPY reads it. */
export const copyText = (text: string): string =>
  special.test(text) ? text.replace(/[\\\t\n\r]/g, found => escapes[found]!) : text

/** A list of texts as COPY reads `text[]`. */
export const copyTexts = (texts: readonly string[]): string =>
  texts.length === 0
    ? '{}'
    : copyText(`{${texts.map(text => `"${text.replace(/["\\]/g, found => `\\${found}`)}"`).join(',')}}`)

/**
 * Rows on their way to tables, inside the caller's transaction. Full buffers are written one after the other while others
 * fill; a fault of one COPY is thrown by a later call. Between `add` and `flush` nothing else may be asked of the connection.
 */
export class CopyBuffers {
  readonly #sql: postgres.ISql
  readonly #columns: ReadonlyMap<string, readonly string[]>
  readonly #texts = new Map<string, string>()
  readonly #full = new Set<string>()
  /** Settle in their order: each waits for the one before. */
  readonly #writing: Promise<void>[] = []

  /** `columns`: by table, qualified. */
  constructor(sql: postgres.ISql, columns: ReadonlyMap<string, readonly string[]>) {
    this.#sql = sql
    this.#columns = columns
  }

  /** A row as COPY reads it, its line end included. Call `drain` when `full` says so. */
  add(table: string, line: string): void {
    const text = (this.#texts.get(table) ?? '') + line
    this.#texts.set(table, text)
    if (text.length >= bufferLength) this.#full.add(table)
  }

  get full(): boolean {
    return this.#full.size > 0
  }

  /** Sends the full buffers on their way; resolves when few enough are. */
  async drain(): Promise<void> {
    for (const table of this.#full) this.#write(table)
    this.#full.clear()
    while (this.#writing.length > mostOnTheirWay) await this.#writing.shift()
    // A reader that never waits would keep the driver from its socket.
    await turn()
  }

  /** Resolves when everything stands in its table. */
  async flush(): Promise<void> {
    for (const [table, text] of this.#texts) if (text !== '') this.#write(table)
    this.#full.clear()
    for (const written of this.#writing.splice(0)) await written
  }

  #write(table: string): void {
    const text = this.#texts.get(table)!
    this.#texts.set(table, '')
    const written = (this.#writing.at(-1) ?? Promise.resolve()).then(() =>
      copy(this.#sql, table, this.#columns.get(table)!, text),
    )
    // Thrown to whoever waits for it.
    written.catch(() => {})
    this.#writing.push(written)
  }
}

async function copy(
  sql: postgres.ISql,
  table: string,
  columns: readonly string[],
  text: string,
): Promise<void> {
  const stream = await sql`copy ${sql(table)} (${sql([...columns])}) from stdin`.writable()
  await new Promise<void>((resolve, reject) => {
    stream.once('error', reject)
    stream.write(text, error => (error ? reject(error) : resolve()))
  })
  await finish(sql, stream)
}

// The driver tells nobody of an error that comes after the last byte (postgres 3.4.9); the transaction is over by then, and
// refuses the next statement.
async function finish(sql: postgres.ISql, stream: Writable): Promise<void> {
  const finished = once(stream, 'finish')
  finished.catch(() => {})
  stream.end()
  await turn()
  await Promise.race([finished, sql`select`])
}
