// Loaders over statements: one statement for all keys that are asked for at once, rows given back to each key.
import DataLoader from 'dataloader'
import { isId } from '../../schema/id.ts'

/** A slice of a list: how many to skip, and how many to give at most. */
export interface Slice {
  readonly offset: number
  readonly limit: number
}

// Ids and codes of the schema have neither quotes nor commas; anything else is quoted as PostgreSQL reads it.
export const array = (values: readonly string[]): string =>
  `{${values.map(value => `"${value.replace(/(["\\])/g, '\\$1')}"`).join(',')}}`
export const pair = (left: string, right: string): string => `${left} ${right}`

/** A loader of the rows of each key. */
export function loader<Key extends string, Row>(
  load: (keys: readonly Key[]) => PromiseLike<readonly Row[]>,
  keyOf: (row: Row) => string,
) {
  return new DataLoader<Key, readonly Row[]>(async keys => {
    const found = Map.groupBy(await load(keys), keyOf)
    return keys.map(key => found.get(key) ?? [])
  })
}

export function keyed<Row>(load: (ids: string) => PromiseLike<readonly Row[]>, idOf: (row: Row) => string) {
  return loader<string, Row>(ids => load(array(ids)), idOf)
}

/** A loader by owner and something else: the statement gets two lists of equal length. */
export function paired<Row>(
  load: (keys: { ids: string; others: string }) => PromiseLike<readonly Row[]>,
  keyOf: (row: Row) => readonly [string, string],
) {
  return loader<string, Row>(
    keys =>
      load({ ids: array(keys.map(key => key.slice(0, 36))), others: array(keys.map(key => key.slice(37))) }),
    row => pair(...keyOf(row)),
  )
}

/** Pages of each owner's list; owners that ask for the same slice share a statement. */
export function sliced<Row extends { readonly ownerId: string }>(
  load: (ids: string, slice: Slice) => PromiseLike<readonly Row[]>,
) {
  const loaders = new Map<string, DataLoader<string, readonly Row[]>>()
  return async (id: string, slice: Slice): Promise<readonly Row[]> => {
    if (!isId(id)) return []
    const key = `${slice.offset} ${slice.limit}`
    const pages =
      loaders.get(key) ??
      keyed(
        ids => load(ids, slice),
        row => row.ownerId,
      )
    loaders.set(key, pages)
    return pages.load(id)
  }
}

export const many = async <Row>(
  rows: DataLoader<string, readonly Row[]>,
  id: string,
): Promise<readonly Row[]> => (isId(id) ? rows.load(id) : [])
export const one = async <Row>(rows: DataLoader<string, readonly Row[]>, id: string): Promise<Row | null> =>
  (await many(rows, id))[0] ?? null
export const first = async <Row>(
  rows: DataLoader<string, readonly Row[]>,
  id: string,
  other: string,
): Promise<Row | null> => (isId(id) ? ((await rows.load(pair(id, other)))[0] ?? null) : null)
