// Gives each test file a migrated database of its own on the one PostgreSQL of the test run.
import { randomBytes } from 'node:crypto'
import type postgres from 'postgres'
import { inject } from 'vitest'
import { connect, connectAsAdministrator, type Database, type Role } from '../database/connect.ts'
import { openDatabase } from '../database/migrate.ts'

export interface TestDatabase extends Database {
  /** A pool as one role, made at the first call, ended by `drop`. */
  sql(role: Role): postgres.Sql
  readonly admin: postgres.Sql
  drop(): Promise<void>
}

/** Copies a template, migrated or with the sample in it as well: about 0.1 s. Drop it in afterAll. */
export async function testDatabase(options: { readonly sample?: boolean } = {}): Promise<TestDatabase> {
  const template = await ask(options.sample ? '/sample' : '/template')
  const source = new URL(template.url).pathname.slice(1)
  return makeDatabase(template, (sql, name) => sql`create database ${sql(name)} template ${sql(source)}`)
}

/** An empty database with role names of its own, for tests of the migrations themselves. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return makeDatabase(await ask('/server'), (sql, name) => sql`create database ${sql(name)}`, true)
}

async function makeDatabase(
  template: Database,
  create: (sql: postgres.Sql, name: string) => Promise<unknown>,
  own = false,
): Promise<TestDatabase> {
  const name = `engang_${randomBytes(6).toString('hex')}`
  const url = new URL(template.url)
  url.pathname = `/${name}`
  await maintain(template, sql => create(sql, name))
  const database = { ...template, url: url.href, rolePrefix: own ? name : template.rolePrefix }
  if (!own) await openDatabase(database)
  return connections(database, () => maintain(template, sql => sql`drop database ${sql(name)} with (force)`))
}

function connections(database: Database, remove: () => Promise<unknown>): TestDatabase {
  const pools = new Map<Role, postgres.Sql>()
  const admin = connectAsAdministrator(database)
  return {
    ...database,
    admin,
    sql(role) {
      const pool = pools.get(role) ?? connect(database, role, { max: 4 })
      pools.set(role, pool)
      return pool
    },
    async drop() {
      await Promise.all([admin, ...pools.values()].map(pool => pool.end({ timeout: 1 })))
      await remove()
    },
  }
}

/** A step of test/setup.ts, taken by the first who asks. */
async function ask(step: '/server' | '/template' | '/sample'): Promise<Database> {
  const response = await fetch(`${inject('testServer')}${step}`)
  if (!response.ok) throw new Error(`The test database did not start: ${await response.text()}`)
  return (await response.json()) as Database
}

/** Runs one statement from the server's maintenance database: a template must have no other visitor. */
async function maintain(
  template: Database,
  statement: (sql: postgres.Sql) => Promise<unknown>,
): Promise<void> {
  const url = new URL(template.url)
  url.pathname = '/postgres'
  const sql = connectAsAdministrator({ url: url.href }, { max: 1 })
  try {
    await statement(sql)
  } finally {
    await sql.end()
  }
}
