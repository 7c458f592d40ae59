// The moment that counts: records what operations were given and refused, if all that they relied on still holds.
import type postgres from 'postgres'

/** One access record: an operation's decisions about one subject. Coordinates and codes, never values. */
export interface AccessRecord {
  readonly operation_id: string
  readonly operation_hash: string
  readonly process: string
  readonly subject_id: string | null
  readonly client: string
  readonly authority: string | null
  readonly processor: string | null
  readonly officer: string | null
  readonly person_id: string | null
  readonly on_behalf_of: string | null
  readonly activity: string | null
  readonly activity_version: number | null
  readonly case_reference: string | null
  readonly given: readonly { field: string; ground: string; consent?: string; mandate?: string }[]
  readonly refused: readonly { field: string; code: string }[]
  readonly cover_for: string | null
}

/** What one operation wants recorded, and the rows and revisions that must still hold. */
export interface Settlement {
  readonly records: readonly AccessRecord[]
  readonly consents: readonly string[]
  readonly mandates: readonly string[]
  readonly standings: readonly { readonly subject: string; readonly revision: number }[]
}

/** True when recorded; false when something relied on has changed or is being changed. Throws when the log fails. */
export type Release = (settlement: Settlement) => Promise<boolean>

interface Waiting {
  readonly settlement: Settlement
  readonly resolve: (released: boolean) => void
  readonly reject: (error: unknown) => void
}

// Bounds one statement; what waits beyond it goes with the next.
const largestGroup = 256

/**
 * Group commit without a timer: while one statement is under way, others wait; the next takes all that wait.
 * `sql` is a pool of a role that may execute access.release.
 */
export function openRelease(sql: postgres.Sql): Release {
  const waiting: Waiting[] = []
  let underWay = false

  const run = async () => {
    underWay = true
    while (waiting.length > 0) await releaseGroup(sql, waiting.splice(0, largestGroup))
    underWay = false
  }

  return settlement =>
    new Promise((resolve, reject) => {
      waiting.push({ settlement, resolve, reject })
      if (!underWay) void run()
    })
}

async function releaseGroup(sql: postgres.Sql, group: readonly Waiting[]): Promise<void> {
  try {
    const operations = group.map(({ settlement }) => settlement)
    // biome-ignore lint/suspicious/noExplicitAny: the driver's type of JSON has no readonly arrays
    const [row] = await sql`select access.release(${sql.json(operations as any)}) as released`
    group.forEach(({ resolve }, index) => {
      resolve(row?.released?.[index] === true)
    })
  } catch (error) {
    for (const { reject } of group) reject(error)
  }
}
