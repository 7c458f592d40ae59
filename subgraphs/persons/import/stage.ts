// Streams a checked file into the staging table by COPY, one record at a time.
import { createHash, type Hash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type postgres from 'postgres'
import { type Checked, checkDelivery, type DeliveryStart } from './check.ts'
import { type CprRecord, layouts, numberOf } from './layouts.ts'
import { numberFault } from './number.ts'
import { type Bytes, readRecords } from './read.ts'
import { kindOf, rowsOf } from './rows.ts'

/** What stands in the staging table after a file has been read to its end. */
export interface Staged {
  readonly start: DeliveryStart
  /** SHA-256 over the records without trailing blanks: equal for both forms of one delivery. */
  readonly contentHash: string
  /** Records between 000 and 999, quarantined ones included. */
  readonly between: number
}

const progressEvery = 1_000
const batchLength = 64 * 1024
// Errors and receipts concern the subscription, and no person in the file.
const subscriptionTypes = new Set(['910', '997'])
/** Types whose records belong to a record 001 of the same file. */
export const personTypes = Object.keys(layouts).filter(
  type => !['000', '999', ...subscriptionTypes].includes(type),
)

/** Fills persons.delivered. Throws FileRefused as reading and checking do; then the transaction must be given up. */
export async function stageFile(
  sql: postgres.TransactionSql,
  bytes: Bytes,
  onProgress: (records: number) => void,
): Promise<Staged> {
  const hash = createHash('sha256')
  const seen: { start?: DeliveryStart; between: number } = { between: 0 }
  await sql`truncate persons.delivered, persons.resolved, persons.head`
  const copy =
    await sql`copy persons.delivered (kind, line, type, number, related, content) from stdin`.writable()
  const checked = checkDelivery(hashRecords(readRecords(bytes), hash))
  await pipeline(Readable.from(copyRows(checked, seen, onProgress)), copy)
  await sql`analyze persons.delivered`
  return { start: seen.start!, contentHash: hash.digest('hex'), between: seen.between }
}

async function* hashRecords(records: AsyncIterable<CprRecord>, hash: Hash): AsyncGenerator<CprRecord> {
  for await (const record of records) {
    hash.update(`${record.text}\n`, 'latin1')
    yield record
  }
}

async function* copyRows(
  checked: AsyncIterable<Checked>,
  seen: { start?: DeliveryStart; between: number },
  onProgress: (records: number) => void,
): AsyncGenerator<string> {
  let batch = ''
  let records = 0
  for await (const item of checked) {
    if (item.kind === 'start') seen.start = item.start
    else if (item.kind === 'end') seen.between = item.records
    else {
      batch += item.kind === 'record' ? rowLines(item.record) : quarantineLine(item.quarantined)
      if (++records % progressEvery === 0) onProgress(records)
    }
    if (batch.length > batchLength) {
      yield batch
      batch = ''
    }
  }
  onProgress(records)
  if (batch !== '') yield batch
}

function rowLines(record: CprRecord): string {
  const stated = subscriptionTypes.has(record.type) ? null : numberOf(record)
  const number = stated !== null && numberFault(stated) === null ? stated : null
  return rowsOf(record)
    .map(row =>
      copyLine([row.kind, record.line, record.type, number, row.related, JSON.stringify(row.content)]),
    )
    .join('')
}

function quarantineLine({
  line,
  type,
  reason,
  number,
}: Extract<Checked, { kind: 'quarantined' }>['quarantined']): string {
  return copyLine(['quarantined', line, type, number, null, JSON.stringify({ reason, kind: kindOf(type) })])
}

/** One line of COPY's text format. */
function copyLine(values: readonly (string | number | null)[]): string {
  return `${values.map(value => (value === null ? '\\N' : escapeCopy(String(value)))).join('\t')}\n`
}

function escapeCopy(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
}
