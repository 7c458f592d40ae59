// Notices to the person at the keyboard, in the order that they choose, and marking them read.
import { type Cells, csvFile } from '../csv.ts'
import { everyRow, type Listed, largestPage } from '../every-row.ts'
import { apart, html } from '../html.ts'
import { orderChoice, orderOf } from '../order.ts'
import { button, choice, fileLink, notGivenPage, oneOf, paging, refusalAt } from '../parts.ts'
import { type Refused, refusedAt, shownAgain } from '../refused.ts'
import type { ConsoleAnswer, ConsoleRequest, Handler } from '../request.ts'
import { graphLanguage, moment } from '../texts.ts'
import { isSought, listControls, matching, pageOf } from '../word-search.ts'

interface Notice {
  readonly id: string
  readonly at: string | null
  readonly title: string | null
  readonly text: string | null
  readonly readAt: string | null
  readonly about: { readonly __typename: string; readonly id: string } | null
}

interface Notices {
  readonly me: { readonly notices: (Listed<Notice> & { readonly totalCount?: number | null }) | null } | null
}

const path = '/console/notices'
const question = (
  count: string,
) => `query ($unread: Boolean!, $order: Order!, $first: Int!, $after: String, $language: Language!) {
  me { notices(unread: $unread, order: $order, first: $first, after: $after) {
    ${count} pageInfo { hasNextPage endCursor }
    nodes {
      id at title(language: $language) text(language: $language) readAt
      about { __typename ... on Consent { id } ... on PowerOfAttorney { id } ... on Case { id } }
    }
  } }
}`

const shown = (query: URLSearchParams) => oneOf(['unread'] as const, query.get('show'))

const asked = ({ session, query, ask }: ConsoleRequest, first: number, after: string | null, count = '') =>
  ask<Notices>(question(count), {
    ...{ unread: shown(query) === 'unread', order: orderOf(query), first, after },
    language: graphLanguage(session.language),
  })

async function page(request: ConsoleRequest, refused: Refused | null): Promise<ConsoleAnswer> {
  const { session, texts, query } = request
  const { found, errors, isCut } = await pageOf(
    request,
    async (first, after) => {
      const { data, errors } = await asked(request, first, after, 'totalCount')
      return { found: data?.me?.notices, errors }
    },
    rows => rows.map(row => lineOf(row, request)),
  )
  const refusal = refusalAt(errors, session, 'me', 'notices')
  const options = [
    ['', texts.all],
    ['unread', texts.onlyUnread],
  ] as const
  const none = shown(query) || isSought(request) ? texts.noneFiltered : texts.noneOf.notices
  const card = ({ id, at, title, text, readAt, about }: Notice) =>
    html`<li class="console-card" id="notice-${id}"><h2 class="h4">${apart(title)}</h2><p>${moment(session.language, at)}</p><p>${apart(text)}</p>
${about?.__typename === 'Consent' && html`<p><a href="/console/consents/${about.id}">${texts.notice.toConsent}</a></p>`}
${about?.__typename === 'PowerOfAttorney' && html`<p><a href="/console/powers/${about.id}">${texts.powers.show}</a></p>`}
${about?.__typename === 'Case' && html`<p><a href="/console/cases">${texts.cases.title}</a></p>`}
${
  readAt
    ? html`<p>${texts.read}</p>`
    : button(session, `${path}/read?${query}`, texts.markRead, 'secondary', { id })
}</li>`
  const all = {
    title: texts.notices,
    body: html`${listControls(request, path, [choice('show', texts.show, options, shown(query)), orderChoice(request)], isCut)}
${refusal && html`<p>${texts.notGiven(refusal)}</p>`}
${found && (found.nodes?.length ? html`<ul class="nobullet-list console-cards">${found.nodes.map(card)}</ul>` : html`<p>${none}</p>`)}
${found && paging(request, path, found)}
${found?.nodes?.length ? fileLink(request, `${path}/list.csv`) : null}`,
  }
  return shownAgain(all, refused, texts)
}

export const notices: Handler = request => page(request, null)

const lineOf = ({ at, title, text, readAt }: Notice, { session }: ConsoleRequest): Cells => [
  ...[moment(session.language, at), title, text, moment(session.language, readAt)],
]

export const noticesFile: Handler = async request => {
  const { texts } = request
  const rows = await everyRow(async after => (await asked(request, largestPage, after)).data?.me?.notices)
  if (!rows) return notGivenPage(texts)
  const lines = rows.map(row => lineOf(row, request))
  const head = [texts.time, texts.notice.title, texts.notice.text, texts.notice.read]
  return csvFile('notices', head, matching(lines, request))
}

export const markRead: Handler = async request => {
  const { session, form, query, ask } = request
  const { data, errors } = await ask<{
    answer: { problems: readonly { message: string }[] } | null
  }>(
    `mutation ($input: MarkNoticesReadInput!, $language: Language!) {
      answer: markNoticesRead(input: $input) { problems { message(language: $language) } }
    }`,
    { input: { ids: [form.get('id') ?? ''] }, language: graphLanguage(session.language) },
  )
  const messages = [...(data?.answer?.problems ?? []), ...(data?.answer ? [] : errors)].map(
    ({ message }) => message,
  )
  if (messages.length > 0) return page(request, refusedAt(`notice-${form.get('id') ?? ''}`, form, messages))
  return { to: query.size > 0 ? `${path}?${query}` : path }
}

/** The address of a form that was sent, opened by itself. */
export const backToNotices: Handler = async () => ({ to: path })
