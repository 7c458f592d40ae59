// The authority's processing activities, those in force and those that are drafted: searched, filtered, sorted, paged.
import { csv } from '../../csv.ts'
import { html } from '../../html.ts'
import { choice, filters, oneOf } from '../../parts.ts'
import { day } from '../../texts.ts'
import { forSteward, messagesOf, type Work } from './work.ts'

interface Row {
  readonly id: string
  readonly isDraft: boolean
  readonly version: number
  readonly purpose: string
  readonly act: string
  readonly fields: number
  readonly validFrom: string
}

interface Told {
  readonly id: string
  readonly version: number
  readonly purpose: string
  readonly act: string
  readonly fields: readonly unknown[] | null
  readonly validFrom: string | null
}

const told = 'version purpose(language: $language) act fields { coordinate } validFrom'

/** A page of those in force: public. */
async function pageOfThem(
  { ask, steward, spoken }: Work,
  after: string | null,
): Promise<Listed['activities']> {
  const { data } = await ask<Listed>(
    `query ($authority: CVR!, $after: String, $language: Language!) {
      activities(authority: $authority, first: 100, after: $after) {
        pageInfo { hasNextPage endCursor } nodes { id ${told} }
      }
    }`,
    { authority: steward.authority.cvr, after, language: spoken },
  )
  return data?.activities ?? null
}

async function inForce(work: Work): Promise<readonly Row[]> {
  const found: Row[] = []
  let after: string | null = null
  do {
    const page: Listed['activities'] = await pageOfThem(work, after)
    found.push(...(page?.nodes ?? []).map(node => rowOf(node, false)))
    after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
  } while (after !== null)
  return found
}

interface Listed {
  readonly activities: {
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
    readonly nodes: readonly Told[] | null
  } | null
}

const rowOf = ({ id, version, purpose, act, fields, validFrom }: Told, isDraft: boolean): Row => ({
  ...{ id, isDraft, version, purpose, act, fields: fields?.length ?? 0, validFrom: validFrom ?? '' },
})

interface Drafted {
  readonly activityDrafts:
    | readonly { readonly version: Told & { readonly activity: { id: string } } }[]
    | null
}

const sorts = ['id', 'purpose', 'validFrom'] as const
type Sort = (typeof sorts)[number]

/** `KOM-9` before `KOM-17`. */
const orders: Readonly<Record<Sort, (one: Row, other: Row) => number>> = {
  id: (one, other) => one.id.localeCompare(other.id, 'da', { numeric: true }) || one.version - other.version,
  purpose: (one, other) => one.purpose.localeCompare(other.purpose, 'da'),
  validFrom: (one, other) => other.validFrom.localeCompare(one.validFrom),
}

export const pageSize = 25

/** Which of the rows an address asks for, all its pages. */
export function chosen(rows: readonly Row[], query: URLSearchParams): readonly Row[] {
  const state = oneOf(['IN_FORCE', 'DRAFT'], query.get('state'))
  const words = (query.get('q') ?? '').trim().toLowerCase()
  return rows
    .filter(({ isDraft }) => state === null || isDraft === (state === 'DRAFT'))
    .filter(({ id, purpose, act }) => `${id} ${purpose} ${act}`.toLowerCase().includes(words))
    .sort(orders[oneOf(sorts, query.get('sort')) ?? 'id'])
}

const path = '/console/steward/activities'

export const activities = forSteward('activities', async work => {
  const { words, texts, query, session, ask, spoken } = work
  const drafted = await ask<Drafted>(
    `query ($language: Language!) { activityDrafts { version { activity { id } ${told} } } }`,
    { language: spoken },
  )
  const drafts = (drafted.data?.activityDrafts ?? []).map(({ version }) =>
    rowOf({ ...version, id: version.activity.id }, true),
  )
  const found = chosen([...(await inForce(work)), ...drafts], query)
  const state = (row: Row) => (row.isDraft ? words.draft : words.inForce)
  const head = [words.activityId, words.parts.purpose, words.parts.act, texts.state, words.parts.validFrom]
  if (query.has('csv')) {
    const rows = found.map(row => [row.id, row.purpose, row.act, state(row), row.validFrom.slice(0, 10)])
    return { file: { name: 'activities.csv', type: 'text/csv; charset=utf-8', text: csv(head, rows) } }
  }
  const refusals = messagesOf(drafted.errors, work)
  const shown = found.slice((pageOf(query) - 1) * pageSize, pageOf(query) * pageSize)
  const row = (
    one: Row,
  ) => html`<tr><th scope="row"><a class="console-id" href="/console/steward/activity?id=${one.id}">${one.id}</a></th>
<td>${one.purpose}</td><td>${one.act}</td><td>${state(one)}</td><td>${day(session.language, one.validFrom)}</td></tr>`
  return {
    title: words.activities,
    body: html`${searchFields(work)}
${refusals.length > 0 && html`<p>${texts.notGiven(refusals.join(' '))}</p>`}
${
  shown.length === 0
    ? html`<p>${texts.noneFiltered}</p>`
    : html`<div class="table--responsive-scroll" tabindex="0"><table class="table"><thead><tr>${head.map(
        words => html`<th scope="col">${words}</th>`,
      )}</tr></thead><tbody>${shown.map(row)}</tbody></table></div>`
}
${numberedPages(work, found.length)}
<p><a class="button button-primary" href="/console/steward/activity/draft">${words.newActivity}</a></p>`,
  }
})

function searchFields({ words, texts, query }: Work) {
  const states = [
    ['', texts.all],
    ['IN_FORCE', words.inForce],
    ['DRAFT', words.draft],
  ] as const
  return filters(texts, path, [
    html`<div class="form-group"><label class="form-label" for="q">${words.searchWords}</label>
<input class="form-input" type="search" id="q" name="q" value="${query.get('q')}"></div>`,
    choice('state', texts.state, states, query.get('state')),
    choice(
      'sort',
      words.sort,
      sorts.map(sort => [sort, words.sorts[sort]] as const),
      query.get('sort') ?? 'id',
    ),
  ])
}

const pageOf = (query: URLSearchParams): number =>
  /^[1-9]\d{0,3}$/.test(query.get('page') ?? '') ? Number(query.get('page')) : 1

function numberedPages({ words, texts, query }: Work, count: number) {
  const [page, last] = [pageOf(query), Math.max(1, Math.ceil(count / pageSize))]
  const address = (changes: Record<string, string>) =>
    `${path}?${new URLSearchParams({ ...Object.fromEntries(query), ...changes })}`
  return html`<p>${texts.total(count)}${last > 1 && html` · ${words.page(page, last)}`}</p>
<p>${page > 1 && html`<a href="${address({ page: String(page - 1) })}">${words.previousPage}</a> `}${
    page < last && html`<a href="${address({ page: String(page + 1) })}">${words.nextPage}</a> `
  }<a href="${address({ csv: '1' })}">${words.csv}</a></p>`
}
