// Every right to act, from every source: who may act for whom, in what, until when, how it ends; and acting itself.
import { lastDay } from '../calendar.ts'
import { type Cells, csvFile } from '../csv.ts'
import { everyRow, type Listed, largestPage } from '../every-row.ts'
import { apart, type Content, html } from '../html.ts'
import { orderChoice, orderOf } from '../order.ts'
import { headerOf, namesOf, naming, type Party, party } from '../parties.ts'
import { button, choice, fileLink, notGivenPage, oneOf, paging, refusalAt, terms } from '../parts.ts'
import type { PowerState } from '../power-actions.ts'
import type { ConsoleRequest, Handler } from '../request.ts'
import { aboutSubject } from '../subject.ts'
import type { Texts } from '../texts.ts'
import { day, graphLanguage } from '../texts.ts'
import { isSought, listControls, matching, pageOf } from '../word-search.ts'

interface Mandate {
  readonly source: keyof Texts['sources'] | null
  readonly grantor: Party | null
  readonly holder: Party | null
  readonly scope: string | null
  readonly from: string | null
  readonly until: string | null
  readonly state: PowerState | null
  readonly ending: string | null
  readonly powerOfAttorney: { readonly id: string; readonly fields: readonly string[] | null } | null
}

interface Mandates {
  readonly subject: { readonly id: string } | null
  readonly myMandates: (Listed<Mandate> & { readonly totalCount?: number | null }) | null
}

const path = '/console/mandates'
const sides = ['GIVEN', 'HELD'] as const
const sources = [
  ...(['VOLUNTARY', 'FUTURE', 'DECREE', 'CUSTODY', 'GUARDIANSHIP'] as const),
  ...(['OWNER', 'SIGNING_RULE', 'TRUSTEE', 'SUPPLIER'] as const),
]

const overview = (about: string, count: string) => `query (
  $side: PowerOfAttorneySide!, $source: MandateSource, $order: Order!, $first: Int!, $after: String
  $language: Language!
) {
  ${about}
  myMandates(side: $side, source: $source, order: $order, first: $first, after: $after) {
    ${count} pageInfo { hasNextPage endCursor }
    nodes {
      source grantor ${party} holder ${party} scope(language: $language) from until state ending(language: $language)
      powerOfAttorney { id fields }
    }
  }
}`

const asked = ({ session, query, ask }: ConsoleRequest, first: number, after: string | null, count = '') =>
  ask<Mandates>(overview(aboutSubject(session, ''), count), {
    ...{ side: oneOf(sides, query.get('side')) ?? 'BOTH', source: oneOf(sources, query.get('source')) },
    ...{ order: orderOf(query), first, after, language: graphLanguage(session.language) },
  })

export const mandates: Handler = async request => {
  const { session, texts, query } = request
  const { language } = session
  const isFiltered =
    oneOf(sides, query.get('side')) ?? oneOf(sources, query.get('source')) ?? isSought(request)
  let self = ''
  const { found, errors, isCut } = await pageOf(
    request,
    async (first, after) => {
      const { data, errors } = await asked(request, first, after, 'totalCount')
      self = data?.subject?.id ?? self
      return { found: data?.myMandates, errors }
    },
    rows => linesOf(rows, self, request),
  )
  const refusal = refusalAt(errors, session, 'myMandates')
  const known = session.actingFor ? undefined : await namesOf(named(found?.nodes ?? [], self), request)
  const name = naming(request, self, known)
  // Whoever is somebody else's holder may act for them from here.
  const acting = ({ grantor, state }: Mandate) =>
    grantor &&
    grantor.id !== self &&
    (state === null || state === 'ACTIVE') &&
    button(session, '/console/act-for', texts.actFor(name(grantor)), 'secondary', {
      ...{ header: headerOf(grantor), name: name(grantor) },
    })
  const card = (mandate: Mandate) =>
    html`<li class="console-card"><h2 class="h4">${mandate.source && texts.sources[mandate.source]}</h2>
${terms([
  [texts.state, mandate.powerOfAttorney && mandate.state && texts.powers.states[mandate.state]],
  [texts.grantor, apart(name(mandate.grantor))],
  [texts.holder, apart(name(mandate.holder))],
  [texts.scope, apart(mandate.scope)],
  [texts.powers.beginWord, day(language, mandate.from)],
  [texts.powers.endWord, lastDay(language, mandate.until)],
  [texts.howToEnd, ending(mandate, self, texts)],
])}${acting(mandate)}</li>`
  return {
    title: texts.mandates,
    body: html`<p class="font-lead">${texts.mandatesAbout}</p>
${making(request)}
${listControls(request, path, choices(request), isCut)}
${refusal && html`<p>${texts.notGiven(refusal)}</p>`}
${found && (found.nodes?.length ? html`<ul class="nobullet-list console-cards">${found.nodes.map(card)}</ul>` : html`<p>${isFiltered ? texts.noneFiltered : texts.noneOf.mandates}</p>`)}
${found && paging(request, path, found)}
${found?.nodes?.length ? fileLink(request, `${path}/list.csv`) : null}`,
  }
}

