// Cases from people and businesses: what they find wrong with the authority's accesses, answered and closed.
import { randomUUID } from 'node:crypto'
import { apart, type Content, html } from '../../html.ts'
import { formField } from '../../layout.ts'
import { list, type PageInfo, paging, problemPage, terms } from '../../parts.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { moment, type Texts } from '../../texts.ts'
import { wordsOf } from './fields.ts'
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
const everyState = ['OPEN', 'ANSWERED', 'CLOSED']

const question = `query ($states: [CaseState!], $after: String, $language: Language!) {
  cases(states: $states, first: 20, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes {
      id state from ${subjectSelection} record accessedAt openedAt text activity { id purpose(language: $language) }
      events { at by state text }
    }
  }
}`

/** Reading a case goes on record about whom it is from, so the steward's own case is stated first. */
export const cases = forSteward(
  'cases',
  async work => {
    const { texts, query, ask } = work
    const words = texts.cases.steward
    const all = query.get('closed') === 'yes'
    const { data, errors } = await ask<Found>(question, {
      ...{ states: all ? everyState : null, after: query.get('after') || null, language: work.spoken },
    })
    const found = data?.cases
    const refusals = messagesOf(errors, work)
    return {
      title: words.title,
      body: html`<p class="font-lead">${words.about}</p>
<p><a href="${path}${all ? '' : '?closed=yes'}">${all ? words.onlyOpen : words.closed}</a></p>
${refusals.length > 0 && html`<p>${texts.notGiven(refusals.join(' '))}</p>`}
${found && (found.nodes?.length ? html`<ul class="nobullet-list console-cards">${found.nodes.map(one => card(one, work))}</ul>` : html`<p>${texts.none}</p>`)}
${found && paging({ texts, query }, path, found)}`,
    }
  },
  path,
)

function card(one: Case, work: Work): Content {
  const { texts, session } = work
  const { id, state, from, record, accessedAt, openedAt, text, activity, events } = one
  const words = texts.cases
  const when = (at: string | null) => moment(session.language, at)
  return html`<li class="console-card"><h2 class="h4">${subjectName(from, work)}: ${when(openedAt)}</h2><p>${apart(text)}</p>
${terms([
  [words.state, state && words.states[state]],
  [words.accessed, html`${when(accessedAt)} <code>${record}</code>`],
  [texts.purpose, activity && `${activity.purpose ?? ''} (${activity.id})`],
  [
    words.happened,
    list(
      (events ?? []).map(
        ({ at, by, state: led, text: said }) =>
          html`${when(at)}: ${led && words.states[led]} (${by && words.steward.sides[by]})${said && html`: ${apart(said)}`}`,
      ),
    ),
  ],
])}${state !== 'CLOSED' && answerForm(id, state, work)}</li>`
}

function answerForm(id: string, state: State | null, { texts, session }: Work): Content {
  const words = texts.cases.steward
  return html`<form class="console-form" method="post" action="${path}/${id}">${formField(session.formToken)}<input type="hidden" name="command" value="${randomUUID()}">
<div class="form-group"><label class="form-label" for="answer-${id}">${words.answer}</label><span class="form-hint" id="answer-${id}-hint">${words.answerHint}</span>
<textarea class="form-input" id="answer-${id}" name="text" rows="3" aria-describedby="answer-${id}-hint"></textarea></div>
<p><button class="button button-primary" type="submit" name="do" value="answer">${words.sendAnswer}</button>${
    state === 'ANSWERED' &&
    html` <button class="button button-secondary" type="submit" name="do" value="close">${words.close}</button>`
  }</p></form>`
}

export const answerCase = forSteward(
  'cases',
  async (work): Promise<ConsoleAnswer> => {
    const { id, form, texts } = work
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
    if (problems.length === 0) return { to: path }
    return problemPage(
      texts,
      problems.map(({ message }) => message),
      path,
    )
  },
  path,
)

/** The address of a form that was sent, opened by itself. */
export const backToCases = forSteward('cases', async () => ({ to: path }))
