// Notices: written with the command that they tell of, kept for good, and told to nobody else.
import { randomUUID } from 'node:crypto'
import { type DocumentNode, Kind } from 'graphql'
import type postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noticeKinds, noticeText, noticeTitle } from '../subgraphs/notices/words.ts'
import { readSchema } from '../subgraphs/subgraph.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { housing, outboxOf, type Sent, send } from './notices-sent.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database?.drop())

const count = async (): Promise<number> => {
  const [row] = await database.admin`select (select count(*) from notices.notice)::int + (select count(*) from
    notices.delivery)::int as rows`
  return row!.rows
}

describe('words', () => {
  const named = { parts: housing, authority: 'Strandby Kommune' }
  const nameless = { parts: {}, authority: null }

  test.each(noticeKinds)('%s is told in both languages, with a name and without', kind => {
    const titles = [noticeTitle(kind, 'DA'), noticeTitle(kind, 'EN')]
    const texts = (['DA', 'EN'] as const).flatMap(language => [
      noticeText(kind, named, language),
      noticeText(kind, nameless, language),
    ])
    expect(new Set(titles).size).toBe(2)
    for (const text of [...titles, ...texts]) {
      expect(text.length).toBeGreaterThan(10)
      expect(text).not.toMatch(/undefined|null|\$|\{|: \.|: “”| {2}/)
    }
    // Titles are shown where the text may not be: they name nobody.
    expect(titles.join()).not.toMatch(/Strandby|Boligstøtte|Housing/)
    for (const text of texts) expect(text).toMatch(/[.]$/)
    const about = kind.startsWith('CONSENT') ? ['“Boligstøtte”', '“Housing support”'] : ['', '']
    expect([texts[0], texts[2]]).toEqual(about.map(title => expect.stringContaining(title)))
  })

  test.each`
    title                                  | da                     | en
    ${{ da: 'Boligstøtte', en: null }}     | ${'“Boligstøtte”'}     | ${'“Boligstøtte”'}
    ${{ da: 'Boligstøtte' }}               | ${'“Boligstøtte”'}     | ${'“Boligstøtte”'}
    ${{ da: null, en: 'Housing support' }} | ${'“Housing support”'} | ${'“Housing support”'}
  `('a title in one language is told in both: $title', ({ title, da, en }) => {
    const told = { parts: { title }, authority: null }
    expect(noticeText('CONSENT_REQUESTED', told, 'DA')).toContain(da)
    expect(noticeText('CONSENT_REQUESTED', told, 'EN')).toContain(en)
  })

  test('the words, the table and the schema have the same kinds', async () => {
    const [row] = await database.admin`select pg_get_constraintdef(oid) as text from pg_constraint
      where conrelid = 'notices.notice'::regclass and conname = 'notice_kind_check'`
    const inTable = [...String(row!.text).matchAll(/'([A-Z_]+)'/g)].map(([, kind]) => kind)
    expect(inTable.sort()).toEqual([...noticeKinds].sort())
    expect([...kindsIn(readSchema('notices'))].sort()).toEqual([...noticeKinds].sort())
  })
})

const kindsIn = ({ definitions }: DocumentNode): readonly string[] =>
  definitions.flatMap(node =>
    node.kind === Kind.ENUM_TYPE_DEFINITION && node.name.value === 'NoticeKind'
      ? (node.values ?? []).map(({ name }) => name.value)
      : [],
  )

describe('sending', () => {
  test.each(['consents', 'powers_of_attorney', 'authorities', 'cases'] as const)('%s may', async role => {
    const id = await send(database.sql(role))
    expect(await outboxOf(database, id)).toMatchObject({ attempts: 0, delivered: false, done: false })
  })

  test.each([
    'persons',
    'businesses',
    'access_log',
    'access_reader',
    'importer',
    'retention',
    'notices',
  ] as const)('%s may not', async role => {
    await expect(send(database.sql(role))).rejects.toThrow(/permission denied/)
  })

  test('belongs to the command: rolled back with it, there with it', async () => {
    const before = await count()
    const kept = async (sql: postgres.ISql, fails: boolean) => {
      await send(sql)
      if (fails) throw new Error('the command failed')
    }
    await expect(database.sql('consents').begin(sql => kept(sql, true))).rejects.toThrow('the command failed')
    expect(await count()).toBe(before)
    await database.sql('consents').begin(sql => kept(sql, false))
    expect(await count()).toBe(before + 2)
  })

  test('to an id that nobody has looks like any other', async () => {
    expect(await send(database.sql('consents'), { to: randomUUID() })).toMatch(/^[0-9a-f-]{36}$/)
  })

  const title = (da: unknown) => ({ parts: { title: { da } } })
  test.each`
    what                                    | sent
    ${'an unknown kind'}                    | ${{ kind: 'CONSENT_GUESSED' }}
    ${'a kind of something else'}           | ${{ aboutKind: 'POWER_OF_ATTORNEY' }}
    ${'something unknown'}                  | ${{ aboutKind: 'RECORD' }}
    ${'an authority that is no CVR number'} | ${{ authority: 'Strandby' }}
    ${'parts that are no object'}           | ${{ parts: [] }}
    ${'a part beside the title'}            | ${{ parts: { title: { da: 'Boligstøtte' }, name: 'Prøve' } }}
    ${'a title in a third language'}        | ${{ parts: { title: { de: 'Wohngeld' } } }}
    ${'a title that is no text'}            | ${title(7)}
    ${'an empty title'}                     | ${title('')}
    ${'a title of two lines'}               | ${title('Bolig\nstøtte')}
    ${'a title that is too long'}           | ${title('x'.repeat(201))}
    ${'a title with a personal number'}     | ${title('Sag 010190-9999')}
    ${'one without its hyphen'}             | ${title('0101909999')}
  `('is refused with $what', async ({ sent }: { sent: Sent }) => {
    const before = await count()
    await expect(send(database.sql('consents'), sent)).rejects.toThrow(/violates check constraint/)
    expect(await count()).toBe(before)
  })

  test.each`
    parts
    ${{}}
    ${{ title: { da: 'x'.repeat(200) } }}
    ${{ title: { da: 'Boligstøtte', en: null } }}
    ${{ title: { da: 'Lov nr. 12345678901 af 2026' } }}
  `('takes $parts', async ({ parts }) => {
    expect(await send(database.sql('consents'), { parts })).toMatch(/-/)
  })
})

describe('a notice stays', () => {
  test.each`
    role          | statement
    ${'notices'}  | ${(sql: postgres.Sql) => sql`update notices.notice set parts = '{}'`}
    ${'notices'}  | ${(sql: postgres.Sql) => sql`update notices.notice set to_subject = gen_random_uuid()`}
    ${'notices'}  | ${(sql: postgres.Sql) => sql`delete from notices.notice`}
    ${'notices'}  | ${(sql: postgres.Sql) => sql`delete from notices.delivery`}
    ${'notices'}  | ${(sql: postgres.Sql) => sql`update notices.delivery set notice_id = gen_random_uuid()`}
    ${'notices'}  | ${(sql: postgres.Sql) => sql`insert into notices.delivery (notice_id) values (gen_random_uuid())`}
    ${'notices'}  | ${(sql: postgres.Sql) => sql`truncate notices.notice cascade`}
    ${'consents'} | ${(sql: postgres.Sql) => sql`select * from notices.notice`}
    ${'consents'} | ${(sql: postgres.Sql) => sql`select * from notices.delivery`}
    ${'consents'} | ${(sql: postgres.Sql) => sql`update notices.notice set read_at = now()`}
    ${'consents'} | ${(sql: postgres.Sql) => sql`delete from notices.notice`}
  `('$role may not: $statement', async ({ role, statement }) => {
    await expect(statement(database.sql(role))).rejects.toThrow(/permission denied/)
  })

  test('and only the subgraph may note that it was read, and how its delivery went', async () => {
    const rows = await database.admin`
      select distinct c.relname as name, a.attname as column from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
      where c.oid in ('notices.notice'::regclass, 'notices.delivery'::regclass)
        and has_column_privilege(${`${database.rolePrefix}_notices`}, c.oid, a.attnum, 'UPDATE')
      order by 1, 2`
    expect(rows.map(({ name, column }) => `${name}.${column}`)).toEqual([
      'delivery.attempts',
      'delivery.delivered_at',
      'delivery.failed_code',
      'delivery.next_at',
      'notice.read_at',
    ])
  })
})
