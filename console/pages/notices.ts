// Notices to the person at the keyboard, newest first, and marking them read.
import { html } from '../html.ts'
import { button, type PageInfo, paging, problemPage, refusalAt } from '../parts.ts'
import type { Handler } from '../request.ts'
import { graphLanguage, moment } from '../texts.ts'

interface Notice {
  readonly id: string
  readonly at: string | null
  readonly title: string | null
  readonly text: string | null
  readonly readAt: string | null
  readonly about: { readonly __typename: string; readonly id: string } | null
}

interface Notices {
  readonly me: {
    readonly notices: {
      readonly totalCount: number | null
      readonly pageInfo: PageInfo
      readonly nodes: readonly Notice[] | null
    } | null
  } | null
}

const newest = `query ($after: String, $language: Language!) {
  me { notices(first: 20, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes {
      id at title(language: $language) text(language: $language) readAt
      about { __typename ... on Consent { id } ... on PowerOfAttorney { id } ... on Case { id } }
    }
  } }
}`

export const notices: Handler = async ({ session, texts, query, ask }) => {
  const { data, errors } = await ask<Notices>(newest, {
    ...{ after: query.get('after') || null, language: graphLanguage(session.language) },
  })
  const found = data?.me?.notices
  const refusal = refusalAt(errors, session, 'me', 'notices')
  const card = ({ id, at, title, text, readAt, about }: Notice) =>
    html`<li class="console-card"><h2 class="h4">${title}</h2><p>${moment(session.language, at)}</p><p>${text}</p>
${about?.__typename === 'Consent' && html`<p><a href="/console/consents/${about.id}">${texts.show}</a></p>`}
${about?.__typename === 'PowerOfAttorney' && html`<p><a href="/console/powers/${about.id}">${texts.powers.show}</a></p>`}
${about?.__typename === 'Case' && html`<p><a href="/console/cases">${texts.cases.title}</a></p>`}
${
  readAt
    ? html`<p>${texts.read}</p>`
    : button(session, '/console/notices/read', texts.markRead, 'secondary', { id })
}</li>`
  return {
    title: texts.notices,
    body: html`${refusal && html`<p>${texts.notGiven(refusal)}</p>`}
${found && (found.nodes?.length ? html`<ul class="nobullet-list console-cards">${found.nodes.map(card)}</ul>` : html`<p>${texts.none}</p>`)}
${found && paging({ texts, query }, '/console/notices', found)}`,
  }
}

export const markRead: Handler = async ({ session, texts, form, ask }) => {
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
  return messages.length > 0 ? problemPage(texts, messages, '/console/notices') : { to: '/console/notices' }
}
