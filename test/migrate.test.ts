// Migrations: each file once, in order, whole or not at all; servers and rights that do not do are refused in words.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { connect, connectAsAdministrator, type Database } from '../database/connect.ts'
import { fillRoles, type Migration, migrate, pendingMigrations, serverRefusal } from '../database/migrate.ts'
import { emptyDatabase, type TestDatabase, testDatabase } from './database.ts'

const a: Migration = { name: '01_a.sql', text: 'select 1', hash: 'aa' }
const b: Migration = { name: '02_b.sql', text: 'select 2', hash: 'bb' }

describe('which files are applied', () => {
  test.each`
    history                                     | expected
    ${[]}                                       | ${['01_a.sql', '02_b.sql']}
    ${[['01_a.sql', 'aa']]}                     | ${['02_b.sql']}
    ${[['01_a.sql', 'aa'], ['02_b.sql', 'bb']]} | ${[]}
    ${[['02_b.sql', 'bb']]}                     | ${['01_a.sql']}
  `('$history → $expected', ({ history, expected }) => {
    expect(pendingMigrations([a, b], new Map(history)).map(migration => migration.name)).toEqual(expected)
  })

  test.each`
    history                 | message
    ${[['01_a.sql', 'xx']]} | ${/01_a\.sql has changed since it was applied/}
    ${[['03_c.sql', 'cc']]} | ${/03_c\.sql, which this version does not know/}
  `('$history is refused', ({ history, message }) => {
    expect(() => pendingMigrations([a, b], new Map(history))).toThrow(message)
  })
})

describe('which server', () => {
  test.each`
    version   | standby  | expected
    ${180004} | ${false} | ${null}
    ${190000} | ${false} | ${null}
    ${170006} | ${false} | ${/PostgreSQL 17 is too old: use PostgreSQL 18/}
    ${90624}  | ${false} | ${/PostgreSQL 9 is too old/}
    ${180004} | ${true}  | ${/in recovery/}
  `('$version, standby $standby', ({ version, standby, expected }) => {
    const refusal = serverRefusal(version, standby)
    if (expected === null) expect(refusal).toBeNull()
    else expect(refusal).toMatch(expected)
  })
})

test.each`
  text                                  | expected
  ${'grant select on x to {{persons}}'} | ${'grant select on x to "e_persons"'}
  ${'owner to {{ access_owner }}'}      | ${'owner to "e_access_owner"'}
  ${'select 1'}                         | ${'select 1'}
`('$text → $expected', ({ text, expected }) => {
  expect(fillRoles({ rolePrefix: 'e' }, { name: '01.sql', text })).toBe(expected)
})

test('an unknown role is refused', () => {
  expect(() => fillRoles({ rolePrefix: 'e' }, { name: '01.sql', text: '{{postgres}}' })).toThrow(
    /unknown role postgres/,
  )
})

