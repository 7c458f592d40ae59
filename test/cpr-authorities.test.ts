// The register of authorities: official names behind codes, whole or not at all.

import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importAuthorities } from '../subgraphs/persons/import/authorities.ts'
import { describeOfficial } from './cpr-official.ts'
import { type TestDatabase, testDatabase } from './database.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.drop())

async function* bytes(text: string) {
  yield Buffer.from(text, 'latin1')
}
const authority = (code: string, name: string) => `001${code}25`.padEnd(54) + name.padEnd(20)
const file = (...records: string[]) =>
  bytes(['00037071620120702', ...records, `999${String(records.length).padStart(8, '0')}`, ''].join('\n'))
const names = () => database.admin`select code, name from persons.authority order by code`

describe('a file of authorities', () => {
  test('replaces all names', async () => {
    const sql = database.sql('importer')
    await importAuthorities(sql, file(authority('7001', 'Vor Frue'), authority('8331', 'Sønder Sogn')))
    expect(await importAuthorities(sql, file(authority('8331', 'Nørre Sogn'), '002833125 0851'))).toEqual({
      ...{ authorities: 1, others: 1 },
    })
    expect([...(await names())]).toEqual([{ code: '8331', name: 'Nørre Sogn' }])
  })

  test.each`
    what                     | content                                                                 | code
    ${'cut'}                 | ${bytes(`00037071620120702\n${authority('7001', 'A')}\n`)}              | ${'END_MISSING'}
    ${'miscounted'}          | ${bytes(`00037071620120702\n${authority('7001', 'A')}\n99900000002\n`)} | ${'COUNT_WRONG'}
    ${'followed by another'} | ${bytes(`00037071620120702\n99900000000\n${authority('7001', 'A')}\n`)} | ${'AFTER_END'}
  `('$what is refused, and nothing changes', async ({ content, code }) => {
    const before = [...(await names())]
    await expect(importAuthorities(database.sql('importer'), content)).rejects.toMatchObject({ code })
    expect([...(await names())]).toEqual(before)
  })
})

describeOfficial('the official register of authorities', () => {
  test('gives parishes, municipalities and countries their names', async () => {
    const path = fileURLToPath(new URL('../../shared/registers/cpr/authorities-P02680.txt', import.meta.url))
    const done = await importAuthorities(database.sql('importer'), path)
    expect(done.authorities + done.others).toBe(6241)
    const found = await database.admin`
      select code, name from persons.authority where code in ('7001', '0851', '5180') order by code`
    expect([...found]).toEqual([
      { code: '0851', name: 'Aalborg' },
      { code: '5180', name: 'Tyskland,Forb.Rep' },
      { code: '7001', name: 'Vor Frue Sogn, Københavns Kommune' },
    ])
  })
})
