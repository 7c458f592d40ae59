// Rows of the page of one's own data: what is known, under which field of the graph, from which register.
import { apart, type Content, html } from './html.ts'
import { list } from './parts.ts'
import type { Language, Texts } from './texts.ts'

/** One piece of information. `field` is where its refusal would stand. */
export interface OwnRow {
  readonly label: string
  readonly field: string
  readonly value: Content
}

export interface OwnGroup {
  readonly title: string
  readonly source: string
  readonly rows: readonly OwnRow[]
}

export interface Reader {
  readonly texts: Texts
  readonly language: Language
}

export const row = (label: string, field: string, value: Content): OwnRow => ({ label, field, value })

const shown = 5

/** The first few; the others are there to be opened. */
export function several(
  items: readonly (string | null | undefined)[] | null | undefined,
  texts: Texts,
): Content {
  const all = (items ?? []).filter(item => typeof item === 'string' && item !== '').map(apart)
  const more = all.slice(shown)
  return html`${list(all.slice(0, shown))}${more.length > 0 && html`<details><summary>${texts.own.more(more.length)}</summary>${list(more)}</details>`}`
}

/** Nothing when there is nothing to list: the page then says that it is not registered. */
export const listed = (
  items: readonly (string | null | undefined)[] | null | undefined,
  texts: Texts,
): Content => (items?.some(Boolean) ? several(items, texts) : null)

export const together = (...parts: readonly (string | null | undefined)[]): string =>
  parts.filter(Boolean).join(' ')