describe('on a server', () => {
  let empty: TestDatabase
  let folder: string
  beforeAll(async () => {
    empty = await emptyDatabase()
    folder = await mkdtemp(join(tmpdir(), 'engang-migrations-'))
  })
  afterAll(async () => {
    await empty?.drop()
    await rm(folder, { recursive: true, force: true })
  })
  const write = (name: string, text: string): Promise<void> => writeFile(join(folder, name), text)
  const tables = async (): Promise<readonly string[]> =>
    (
      await empty.admin`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'`
    )
      .map(row => row.relname)
      .sort()

  test('files are applied in order of name, and once', async () => {
    await write('02_grow.sql', 'alter table public.one add column more text')
    await write('01_begin.sql', 'create table public.one (id int); grant select on public.one to {{persons}}')
    const steps: string[] = []
    expect(await migrate(empty, { folder, onStep: name => steps.push(name) })).toEqual([
      '01_begin.sql',
      '02_grow.sql',
    ])
    expect(steps).toEqual(['01_begin.sql', '02_grow.sql'])
    expect(await migrate(empty, { folder })).toEqual([])
    expect(await empty.sql('persons')`select id, more from public.one`).toHaveLength(0)
  })

  test('four at once: each file once', async () => {
    await write('03_two.sql', 'create table public.two (id int); select pg_sleep(0.1)')
    const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(empty, { folder })))
    expect(applied.flat()).toEqual(['03_two.sql'])
  })

  test('a file that fails leaves nothing of itself, and says where', async () => {
    await write('04_broken.sql', 'create table public.three (id int);\n\nselect nonsense from public.one')
    await expect(migrate(empty, { folder })).rejects.toThrow(/migrations\/04_broken\.sql:3: .*nonsense/)
    expect(await tables()).toEqual(['one', 'two'])
    await write('04_broken.sql', 'create table public.three (id int)')
    expect(await migrate(empty, { folder })).toEqual(['04_broken.sql'])
  })

  test('a file that changed after it was applied is refused', async () => {
    await write('01_begin.sql', 'create table public.one (id bigint)')
    await expect(migrate(empty, { folder })).rejects.toThrow(/01_begin\.sql has changed/)
  })

  test('another secret opens the same database again', async () => {
    const restored = { ...empty, secret: 'another secret of the tests, forty characters' }
    await write('01_begin.sql', 'create table public.one (id int); grant select on public.one to {{persons}}')
    await migrate(restored, { folder })
    expect(await whoAmI(restored)).toBe(`${empty.rolePrefix}_persons`)
    await expect(whoAmI(empty)).rejects.toMatchObject({ code: '28P01' })
  })
})

describe('without the right to create roles', () => {
  const plain: { database: Database; owner: TestDatabase }[] = []
  afterEach(async () => {
    for (const { owner } of plain.splice(0)) await owner.drop()
  })

  test.each`
    rights            | ownsDatabase
    ${'nocreaterole'} | ${true}
    ${'nocreaterole'} | ${false}
    ${'createrole'}   | ${false}
  `(
    '$rights, owner $ownsDatabase: the statements are printed, and after them it works',
    async ({ rights, ownsDatabase }) => {
      const owner = await emptyDatabase()
      const database = await asPlainUser(owner, rights, ownsDatabase)
      plain.push({ database, owner })
      const refusal = await migrate(database).then(
        () => '',
        error => String(error.message),
      )
      expect(refusal).toMatch(/Let an administrator of the server run this once/)
      expect(refusal).not.toContain('undefined')
      const statements = refusal.split('\n').filter(line => line.endsWith(';'))
      expect(statements.length).toBeGreaterThan(0)
      for (const statement of statements) await owner.admin.unsafe(statement)
      expect((await migrate(database)).length).toBeGreaterThan(5)
      expect(await migrate(database)).toEqual([])
      expect(await whoAmI(database)).toBe(`${database.rolePrefix}_persons`)
    },
  )

  test('with it: no administrator is needed', async () => {
    const owner = await emptyDatabase()
    const database = await asPlainUser(owner, 'createrole', true)
    plain.push({ database, owner })
    expect((await migrate(database)).length).toBeGreaterThan(5)
    expect(await whoAmI(database)).toBe(`${database.rolePrefix}_persons`)
  })

  test('roles of another secret: their statements are printed', async () => {
    const owner = await emptyDatabase()
    const database = await asPlainUser(owner, 'nocreaterole', true)
    plain.push({ database, owner })
    await migrate(owner).catch(() => {})
    const stranger = { ...database, secret: 'another secret of the tests, forty characters' }
    await expect(migrate(stranger)).rejects.toThrow(/run this once/)
  })
})

