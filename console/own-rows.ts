// Rows of one's own data: what is known, under which field of the graph, from which register; on the page and in the file.
import { apart, type Content, html } from './html.ts'
import { list } from './parts.ts'
import type { Language, Texts } from './texts.ts'

/** One piece of information, or several under one label; null when there is none. */
export type Known = string | readonly string[] | null

/** `field` is where its refusal would stand. */
export interface OwnRow {
  readonly label: string
  readonly field: string
  readonly value: Known
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

export const row = (label: string, field: string, value: Known | undefined): OwnRow => ({
  ...{ label, field },
  value: value || null,
})

const shown = 5

/** As the page has it: of several the first few, and the others there to be opened. */
export function knownOnPage(value: Known, texts: Texts): Content {
  if (value === null || typeof value === 'string') return apart(value)
  const all = value.map(apart)
  const more = all.slice(shown)
  return html`${list(all.slice(0, shown))}${more.length > 0 && html`<details><summary>${texts.own.more(more.length)}</summary>${list(more)}</details>`}`
}

/** Null when there is nothing to list: it is then not registered. */
export function listed(items: readonly (string | null | undefined)[] | null | undefined): Known {
  const all = (items ?? []).filter(item => typeof item === 'string' && item !== '') as string[]
  return all.length > 0 ? all : null
}

export const together = (...parts: readonly (string | null | undefined)[]): string =>
  parts.filter(Boolean).join(' ')
