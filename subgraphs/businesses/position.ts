// Pages by position: a cursor says where in the list, and holds no value of the register.
import { GraphQLError } from 'graphql'
import { type Page, type PageArguments, readFirst, toPage } from '../page.ts'
import type { Slice } from './store.ts'

/** The slice of a list that a page needs: one row more than it shows, to know whether more follows. */
export function sliceOf({ first, after }: PageArguments): Slice {
  return { offset: after == null ? 0 : readCursor(after) + 1, limit: readFirst(first) + 1 }
}

/** The page of the rows that the slice found. */
export function pageOf<Node extends object>(
  rows: readonly Node[],
  page: PageArguments,
  totalCount: () => Promise<number>,
): Page<Node> {
  const { offset } = sliceOf(page)
  const nodes = rows.map((row, index) => ({ ...row, position: offset + index }))
  return toPage(nodes, page, node => writeCursor(node.position), totalCount)
}

const writeCursor = (position: number): string => Buffer.from(`at ${position}`).toString('base64url')

function readCursor(cursor: string): number {
  const match = /^at (\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString())
  if (match !== null) return Number(match[1])
  throw new GraphQLError(
    'The argument after is no cursor of this list: pass a cursor or endCursor as it was answered.',
    {
      extensions: { code: 'PAGE_CURSOR' },
    },
  )
}
