// The powers of attorney that one gave or holds: filtered by side and state, and as a file.
import { lastDay } from '../calendar.ts'
import { type Cells, csvFile } from '../csv.ts'
import { everyRow, type Listed, largestPage } from '../every-row.ts'
import { informationNames } from '../grantable.ts'
import { apart, html } from '../html.ts'
import { orderChoice, orderOf } from '../order.ts'
import { type NameOf, namesOf, naming, type Party, party } from '../parties.ts'
import { choice, fileLink, notGivenPage, oneOf, paging, refusalAt } from '../parts.ts'
import type { PowerState } from '../power-actions.ts'
import type { ConsoleRequest, Handler } from '../request.ts'
import { aboutSubject } from '../subject.ts'
import { day, graphLanguage } from '../texts.ts'
import { isSought, listControls, matching, pageOf } from '../word-search.ts'

const groups = {
  waiting: ['OFFERED', 'PARTLY_CONFIRMED'],
  inForce: ['ACTIVE', 'DORMANT'],
  ended: ['REVOKED', 'RENOUNCED', 'EXPIRED', 'LAPSED'],
} as const satisfies Readonly<Record<string, readonly PowerState[]>>
const groupNames = ['waiting', 'inForce', 'ended'] as const
const sides = ['GIVEN', 'HELD'] as const

interface Row {
  readonly id: string
  readonly state: PowerState | null
  readonly kind: 'VOLUNTARY' | 'FUTURE' | 'DECREE' | null
  readonly grantor: Party | null
  readonly holder: Party | null
  readonly package: { readonly title: string | null } | null
  readonly fields: readonly string[] | null
  readonly actions: readonly ('READ' | 'CONSENT' | 'ACT')[] | null
  readonly validFrom: string | null
  readonly validTo: string | null
}

interface Powers {
  readonly subject: { readonly id: string } | null
  readonly powersOfAttorney: (Listed<Row> & { readonly totalCount?: number | null }) | null
}

const listed = (about: string, count: string) => `query (
  $side: PowerOfAttorneySide!, $states: [PowerOfAttorneyState!], $order: Order!, $first: Int!, $after: String
  $language: Language!
) {
  ${about}
  powersOfAttorney(side: $side, states: $states, order: $order, first: $first, after: $after) {
    ${count} pageInfo { hasNextPage endCursor }
    nodes {
      id state kind grantor ${party} holder ${party} package { title(language: $language) }
      fields actions validFrom validTo
    }
  }
}`

function asked({ session, query, ask }: ConsoleRequest, first: number, after: string | null, count = '') {
  const group = oneOf(groupNames, query.get('state'))
  return ask<Powers>(listed(aboutSubject(session, ''), count), {
    ...{ side: oneOf(sides, query.get('side')) ?? 'BOTH', states: group ? groups[group] : null },
    ...{ order: orderOf(query), first, after, language: graphLanguage(session.language) },
  })
}

const path = '/console/powers'

export const powers: Handler = async request => {
  const { session, texts, query } = request
  const { powers: words } = texts
  let viewer = ''
  const { found, errors, isCut } = await pageOf(
    request,
    async (first, after) => {
      const { data, errors } = await asked(request, first, after, 'totalCount')
      viewer = data?.subject?.id ?? viewer
      return { found: data?.powersOfAttorney, errors }
    },
    rows => linesOf(rows, viewer, request),
  )
  const rows = found?.nodes ?? []
  const refusal = refusalAt(errors, session, 'powersOfAttorney')
  const name = naming(request, viewer, await grantors(rows, viewer, request))
  const card = (row: Row) => html`<li class="console-card">
<h2 class="h4"><a href="${path}/${row.id}">${apart(row.package?.title ?? words.kinds[row.kind ?? 'VOLUNTARY'])}: ${apart(words.fromTo(name(row.grantor), name(row.holder)))}</a></h2>
<p>${row.state && html`<span class="console-state">${words.states[row.state]}</span>`}${row.validTo && html` · ${words.endWord}: ${lastDay(session.language, row.validTo)}`}</p>
${summary(row, request)}</li>`
  const filtered = query.has('side') || query.has('state') || isSought(request)
  return {
    title: words.title,
    body: html`<p class="font-lead">${words.about}</p>
<div class="console-steps console-print-not"><a class="button button-primary" href="${path}/give">${words.make.give}</a>
<a class="button button-secondary" href="${path}/request">${words.make.request}</a></div>
${listControls(request, path, [sideChoice(request), stateChoice(request), orderChoice(request)], isCut)}
${refusal && html`<p>${texts.notGiven(refusal)}</p>`}
${found && (rows.length > 0 ? html`<ul class="nobullet-list console-cards">${rows.map(card)}</ul>` : html`<p>${filtered ? texts.noneFiltered : words.none}</p>`)}
${found && paging({ texts, query }, path, found)}
${rows.length > 0 && fileLink(request, `${path}/list.csv`)}`,
  }
}

