// Parts that several pages are made of: terms with their values, refusals, paging, filters.
import type { GraphError } from './graph.ts'
import { apart, type Content, html, type Markup } from './html.ts'
import { formField, type Page } from './layout.ts'
import type { ConsoleRequest } from './request.ts'
import { saidOf } from './said.ts'
import type { Session } from './session.ts'
import type { Texts } from './texts.ts'

/** Terms with their values; those without are left out. */
export const terms = (rows: readonly (readonly [term: string, value: Content])[]): Markup =>
  html`<dl class="console-terms">${rows
    .filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false)
    .map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>`

export const list = (items: readonly Content[]): Content =>
  items.length > 0 && html`<ul>${items.map(item => html`<li>${item}</li>`)}</ul>`

/** Why the field at exactly that path was not given, in words of the graph's own; null when it was. */
export function refusalAt(
  errors: readonly GraphError[],
  { language }: Pick<Session, 'language'>,
  ...path: readonly string[]
): string | null {
  const found = errors.find(error => error.path?.join('.') === path.join('.'))
  return found ? saidOf(found, language) : null
}

export const missingPage = (texts: Texts): Page => ({
  ...{ title: texts.missingTitle, status: 404 },
  body: html`<p>${texts.missing}</p>`,
})

/** What a command said against it, in the graph's own words. */
export const problemPage = (texts: Texts, messages: readonly string[], back: string): Page => ({
  ...{ title: texts.refusedTitle, status: 409 },
  body: html`${list(messages)}<p><a href="${back}">${texts.back}</a></p>`,
})

/** A form with one button. */
export const button = (
  session: Session,
  action: string,
  label: string,
  look: 'primary' | 'secondary' = 'secondary',
  fields: Readonly<Record<string, string>> = {},
): Markup =>
  html`<form method="post" action="${action}">${formField(session.formToken)}${Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  )}<button class="button button-${look}" type="submit">${apart(label)}</button></form>`

export interface PageInfo {
  readonly hasNextPage: boolean
  readonly endCursor: string | null
}

/** What in an address says which page of a list is shown. */
export const placesInLists = ['after', 'page', 'consents', 'powers'] as const

/** How many there are, and the way to the next of them. */
export function paging(
  { texts, query }: Pick<ConsoleRequest, 'texts' | 'query'>,
  path: string,
  { pageInfo, totalCount }: { readonly pageInfo: PageInfo; readonly totalCount?: number | null },
): Markup {
  const next = new URLSearchParams(query)
  next.set('after', pageInfo.endCursor ?? '')
  return html`<p>${typeof totalCount === 'number' && texts.total(totalCount)}</p>${
    pageInfo.hasNextPage && html`<p><a href="${path}?${next.toString()}">${texts.more}</a></p>`
  }`
}

/** The filtered list as a file: the filters of the address, without the place in the list. */
export function fileLink(
  { texts, query }: Pick<ConsoleRequest, 'texts' | 'query'>,
  path: string,
  label = texts.powers.download,
): Markup {
  const kept = new URLSearchParams(query)
  kept.delete('after')
  const filtered = kept.size > 0 ? `?${kept.toString()}` : ''
  return html`<p class="console-print-not"><a href="${path}${filtered}">${label}</a></p>`
}

/** Instead of a file whose list is not given. */
export const notGivenPage = (texts: Texts): Page => ({
  ...{ title: texts.refusedTitle, status: 403 },
  body: html`<p>${texts.powers.notAllowed}</p>`,
})

/** A choice of a filter: `options` are [value, label]; the chosen one stands in the address. */
export const choice = (
  name: string,
  label: string,
  options: readonly (readonly [string, string])[],
  chosen: string | null,
): Markup =>
  html`<div class="form-group"><label class="form-label" for="${name}">${label}</label>
<select class="form-select" id="${name}" name="${name}">${options.map(
    ([value, words]) =>
      html`<option value="${value}"${value === (chosen ?? '') ? html` selected` : null}>${words}</option>`,
  )}</select></div>`

export const dateField = (name: string, label: string, value: string | null): Markup =>
  html`<div class="form-group"><label class="form-label" for="${name}">${label}</label>
<input class="form-input" type="date" id="${name}" name="${name}" value="${value ?? ''}"></div>`

/** Filters, sent to the page's own address. */
export const filters = (texts: Texts, path: string, fields: Content): Markup =>
  html`<form class="console-filter" method="get" action="${path}">${fields}<button class="button button-secondary" type="submit">${texts.filter}</button></form>`

/**
 * What would stand in the way of a list on a small screen: folded there, unless something is chosen already. On a large
 * one, where a browser can, it stands open.
 */
export const folded = (query: URLSearchParams, summary: string, controls: Markup): Markup =>
  html`<details class="console-fold"${query.size > 0 ? html` open` : null}><summary>${summary}</summary>
${controls}</details>`

/** One of a closed list, or null for anything else. */
export const oneOf = <Value extends string>(values: readonly Value[], text: string | null): Value | null =>
  values.find(value => value === text) ?? null
