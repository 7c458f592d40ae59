// A page of a list as Relay's connections have it, from rows that were fetched one further than asked.
import { GraphQLError } from 'graphql'

/** The largest page that can be asked for. */
export const largestPage = 100

/** Which way through a list that goes by time: `Order` of the schema. */
export type Order = 'NEWEST_FIRST' | 'OLDEST_FIRST'

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

/** For a cursor that is no place in the list that was asked for. */
export const unknownCursor = (): GraphQLError =>
  new GraphQLError(
    'The argument after is no cursor of this list: pass a cursor or endCursor as it was answered here.',
    { extensions: { code: 'PAGE_CURSOR' } },
  )

/** `rows`: at most `first + 1`, in order. A cursor is made when it is selected; it holds no value of a register. */
export function toPage<Node>(
  rows: readonly Node[],
  page: PageArguments,
  cursorOf: (node: Node) => string,
  totalCount: () => Promise<number>,
): Page<Node> {
  const nodes = rows.slice(0, page.first)
  const edges = nodes.map(node => {
    let made: string | undefined
    return {
      get cursor() {
        made ??= cursorOf(node)
        return made
      },
      node,
    }
  })
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: rows.length > page.first,
      hasPreviousPage: page.after != null,
      get startCursor() {
        return edges[0]?.cursor ?? null
      },
      get endCursor() {
        return edges.at(-1)?.cursor ?? null
      },
    },
    totalCount,
  }
}
