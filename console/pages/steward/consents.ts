// The authority's consents as its steward searches among them, in a case: about somebody, or by state, activity and time.
import { beginningOf, daysAfter, isDay, lastDay } from '../../calendar.ts'
import { type Content, html } from '../../html.ts'
import { choice, dateField, filters, oneOf, type PageInfo, paging } from '../../parts.ts'
import { day } from '../../texts.ts'
import type { ConsentState } from '../consents.ts'
import { type Subject, searchedAt, searchedIn, searchForm, subjectName, subjectSelection } from './whom.ts'
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
    readonly pageInfo: PageInfo | null
    readonly nodes: readonly Row[] | null
  } | null
}

const search = `query ($cpr: CPR, $cvr: CVR, $states: [ConsentState!], $activity: ID, $from: DateTime, $to: DateTime,
    $after: String, $language: Language!) {
  consentSearch(cpr: $cpr, cvr: $cvr, states: $states, activity: $activity, from: $from, to: $to, first: 20, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { id state from ${subjectSelection} activity { id } text(language: $language) { title } requestedAt validTo }
  }
}`

const instant = (text: string | null, later = 0): string | null =>
  text !== null && isDay(text) ? beginningOf(daysAfter(text, later)) : null

/** Of the address: what is searched for besides whom. */
function variablesOf({ query, texts, spoken }: Work) {
  const state = oneOf(Object.keys(texts.consentStates) as ConsentState[], query.get('state'))
  const activity = query.get('activity') ?? ''
  return {
    ...{ states: state && [state], activity: activity === '' ? null : activity },
    ...{ from: instant(query.get('from')), to: instant(query.get('to'), 1) },
    ...{ after: query.get('after') || null, language: spoken },
  }
}

export const consentSearch = forSteward(
  'consents',
  async work => {
    const { words, texts, query, ask } = work
    const whom = searchedIn(work)
    const page = (shown: Content) => ({
      title: words.consents,
      body: html`<p><a class="button button-secondary" href="/console/steward/consents/register">${words.registerConsent}</a></p>
${searchForm(work, path)}${filterFields(work)}${shown}`,
    })
    if (whom === 'FORGOTTEN') return page(html`<p>${words.searchExpired}</p>`)
    // Whatever is shown goes on record about whom it shows: nothing is, before somebody searches.
    if (!whom && !query.has('state')) return page(html`<p>${words.startSearch}</p>`)
    const { data, errors } = await ask<Found>(search, { ...variablesOf(work), ...whom })
    const found = data?.consentSearch
    const refusals = messagesOf(errors, work)
    return page(html`${whom && html`<p>${words.oneFound} <a href="${path}?state=">${words.everyone}</a></p>`}
${refusals.length > 0 && html`<p>${texts.notGiven(refusals.join(' '))}</p>`}
${found && (found.nodes?.length ? table(found.nodes, work) : html`<p>${texts.noneFiltered}</p>`)}
${found?.pageInfo && paging({ texts, query }, path, { pageInfo: found.pageInfo, totalCount: found.totalCount })}`)
  },
  path,
)

export const findConsents = forSteward('consents', async work => searchedAt(work, path), path)

function filterFields({ texts, words, query }: Work): Content {
  const states = [['', texts.all], ...Object.entries(texts.consentStates)] as const
  const about = query.get('about')
  return filters(texts, path, [
    about && html`<input type="hidden" name="about" value="${about}">`,
    choice('state', texts.state, states, query.get('state')),
    html`<div class="form-group"><label class="form-label" for="activity">${words.activityFilter}</label>
<input class="form-input" id="activity" name="activity" value="${query.get('activity')}"></div>`,
    dateField('from', words.fromDay, query.get('from')),
    dateField('to', words.toDay, query.get('to')),
  ])
}

function table(rows: readonly Row[], work: Work): Content {
  const { words, texts, session } = work
  const head = [words.consent, words.about, words.activity, texts.state, words.requestedAt, texts.until]
  const row = ({ id, state, from, activity, text, requestedAt, validTo }: Row) =>
    html`<tr><th scope="row"><a href="${path}/${id}">${text?.title ?? id.slice(-4)}</a></th><td>${subjectName(from, work)}</td>
<td>${activity?.id}</td><td>${texts.consentStates[state]}</td><td>${day(session.language, requestedAt)}</td><td>${lastDay(session.language, validTo)}</td></tr>`
  return html`<div class="table--responsive-scroll" tabindex="0"><table class="table"><thead><tr>${head.map(
    label => html`<th scope="col">${label}</th>`,
  )}</tr></thead><tbody>${rows.map(row)}</tbody></table></div>`
}
