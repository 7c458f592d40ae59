// A page of a list as Relay's connections have it, from rows that were fetched one further than asked.
import { GraphQLError } from 'graphql'

/** The largest page that can be asked for. */
export const largestPage = 100

export interface PageArguments {
  readonly first: number
  /** The cursor after which the page begins: the opaque id of the row before it. */
  readonly after?: string | null
}

/** A connection. `totalCount` is a function, so that it is counted only when asked for. */
export interface Page<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[]
  readonly nodes: readonly Node[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string | null
    readonly endCursor: string | null
  }
  readonly totalCount: () => Promise<number>
}

/** The page's size; an error that says what to do when it is none. */
export function readFirst(first: number): number {
  if (Number.isInteger(first) && first >= 1 && first <= largestPage) return first
  throw new GraphQLError(
    `The argument first must be between 1 and ${largestPage}: ask for more pages instead.`,
    {
      extensions: { code: 'PAGE_SIZE' },
    },
  )
}

/** `rows`: at most `first + 1`, in order. Cursors are ids of rows, and hold no value. */
export function toPage<Node>(
  rows: readonly Node[],
  page: PageArguments,
  cursorOf: (node: Node) => string,
  totalCount: () => Promise<number>,
): Page<Node> {
  const nodes = rows.slice(0, page.first)
  const edges = nodes.map(node => ({ cursor: cursorOf(node), node }))
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > page.first,
      hasPreviousPage: page.after != null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  }
}
