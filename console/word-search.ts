// Words looked for in a list: posted, for they may be somebody's name, and sealed into the address. They are looked for in
// what the list's file would say, row by row.
import type { Cells } from './csv.ts'
import { everyRow, type Listed, largestPage, mostRows } from './every-row.ts'
import type { GraphError } from './graph.ts'
import { type Content, html, type Markup } from './html.ts'
import { formField } from './layout.ts'
import { filters, folded, placesInLists } from './parts.ts'
import type { ConsoleRequest, Handler } from './request.ts'
import { seal, unseal } from './seal.ts'

/** Of what is looked for, in characters. */
const longest = 100
const pageSize = 20

type Asking = Pick<ConsoleRequest, 'session' | 'query'>

/** What the address looks for, as it was written; null for nothing, and for what another session sealed. */
function writtenIn({ session, query }: Asking): string | null {
  const found = unseal(query.get('words') ?? '', session.token)
  return typeof found === 'string' ? found : null
}

const lower = (text: string): string => text.normalize('NFC').toLocaleLowerCase('da')

/** Whether a row says every word, in any of its cells. */
export const says = (cells: Cells, written: string): boolean =>
  lower(written)
    .split(/\s+/)
    .every(word => cells.some(cell => lower(String(cell ?? '')).includes(word)))

/** The rows of a file that say what the address looks for; all when it looks for nothing. */
export function matching(lines: readonly Cells[], request: Asking): readonly Cells[] {
  const written = writtenIn(request)
  return written === null ? lines : lines.filter(line => says(line, written))
}

/** A page of a list as the graph gave it. */
export interface Read<Row> {
  readonly found: (Listed<Row> & { readonly totalCount?: number | null }) | null | undefined
  readonly errors: readonly GraphError[]
}

/**
 * A page of a list: the graph's own, or of what the words of the address find in the whole of it; a place in that is a
 * count of rows. `linesOf`: what the list's file says of each row; `size`: rows on a page. Throws when the list is not given to its end.
 */
export async function pageOf<Row>(
  request: Asking,
  read: (first: number, after: string | null) => Promise<Read<Row>>,
  linesOf: (rows: readonly Row[]) => readonly Cells[] | Promise<readonly Cells[]>,
  size = pageSize,
): Promise<Read<Row> & { readonly isCut?: boolean }> {
  const written = writtenIn(request)
  const after = request.query.get('after') || null
  if (written === null) return read(size, after)
  let errors: readonly GraphError[] = []
  const rows = await everyRow(async at => {
    const page = await read(largestPage, at)
    errors = page.errors
    return page.found
  })
  if (!rows) return { found: null, errors }
  const lines = await linesOf(rows)
  const fitting = rows.filter((_, at) => says(lines[at]!, written))
  const start = /^\d{1,4}$/.test(after ?? '') ? Number(after) : 0
  const end = start + size
  const pageInfo = { hasNextPage: fitting.length > end, endCursor: String(end) }
  const nodes = fitting.slice(start, end)
  return { found: { totalCount: fitting.length, pageInfo, nodes }, errors, isCut: rows.length > mostRows }
}

/** Whether the list shows what was looked for, and not all. */
export const isSought = (request: Asking): boolean => writtenIn(request) !== null

/** The field for words above a list's filters, which keep each other. `isCut`: the list was not looked through to its end. */
export function listControls(
  { session, texts, query }: Pick<ConsoleRequest, 'session' | 'texts' | 'query'>,
  path: string,
  fields: Content,
  isCut = false,
): Markup {
  const { search: said } = texts
  const written = writtenIn({ session, query })
  const isForgotten = query.has('words') && written === null
  const kept = written !== null && html`<input type="hidden" name="words" value="${query.get('words')}">`
  const here = query.size > 0 ? `${path}?${query}` : path
  const action = session.steward ? '/console/steward/search' : '/console/search'
  const controls = html`<form class="console-filter" role="search" method="post" action="${action}">${formField(session.formToken)}<input type="hidden" name="at" value="${here}">
<div class="form-group"><label class="form-label" for="words">${said.label}</label>
<input class="form-input" type="search" id="words" name="words" maxlength="${longest}" value="${written}" autocomplete="off"></div>
<button class="button button-secondary" type="submit">${said.button}</button></form>
${filters(texts, path, [kept, fields])}`
  return html`${folded(query, said.summary, controls)}
${isForgotten && html`<p role="status">${said.forgotten}</p>`}${isCut && html`<p role="status">${said.cut(mostRows)}</p>`}`
}

const ownAddress = /^\/console(\/[\w-]+)+(\?[\w=&%.~+*-]*)?$/

/** Takes the words of a form into the address of the list that it stood above; none of them takes them out. */
export const lookFor: Handler = async ({ session, form }) => {
  const at = form.get('at') ?? ''
  const address = new URL(ownAddress.test(at) ? at : '/console', 'http://console')
  for (const place of placesInLists) address.searchParams.delete(place)
  const written = (form.get('words') ?? '').trim().slice(0, longest)
  address.searchParams.delete('words')
  if (written !== '') address.searchParams.set('words', seal(written, session.token))
  return { to: address.pathname + address.search }
}

/** The address of that form, opened by itself. */
export const backHome: Handler = async () => ({ to: '/console' })
