// A test database into which CPR files of invented persons are loaded, emptied before each test.
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Accounting } from '../subgraphs/persons/import/accounting.ts'
import { importCpr } from '../subgraphs/persons/import/load.ts'
import { FileRefused } from '../subgraphs/persons/import/refused.ts'
import { rowKinds } from '../subgraphs/persons/import/rows/row.ts'
import { cprFile, cprRecord, inPieces } from './cpr-records.ts'
import { type TestDatabase, testDatabase } from './database.ts'

let opened: TestDatabase

/** Opens the register for the tests of a file. */
export function openRegister(): void {
  beforeAll(async () => {
    opened = await testDatabase()
  })
  beforeEach(
    () => opened.admin`truncate identity.subject, access.standing, persons.delivery, persons.registration,
    persons.merged, ${opened.admin(rowKinds.map(kind => `persons.${kind}`))} cascade`,
  )
  afterAll(() => opened.drop())
}

export const register = (): TestDatabase => opened

/** Loads a file with these records. */
export const load = (
  records: readonly string[],
  options: Parameters<typeof cprFile>[1] & { name?: string } = {},
) => loadBytes(cprFile(records, options), options.name)

export const loadBytes = (bytes: Uint8Array, name = 'invented.txt'): Promise<Accounting> =>
  importCpr(opened.sql('importer'), { name, bytes: inPieces(bytes) })

/** The code with which a file is refused; fails when it is not. */
export async function refusal(loading: Promise<Accounting>): Promise<string> {
  const error = await loading.then(
    () => null,
    reason => reason,
  )
  if (!(error instanceof FileRefused)) throw error ?? new Error('was not refused')
  return error.code
}

export async function idOf(number: string): Promise<string> {
  const [row] = await opened.sql('importer')`select identity.subject_id('PERSON', ${number}) as id`
  return row!.id
}

/** All register rows, without the ids, which differ from one database to the next. */
export async function contents(database: TestDatabase = opened): Promise<Record<string, readonly unknown[]>> {
  const all: Record<string, readonly unknown[]> = {}
  for (const kind of rowKinds)
    all[kind] = await database.admin`
      select number, row_status, effective_from, effective_to, registered_from, registered_to, content_hash, conflicting
      from ${database.admin(`persons.${kind}`)} order by content_hash, registered_from`
  return all
}

// Records of which most tests need one.
export const name = (number: string, firstNames: string, from = '199001011200') =>
  cprRecord('008', number, { FORNVN: firstNames, EFTERNVN: 'Prøve', NVNHAENSTART: from })
export const lived = (number: string, code: string) =>
  cprRecord('002', number, { KOMKOD: '0851', VEJKOD: code, HUSNR: '016', TILFLYDTO: '201001011200' })
export const secret = (number: string, end = '') =>
  cprRecord('004', number, {
    BESKYTTYPE: '0001',
    'START_DT-BESKYTTELSE': '2019-01-01',
    'SLET_DT-BESKYTTELSE': end,
  })
