// Reads what changed in the registers after a place in the feed: one statement, however little of it is of use.
import type postgres from 'postgres'
import type { Cursors } from '../../access/cursor.ts'

/** A change of one field of one subject. */
export interface Change {
  /** Its place in the feed. */
  readonly position: number
  readonly subjectId: string
  /** A schema coordinate of Person, Business or ProductionUnit. */
  readonly coordinate: string
  readonly registeredAt: Date
}

/** A stretch of the feed. */
export interface Stretch {
  readonly changes: readonly Change[]
  /** The last place that was looked at. */
  readonly reached: number
  /** The last place that there is. */
  readonly end: number
}

// What one statement looks at, at most, also where hardly anything is of use to the caller.
const longestStretch = 10_000

export type Store = ReturnType<ReturnType<typeof openStore>>

/** `cursors` seal the places of the feed. */
export function openStore(sql: postgres.Sql, cursors: Cursors) {
  const store = {
    cursors,
    /** The last place that there is. */
    async end(): Promise<number> {
      const [row] = await sql`select position::float8 from changes.feed`
      return row!.position
    },
    /** Changes of these coordinates after a place, in order, `most` of them at most. */
    async after(place: number, coordinates: readonly string[], most: number): Promise<Stretch> {
      // The end and the changes are of one snapshot: up to the end nothing is missing.
      const rows = await sql`
        select f.position::float8 as end, c.*
        from changes.feed f left join lateral (
          select c.position::float8, c.subject_id, c.coordinate, c.registered_at from changes.change c
          where c.position > ${place} and c.position <= ${place}::bigint + ${longestStretch}::bigint
            and c.coordinate = any(${coordinates as string[]})
          order by c.position limit ${most}
        ) c on true
        order by c.position`
      const end: number = rows[0]!.end
      const changes = rows.filter(row => row.position !== null).map(readChange)
      const looked = changes.length < most ? place + longestStretch : changes.at(-1)!.position
      return { changes, end, reached: Math.min(looked, Math.max(end, place)) }
    },
  }
  return () => store
}

const readChange = (row: postgres.Row): Change => ({
  position: row.position,
  subjectId: row.subject_id,
  coordinate: row.coordinate,
  registeredAt: row.registered_at,
})