describe('the roles', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database?.drop())

  test('nobody but the platform may connect', async () => {
    const admin = database.admin
    const [row] =
      await admin`select has_database_privilege('public', current_database(), 'CONNECT') as everyone`
    expect(row!.everyone).toBe(false)
  })

  test('no role has more than its login', async () => {
    const rows = await database.admin`
      select rolname from pg_roles where rolname like ${`${database.rolePrefix}\\_%`}
      and (rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls or rolinherit
        or rolcanlogin = (rolname like '%\\_owner'))`
    expect(rows).toHaveLength(0)
  })

  // The schemas whose tables a role may touch. What it needs of others it gets through functions and views.
  test.each`
    role                    | schemas
    ${'persons'}            | ${['persons']}
    ${'businesses'}         | ${['businesses']}
    ${'consents'}           | ${['access', 'consents']}
    ${'powers_of_attorney'} | ${['access', 'powers_of_attorney']}
    ${'authorities'}        | ${['authorities']}
    ${'access_log'}         | ${['access', 'access_log']}
    ${'notices'}            | ${['access', 'notices']}
    ${'changes'}            | ${['changes']}
    ${'cases'}              | ${['cases']}
    ${'access_reader'}      | ${['access']}
    ${'importer'}           | ${['businesses', 'changes', 'persons']}
    ${'retention'}          | ${[]}
  `('$role reaches $schemas', async ({ role, schemas }) => {
    const rows = await database.admin`
      select distinct n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'v', 'm', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
        and (has_table_privilege(${`${database.rolePrefix}_${role}`}, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE')
          or has_any_column_privilege(${`${database.rolePrefix}_${role}`}, c.oid, 'SELECT, INSERT, UPDATE'))
      order by 1`
    expect(rows.map(row => row.nspname)).toEqual(schemas)
  })

  // What subgraphs publish: facts for the decision alone, but for which ids turned out to be one; names; marks of
  // activities; whose a consent is, and who received something by it.
  test.each`
    role                    | form
    ${'access_reader'}      | ${/^fact_/}
    ${'access_log'}         | ${/^(named_(authority|officer|activity|death|ending)|consent_(party|recipient))$/}
    ${'consents'}           | ${/^(named_(authority|activity)|consent_recipient|(started|economic)_activity|fact_merged)$/}
    ${'powers_of_attorney'} | ${/^(named_authority|economic_activity|fact_merged)$/}
    ${'notices'}            | ${/^named_authority$/}
  `('of what is published $role reads only $form, and changes nothing', async ({ role, form }) => {
    const name = `${database.rolePrefix}_${role}`
    const rows = await database.admin`
      select c.relname as view, c.relkind as kind,
        has_table_privilege(${name}, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') as changes
      from pg_class c where c.relnamespace = 'access'::regnamespace and has_table_privilege(${name}, c.oid, 'SELECT')`
    expect(rows.length).toBeGreaterThan(0)
    for (const { view, kind, changes } of rows) {
      expect(view).toMatch(form)
      expect([kind, changes]).toEqual(['v', false])
    }
  })

  test('no function is open to everyone', async () => {
    const rows = await database.admin`
      select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname not in ('pg_catalog', 'information_schema') and has_function_privilege('public', p.oid, 'EXECUTE')`
    expect(rows.map(row => row.name)).toEqual([])
  })

  test('a function with its owner’s rights has a search path of its own', async () => {
    const rows = await database.admin`
      select oid::regprocedure::text as name from pg_proc
      where prosecdef and not coalesce(proconfig::text like '%search_path=%', false)`
    expect(rows.map(row => row.name)).toEqual([])
  })
})

async function whoAmI(database: Database): Promise<string> {
  const sql = connect(database, 'persons', { max: 1 })
  try {
    const [row] = await sql`select current_user as name`
    return row!.name
  } finally {
    await sql.end()
  }
}

/** The same database as an ordinary user of the server reaches it. */
async function asPlainUser(owner: TestDatabase, rights: string, ownsDatabase: boolean): Promise<Database> {
  const name = `${owner.rolePrefix}_plain`
  const admin = connectAsAdministrator(owner, { max: 1 })
  const url = new URL(owner.url)
  await admin.unsafe(`create role ${name} login ${rights} password 'plain'`)
  if (ownsDatabase) await admin.unsafe(`alter database ${url.pathname.slice(1)} owner to ${name}`)
  else await admin.unsafe(`grant create on database ${url.pathname.slice(1)} to ${name}`)
  await admin.end()
  url.username = name
  url.password = 'plain'
  return { url: url.href, rolePrefix: owner.rolePrefix, secret: owner.secret }
}
