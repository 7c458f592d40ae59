// The authority's consents as its steward searches among them, in a case: about somebody, or by state, activity and time.
import { beginningOf, dayOf, daysAfter, isDay, lastDay, lastDayOf } from '../../calendar.ts'
import { everyRow, largestPage } from '../../every-row.ts'
import { apart, type Content, html } from '../../html.ts'
import { orderChoice, orderOf } from '../../order.ts'
import { choice, dateField, filters, oneOf, type PageInfo, paging, problemPage } from '../../parts.ts'
import { type Refused, refusedAt, shownAgain } from '../../refused.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { day } from '../../texts.ts'
import type { ConsentState } from '../consents.ts'
import { type ActivityFilter, activityFilter } from './activity-filter.ts'
import { csvFile, csvLink, tableOf } from './listing.ts'
import type { SentBack } from './sent-back.ts'
import {
  type Subject,
  searchedAt,
  searchedIn,
  searchForm,
  searchRefused,
  subjectName,
  subjectSelection,
} from './whom.ts'
import { forSteward, messagesOf, type Work } from './work.ts'

const path = '/console/steward/consents'

interface Row {
  readonly id: string
  readonly state: ConsentState
  readonly from: Subject | null
  readonly activity: { readonly id: string } | null
  readonly text: { readonly title: string | null } | null
  readonly requestedAt: string | null
  readonly validTo: string | null
}

interface Found {
  readonly consentSearch: {
    readonly totalCount: number | null
    readonly pageInfo: PageInfo
    readonly nodes: readonly Row[] | null
  } | null
}

const search = `query ($cpr: CPR, $cvr: CVR, $states: [ConsentState!], $activity: ID, $from: DateTime, $to: DateTime,
    $order: Order!, $first: Int!, $after: String, $language: Language!) {
  consentSearch(cpr: $cpr, cvr: $cvr, states: $states, activity: $activity, from: $from, to: $to, order: $order,
    first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id state from ${subjectSelection} activity { id } text(language: $language) { title } requestedAt validTo }
  }
}`

const instant = (text: string | null, later = 0): string | null =>
  text !== null && isDay(text) ? beginningOf(daysAfter(text, later)) : null

/** Of the address: what is searched for besides whom. */
function variablesOf({ query, texts, spoken }: Work, { activity }: ActivityFilter) {
  const state = oneOf(Object.keys(texts.consentStates) as ConsentState[], query.get('state'))
  return {
    ...{ states: state && [state], activity },
    ...{ from: instant(query.get('from')), to: instant(query.get('to'), 1) },
    ...{ order: orderOf(query), language: spoken },
  }
}

async function shown(work: Work, back: SentBack | null = null): Promise<ConsoleAnswer> {
  const { words, texts, query, ask } = work
  const whom = searchedIn(work)
  if (query.has('csv')) return asFile(work)
  const filter = await activityFilter(work)
  const page = (found: Content, refused: Refused | null = back) => {
    const body = html`<p><a class="button button-secondary" href="/console/steward/consents/register">${words.registerConsent}</a></p>
${searchForm(work, path)}${filterFields(work, filter)}${found}`
    return shownAgain({ title: words.consents, body }, refused, texts)
  }
  if (whom === 'FORGOTTEN') return page(html`<p>${words.searchExpired}</p>`)
  if (filter.wrong !== null)
    return { ...page(null, refusedAt('activity', query, [filter.wrong])), status: 422 }
  // Whatever is shown goes on record about whom it shows: nothing is, before somebody searches.
  if (!whom && !query.has('state')) return page(html`<p>${words.startSearch}</p>`)
  const { data, errors } = await ask<Found>(search, {
    ...{ ...variablesOf(work, filter), ...whom, first: 20, after: query.get('after') || null },
  })
  const found = data?.consentSearch
  const refusals = messagesOf(errors, work)
  return page(html`${whom && html`<p>${words.oneFound} <a href="${path}?state=">${words.everyone}</a></p>`}
${refusals.length > 0 && html`<p>${texts.notGiven(refusals.join(' '))}</p>`}
${found && (found.nodes?.length ? table(found.nodes, work) : html`<p>${texts.noneFiltered}</p>`)}
${found && paging({ texts, query }, path, found)}${found?.nodes?.length ? csvLink(work, path) : null}`)
}

export const consentSearch = forSteward('consents', work => shown(work), path)

/** The same search to its end. */
async function asFile(work: Work): Promise<ConsoleAnswer> {
  const { texts, ask } = work
  const whom = searchedIn(work)
  const filter = await activityFilter(work)
  if (whom === 'FORGOTTEN' || filter.wrong !== null) return { to: path }
  let refusals: readonly string[] = []
  const rows = await everyRow<Row>(async after => {
    const { data, errors } = await ask<Found>(search, {
      ...{ ...variablesOf(work, filter), ...whom, first: largestPage, after },
    })
    refusals = messagesOf(errors, work)
    return data?.consentSearch
  })
  if (!rows) return problemPage(texts, refusals, path)
  const lines = rows.map(({ id, state, from, activity, text, requestedAt, validTo }) => [
    ...[id, text?.title, subjectName(from, work), activity?.id, texts.consentStates[state]],
    ...[dayOf(requestedAt), lastDayOf(validTo)],
  ])
  return csvFile('consents', [work.words.activityId, ...headOf(work)], lines)
}

const headOf = ({ words, texts }: Work): readonly string[] => [
  ...[words.consent, words.about, words.activity, texts.state, words.requestedAt, texts.until],
]

export const findConsents = forSteward(
  'consents',
  async work => searchedAt(work, path) ?? shown(work, searchRefused(work)),
  path,
)

function filterFields(work: Work, { field }: ActivityFilter): Content {
  const { texts, words, query } = work
  const states = [['', texts.all], ...Object.entries(texts.consentStates)] as const
  const about = query.get('about')
  return filters(texts, path, [
    about && html`<input type="hidden" name="about" value="${about}">`,
    choice('state', texts.state, states, query.get('state')),
    field,
    dateField('from', words.fromDay, query.get('from')),
    dateField('to', words.toDay, query.get('to')),
    orderChoice(work),
  ])
}

function table(rows: readonly Row[], work: Work): Content {
  const { texts, session } = work
  const shown = rows.map(({ id, state, from, activity, text, requestedAt, validTo }) => [
    html`<a href="${path}/${id}">${apart(text?.title ?? id.slice(-4))}</a>`,
    ...[subjectName(from, work), activity?.id, texts.consentStates[state]],
    ...[day(session.language, requestedAt), lastDay(session.language, validTo)],
  ])
  return tableOf(headOf(work), shown, work.words.consents)
}
