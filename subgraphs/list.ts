// A page of a list of subjects: fetched when it is asked for, its cursors sealed for this list and this caller.
import type { Cursors } from '../access/cursor.ts'
import type { Request } from '../access/request.ts'
import type { Place } from './keyset.ts'
import { type Page, type PageArguments, readFirst, toPage } from './page.ts'

/** The arguments of a root field that lists. */
export interface ListArguments extends PageArguments {
  readonly where?: unknown
  readonly orderBy?: readonly string[]
}

/** A row of a list: an id and the values of the list's order. */
export interface ListRow {
  readonly id: string
  readonly keys: readonly (string | null)[]
}

/** How rows come. */
export interface ListSource {
  rows(after: Place | null, limit: number): Promise<readonly ListRow[]>
  count(): Promise<number>
}

/** A connection whose parts are functions, as graphql-js calls them when they are selected. */
export interface LazyList<Node> {
  edges(): Promise<Page<Node>['edges']>
  nodes(): Promise<Page<Node>['nodes']>
  pageInfo(): Promise<Page<Node>['pageInfo']>
  totalCount(): Promise<number>
}

/** Everything that makes a list what it is: a cursor of another one is refused. */
export function listIdentity(request: Request, coordinate: string, of: unknown): unknown {
  const { caller, activity, asOf, represented } = request
  return {
    coordinate,
    of,
    activity,
    represented: represented ?? null,
    client: caller.client,
    person: caller.kind === 'PERSON' ? caller.person : null,
    times: asOf.travelled && {
      effective: asOf.only === 'registered' ? null : asOf.effective.toISOString(),
      registered: asOf.only === 'effective' ? null : asOf.registered.toISOString(),
    },
  }
}

/**
 * `most`: rows in all, null for no end. Throws at once what is wrong with the page that is asked for, before any
 * statement.
 */
export function openList<Node>(
  page: PageArguments,
  list: unknown,
  { cursors, most, source }: { cursors: Cursors; most: number | null; source: ListSource },
  nodeOf: (id: string) => Node,
): LazyList<Node> {
  const first = readFirst(page.first)
  const after = page.after == null ? null : (cursors.open(list, page.after) as Place)
  const before = after?.shown ?? 0
  const left = most === null ? Infinity : Math.max(0, most - before)
  let loaded: Promise<Page<Node>> | undefined

  const load = async (): Promise<Page<Node>> => {
    const found = left === 0 ? [] : await source.rows(after, Math.min(first + 1, left))
    const rows = found.map((row, index) => ({ ...row, shown: before + index + 1 }))
    const places = new Map(rows.map(({ id, keys, shown }) => [id, { keys, id, shown }]))
    const nodes = rows.map(({ id }) => id)
    const { edges, ...rest } = toPage(
      nodes,
      { ...page, first },
      id => cursors.seal(list, places.get(id)),
      source.count,
    )
    return {
      ...rest,
      edges: edges.map(edge => ({
        // Sealed only when it is selected.
        get cursor() {
          return edge.cursor
        },
        node: nodeOf(edge.node),
      })),
      nodes: rest.nodes.map(nodeOf),
    }
  }
  const once = () => {
    loaded ??= load()
    return loaded
  }
  return {
    edges: async () => (await once()).edges,
    nodes: async () => (await once()).nodes,
    pageInfo: async () => (await once()).pageInfo,
    totalCount: source.count,
  }
}
