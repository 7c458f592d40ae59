// Reads a list to its end, page by page: for files, which hold what the filters chose and not one page of it.
import type { PageInfo } from './parts.ts'

export interface Listed<Row> {
  readonly pageInfo: PageInfo
  readonly nodes: readonly Row[] | null
}

/** As many as the graph gives at once. */
export const largestPage = 100
/** As many as are read; whoever gets more than these knows that there are others. */
export const mostRows = 5_000
const mostPages = 500

/**
 * Every row, or more than `mostRows` of them. Null when the list was not given at all. Throws when a later page was not:
 * what was read until then must not pass for the whole.
 */
export async function everyRow<Row>(
  page: (after: string | null) => Promise<Listed<Row> | null | undefined>,
): Promise<readonly Row[] | null> {
  const rows: Row[] = []
  let after: string | null = null
  for (let count = 0; count < mostPages; count++) {
    const found: Listed<Row> | null | undefined = await page(after)
    if (!found?.nodes && count === 0) return null
    if (!found?.nodes) break
    rows.push(...found.nodes)
    if (!found.pageInfo.hasNextPage || rows.length > mostRows) return rows
    after = found.pageInfo.endCursor
  }
  throw new Error('A list was not given to its end.')
}
