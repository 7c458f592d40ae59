// Every right to act, from every source: who may act for whom, in what, until when, how it ends; and acting itself.
import { html } from '../html.ts'
import { button, type PageInfo, paging, refusalAt, terms } from '../parts.ts'
import type { ConsoleRequest, Handler } from '../request.ts'
import type { Texts } from '../texts.ts'
import { day, graphLanguage } from '../texts.ts'

interface Party {
  readonly __typename: 'Person' | 'Business'
  readonly id: string
  readonly cvr?: string | null
  readonly businessName?: string | null
  readonly name?: { readonly full: string | null } | null
}

interface Mandate {
  readonly source: keyof Texts['sources'] | null
  readonly grantor: Party | null
  readonly holder: Party | null
  readonly scope: string | null
  readonly from: string | null
  readonly until: string | null
  readonly ending: string | null
}

interface Mandates {
  readonly me: { readonly id: string } | null
  readonly myMandates: {
    readonly totalCount: number | null
    readonly pageInfo: PageInfo
    readonly nodes: readonly Mandate[] | null
  } | null
}

const party = `{ __typename ... on Person { id name { full } } ... on Business { id cvr businessName: name } }`
const overview = `query ($after: String, $language: Language!) {
  me { id }
  myMandates(first: 20, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { source grantor ${party} holder ${party} scope(language: $language) from until ending(language: $language) }
  }
}`

export const mandates: Handler = async request => {
  const { session, texts, query, ask } = request
  const { language } = session
  const { data, errors } = await ask<Mandates>(overview, {
    ...{ after: query.get('after') || null, language: graphLanguage(language) },
  })
  const found = data?.myMandates
  const refusal = refusalAt(errors, session, 'myMandates')
  const names = await namesOf(found?.nodes ?? [], data?.me?.id ?? '', request)
  const nameOf = (of: Party | null): string =>
    (of?.__typename === 'Business' ? of.businessName : (of?.name?.full ?? names.get(of?.id ?? ''))) ??
    texts.unnamed
  // Whoever is somebody else's holder may act for them from here.
  const acting = ({ grantor }: Mandate) =>
    grantor &&
    grantor.id !== data?.me?.id &&
    button(session, '/console/act-for', texts.actFor(nameOf(grantor)), 'secondary', {
      header: headerOf(grantor),
      name: nameOf(grantor),
    })
  const card = (mandate: Mandate) =>
    html`<li class="console-card"><h2 class="h4">${mandate.source && texts.sources[mandate.source]}</h2>
${terms([
  [texts.grantor, nameOf(mandate.grantor)],
  [texts.holder, nameOf(mandate.holder)],
  [texts.scope, mandate.scope],
  [texts.from, day(language, mandate.from)],
  [texts.until, day(language, mandate.until)],
  [texts.howToEnd, mandate.ending],
])}${acting(mandate)}</li>`
  return {
    title: texts.mandates,
    body: html`<p class="font-lead">${texts.mandatesAbout}</p>
${refusal && html`<p>${texts.notGiven(refusal)}</p>`}
${found && (found.nodes?.length ? html`<ul class="nobullet-list console-cards">${found.nodes.map(card)}</ul>` : html`<p>${texts.none}</p>`)}
${found && paging({ texts, query }, '/console/mandates', found)}`,
  }
}

const headerOf = ({ id, cvr }: Party): string => (cvr ? `business:${cvr}` : `person:${id}`)

/** Names that one may read only for those whom one acts for: asked for each, under that very mandate. */
async function namesOf(
  rows: readonly Mandate[],
  self: string,
  { session, ask }: ConsoleRequest,
): Promise<ReadonlyMap<string, string>> {
  const people = rows.flatMap(({ grantor }) =>
    grantor?.__typename === 'Person' && grantor.id !== self && !grantor.name?.full ? [grantor] : [],
  )
  const once = [...new Map(people.map(person => [person.id, person])).values()]
  const named = await Promise.all(
    once.map(async person => {
      const acting = { ...session, actingFor: { header: headerOf(person), name: '' } }
      const { data } = await ask<{ represented: Pick<Party, 'name'> | null }>(
        '{ represented { ... on Person { name { full } } } }',
        {},
        acting,
      )
      return [person.id, data?.represented?.name?.full] as const
    }),
  )
  return new Map(named.filter((pair): pair is readonly [string, string] => typeof pair[1] === 'string'))
}

const forWhom = /^(person:[0-9a-f-]{36}|business:\d{8})$/

/** Begins to act for somebody, or ends it when the form names nobody. What it allows, the graph decides each time. */
export const actFor: Handler = async ({ session, form }) => {
  const header = form.get('header') ?? ''
  session.actingFor = forWhom.test(header) ? { header, name: (form.get('name') ?? '').slice(0, 200) } : null
  return { to: '/console' }
}
