// Who may delete from the access log: one role, by one function, never a part of a batch, and never less than told.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { retainDaily } from '../commands/retention.ts'
import { loginRoles } from '../database/connect.ts'
import { migrate } from '../database/migrate.ts'
import { openLog } from '../door/log.ts'
import { readSettings } from '../settings.ts'
import { emptyDatabase, type TestDatabase, testDatabase } from './database.ts'

/** Puts so many records of long ago into the log, a second between each. */
const fill = ({ admin }: TestDatabase, count: number) => admin`
  insert into access_log.record (operation_id, operation_hash, process, client, at, given, refused)
  select gen_random_uuid(), 'h', 'test', 'c', '2001-01-01'::timestamptz + n * interval '1 second', '[]', '[]'
  from generate_series(1, ${count}) n`

async function countsOf({ admin }: TestDatabase) {
  const [row] = await admin`select (select count(*)::int from access_log.record) as left,
    (select count(*)::int from access_log.deleted_record) as gone,
    (select coalesce(sum(count), 0)::int from access_log.deletion) as told,
    (select count(*)::int from access_log.deletion) as deletions`
  return { left: row!.left, gone: row!.gone, told: row!.told, deletions: row!.deletions }
}

describe('the roles', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase()
    await fill(database, 3)
  })
  afterAll(() => database?.drop())

  const changes = [
    'insert into access_log.record (operation_id) values (gen_random_uuid())',
    "update access_log.record set given = '[]'",
    'update access_log.record set at = now()',
    'delete from access_log.record',
    'truncate access_log.record',
    "insert into access_log.deletion (kept_for, oldest, newest, before, count) values ('5 years', now(), now(), now(), 1)",
    'update access_log.deletion set count = 0',
    'delete from access_log.deletion',
    'insert into access_log.deleted_record values (gen_random_uuid(), gen_random_uuid())',
    'delete from access_log.deleted_record',
    'alter table access_log.record disable trigger all',
  ]

  test.each(loginRoles)('%s can change nothing that stands', async role => {
    const sql = database.sql(role)
    for (const change of changes)
      await expect(sql.unsafe(change), change).rejects.toThrow(/permission denied|must be owner/)
    expect(await countsOf(database)).toEqual({ left: 3, gone: 0, told: 0, deletions: 0 })
  })

  test.each(loginRoles.filter(role => role !== 'retention'))('%s cannot apply the rule', async role => {
    const applied = database.sql(role)`select access_log.delete_expired('5 years', 10)`
    await expect(applied).rejects.toThrow(/permission denied/)
  })

  test.each`
    what                       | keep          | most
    ${'less than a year'}      | ${'364 days'} | ${10}
    ${'nothing at all'}        | ${'0'}        | ${10}
    ${'a time to come'}        | ${'-5 years'} | ${10}
    ${'no rule'}               | ${null}       | ${10}
    ${'a batch of none'}       | ${'5 years'}  | ${0}
    ${'a batch without bound'} | ${'5 years'}  | ${1_000_000}
    ${'no batch'}              | ${'5 years'}  | ${null}
  `('retention cannot ask for $what', async ({ keep, most }) => {
    const applied = database.sql(
      'retention',
    )`select access_log.delete_expired(${keep}::interval, ${most}::integer)`
    await expect(applied).rejects.toMatchObject({ code: '22023' })
    expect((await countsOf(database)).left).toBe(3)
  })

  test('retention reads nothing, and releases nothing', async () => {
    const sql = database.sql('retention')
    for (const statement of [
      sql`select * from access_log.record`,
      sql`select * from access_log.deletion`,
      sql`select access.release('[]')`,
    ])
      await expect(statement).rejects.toThrow(/permission denied/)
  })
})

