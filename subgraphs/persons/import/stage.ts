// Streams a checked file into the staging tables by COPY, a buffer of records at a time.
import { createHash, type Hash } from 'node:crypto'
import type postgres from 'postgres'
import { CopyBuffers, copyNull } from '../../../database/copy.ts'
import { type Checked, checkDelivery, type DeliveryStart } from './check.ts'
import { type CprRecord, layouts, numberOf } from './layouts.ts'
import { numberFault } from './number.ts'
import { type Bytes, readRecords } from './read.ts'
import type { RowKind } from './rows/row.ts'
import { leftOut, stagedLine, stagingColumns, stagingOf } from './rows/staged.ts'
import { kindOf, rowsOf } from './rows.ts'

/** What stands in the staging tables after a file has been read to its end. */
export interface Staged {
  readonly start: DeliveryStart
  /** SHA-256 over the records without trailing blanks: equal for both forms of one delivery. */
  readonly contentHash: string
  /** Records between 000 and 999, quarantined ones included. */
  readonly between: number
  /** Rows by kind; none of a kind that the file does not have. */
  readonly rows: ReadonlyMap<RowKind, number>
  /** Kinds of which a record stands elsewhere than among those after its person's record 001. */
  readonly strayed: ReadonlySet<RowKind>
}

const progressEvery = 1_000
const hashedLength = 64 * 1024
// Errors and receipts concern the subscription, and no person in the file.
const subscriptionTypes = new Set(['910', '997'])
/** Types whose records belong to a record 001 of the same file. */
export const personTypes: ReadonlySet<string> = new Set(
  Object.keys(layouts).filter(type => !['000', '999', ...subscriptionTypes].includes(type)),
)

/** Fills staging. Throws FileRefused as reading and checking do; then the transaction must be given up. */
export async function stageFile(
  sql: postgres.TransactionSql,
  bytes: Bytes,
  onProgress: (records: number) => void,
): Promise<Staged> {
  await emptyStaging(sql)
  const hash = createHash('sha256')
  const staging = new Staging(sql)
  let start: DeliveryStart | undefined
  let between = 0
  let records = 0
  for await (const item of checkDelivery(hashRecords(readRecords(bytes), hash))) {
    if (item.kind === 'start') start = item.start
    else if (item.kind === 'end') between = item.records
    else {
      if (item.kind === 'record') staging.addRecord(item.record)
      else staging.leaveOut(item.quarantined)
      if (staging.buffers.full) await staging.buffers.drain()
      if (++records % progressEvery === 0) onProgress(records)
    }
  }
  await staging.buffers.flush()
  onProgress(records)
  return {
    ...{ start: start!, contentHash: hash.digest('hex'), between },
    ...{ rows: staging.rows, strayed: staging.strayed },
  }
}

/** What an import that broke off has left takes room; most often there is nothing, and no table is rewritten. */
export async function emptyStaging(sql: postgres.TransactionSql): Promise<void> {
  const tables = [...stagingColumns.keys(), 'persons.numbered', 'persons.resolved', 'persons.head']
  const filled = await sql<{ name: string }[]>`
    select name from unnest(${tables}::text[]) t (name) where pg_relation_size(name::regclass) > 0`
  if (filled.length > 0) await sql`truncate ${sql(filled.map(({ name }) => name))}`
}

async function* hashRecords(records: AsyncIterable<CprRecord>, hash: Hash): AsyncGenerator<CprRecord> {
  let text = ''
  for await (const record of records) {
    text += `${record.text}\n`
    if (text.length > hashedLength) {
      hash.update(text, 'latin1')
      text = ''
    }
    yield record
  }
  hash.update(text, 'latin1')
}

/** Counts what it passes on to the database, so that a row which does not arrive is missed. */
class Staging {
  readonly buffers: CopyBuffers
  readonly rows = new Map<RowKind, number>()
  readonly strayed = new Set<RowKind>()
  #person: string | null = null

  constructor(sql: postgres.ISql) {
    this.buffers = new CopyBuffers(sql, stagingColumns)
  }

  addRecord(record: CprRecord): void {
    const stated = subscriptionTypes.has(record.type) ? null : numberOf(record)
    const number = stated !== null && numberFault(stated) === null ? stated : null
    if (record.type === '001') this.#person = number
    let part = 0
    for (const row of rowsOf(record)) {
      this.rows.set(row.kind, (this.rows.get(row.kind) ?? 0) + 1)
      if (number === null || number !== this.#person) this.strayed.add(row.kind)
      this.buffers.add(stagingOf(row.kind), stagedLine(record, part++, number, row))
    }
  }

  leaveOut({ line, type, number, reason }: Extract<Checked, { kind: 'quarantined' }>['quarantined']): void {
    const values = [line, type ?? copyNull, number ?? copyNull, reason, kindOf(type)]
    this.buffers.add(leftOut, `${values.join('\t')}\n`)
  }
}
