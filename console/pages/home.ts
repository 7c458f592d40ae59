// The first page after signing in: what waits for an answer, what is unread, and the way to everything else.
import { apart, html } from '../html.ts'
import { refusalAt } from '../parts.ts'
import type { Handler } from '../request.ts'
import { aboutSubject } from '../subject.ts'
import { day, graphLanguage } from '../texts.ts'

interface Home {
  readonly subject: {
    readonly consents: {
      readonly totalCount: number | null
      readonly nodes: readonly Pending[] | null
    } | null
  } | null
  readonly powersOfAttorney: { readonly totalCount: number | null } | null
  readonly me?: { readonly notices: { readonly totalCount: number | null } | null } | null
}

interface Pending {
  readonly id: string
  readonly to: { readonly name: string | null } | null
  readonly text: { readonly title: string | null } | null
  readonly answerBy: string | null
}

const pending = `consents(states: [REQUESTED, PARTLY_CONFIRMED], first: 5) { totalCount nodes { id to { name } text(language: $language) { title } answerBy } }`

export const home: Handler = async ({ session, texts, ask }) => {
  // Notices are one's own: whoever acts for somebody is not told of theirs.
  const own = session.actingFor ? '' : 'me { notices(unread: true, first: 1) { totalCount } }'
  const { data, errors } = await ask<Home>(
    `query ($language: Language!) { ${aboutSubject(session, pending)} ${own}
      powersOfAttorney(states: [OFFERED, PARTLY_CONFIRMED], first: 1) { totalCount } }`,
    { language: graphLanguage(session.language) },
  )
  const waiting = data?.subject?.consents
  const refusal = refusalAt(errors, session, 'subject', 'consents')
  const offered = data?.powersOfAttorney?.totalCount ?? 0
  const unread = data?.me?.notices?.totalCount ?? 0
  return {
    title: texts.home,
    body: html`<section class="console-card"><h2>${texts.pending}</h2>
${refusal && html`<p>${texts.notGiven(refusal)}</p>`}
${
  waiting?.nodes?.length
    ? html`<p>${texts.pendingCount(waiting.totalCount ?? waiting.nodes.length)}</p><ul>${waiting.nodes.map(
        ({ id, to, text, answerBy }) =>
          html`<li><a href="/console/consents/${id}">${apart(to?.name ?? texts.unnamed)}${text?.title && html`: ${apart(text.title)}`}</a> (${texts.answerBy} ${day(session.language, answerBy)})</li>`,
      )}</ul>`
    : !refusal && html`<p>${texts.nothingPending}</p>`
}</section>
${offered > 0 && html`<p><a href="/console/powers?state=waiting">${texts.powers.waiting(offered)}</a></p>`}
${unread > 0 && html`<p><a href="/console/notices">${texts.unread(unread)}</a></p>`}
<p><a href="/console/consents?state=inForce">${texts.inForce}</a></p>
<p><a href="/console/access-log">${texts.accessLog}</a></p>`,
  }
}