const choices = ({ texts, query }: ConsoleRequest): Content => [
  choice(
    'side',
    texts.powers.side,
    [['', texts.all], ...sides.map(one => [one, texts.mandateSides[one]] as const)],
    oneOf(sides, query.get('side')),
  ),
  choice(
    'source',
    texts.kindOfRight,
    [['', texts.all], ...sources.map(one => [one, texts.sources[one]] as const)],
    oneOf(sources, query.get('source')),
  ),
  orderChoice({ texts, query }),
]

export const mandatesFile: Handler = async request => {
  const { texts } = request
  let self = ''
  const rows = await everyRow(async after => {
    const { data } = await asked(request, largestPage, after)
    self = data?.subject?.id ?? self
    return data?.myMandates
  })
  if (!rows) return notGivenPage(texts)
  const { kindOfRight, state, grantor, holder, scope, howToEnd, powers } = texts
  const head = [kindOfRight, state, grantor, holder, scope, powers.beginWord, powers.endWord, howToEnd]
  return csvFile('mandates', head, matching(await linesOf(rows, self, request), request))
}

async function linesOf(
  rows: readonly Mandate[],
  self: string,
  request: ConsoleRequest,
): Promise<readonly Cells[]> {
  const { session, texts } = request
  const { language } = session
  const known = session.actingFor ? undefined : await namesOf(named(rows, self), request)
  const name = naming(request, self, known)
  return rows.map(({ source, state, grantor, holder, scope, from, until, ending: end }) => [
    ...[source && texts.sources[source], state && texts.powers.states[state], name(grantor), name(holder)],
    ...[scope, day(language, from), lastDay(language, until), end],
  ])
}

/** The ways to the pages about powers of attorney. */
const making = ({ texts: { powers }, session }: ConsoleRequest) =>
  html`<div class="console-steps console-print-not"><a class="button button-primary" href="/console/powers/give">${powers.make.give}</a>
<a class="button button-secondary" href="/console/powers/request">${powers.make.request}</a>
<a class="button button-secondary" href="/console/powers">${powers.toList}</a></div>
${session.actingFor === null && html`<p class="console-print-not">${powers.forBusiness}</p>`}`

/** How a right ends; a power of attorney by a press on its own page. */
function ending(
  { source, powerOfAttorney, holder, state, ending: words }: Mandate,
  self: string,
  texts: Texts,
) {
  if (!powerOfAttorney) return words
  const side = holder?.id === self ? 'HELD' : 'GIVEN'
  const isOpen =
    state === 'ACTIVE' || state === 'OFFERED' || state === 'PARTLY_CONFIRMED' || state === 'DORMANT'
  const said = source === 'DECREE' ? words : isOpen && texts.powers.endsHere[side]
  return html`${said} <a href="/console/powers/${powerOfAttorney.id}">${texts.powers.show}</a>`
}

/** People for whom one acts, where the right lets one see their name. */
const named = (rows: readonly Mandate[], self: string): readonly Party[] =>
  rows.flatMap(({ grantor, state, powerOfAttorney }) => {
    if (grantor?.__typename !== 'Person' || grantor.id === self) return []
    const may = powerOfAttorney ? state === 'ACTIVE' && powerOfAttorney.fields?.includes('Person.name') : true
    return may ? [grantor] : []
  })

const forWhom = /^(person:[0-9a-f-]{36}|business:\d{8})$/

/** Begins to act for somebody, or ends it when the form names nobody. What it allows, the graph decides each time. */
export const actFor: Handler = async ({ session, form }) => {
  const header = form.get('header') ?? ''
  session.actingFor = forWhom.test(header) ? { header, name: (form.get('name') ?? '').slice(0, 200) } : null
  return { to: '/console' }
}
