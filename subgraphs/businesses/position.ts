// Pages by position in the short lists of one business or person; the cursor is sealed for that list and its caller.
import type { Cursors } from '../../access/cursor.ts'
import { type Page, type PageArguments, readFirst, toPage } from '../page.ts'
import type { Slice } from './loaders.ts'

/** A slice of a list, and how its page is made of the rows that the slice found. */
export interface PositionedPage {
  /** One row more than the page shows, to know whether more follows. */
  readonly slice: Slice
  of<Node extends object>(rows: readonly Node[], totalCount: () => Promise<number>): Page<Node>
}

/** `list`: what makes the list what it is (../list.ts). Throws for a page that cannot be asked for. */
export function positionedPage(page: PageArguments, list: unknown, cursors: Cursors): PositionedPage {
  const offset = page.after == null ? 0 : Number(cursors.open(list, page.after)) + 1
  return {
    slice: { offset, limit: readFirst(page.first) + 1 },
    of(rows, totalCount) {
      const positions = new Map(rows.map((row, index) => [row, offset + index]))
      return toPage(rows, page, row => cursors.seal(list, positions.get(row)), totalCount)
    },
  }
}
