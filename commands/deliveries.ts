// Loads deliveries of the registers, with progress, and says what became of every record.
import { access } from 'node:fs/promises'
import { basename } from 'node:path'
import type postgres from 'postgres'
import { balanceOf } from '../subgraphs/businesses/import/balance.ts'
import { importCvr } from '../subgraphs/businesses/import/load.ts'
import { balanceOf as balanceOfCpr } from '../subgraphs/persons/import/accounting.ts'
import { importAuthorities } from '../subgraphs/persons/import/authorities.ts'
import { importCpr } from '../subgraphs/persons/import/load.ts'
import { showProgress } from './progress.ts'

export type Register = 'cpr' | 'cvr' | 'authorities'

export const isRegister = (word: string | undefined): word is Register =>
  word === 'cpr' || word === 'cvr' || word === 'authorities'

/** A file by its path, or bytes that are made here. */
export interface Delivery {
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array> | string
}

/** The file at a path. Throws in words when it cannot be read. */
export async function openDelivery(path: string): Promise<Delivery> {
  await access(path).catch(() => {
    throw new Error(`${basename(path)} cannot be read: check the path and that you may read it.`)
  })
  return { name: basename(path), bytes: path }
}

/** Loads one delivery as role `importer`: whole or not at all. Prints progress and the accounting. */
export async function loadDelivery(
  sql: postgres.Sql,
  register: Register,
  delivery: Delivery,
  testSeries: readonly string[],
): Promise<void> {
  const lines =
    register === 'cpr'
      ? await loadCpr(sql, delivery)
      : register === 'cvr'
        ? await loadCvr(sql, delivery, testSeries)
        : await loadAuthorities(sql, delivery)
  for (const line of lines) console.error(`    ${line}`)
}

const manyRecords = 100_000
const mostPrinted = 100

/** As many lines as somebody reads, and how many there are beyond. */
export const first = (lines: readonly string[], what: string): readonly string[] =>
  lines.length <= mostPrinted
    ? lines
    : [...lines.slice(0, mostPrinted), `… and ${lines.length - mostPrinted} more ${what}`]

async function loadCpr(sql: postgres.Sql, delivery: Delivery): Promise<readonly string[]> {
  const progress = showProgress('CPR')
  const done = await importCpr(sql, delivery, {
    onProgress({ step, records, done, of }) {
      if (step === 'READ') progress.update(records, null)
      // A small file is stored before anybody has read that it is.
      else if (step === 'STORE' && records >= manyRecords) progress.update(done, of)
    },
  })
  if (done.alreadyLoaded) {
    progress.finish(`${done.file} was loaded before: nothing changed`)
    return []
  }
  const { persons, numbers } = done
  progress.finish(`${done.file}: ${persons} persons under ${numbers} numbers`)
  return [
    ...balanceOfCpr(done),
    ...done.quarantine.map(
      ({ line, type, reason }) => `quarantined: line ${line}, record ${type ?? '?'}: ${reason}`,
    ),
    ...done.told.map(({ line, type, error }) =>
      type === '910'
        ? `the register reports an error: line ${line}, error number ${error ?? 'not given'}; its text stands in the file`
        : `the register confirms that a subscription has ended: line ${line}`,
    ),
    ...first(done.overlapping, 'overlapping rows').map(
      source => `overlapping row, kept and flagged: ${source}`,
    ),
  ]
}

async function loadAuthorities(sql: postgres.Sql, { name, bytes }: Delivery): Promise<readonly string[]> {
  const { authorities, others } = await importAuthorities(sql, bytes)
  return [
    `${name}: ${authorities} names of authorities, municipalities, countries and parishes; ${others} other records`,
  ]
}

async function loadCvr(
  sql: postgres.Sql,
  delivery: Delivery,
  testSeries: readonly string[],
): Promise<readonly string[]> {
  const progress = showProgress('CVR')
  const done = await importCvr(sql, delivery, {
    testSeries,
    onProgress: ({ documents }) => progress.update(documents, null),
  })
  const { businesses, units, quarantined } = done
  progress.finish(`${done.file}: ${businesses} businesses, ${units} production units`)
  return [
    ...balanceOf(done),
    ...first(
      [...quarantined, ...done.findings].map(
        ({ line, document, path, reason }) => `line ${line}, document ${document}, ${path}: ${reason}`,
      ),
      'findings',
    ),
  ]
}
