// Goes along the feed until a page is full or enough was looked at: pure, it is told what there is and what may be told.
import type { Change, Stretch } from './store.ts'

/** What a page tells. */
export interface Followed {
  readonly told: readonly Change[]
  /** The place from which to go on. */
  readonly reached: number
  readonly more: boolean
}

/** Where to begin, and how many changes to tell. */
export interface Wanted {
  readonly after: number
  readonly first: number
}

// Bounds what is decided for one page, when nearly nothing of it may be told.
const mostStretches = 4
const mostDecided = 500

/**
 * `read`: the changes after a place, so many at most. `tell`: those of them that may be told, so many at most, in their
 * order; it rejects when that cannot be said, for a change passed over is told to nobody again.
 */
export async function follow(
  { after, first }: Wanted,
  read: (place: number, most: number) => Promise<Stretch>,
  tell: (changes: readonly Change[], most: number) => Promise<readonly Change[]>,
): Promise<Followed> {
  const told: Change[] = []
  let reached = after
  for (let stretches = 1; ; stretches++) {
    const stretch = await read(reached, mostDecided)
    told.push(...(await tell(stretch.changes, first - told.length)))
    // A full page ends with its last change: what follows it was not told.
    const full = told.length === first
    reached = full ? told.at(-1)!.position : stretch.reached
    const more = reached < stretch.end
    if (full || !more || stretches === mostStretches) return { told, reached, more }
  }
}
