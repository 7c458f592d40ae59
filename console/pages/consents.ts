// A subject's consents: those that wait first, then by state.
import { type Authority, authoritiesOf, authorityChoice, chosenOf } from '../authorities.ts'
import { type Cells, csvFile } from '../csv.ts'
import { everyRow, type Listed, largestPage } from '../every-row.ts'
import { apart, html } from '../html.ts'
import { orderChoice, orderOf } from '../order.ts'
import { choice, fileLink, notGivenPage, oneOf, paging, refusalAt } from '../parts.ts'
import type { ConsoleRequest, Handler } from '../request.ts'
import { aboutSubject } from '../subject.ts'
import { day, graphLanguage } from '../texts.ts'
import { isSought, listControls, matching, pageOf } from '../word-search.ts'

/** The states of each group, as the graph has them. */
const groups = {
  waiting: ['REQUESTED', 'PARTLY_CONFIRMED'],
  inForce: ['GRANTED', 'SUSPENDED'],
  ended: ['DECLINED', 'CANCELLED', 'LAPSED', 'WITHDRAWN', 'EXPIRED', 'SUPERSEDED', 'INVALIDATED'],
} as const
type Group = keyof typeof groups
const names = Object.keys(groups) as readonly Group[]

export type ConsentState = 'DRAFT' | (typeof groups)['waiting' | 'inForce' | 'ended'][number]

interface Row {
  readonly id: string
  readonly state: ConsentState
  readonly to: { readonly name: string | null } | null
  readonly text: { readonly title: string | null } | null
  readonly validTo: string | null
}

interface Consents {
  readonly subject: {
    readonly consents: (Listed<Row> & { readonly totalCount?: number | null }) | null
  } | null
}

const selection = (
  count: string,
) => `consents(states: $states, authority: $authority, order: $order, first: $first, after: $after) {
  ${count} pageInfo { hasNextPage endCursor }
  nodes { id state to { name } text(language: $language) { title } validTo }
}`

interface Asked {
  readonly authorities: readonly Authority[]
  readonly first: number
  readonly after: string | null
  readonly count?: string
}

function asked({ session, query, ask }: ConsoleRequest, { authorities, first, after, count = '' }: Asked) {
  const group = oneOf(names, query.get('state'))
  const about = aboutSubject(session, selection(count))
  return ask<Consents>(
    `query (
      $states: [ConsentState!], $authority: CVR, $order: Order!, $first: Int!, $after: String, $language: Language!
    ) { ${about} }`,
    {
      states: group ? groups[group] : names.flatMap(name => groups[name]),
      authority: chosenOf(authorities, query)?.cvr ?? null,
      ...{ order: orderOf(query), first, after, language: graphLanguage(session.language) },
    },
  )
}

export const consents: Handler = async request => {
  const { session, texts, query } = request
  const group = oneOf(names, query.get('state'))
  const authorities = await authoritiesOf(request)
  const { found, errors, isCut } = await pageOf(
    request,
    async (first, after) => {
      const { data, errors } = await asked(request, { authorities, first, after, count: 'totalCount' })
      return { found: data?.subject?.consents, errors }
    },
    rows => rows.map(row => lineOf(row, request)),
  )
  const refusal = refusalAt(errors, session, 'subject', 'consents')
  const options = [['', texts.all], ...names.map(name => [name, texts.consentGroups[name]] as const)] as const
  const none =
    group || chosenOf(authorities, query) || isSought(request) ? texts.noneFiltered : texts.noneOf.consents
  const fields = [
    choice('state', texts.state, options, group),
    authorityChoice(request, authorities),
    orderChoice(request),
  ]
  return {
    title: texts.consents,
    body: html`${listControls(request, '/console/consents', fields, isCut)}
${refusal && html`<p>${texts.notGiven(refusal)}</p>`}
${found && (found.nodes?.length ? table(found.nodes) : html`<p>${none}</p>`)}
${found && paging({ texts, query }, '/console/consents', found)}
${found?.nodes?.length ? fileLink({ texts, query }, '/console/consents/list.csv') : null}`,
  }

  function table(rows: readonly Row[]) {
    return html`<ul class="nobullet-list console-cards">${rows.map(
      ({ id, state, to, text, validTo }) => html`<li class="console-card">
<h2 class="h4"><a href="/console/consents/${id}">${apart(text?.title ?? to?.name ?? texts.unnamed)}</a></h2>
<p>${apart(to?.name)} · <span class="console-state">${texts.consentStates[state]}</span>${validTo && html` · ${texts.until} ${day(session.language, validTo)}`}</p></li>`,
    )}</ul>`
  }
}

const lineOf = ({ id, state, to, text, validTo }: Row, { session, texts }: ConsoleRequest): Cells => [
  ...[to?.name, text?.title, texts.consentStates[state], day(session.language, validTo), id],
]

export const consentsFile: Handler = async request => {
  const { texts } = request
  const authorities = await authoritiesOf(request)
  const rows = await everyRow(async after => {
    const { data } = await asked(request, { authorities, first: largestPage, after })
    return data?.subject?.consents
  })
  if (!rows) return notGivenPage(texts)
  const head = [texts.authority, texts.powers.consent, texts.state, texts.until, texts.powers.mark]
  const lines = rows.map(row => lineOf(row, request))
  return csvFile('consents', head, matching(lines, request))
}
