// Opens subgraphs in this process over their own pools, and the services that decide and record for them.
import { openCursors } from '../access/cursor.ts'
import { openFacts } from '../access/facts-lane.ts'
import type { Services } from '../access/operation.ts'
import { openRelease } from '../access/release.ts'
import { connect, type Database, type Role } from '../database/connect.ts'
import { deriveKey } from '../database/secret.ts'
import type { Watch } from '../door/watch.ts'
import { type RunningSubgraph, runSubgraph } from './build.ts'
import { definitions } from './definitions.ts'
import { classifyPlatform, type SubgraphName } from './registry.ts'
import { watchRole, watchServices } from './watched.ts'

const poolSize = 10
/** As many connections as a process holds to PostgreSQL at most: its subgraphs' pools, facts, their lane, the release and its spare. */
export const mostConnections = (subgraphs: number): number => (subgraphs + 1) * poolSize + 3

/** Subgraphs that run in this process. */
export interface OpenSubgraphs {
  readonly running: readonly RunningSubgraph[]
  readonly services: Services
  /** A pool of the role access_reader, for identifying callers. */
  readonly reader: ReturnType<typeof connect>
  close(): Promise<void>
}

export interface OpenOptions {
  /** Connections of each pool. */
  readonly connections?: number
  /** CVR number of the operator's authority; without it nobody does its work. */
  readonly operator?: string
  /** The longest that a power of attorney may hold, in years; 25 without it. */
  readonly powerYears?: number
  /** Where failures go: the process's log. */
  readonly fault?: Services['fault']
  /** What counts, times and traces this process. */
  readonly watch?: Pick<Watch, 'metrics' | 'tracing'>
}

/**
 * `process`: what the access records name as the answering process. The release goes through a pool of `role`, which
 * may execute access.release and nothing else of the log.
 */
export function openSubgraphs(
  database: Database,
  names: readonly SubgraphName[],
  { process, role }: { readonly process: string; readonly role: Role },
  options: OpenOptions = {},
): OpenSubgraphs {
  const { watch } = options
  const pool = (of: Role, max = options.connections ?? poolSize) => {
    const sql = connect(database, of, { max })
    if (watch) watchRole(sql, of, max, watch)
    return sql
  }
  const reader = pool('access_reader')
  const lane = pool('access_reader', 1)
  // One connection, and another whenever that no longer answers: its work is timed as releases.
  const recorder = openRelease(() => connect(database, role, { max: 1 }))
  const platform = classifyPlatform()
  const cursors = openCursors(deriveKey(database.secret, 'cursors'))
  const receiptKey = deriveKey(database.secret, 'receipts')
  const opened = names.map(name => {
    const sql = pool(definitions[name].role)
    const { operator, powerYears } = options
    const definition = definitions[name]
    return {
      sql,
      subgraph: runSubgraph(definition, sql, platform, cursors, operator, receiptKey, powerYears),
    }
  })
  const services: Services = {
    readFacts: openFacts(lane, reader),
    release: recorder.release,
    process,
    ...(options.fault && { fault: options.fault }),
    async subjectOf(kind, number) {
      const [row] = await reader`select identity.subject_id(${kind}, ${number}) as id`
      return row!.id
    },
    async officerAccounts(officer, person) {
      const [row] = await reader`select access.officer_accounts(${officer}, ${person}) as accounts`
      return row!.accounts
    },
  }
  return {
    running: opened.map(({ subgraph }) => subgraph),
    services: watch ? watchServices(services, watch) : services,
    reader,
    async close() {
      await recorder.close()
      await Promise.all([reader, lane, ...opened.map(({ sql }) => sql)].map(sql => sql.end({ timeout: 5 })))
    },
  }
}
