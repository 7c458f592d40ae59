// Connections to the platform's database, one least-privilege role for each part.
import postgres from 'postgres'
import { formatInstant, parseInstant } from './instant.ts'
import { openPromptly } from './prompt-socket.ts'
import { rolePassword } from './secret.ts'
import { keepRowsWhole } from './whole-rows.ts'
import { closeTransaction, keepTransactionsWhole } from './whole-transactions.ts'

/** A database as the administrator reaches it; the roles' names and passwords follow from it. */
export interface Database {
  /** `postgres://administrator:password@host:port/name` */
  readonly url: string
  /** Role names are cluster-wide: they carry the database's name. */
  readonly rolePrefix: string
  readonly secret: string
}

export const loginRoles = [
  'persons',
  'businesses',
  'consents',
  'powers_of_attorney',
  'authorities',
  'access_log',
  'notices',
  'changes',
  'cases',
  'access_reader',
  'importer',
  'retention',
] as const
export type Role = (typeof loginRoles)[number]

// Time-outs nest (ARCHITECTURE.md 6): client 10 s > gateway 5 > subgraph 2 > statement 1.5 > lock 0.5.
const statementTimeoutMs = 1_500
const lockTimeoutMs = 500
// Left to itself, the driver waits longer after each failure, up to 20 s: so long one would wait once the database is
// back, and longer than the gateway waits while it is away.
const reconnectAfterSeconds = 0.25
// Work in bulk, for which nobody waits.
const unhurried: ReadonlySet<Role> = new Set(['importer', 'retention'])

// Left to choose, PostgreSQL plans the facts anew for each set of subjects: 2.9 ms for one, of which 0.4 are reading. So it
// does with lists of consents once there are many: that took longer than to read a page.
const planningOnce: ReadonlySet<Role> = new Set(['access_reader', 'consents'])
const plannedOnce = { plan_cache_mode: 'force_generic_plan' } as const

/** The cluster-wide name of a role: `engang_persons`. */
export function roleName(database: Pick<Database, 'rolePrefix'>, role: string): string {
  return `${database.rolePrefix}_${role}`
}

/**
 * A pool of connections as one role. Statements are prepared; `timestamptz` is a `Date` (infinities as in
 * instant.ts), `date` stays its own text `2019-05-01`. End it with `sql.end()`.
 */
export function connect(database: Database, role: Role, options: { max?: number } = {}): postgres.Sql {
  const url = new URL(database.url)
  const name = roleName(database, role)
  url.username = encodeURIComponent(name)
  url.password = rolePassword(database.secret, name)
  const limits = unhurried.has(role)
    ? {}
    : { statement_timeout: statementTimeoutMs, lock_timeout: lockTimeoutMs }
  const connection = {
    application_name: `engang ${role}`,
    ...limits,
    ...(planningOnce.has(role) && plannedOnce),
  }
  return open(url.href, options.max ?? 10, connection)
}

/** A connection as the administrator: migrations and their tests only. */
export function connectAsAdministrator(
  database: Pick<Database, 'url'>,
  options: { max?: number } = {},
): postgres.Sql {
  return open(database.url, options.max ?? 2, { application_name: 'engang administrator' })
}

function open(url: string, max: number, connection: postgres.Options<never>['connection']): postgres.Sql {
  const sql = postgres(url, {
    ...{ socket: openPromptly }, // The driver's types do not know it.
    max,
    prepare: true,
    connect_timeout: 10,
    backoff: () => reconnectAfterSeconds,
    connection: { TimeZone: 'UTC', ...connection },
    onnotice: () => {},
    onclose: closeTransaction,
    types: {
      date: { to: 1184, from: [1114, 1184], serialize: formatInstant, parse: parseInstant },
      day: { to: 1082, from: [1082], serialize: String, parse: (text: string) => text },
    },
  })
  keepRowsWhole(sql as unknown as postgres.Sql)
  keepTransactionsWhole(sql as unknown as postgres.Sql)
  return sql as unknown as postgres.Sql
}
