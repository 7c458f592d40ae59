// Brings a database to the state that the files of migrations/ describe: roles first, then each file once.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type postgres from 'postgres'
import { connectAsAdministrator, type Database, loginRoles, roleName } from './connect.ts'
import {
  connectStatements,
  missingStatements,
  ownerRoles,
  passwordStatements,
  quoteName,
  readAdministrator,
  strangeRoles,
} from './roles.ts'

/** A migration as it stands in its file. */
export interface Migration {
  readonly name: string
  readonly text: string
  /** SHA-256 of the text, in hex. */
  readonly hash: string
}

/** Says in words for the operator why the database cannot be used, and what to do. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused'
}

const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url))
// Any constant does, as long as every installation uses the same: one migration at a time in one database.
const migrationLock = 7_301_992
const oldestServer = 18

/**
 * Creates the roles that are missing, applies the files that are not yet applied, in order of name, each in one
 * transaction, and gives their names. Throws MigrationRefused for a server below 18, one in recovery, missing
 * rights (with the statements for its administrator), an applied file that has changed.
 */
export async function migrate(
  database: Database,
  options: { onStep?(name: string): void; folder?: string } = {},
): Promise<readonly string[]> {
  const migrations = await readMigrations(options.folder ?? migrationsFolder)
  const sql = connectAsAdministrator(database, { max: 1 })
  try {
    await refuseServer(sql)
    await sql`select pg_advisory_lock(${migrationLock})`
    await bringRoles(sql, database)
    await prepareHistory(sql)
    const pending = pendingMigrations(migrations, await readHistory(sql))
    for (const migration of pending) {
      options.onStep?.(migration.name)
      await apply(sql, database, migration)
    }
    return pending.map(migration => migration.name)
  } finally {
    await sql.end()
  }
}

/** Lets the platform's roles, and nobody else, connect: said again for a database made from a template. */
export async function openDatabase(database: Database): Promise<void> {
  const sql = connectAsAdministrator(database, { max: 1 })
  try {
    await execute(
      sql,
      connectStatements(database, decodeURIComponent(new URL(database.url).pathname.slice(1))),
    )
  } finally {
    await sql.end()
  }
}

/** The migration files of a folder in order of name. */
export async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter(name => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async name => {
      const text = await readFile(join(folder, name), 'utf8')
      return { name, text, hash: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

/** The migrations still to apply; throws when the history holds what the files do not. */
export function pendingMigrations(
  migrations: readonly Migration[],
  history: ReadonlyMap<string, string>,
): readonly Migration[] {
  for (const name of history.keys()) {
    if (!migrations.some(migration => migration.name === name))
      throw new MigrationRefused(
        `The database holds migration ${name}, which this version does not know: use a newer version of the platform.`,
      )
  }
  for (const { name, hash } of migrations) {
    if (history.has(name) && history.get(name) !== hash)
      throw new MigrationRefused(
        `migrations/${name} has changed since it was applied: put it back and write the change as a new file, or in development begin with fresh data (npm start -- --reset).`,
      )
  }
  return migrations.filter(migration => !history.has(migration.name))
}

/** Why a server cannot be used, in one line; null when it can. `version` as `server_version_num`: 180004. */
export function serverRefusal(version: number, inRecovery: boolean): string | null {
  const major = Math.floor(version / 10_000)
  if (major < oldestServer)
    return `PostgreSQL ${major} is too old: use PostgreSQL ${oldestServer} or later, or leave DATABASE_URL empty for the embedded one.`
  if (inRecovery) return 'The database is in recovery (a standby): let DATABASE_URL lead to the primary.'
  return null
}

/** The text with `{{role}}` replaced by the quoted, cluster-wide name of the role. */
export function fillRoles(
  database: Pick<Database, 'rolePrefix'>,
  migration: Pick<Migration, 'name' | 'text'>,
): string {
  const known: readonly string[] = [...loginRoles, ...ownerRoles]
  return migration.text.replace(/\{\{\s*([a-z_]+)\s*\}\}/g, (_, role: string) => {
    if (!known.includes(role))
      throw new MigrationRefused(`migrations/${migration.name} names the unknown role ${role}.`)
    return quoteName(roleName(database, role))
  })
}

async function refuseServer(sql: postgres.Sql): Promise<void> {
  const [server] =
    await sql`select current_setting('server_version_num')::int as version, pg_is_in_recovery() as standby`
  const refusal = serverRefusal(server!.version, server!.standby)
  if (refusal) throw new MigrationRefused(refusal)
}

async function bringRoles(sql: postgres.Sql, database: Database): Promise<void> {
  const administrator = await readAdministrator(sql, database)
  const missing = missingStatements(database, administrator)
  const mayCreate = administrator.createsRoles && administrator.ownsDatabase
  if (missing.length > 0 && !(mayCreate && (await executeAllowed(sql, missing))))
    throw refuseForAdministrator(missing)
  await execute(sql, connectStatements(database, administrator.databaseName))
  const passwords = passwordStatements(database)
  if (mayCreate && (await executeAllowed(sql, passwords))) return
  const strange = await strangeRoles(database)
  if (strange.length > 0)
    throw refuseForAdministrator(
      passwords.filter(statement => strange.some(name => statement.includes(quoteName(name)))),
    )
}

/** All of the statements, or none and false when the server does not allow one (a role that another user made). */
async function executeAllowed(sql: postgres.Sql, statements: readonly string[]): Promise<boolean> {
  try {
    await sql.begin(transaction => execute(transaction, statements))
    return true
  } catch (error) {
    if ((error as { code?: string }).code === '42501') return false
    throw error
  }
}

function refuseForAdministrator(statements: readonly string[]): MigrationRefused {
  const lines = statements.map(statement => `${statement};`).join('\n')
  return new MigrationRefused(
    `The user of DATABASE_URL may not create roles. Let an administrator of the server run this once, then start again:\n\n${lines}`,
  )
}

async function prepareHistory(sql: postgres.Sql): Promise<void> {
  await sql`create schema if not exists engang`
  await sql`create table if not exists engang.migration (
    name text primary key, hash text not null, applied_at timestamptz not null default now())`
  // PostgreSQL lets everyone execute a new function. Here each grant is written down, or nobody may.
  await sql`alter default privileges revoke execute on functions from public`
}

async function readHistory(sql: postgres.Sql): Promise<ReadonlyMap<string, string>> {
  const rows = await sql`select name, hash from engang.migration`
  return new Map(rows.map(row => [row.name, row.hash]))
}

async function apply(sql: postgres.Sql, database: Database, migration: Migration): Promise<void> {
  const text = fillRoles(database, migration)
  await sql.begin(async transaction => {
    // The one place where text is run as it stands: files of our own, without input.
    await transaction.unsafe(text).catch(error => {
      throw new Error(`migrations/${migration.name}${place(text, error)}: ${error.message}`)
    })
    await transaction`insert into engang.migration (name, hash) values (${migration.name}, ${migration.hash})`
  })
}

/** Where a statement failed, as `:line`, when the server says so. */
function place(text: string, error: { position?: string }): string {
  return error.position ? `:${text.slice(0, Number(error.position)).split('\n').length}` : ''
}

async function execute(sql: postgres.ISql, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.unsafe(statement)
}