const mostNamed = 5

/** What may be seen by it, so that two are told apart. */
function summary({ fields }: Row, { texts, session }: ConsoleRequest) {
  const names = informationNames(fields ?? [], session.language, texts.powers)
  const more = names.length > mostNamed ? ' …' : ''
  return names.length > 0 && html`<p>${texts.powers.see}: ${names.slice(0, mostNamed).join(', ')}${more}</p>`
}

const sideChoice = ({ texts, query }: ConsoleRequest) =>
  choice(
    'side',
    texts.powers.side,
    [['', texts.all], ...sides.map(side => [side, texts.powers.sides[side]] as const)],
    oneOf(sides, query.get('side')),
  )

const stateChoice = ({ texts, query }: ConsoleRequest) =>
  choice(
    'state',
    texts.state,
    [['', texts.all], ...groupNames.map(name => [name, texts.consentGroups[name]] as const)],
    oneOf(groupNames, query.get('state')),
  )

/** Names of those for whom one may act, where that very power lets one see the name. */
function grantors(rows: readonly Row[], viewer: string, request: ConsoleRequest) {
  const seen = rows.flatMap(({ grantor, state, fields }) =>
    grantor?.__typename === 'Person' &&
    grantor.id !== viewer &&
    state === 'ACTIVE' &&
    fields?.includes('Person.name')
      ? [grantor]
      : [],
  )
  return request.session.actingFor === null ? namesOf(seen, request) : new Map<string, string>()
}

export const powersFile: Handler = async request => {
  const { texts } = request
  const { powers: words } = texts
  let viewer = ''
  const rows = await everyRow(async after => {
    const { data } = await asked(request, largestPage, after)
    viewer = data?.subject?.id ?? viewer
    return data?.powersOfAttorney
  })
  if (!rows) return notGivenPage(texts)
  const head = [words.titleOne, texts.state, words.grantor, words.holder, words.see, words.alsoMay]
  return csvFile(
    'powers-of-attorney',
    [...head, words.beginWord, words.endWord],
    matching(await linesOf(rows, viewer, request), request),
  )
}

async function linesOf(
  rows: readonly Row[],
  viewer: string,
  request: ConsoleRequest,
): Promise<readonly Cells[]> {
  const name = naming(request, viewer, await grantors(rows, viewer, request))
  return rows.map(row => line(row, name, request, request.session))
}

function line(row: Row, name: NameOf, { texts }: ConsoleRequest, { language }: ConsoleRequest['session']) {
  const { powers: words } = texts
  const also = (row.actions ?? []).filter(action => action !== 'READ')
  return [
    row.package?.title ?? words.kinds[row.kind ?? 'VOLUNTARY'],
    row.state && words.states[row.state],
    ...[name(row.grantor), name(row.holder)],
    informationNames(row.fields ?? [], language, words).join(', '),
    also.map(action => words.actions[action]).join(', '),
    ...[day(language, row.validFrom), lastDay(language, row.validTo)],
  ]
}
