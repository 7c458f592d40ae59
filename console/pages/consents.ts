// A subject's consents: those that wait first, then by state.
import { html } from '../html.ts'
import { choice, filters, oneOf, type PageInfo, paging, refusalAt } from '../parts.ts'
import type { Handler } from '../request.ts'
import { aboutSubject } from '../subject.ts'
import { day, graphLanguage } from '../texts.ts'

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
    readonly consents: {
      readonly totalCount: number | null
      readonly pageInfo: PageInfo
      readonly nodes: readonly Row[] | null
    } | null
  } | null
}

const selection = `consents(states: $states, first: 20, after: $after) {
  totalCount pageInfo { hasNextPage endCursor }
  nodes { id state to { name } text(language: $language) { title } validTo }
}`

export const consents: Handler = async ({ session, texts, query, ask }) => {
  const group = oneOf(names, query.get('state'))
  const { data, errors } = await ask<Consents>(
    `query ($states: [ConsentState!], $after: String, $language: Language!) { ${aboutSubject(session, selection)} }`,
    {
      states: group ? groups[group] : names.flatMap(name => groups[name]),
      after: query.get('after') || null,
      language: graphLanguage(session.language),
    },
  )
  const found = data?.subject?.consents
  const refusal = refusalAt(errors, session, 'subject', 'consents')
  const options = [['', texts.all], ...names.map(name => [name, texts.consentGroups[name]] as const)] as const
  const none = group ? texts.noneFiltered : texts.none
  return {
    title: texts.consents,
    body: html`${filters(texts, '/console/consents', choice('state', texts.state, options, group))}
${refusal && html`<p>${texts.notGiven(refusal)}</p>`}
${found && (found.nodes?.length ? table(found.nodes) : html`<p>${none}</p>`)}
${found && paging({ texts, query }, '/console/consents', found)}`,
  }

  function table(rows: readonly Row[]) {
    return html`<ul class="nobullet-list console-cards">${rows.map(
      ({ id, state, to, text, validTo }) => html`<li class="console-card">
<h2 class="h4"><a href="/console/consents/${id}">${text?.title ?? to?.name ?? texts.unnamed}</a></h2>
<p>${to?.name} · <span class="console-state">${texts.consentStates[state]}</span>${validTo && html` · ${texts.until} ${day(session.language, validTo)}`}</p></li>`,
    )}</ul>`
  }
}
