// Who looked: each time somebody asked about the subject, what they were given and what not, and why.
import { html } from '../html.ts'
import {
  choice,
  dateField,
  dateOf,
  filters,
  list,
  oneOf,
  type PageInfo,
  paging,
  refusalAt,
} from '../parts.ts'
import type { Handler } from '../request.ts'
import { aboutSubject } from '../subject.ts'
import { graphLanguage, moment } from '../texts.ts'

interface Entry {
  readonly at: string | null
  readonly authority: { readonly name: string | null } | null
  readonly processor: { readonly name: string | null } | null
  readonly summary: string | null
  readonly learnedLater: string | null
  readonly activity: { readonly purpose: string | null; readonly act: string | null } | null
  readonly given: readonly { readonly label: string | null }[] | null
  readonly refused: readonly { readonly label: string | null; readonly why: string | null }[] | null
}

interface Log {
  readonly subject: {
    readonly accessLog: {
      readonly totalCount: number | null
      readonly beginning: string | null
      readonly pageInfo: PageInfo
      readonly nodes: readonly Entry[] | null
    } | null
  } | null
}

const selection = `accessLog(from: $from, to: $to, outcome: $outcome, first: 20, after: $after) {
  totalCount beginning(language: $language) pageInfo { hasNextPage endCursor }
  nodes {
    at authority { name } processor { name } summary(language: $language) learnedLater(language: $language)
    activity { purpose(language: $language) act }
    given { label(language: $language) } refused { label(language: $language) why(language: $language) }
  }
}`

export const accessLog: Handler = async ({ session, texts, query, ask }) => {
  const { language } = session
  const outcome = oneOf(['GIVEN', 'REFUSED'], query.get('outcome'))
  const { data, errors } = await ask<Log>(
    `query ($from: DateTime, $to: DateTime, $outcome: AccessOutcome, $after: String, $language: Language!) {
      ${aboutSubject(session, selection)}
    }`,
    {
      ...{ from: dateOf(query.get('from')), to: dateOf(query.get('to')), outcome },
      ...{ after: query.get('after') || null, language: graphLanguage(language) },
    },
  )
  const log = data?.subject?.accessLog
  const refusal = refusalAt(errors, session, 'subject', 'accessLog')
  const outcomes = [
    ['', texts.all],
    ['GIVEN', texts.outcomes.GIVEN],
    ['REFUSED', texts.outcomes.REFUSED],
  ] as const
  const fields = [
    dateField('from', texts.from, query.get('from')),
    dateField('to', texts.to, query.get('to')),
    choice('outcome', texts.show, outcomes, outcome),
  ]
  const entry = ({ at, authority, processor, summary, learnedLater, activity, given, refused }: Entry) =>
    html`<li class="console-card"><h2 class="h4">${moment(language, at)}: ${authority?.name ?? texts.unnamed}${
      processor?.name && html` (${texts.byProcessor(processor.name)})`
    }</h2>
<p>${summary}</p>${learnedLater && html`<p>${learnedLater}</p>`}
<details><summary>${texts.information}</summary>
${activity?.purpose && html`<p>${texts.purpose}: ${activity.purpose} (${activity.act})</p>`}
${given?.length ? html`<h3 class="h5">${texts.given}</h3>${list(once(given.map(({ label }) => label)))}` : null}
${
  refused?.length
    ? html`<h3 class="h5">${texts.refused}</h3>${list(once(refused.map(({ label, why }) => `${label}: ${why}`)))}`
    : null
}</details></li>`
  return {
    title: texts.accessLog,
    body: html`<p class="font-lead">${texts.logAbout}</p>
${filters(texts, '/console/access-log', fields)}
${refusal && html`<p>${texts.notGiven(refusal)}</p>`}
${log && (log.nodes?.length ? html`<ul class="nobullet-list console-cards">${log.nodes.map(entry)}</ul>` : html`<p>${texts.noneFiltered}</p>`)}
${log?.beginning && html`<p>${log.beginning}</p>`}
${log && paging({ texts, query }, '/console/access-log', log)}`,
  }
}

const once = (texts: readonly (string | null)[]): readonly (string | null)[] => [...new Set(texts)]
