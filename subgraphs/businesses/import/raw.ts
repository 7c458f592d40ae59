// Keeps each document as delivered, personal numbers taken out: nothing that the register says is dropped.
import type postgres from 'postgres'
import { CopyBuffers, copyText } from '../../../database/copy.ts'
import type { DocumentKind } from './read.ts'
import { hashOfText } from './row.ts'

export interface RawDocument {
  readonly kind: DocumentKind
  readonly index: number
  /** CVR's own number of the unit (*enhedsnummer*). */
  readonly unitNumber: number
  /** When the document was made, an instant with its offset. */
  readonly version: string
  readonly source: string
  /** JSON without personal numbers. */
  readonly text: string
}

/**
 * Writes the documents that differ from those registered now, and ends the registered time of the ones they replace.
 * Gives the first document of which the register holds a later one; nothing of the batch is written then.
 */
export async function keepRaw(
  sql: postgres.ISql,
  documents: readonly RawDocument[],
): Promise<RawDocument | null> {
  // Documents are large: the keys go first, and only what changed follows.
  const keys = documents.map(({ kind, unitNumber, version, text }, position) => ({
    kind,
    unit_number: unitNumber,
    registered_from: version,
    content_hash: hashOfText(text),
    position,
  }))
  const known = await sql<{ position: number; same: boolean; older: boolean }[]>`
    select d.position, r.content_hash = d.content_hash as same, d.registered_from < r.registered_from as older
    from jsonb_to_recordset(${JSON.stringify(keys)}::text::jsonb)
      as d (position integer, kind text, unit_number bigint, registered_from timestamptz, content_hash text)
    join businesses.raw_document r using (kind, unit_number)
    where r.registered_to = 'infinity' order by d.position`
  const older = known.find(row => row.older)
  if (older !== undefined) return documents[older.position]!
  const same = new Map(known.map(row => [row.position, row.same]))
  await end(
    sql,
    keys.filter(({ position }) => same.get(position) === false),
  )
  await begin(
    sql,
    documents.filter((_, position) => same.get(position) !== true),
  )
  return null
}

async function end(sql: postgres.ISql, replaced: readonly object[]): Promise<void> {
  if (replaced.length === 0) return
  await sql`
    update businesses.raw_document r set registered_to = c.registered_from
    from jsonb_to_recordset(${JSON.stringify(replaced)}::text::jsonb)
      as c (kind text, unit_number bigint, registered_from timestamptz)
    where r.kind = c.kind and r.unit_number = c.unit_number and r.registered_to = 'infinity'`
}

const table = 'businesses.raw_document'
const columns = new Map([
  [table, ['kind', 'unit_number', 'document', 'registered_from', 'source', 'content_hash']],
])

async function begin(sql: postgres.ISql, changed: readonly RawDocument[]): Promise<void> {
  const buffers = new CopyBuffers(sql, columns)
  for (const { kind, unitNumber, version, source, text } of changed) {
    const values = [kind, unitNumber, copyText(text), version, copyText(source), hashOfText(text)]
    buffers.add(table, `${values.join('\t')}\n`)
    if (buffers.full) await buffers.drain()
  }
  await buffers.flush()
}
