// The database roles of the platform: which there are, and the statements that bring them about.
import type postgres from 'postgres'
import { connect, type Database, loginRoles, type Role, roleName } from './connect.ts'
import { roleVerifier } from './secret.ts'

/** Roles that own schemas and SECURITY DEFINER functions and as which nobody logs in. */
export const ownerRoles = ['access_owner', 'identity_owner'] as const

/** What the migrating user is and may do, read from the server. */
export interface Administrator {
  readonly name: string
  readonly createsRoles: boolean
  readonly ownsDatabase: boolean
  readonly databaseName: string
  /** Platform roles that exist, by full name. */
  readonly existing: ReadonlySet<string>
  /** Owner roles as which the migrating user may act. */
  readonly actsAs: ReadonlySet<string>
}

/** A name or a password hash as SQL, quoted. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`
const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Reads what stands and what the migrating user may do. */
export async function readAdministrator(sql: postgres.Sql, database: Database): Promise<Administrator> {
  const names = [...loginRoles, ...ownerRoles].map(role => roleName(database, role))
  const [user] = await sql`
    select current_user as name, current_database() as database,
      (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as creates,
      pg_has_role(current_user, (select datdba from pg_database where datname = current_database()), 'USAGE') as owns`
  const roles = await sql`
    select rolname as name, pg_has_role(current_user, oid, 'SET') and pg_has_role(current_user, oid, 'USAGE') as acts
    from pg_roles where rolname in ${sql(names)}`
  return {
    name: user!.name,
    createsRoles: user!.creates,
    ownsDatabase: user!.owns,
    databaseName: user!.database,
    existing: new Set(roles.map(role => role.name)),
    actsAs: new Set(roles.filter(role => role.acts).map(role => role.name)),
  }
}

/** The statements that are missing, in order; none when everything stands. */
export function missingStatements(database: Database, administrator: Administrator): readonly string[] {
  const login = loginRoles
    .map(role => roleName(database, role))
    .filter(name => !administrator.existing.has(name))
    .map(
      name =>
        `create role ${quoteName(name)} login noinherit password ${quoteText(roleVerifier(database.secret, name))}`,
    )
  const owners = ownerRoles
    .map(role => roleName(database, role))
    .flatMap(name => [
      ...(administrator.existing.has(name) ? [] : [`create role ${quoteName(name)} nologin noinherit`]),
      ...(administrator.actsAs.has(name)
        ? []
        : [`grant ${quoteName(name)} to ${quoteName(administrator.name)} with inherit true, set true`]),
    ])
  const owner = administrator.ownsDatabase
    ? []
    : [`alter database ${quoteName(administrator.databaseName)} owner to ${quoteName(administrator.name)}`]
  return [...login, ...owners, ...owner]
}

/** Sets the derived password again, so that a new or restored secret opens the same database. */
export function passwordStatements(database: Database): readonly string[] {
  return loginRoles
    .map(role => roleName(database, role))
    .map(
      name =>
        `alter role ${quoteName(name)} login password ${quoteText(roleVerifier(database.secret, name))}`,
    )
}

/** Only the platform's roles may connect to the database. */
export function connectStatements(database: Database, databaseName: string): readonly string[] {
  const names = loginRoles.map(role => quoteName(roleName(database, role))).join(', ')
  return [
    `revoke all on database ${quoteName(databaseName)} from public`,
    `grant connect on database ${quoteName(databaseName)} to ${names}`,
  ]
}

/** The roles as which this installation cannot log in: created with another secret. */
export async function strangeRoles(database: Database): Promise<readonly string[]> {
  const tried = await Promise.all(
    loginRoles.map(async role => ((await logsIn(database, role)) ? [] : [roleName(database, role)])),
  )
  return tried.flat()
}

async function logsIn(database: Database, role: Role): Promise<boolean> {
  const sql = connect(database, role, { max: 1 })
  try {
    await sql`select 1`
    return true
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') return false
    throw error
  } finally {
    await sql.end()
  }
}
