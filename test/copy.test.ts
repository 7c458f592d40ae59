// Rows by COPY: what goes in comes out as it was, several tables at once, and a fault is thrown wherever it comes up.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { CopyBuffers, copyNull, copyText, copyTexts } from '../database/copy.ts'
import { type TestDatabase, testDatabase } from './database.ts'

const columns = new Map([
  ['copied', ['said', 'list']],
  ['counted', ['number']],
])

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  await database.admin`create table copied (place serial, said text, list text[] not null default '{}')`
  await database.admin`create table counted (number integer primary key)`
})
beforeEach(() => database.admin`truncate copied, counted`)
afterAll(() => database?.drop())

const write = (lines: readonly (readonly [table: string, line: string])[]) =>
  database.admin.begin(async sql => {
    const buffers = new CopyBuffers(sql, columns)
    for (const [table, line] of lines) {
      buffers.add(table, line)
      if (buffers.full) await buffers.drain()
    }
    await buffers.flush()
  })

test.each`
  what                           | said
  ${'nothing'}                   | ${''}
  ${'words'}                     | ${'Ærø & Ø'}
  ${'what ends a value'}         | ${'a\tb'}
  ${'what ends a row'}           | ${'a\nb\r\nc'}
  ${'what escapes'}              | ${'a\\tb\\'}
  ${'what is null otherwise'}    | ${'\\N'}
  ${'what ends the data'}        | ${'\\.'}
  ${'quotes, commas and braces'} | ${'"a", {b}, NULL'}
`('$what: the text comes out as it went in, alone and in a list', async ({ said }) => {
  await write([['copied', `${copyText(said)}\t${copyTexts([said, 'next', said])}\n`]])
  expect(await database.admin`select said, list from copied`).toEqual([{ said, list: [said, 'next', said] }])
})

test('null, and a list of nothing', async () => {
  await write([['copied', `${copyNull}\t${copyTexts([])}\n`]])
  expect(await database.admin`select said, list from copied`).toEqual([{ said: null, list: [] }])
})

test('more than a buffer, for two tables by turns: everything is there, each table in its order', async () => {
  const text = 'x'.repeat(1_000)
  const rows = Array.from({ length: 1_000 }, (_, at) => at)
  await write(
    rows.flatMap(at => [['copied', `${at} ${text}\t{}\n`] as const, ['counted', `${at}\n`] as const]),
  )
  const [counted] = await database.admin`select count(*)::int as rows from counted`
  const copied = await database.admin`select said from copied order by place`
  expect(counted!.rows).toBe(rows.length)
  expect(copied.map(row => row.said)).toEqual(rows.map(at => `${at} ${text}`))
})

test.each`
  when                      | lines
  ${'a value is none'}      | ${[['counted', 'x\n']]}
  ${'a row is twice there'} | ${[['counted', '1\n'], ['counted', '1\n']]}
  ${'the last row is half'} | ${[['copied', 'half\n']]}
  ${'others follow'}        | ${[['counted', 'x\n'], ['copied', 'a\t{}\n']]}
`('when $when, it is thrown and nothing stands', async ({ lines }) => {
  await expect(write(lines)).rejects.toThrow()
  expect(await database.admin`select from copied union all select from counted`).toHaveLength(0)
})
