// Who looked: each time somebody asked about the subject, what they were given and what not, and why.
import { csv } from '../csv.ts'
import { everyRow, type Listed, largestPage } from '../every-row.ts'
import { html } from '../html.ts'
import {
  choice,
  dateField,
  dateOf,
  fileLink,
  filters,
  list,
  notGivenPage,
  oneOf,
  paging,
  refusalAt,
} from '../parts.ts'
import type { ConsoleRequest, Handler } from '../request.ts'
import { aboutSubject } from '../subject.ts'
import { graphLanguage, moment } from '../texts.ts'

interface Entry {
  readonly id: string
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
    readonly accessLog:
      | (Listed<Entry> & { readonly totalCount?: number | null; readonly beginning?: string | null })
      | null
  } | null
}

const selection = (whole: string) => `accessLog(
  from: $from, to: $to, outcome: $outcome, first: $first, after: $after
) {
  ${whole} pageInfo { hasNextPage endCursor }
  nodes {
    id at authority { name } processor { name } summary(language: $language) learnedLater(language: $language)
    activity { purpose(language: $language) act }
    given { label(language: $language) } refused { label(language: $language) why(language: $language) }
  }
}`

function asked({ session, query, ask }: ConsoleRequest, first: number, after: string | null, whole = '') {
  const about = aboutSubject(session, selection(whole))
  return ask<Log>(
    `query ($from: DateTime, $to: DateTime, $outcome: AccessOutcome, $first: Int!, $after: String, $language: Language!) {
      ${about}
    }`,
    {
      ...{ from: dateOf(query.get('from')), to: dateOf(query.get('to')), first, after },
      outcome: oneOf(outcomeNames, query.get('outcome')),
      language: graphLanguage(session.language),
    },
  )
}

const outcomeNames = ['GIVEN', 'REFUSED'] as const
const whole = 'totalCount beginning(language: $language)'

export const accessLog: Handler = async request => {
  const { session, texts, query } = request
  const { language } = session
  const outcome = oneOf(outcomeNames, query.get('outcome'))
  const { data, errors } = await asked(request, 20, query.get('after') || null, whole)
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
  const entry = ({ id, at, authority, processor, summary, learnedLater, activity, given, refused }: Entry) =>
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
}</details>
<p class="console-print-not"><a href="/console/cases/new?record=${id}">${texts.cases.looksWrong}<span class="sr-only"> ${texts.cases.looksWrongAt(authority?.name ?? texts.unnamed, moment(language, at))}</span></a></p></li>`
  return {
    title: texts.accessLog,
    body: html`<p class="font-lead">${texts.logAbout}</p>
${filters(texts, '/console/access-log', fields)}
${refusal && html`<p>${texts.notGiven(refusal)}</p>`}
${log && (log.nodes?.length ? html`<ul class="nobullet-list console-cards">${log.nodes.map(entry)}</ul>` : html`<p>${texts.noneFiltered}</p>`)}
${log?.beginning && html`<p>${log.beginning}</p>`}
${log && paging({ texts, query }, '/console/access-log', log)}
${log?.nodes?.length ? fileLink({ texts, query }, '/console/access-log/list.csv') : null}`,
  }
}

const once = (texts: readonly (string | null)[]): readonly (string | null)[] => [...new Set(texts)]

export const accessLogFile: Handler = async request => {
  const { session, texts } = request
  const rows = await everyRow(
    async after => (await asked(request, largestPage, after)).data?.subject?.accessLog,
  )
  if (!rows) return notGivenPage(texts)
  const labels = (fields: Entry['given'] | Entry['refused']) =>
    once((fields ?? []).map(({ label }) => label)).join(', ')
  const lines = rows.map(({ at, authority, processor, activity, given, refused, summary }) => [
    ...[moment(session.language, at), authority?.name, processor?.name, activity?.purpose],
    ...[labels(given), labels(refused), summary],
  ])
  const { time, authority, processor, purpose, given, refused, summary } = texts.powers.logColumns
  const head = [time, authority, processor, purpose, given, refused, summary]
  return { file: { name: 'access-log.csv', type: 'text/csv; charset=utf-8', text: csv(head, lines) } }
}
