// What the subject found wrong with accesses, and what becomes of it.
import { type Cells, csvFile } from '../csv.ts'
import { everyRow, type Listed, largestPage } from '../every-row.ts'
import { apart, html } from '../html.ts'
import { orderChoice, orderOf } from '../order.ts'
import { choice, fileLink, list, notGivenPage, oneOf, paging, refusalAt, terms } from '../parts.ts'
import type { ConsoleRequest, Handler } from '../request.ts'
import { aboutSubject } from '../subject.ts'
import { moment, type Texts } from '../texts.ts'
import { isSought, listControls, matching, pageOf } from '../word-search.ts'

interface Case {
  readonly id: string
  readonly state: keyof Texts['cases']['states'] | null
  readonly to: { readonly name: string | null } | null
  readonly accessedAt: string | null
  readonly openedAt: string | null
  readonly text: string | null
  readonly events:
    | readonly {
        readonly at: string | null
        readonly by: keyof Texts['cases']['sides'] | null
        readonly state: keyof Texts['cases']['states'] | null
        readonly text: string | null
      }[]
    | null
}

interface Cases {
  readonly subject: {
    readonly cases: (Listed<Case> & { readonly totalCount?: number | null }) | null
  } | null
}

const path = '/console/cases'
const states = ['OPEN', 'ANSWERED', 'CLOSED'] as const
const selection = (count: string) => `cases(states: $states, order: $order, first: $first, after: $after) {
  ${count} pageInfo { hasNextPage endCursor }
  nodes { id state to { name } accessedAt openedAt text events { at by state text } }
}`

function asked({ session, query, ask }: ConsoleRequest, first: number, after: string | null, count = '') {
  const state = oneOf(states, query.get('state'))
  const about = aboutSubject(session, selection(count))
  return ask<Cases>(
    `query ($states: [CaseState!], $order: Order!, $first: Int!, $after: String) { ${about} }`,
    {
      ...{ states: state && [state], order: orderOf(query), first, after },
    },
  )
}

export const cases: Handler = async request => {
  const { session, texts, query } = request
  const { language } = session
  const words = texts.cases
  const { found, errors, isCut } = await pageOf(
    request,
    async (first, after) => {
      const { data, errors } = await asked(request, first, after, 'totalCount')
      return { found: data?.subject?.cases, errors }
    },
    rows => rows.map(row => lineOf(row, request)),
  )
  const refusal = refusalAt(errors, session, 'subject', 'cases')
  const state = oneOf(states, query.get('state'))
  const options = [['', texts.all], ...states.map(one => [one, words.states[one]] as const)] as const
  const none = state || isSought(request) ? texts.noneFiltered : html`${texts.noneOf.cases} ${words.fromLog}`
  const card = ({ to, state: stands, accessedAt, openedAt, text, events }: Case) =>
    html`<li class="console-card"><h2 class="h4">${apart(words.looksWrongAt(to?.name ?? texts.unnamed, moment(language, accessedAt)))}</h2>
<p>${apart(text)}</p>
${terms([
  [words.state, stands && words.states[stands]],
  [words.opened, moment(language, openedAt)],
  [
    words.happened,
    list(
      (events ?? []).map(
        ({ at, by, state: led, text: said }) =>
          // What was reported stands above already.
          html`${moment(language, at)}: ${eventOf(led, words)} (${by && words.sides[by]})${said && led !== 'OPEN' && html`: ${apart(said)}`}`,
      ),
    ),
  ],
])}</li>`
  return {
    title: words.title,
    body: html`<p class="font-lead">${words.about}</p>
${listControls(request, path, [choice('state', words.state, options, state), orderChoice(request)], isCut)}
${refusal && html`<p>${texts.notGiven(refusal)}</p>`}
${found && (found.nodes?.length ? html`<ul class="nobullet-list console-cards">${found.nodes.map(card)}</ul>` : html`<p>${none}</p>`)}
${found && paging(request, path, found)}
${found?.nodes?.length ? fileLink(request, `${path}/list.csv`) : null}
<p><a href="/console/access-log">${texts.accessLog}</a></p>`,
  }
}

/** What happened: a case that came to wait for an answer was sent. */
const eventOf = (state: Case['state'], { states: named, opened }: Texts['cases']): string | null =>
  state && (state === 'OPEN' ? opened : named[state])

function lineOf(
  { to, state, accessedAt, openedAt, text, events }: Case,
  { session: { language }, texts }: ConsoleRequest,
): Cells {
  const words = texts.cases
  return [
    ...[to?.name, moment(language, accessedAt), moment(language, openedAt)],
    ...[state && words.states[state], text],
    (events ?? [])
      .map(({ at, by, state: led, text: said }) =>
        texts.caseEvent(
          ...([moment(language, at), eventOf(led, words) ?? '', by ? words.sides[by] : ''] as const),
          said ?? '',
        ),
      )
      .join('\n'),
  ]
}

export const casesFile: Handler = async request => {
  const words = request.texts.cases
  const rows = await everyRow(async after => (await asked(request, largestPage, after)).data?.subject?.cases)
  if (!rows) return notGivenPage(request.texts)
  const lines = rows.map(row => lineOf(row, request))
  const head = [words.to, words.accessed, words.opened, words.state, words.text, words.happened]
  return csvFile('cases', head, matching(lines, request))
}