describe('inside npm start', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database?.drop())

  const isEmpty = () =>
    expect.poll(async () => (await countsOf(database)).left, { timeout: 20_000, interval: 20 }).toBe(0)

  test('the rule is applied at once and again; a fault is told without a value, and not the end of it', async () => {
    const lines: string[] = []
    const role = database.admin(`${database.rolePrefix}_retention`)
    await fill(database, 2)
    const stop = retainDaily(
      database,
      readSettings({}),
      openLog('errors', line => lines.push(line)),
      30,
    )
    await isEmpty()
    await database.admin`revoke execute on function access_log.delete_expired(interval, integer) from ${role}`
    await expect.poll(() => lines.length, { timeout: 20_000 }).toBeGreaterThan(0)
    expect(JSON.parse(lines[0]!)).toMatchObject({ id: 'retention', fault: 'PostgresError', code: '42501' })
    await fill(database, 2)
    await database.admin`grant execute on function access_log.delete_expired(interval, integer) to ${role}`
    await isEmpty()
    await stop()
  })
})

describe('npm run retention', () => {
  const records = 25_000
  const batch = 10_000
  let database: TestDatabase
  beforeAll(async () => {
    database = await emptyDatabase()
    await migrate(database)
    await fill(database, records)
  })
  afterAll(() => database?.drop())

  test('the index leads to what is past the rule', async () => {
    await database.admin`analyze access_log.record`
    const rows = await database.admin`explain select id from access_log.record
      where greatest(at, hidden_until) < now() - interval '5 years' order by greatest(at, hidden_until) limit 100`
    expect(rows.map(row => row['QUERY PLAN']).join('\n')).toContain('Index Scan using record_age')
  })

  test('killed in the middle it leaves whole batches; run again it goes on', {
    timeout: 60_000,
  }, async () => {
    const { admin } = database
    // Somebody holds a record of the second batch: there the command has to wait, in the middle of its statement.
    const release = await hold()
    const killed = run()
    await expect.poll(waiting, { timeout: 40_000, interval: 50 }).toHaveLength(1)
    killed.kill('SIGKILL')
    await once(killed, 'exit')
    await admin`select pg_terminate_backend(pid) from unnest(${await waiting()}::integer[]) pid`
    await release()
    await expect.poll(waiting, { timeout: 20_000, interval: 50 }).toEqual([])
    expect(await countsOf(database)).toEqual({
      left: records - batch,
      gone: batch,
      told: batch,
      deletions: 1,
    })

    expect(await outputOf(run())).toEqual({
      code: 0,
      text: 'Deleted 15000 access records that were past their 5 years.\nDeleted 0 cases that were answered or closed longer ago than that.\nDeleted 0 notices that were past their 5 years.\n',
    })
    expect(await countsOf(database)).toEqual({ left: 0, gone: records, told: records, deletions: 3 })
  })

  async function hold(): Promise<() => Promise<unknown>> {
    const connection = await database.admin.reserve()
    await connection`begin`
    await connection`select from access_log.record
      where id = (select id from access_log.record order by at offset 15000 limit 1) for update`
    return async () => {
      await connection`rollback`
      connection.release()
    }
  }

  /** Processes of the database that wait for the record that is held. */
  const waiting = async (): Promise<number[]> => {
    const rows = await database.admin`select pid from pg_stat_activity
      where usename = ${`${database.rolePrefix}_retention`} and wait_event_type = 'Lock'`
    return rows.map(({ pid }) => pid)
  }

  const run = (): ChildProcess =>
    spawn(process.execPath, [fileURLToPath(new URL('../commands/retention.ts', import.meta.url))], {
      env: { ...process.env, DATABASE_URL: database.url, SECRET: database.secret },
      stdio: ['ignore', 'pipe', 'inherit'],
    })

  async function outputOf(child: ChildProcess): Promise<{ code: number; text: string }> {
    let text = ''
    child.stdout!.on('data', chunk => {
      text += chunk
    })
    const [code] = await once(child, 'close')
    return { code, text }
  }
})
