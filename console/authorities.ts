// Authorities as a filter of lists names them: every one there is, by a mark that is no number.
import { createHash } from 'node:crypto'
import { everyRow, type Listed, largestPage } from './every-row.ts'
import type { Markup } from './html.ts'
import { choice } from './parts.ts'
import type { ConsoleRequest } from './request.ts'

export interface Authority {
  readonly cvr: string
  readonly name: string | null
}

/** An authority's mark in an address, where no number stands. */
const markOf = ({ cvr }: Authority): string =>
  createHash('sha256').update(cvr).digest('base64url').slice(0, 10)

export async function authoritiesOf({ ask }: ConsoleRequest): Promise<readonly Authority[]> {
  const found = await everyRow(async after => {
    const { data } = await ask<{ authorities: Listed<Authority> | null }>(
      `query ($first: Int!, $after: String) {
        authorities(first: $first, after: $after) { pageInfo { hasNextPage endCursor } nodes { cvr name } }
      }`,
      { first: largestPage, after },
    )
    return data?.authorities
  })
  return found ?? []
}

/** The one that the address chooses; null for any. */
export const chosenOf = (authorities: readonly Authority[], query: URLSearchParams): Authority | null =>
  authorities.find(one => markOf(one) === query.get('authority')) ?? null

export function authorityChoice(
  { texts, query }: Pick<ConsoleRequest, 'texts' | 'query'>,
  authorities: readonly Authority[],
): Markup {
  const named = authorities
    .map(authority => [markOf(authority), authority.name ?? texts.unnamed] as const)
    .sort(([, one], [, other]) => one.localeCompare(other, 'da'))
  return choice('authority', texts.authority, [['', texts.all], ...named], query.get('authority'))
}
