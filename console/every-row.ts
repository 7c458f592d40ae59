// Reads a list to its end, page by page: for files, which hold what the filters chose and not one page of it.
import type { PageInfo } from './parts.ts'

export interface Listed<Row> {
  readonly pageInfo: PageInfo
  readonly nodes: readonly Row[] | null
}

/** As many as the graph gives at once. */
export const largestPage = 100
const mostPages = 50

/** At most 5,000 rows. Null when the list was not given at all. */
export async function everyRow<Row>(
  page: (after: string | null) => Promise<Listed<Row> | null | undefined>,
): Promise<readonly Row[] | null> {
  const rows: Row[] = []
  let after: string | null = null
  for (let count = 0; count < mostPages; count++) {
    const found: Listed<Row> | null | undefined = await page(after)
    if (!found) return count === 0 ? null : rows
    rows.push(...(found.nodes ?? []))
    if (!found.pageInfo.hasNextPage) return rows
    after = found.pageInfo.endCursor
  }
  return rows
}
