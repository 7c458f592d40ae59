// Cases from people and businesses: what they find wrong with the authority's accesses, answered and closed.

import { randomUUID } from 'node:crypto'
import { dayOf } from '../../calendar.ts'
import { everyRow, largestPage } from '../../every-row.ts'
import { apart, type Content, html } from '../../html.ts'
import { formField } from '../../layout.ts'
import { orderChoice, orderOf } from '../../order.ts'
import { choice, filters, list, oneOf, type PageInfo, paging, problemPage, terms } from '../../parts.ts'
import { shownAgain } from '../../refused.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { moment, type Texts } from '../../texts.ts'
import { area, wordsOf } from './fields.ts'
import { csvFile, csvLink } from './listing.ts'
import { heldIn, type SentBack, sentBack } from './sent-back.ts'
import { type Subject, subjectName, subjectSelection } from './whom.ts'
import { command, forSteward, messagesOf, type Work } from './work.ts'

type State = keyof Texts['cases']['states']

interface Case {
  readonly id: string
  readonly state: State | null
  readonly from: Subject | null
  readonly record: string | null
  readonly accessedAt: string | null
  readonly openedAt: string | null
  readonly text: string | null
  readonly activity: { readonly id: string; readonly purpose: string | null } | null
  readonly events:
    | readonly {
        readonly at: string | null
        readonly by: keyof Texts['cases']['steward']['sides'] | null
        readonly state: State | null
        readonly text: string | null
      }[]
    | null
}

interface Found {
  readonly cases: {
    readonly totalCount: number | null
    readonly pageInfo: PageInfo
    readonly nodes: readonly Case[] | null
  } | null
}

const path = '/console/steward/cases'
const states = ['OPEN', 'ANSWERED', 'CLOSED'] as const

const question = `query ($states: [CaseState!], $order: Order!, $first: Int!, $after: String, $language: Language!) {
  cases(states: $states, order: $order, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes {
      id state from ${subjectSelection} record accessedAt openedAt text activity { id purpose(language: $language) }
      events { at by state text }
    }
  }
}`

/** Reading a case goes on record about whom it is from, so the steward's own case is stated first. */
async function shown(work: Work, back: SentBack | null = null): Promise<ConsoleAnswer> {
  const { texts, query, ask } = work
  const words = texts.cases.steward
  const { data, errors } = await ask<Found>(question, {
    ...{ ...variablesOf(work), first: 20, after: query.get('after') || null },
  })
  const found = data?.cases
  const refusals = messagesOf(errors, work)
  const page = {
    title: words.title,
    body: html`<p class="font-lead">${words.about}</p>
${filterFields(work)}
${refusals.length > 0 && html`<p>${texts.notGiven(refusals.join(' '))}</p>`}
${found && (found.nodes?.length ? html`<ul class="nobullet-list console-cards">${found.nodes.map(one => card(one, work, back))}</ul>` : html`<p>${query.get('state') ? texts.noneFiltered : words.none}</p>`)}
${found && paging({ texts, query }, path, found)}${found?.nodes?.length ? csvLink(work, path) : null}`,
  }
  return shownAgain(page, back, texts)
}

export const cases = forSteward(
  'cases',
  async work => (work.query.has('csv') ? asFile(work) : shown(work)),
  path,
)

/** Those that wait for something, unless the address asks for others. */
function variablesOf({ query, spoken }: Work) {
  const state = oneOf(states, query.get('state'))
  const every = query.get('state') === 'ALL' ? states : null
  const order = orderOf(query, 'OLDEST_FIRST')
  return { states: state ? [state] : every, order, language: spoken }
}

function filterFields({ texts, query }: Work): Content {
  const { states: named, steward, state } = texts.cases
  const options = [
    ['', steward.waiting],
    ...states.map(one => [one, named[one]] as const),
    ['ALL', texts.all],
  ] as const
  return filters(texts, path, [
    choice('state', state, options, query.get('state')),
    orderChoice({ texts, query }, 'OLDEST_FIRST'),
  ])
}

async function asFile(work: Work): Promise<ConsoleAnswer> {
  const { texts, words: said, ask } = work
  const { steward, states: named, ...words } = texts.cases
  let refusals: readonly string[] = []
  const rows = await everyRow<Case>(async after => {
    const { data, errors } = await ask<Found>(question, { ...variablesOf(work), first: largestPage, after })
    refusals = messagesOf(errors, work)
    return data?.cases
  })
  if (!rows) return problemPage(texts, refusals, path)
  const head = [
    said.activityId,
    words.state,
    steward.from,
    words.opened,
    words.accessed,
    said.activity,
    steward.text,
  ]
  const lines = rows.map(one => [
    ...[one.id, one.state && named[one.state], subjectName(one.from, work), dayOf(one.openedAt)],
    ...[dayOf(one.accessedAt), one.activity?.id, one.text],
  ])
  return csvFile('cases', head, lines)
}

function card(one: Case, work: Work, back: SentBack | null): Content {
  const { texts, session } = work
  const { id, state, from, record, accessedAt, openedAt, text, activity, events } = one
  const words = texts.cases
  const when = (at: string | null) => moment(session.language, at)
  return html`<li class="console-card"><h2 class="h4">${subjectName(from, work)}: ${when(openedAt)}</h2><p>${apart(text)}</p>
${terms([
  [words.accessed, html`${when(accessedAt)} <code>${record}</code>`],
  [texts.purpose, activity && `${activity.purpose ?? ''} (${activity.id})`],
  [
    words.happened,
    list(
      (events ?? []).map(
        ({ at, by, state: led, text: said }) =>
          html`${when(at)}: ${led && words.states[led]} (${by && words.steward.sides[by]})${said && said !== text && html`: ${apart(said)}`}`,
      ),
    ),
  ],
])}${state !== 'CLOSED' && answerForm(id, state, work, back)}</li>`
}

function answerForm(id: string, state: State | null, work: Work, back: SentBack | null): Content {
  const { texts, session, query } = work
  const words = texts.cases.steward
  const name = `case-${id}`
  const labels = { id: `text-${id}`, label: words.answer, hint: words.answerHint }
  return html`<form class="console-form" id="${name}" method="post" action="${path}/${id}?${query.toString()}">${formField(session.formToken)}<input type="hidden" name="command" value="${randomUUID()}">
${area('text', labels, heldIn(back, name))}
<p><button class="button button-primary" type="submit" name="do" value="answer">${words.sendAnswer}</button>${
    state === 'ANSWERED' &&
    html` <button class="button button-secondary" type="submit" name="do" value="close">${words.close}</button>`
  }</p></form>`
}

export const answerCase = forSteward(
  'cases',
  async (work): Promise<ConsoleAnswer> => {
    const { id, form, query } = work
    const commandId = form.get('command') || randomUUID()
    const { problems } =
      form.get('do') === 'close'
        ? await command(work, ['closeCase', 'CloseCaseInput'], { id, commandId }, 'case { id }')
        : await command(
            work,
            ['answerCase', 'AnswerCaseInput'],
            { id, text: wordsOf(form, 'text'), commandId },
            'case { id }',
          )
    if (problems.length > 0) return shown(work, sentBack(work, `case-${id}`, problems, ['text'], `-${id}`))
    return { to: query.size > 0 ? `${path}?${query}` : path }
  },
  path,
)

/** The address of a form that was sent, opened by itself. */
export const backToCases = forSteward('cases', async () => ({ to: path }))
