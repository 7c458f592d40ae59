// The official extract loaded in both of its forms.
import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import type { Accounting } from '../subgraphs/persons/import/accounting.ts'
import { layouts } from '../subgraphs/persons/import/layouts.ts'
import { importCpr } from '../subgraphs/persons/import/load.ts'
import { describeOfficial, officialExtract } from './cpr-official.ts'
import { inPieces } from './cpr-records.ts'
import { contents } from './cpr-register.ts'
import { testDatabase } from './database.ts'

describeOfficial('the official extract', () => {
  const both: Accounting[] = []
  const stores: unknown[] = []
  beforeAll(async () => {
    const lines = readFileSync(officialExtract, 'latin1').trimEnd().split('\n')
    const padded = Buffer.from(
      lines.map(line => line.padEnd(layouts[line.slice(0, 3)]!.length)).join(''),
      'latin1',
    )
    for (const bytes of [officialExtract, inPieces(padded)]) {
      const database = await testDatabase()
      both.push(await importCpr(database.sql('importer'), { name: 'U12170P.txt', bytes }))
      stores.push(await contents(database))
      await database.drop()
    }
  })

  test('80 numbers are 76 persons; 1,100 lines are accounted for, none quarantined', () => {
    expect(both[0]).toMatchObject({
      ...{
        lines: 1_100,
        control: 2,
        records: 1_098,
        inserted: 1_098,
        changed: 0,
        unchanged: 0,
        quarantined: 0,
      },
      ...{ numbers: 80, persons: 76 },
    })
  })

  test('both forms give the same store', () => {
    expect(both[1]).toEqual(both[0])
    expect(stores[1]).toEqual(stores[0])
  })

  test('the one unmarked overlap is kept, flagged and reported', () => {
    expect(both[0]!.overlapping).toEqual(['U12170P.txt:572 026', 'U12170P.txt:573 026'])
  })
})
