// What stewards' lists have in common: a table that scrolls by itself, and the whole filtered list as a file.
import { type Cells, csvFile as fileOf } from '../../csv.ts'
import { type Content, html } from '../../html.ts'
import { placesInLists } from '../../parts.ts'
import type { ConsoleAnswer } from '../../request.ts'
import type { Work } from './work.ts'

const longestWhole = 20

/** What is short stays whole: a state or a day that breaks is hard to read down a column. */
const cellOf = (cell: Content): Content =>
  typeof cell === 'string' && cell.length <= longestWhole
    ? html`<td class="console-id">${cell}</td>`
    : html`<td>${cell}</td>`

/** The first cell of each row is its header. */
export const tableOf = (
  head: readonly string[],
  rows: readonly (readonly Content[])[],
  label = head[0],
): Content =>
  // A region that scrolls is reached by keys, and has a name (WCAG 2.1, 2.1.1 and 4.1.2).
  html`<div class="table--responsive-scroll" tabindex="0" role="region" aria-label="${label}"><table class="table"><thead><tr>${head.map(
    words => html`<th scope="col">${words}</th>`,
  )}</tr></thead><tbody>${rows.map(
    ([first, ...rest]) => html`<tr><th scope="row">${first}</th>${rest.map(cellOf)}</tr>`,
  )}</tbody></table></div>`

/** The list as a file: the filters of the address, without the place in the list. `of`: which of a page's lists. */
export function csvLink({ words, query }: Work, path: string, of = '1'): Content {
  const kept = new URLSearchParams(query)
  for (const place of placesInLists) kept.delete(place)
  kept.set('csv', of)
  return html`<p class="console-print-not"><a href="${path}?${kept.toString()}">${words.csv}</a></p>`
}

/** As many rows as a page of a list shows that is known as a whole. */
export const pageSize = 25

const pageOf = (query: URLSearchParams): number =>
  /^[1-9]\d{0,3}$/.test(query.get('page') ?? '') ? Number(query.get('page')) : 1

/** The rows of the page that the address asks for. */
export const rowsAt = <Row>(rows: readonly Row[], query: URLSearchParams): readonly Row[] =>
  rows.slice((pageOf(query) - 1) * pageSize, pageOf(query) * pageSize)

/** How many there are, the pages before and after, and the list as a file. */
export function numberedPages(work: Work, path: string, count: number): Content {
  const { words, texts, query } = work
  const [page, last] = [pageOf(query), Math.max(1, Math.ceil(count / pageSize))]
  const at = (number: number, label: string) => {
    const address = new URLSearchParams({ ...Object.fromEntries(query), page: String(number) })
    return html`<a href="${path}?${address.toString()}">${label}</a> `
  }
  return html`<p>${texts.total(count)}${last > 1 && html` · ${words.page(page, last)}`}</p>
${last > 1 && html`<p>${page > 1 && at(page - 1, words.previousPage)}${page < last && at(page + 1, words.nextPage)}</p>`}${
  count > 0 && csvLink(work, path)
}`
}

/** See csv.ts: a file that does not hold every row says so. */
export const csvFile = (name: string, head: readonly string[], rows: readonly Cells[]): ConsoleAnswer =>
  fileOf(name, head, rows)
