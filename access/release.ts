// The moment that counts: records what operations were given and refused, if all that they relied on still holds.
import type postgres from 'postgres'
import type { UnreadRule } from './unread-signing.ts'

/** Who asked for what, the same in every record of an operation. */
export interface RecordedOperation {
  readonly operation_id: string
  readonly operation_hash: string
  readonly process: string
  readonly client: string
  readonly authority: string | null
  readonly processor: string | null
  readonly officer: string | null
  /** Who the officer is, by opaque id; left out when the token does not tell. Noted beside the log, not in it. */
  readonly officer_person?: string
  readonly person_id: string | null
  readonly on_behalf_of: string | null
  readonly activity: string | null
  readonly activity_version: number | null
  readonly case_reference: string | null
  readonly cover_for: string | null
}

/** An operation's decisions that came out alike for some subjects: a record for each. Coordinates and codes, never values. */
export interface AccessRecord {
  /** Null: about nobody in particular. */
  readonly subjects: readonly (string | null)[]
  readonly given: readonly {
    field: string
    ground: string
    consent?: string
    mandate?: string
    by?: string
  }[]
  readonly refused: readonly { field: string; code: string }[]
  /** ISO 8601; until then at least, the subject does not see the record. */
  readonly hidden_until: string | null
}

/** What one operation wants recorded, and the rows and revisions that must still hold. */
export interface Settlement {
  readonly operation: RecordedOperation
  readonly records: readonly AccessRecord[]
  readonly consents: readonly string[]
  readonly mandates: readonly string[]
  readonly standings: readonly { readonly subject: string; readonly revision: number }[]
  /** The version of the activity under which something is given: still in force, and the client's to use. */
  readonly activity: { readonly id: string; readonly version: number } | null
  /** ISO 8601; after it, nothing of this holds. */
  readonly until: string | null
  /** Deliveries that the registers had loaded when the first facts were read: still as many, or values may be mixed. */
  readonly loads?: number | null
  /** Signing rules that were met and that nobody has read; left out when there are none. */
  readonly unread?: readonly UnreadRule[]
}

/**
 * Gives what no longer holds, or is being changed: ids of consents, mandates and subjects, `activity`, `time`, `register`.
 * Nothing: it is recorded. Rejects when the log fails.
 */
export type Release = (settlement: Settlement) => Promise<readonly string[]>

interface Waiting {
  readonly settlement: Settlement
  readonly resolve: (lost: readonly string[]) => void
  readonly reject: (error: unknown) => void
}

// Bounds one statement; what waits beyond it goes with the next.
const largestGroup = 256
// A host that vanished answers nothing, not even an error. Above the statement's own time-out.
const deadlineMs = 2_000

/**
 * Group commit without a timer: while one statement is under way, others wait; the next takes all that wait.
 * `connect` opens a pool of a role that may execute access.release; a pool that no longer answers is replaced.
 */
export function openRelease(connect: () => postgres.Sql): { release: Release; close(): Promise<void> } {
  const waiting: Waiting[] = []
  let underWay = false
  let sql = connect()

  const run = async () => {
    underWay = true
    while (waiting.length > 0) {
      if (await settleGroup(sql, waiting.splice(0, largestGroup))) continue
      void sql.end({ timeout: 0 }).catch(() => {})
      sql = connect()
    }
    underWay = false
  }

  return {
    release: settlement =>
      new Promise((resolve, reject) => {
        waiting.push({ settlement, resolve, reject })
        if (!underWay) void run()
      }),
    close: () => sql.end({ timeout: 5 }),
  }
}

/** False when the database did not answer in time. */
async function settleGroup(sql: postgres.Sql, group: readonly Waiting[]): Promise<boolean> {
  try {
    const lost = await inTime(record(sql, group))
    group.forEach(({ resolve, reject }, index) => {
      const own = lost[index]
      own ? resolve(own) : reject(new Error('The release answered for fewer operations than it was asked.'))
    })
    return true
  } catch (error) {
    // What PostgreSQL cannot read in one operation must not cost the others theirs.
    if (isDataFault(error) && group.length > 1) {
      for (const one of group) await settleGroup(sql, [one])
      return true
    }
    for (const { reject } of group) reject(error)
    return error !== late
  }
}

async function record(sql: postgres.Sql, group: readonly Waiting[]): Promise<readonly (readonly string[])[]> {
  const operations = group.map(({ settlement }) => settlement)
  // The driver's type of JSON has no readonly arrays.
  const [row] = await sql`select access.release(${sql.json(operations as never)}) as lost`
  return row?.lost ?? []
}

const late = new Error('The database did not answer in time.')

async function inTime<Value>(answer: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late), deadlineMs)
  })
  try {
    return await Promise.race([answer, deadline])
  } finally {
    clearTimeout(timer)
  }
}

/** SQLSTATE class 22: the text or number itself cannot be stored. */
const isDataFault = (error: unknown): boolean =>
  String((error as { code?: unknown } | null)?.code ?? '').startsWith('22')
