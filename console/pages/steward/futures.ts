// Somebody's future powers of attorney, for the officers who put them into force, in whole or in part, and end them; in a case.
import { dayOf, lastDay, lastDayOf } from '../../calendar.ts'
import { fieldNames } from '../../field-names.ts'
import { coordinatesOfChoices } from '../../grantable.ts'
import { type Content, html, type Markup } from '../../html.ts'
import { orderChoice, orderOf } from '../../order.ts'
import { filters, list, terms } from '../../parts.ts'
import { shownAgain } from '../../refused.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { day } from '../../texts.ts'
import { type Activity, activitiesToChoose, isSeeking } from './activity-choices.ts'
import { activation, ending, partNames } from './future-forms.ts'
import { csvFile, numberedPages, rowsAt } from './listing.ts'
import { type SentBack, sentBack } from './sent-back.ts'
import {
  aboutField,
  type Subject,
  searchedAt,
  searchedIn,
  searchForm,
  searchRefused,
  subjectName,
  subjectSelection,
} from './whom.ts'
import { command, forSteward, messagesOf, type Work } from './work.ts'

const path = '/console/steward/futures'

interface Scope {
  readonly fields: readonly string[] | null
  readonly actions: readonly (keyof Work['words']['actions'])[] | null
  readonly activities: readonly { readonly id: string }[] | null
}

export interface Future extends Scope {
  readonly id: string
  readonly state: keyof Work['words']['powerStates']
  readonly grantor: Subject | null
  readonly holder: Subject | null
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly dormant: (Scope & { readonly everyOtherActivity: boolean | null }) | null
}

const found = `query ($cpr: CPR!, $order: Order!) {
  futurePowers(cpr: $cpr, order: $order) { nodes {
    id state grantor ${subjectSelection} holder ${subjectSelection} fields actions activities { id } validFrom validTo
    dormant { fields actions activities { id } everyOtherActivity }
  } }
}`

/** By CVR number nobody is found: a business gives no future power of attorney. */
async function shown(work: Work, back: SentBack | null = null): Promise<ConsoleAnswer> {
  const { words, texts, ask, query } = work
  const { futures: said } = words
  const page = (shown: Content) =>
    shownAgain(
      {
        title: said.title,
        body: html`<p class="font-lead">${said.about}</p>${searchForm(work, path, 'PERSON')}${shown}`,
      },
      back,
      texts,
    )
  const whom = searchedIn(work)
  if (whom === 'FORGOTTEN') return page(html`<p>${words.searchExpired}</p>`)
  if (!whom) return page(null)
  if (!('cpr' in whom)) return page(html`<p>${said.numberForm}</p>`)
  const { data, errors } = await ask<{ futurePowers: { nodes: readonly Future[] | null } | null }>(found, {
    ...whom,
    order: orderOf(query),
  })
  const refusals = messagesOf(errors, work)
  const powers = data?.futurePowers?.nodes
  if (query.has('csv') && powers) return asFile(powers, work)
  const here = powers ? rowsAt(powers, query) : []
  const isAsked = here.some(power => isOpen(power) && power.dormant !== null)
  const activities = isAsked ? await activitiesToChoose(work, null) : []
  return page(html`<p>${words.oneFound}</p>
${refusals.length > 0 && html`<p>${texts.notGiven(refusals.join(' '))}</p>`}
${powers && powers.length > 1 && filters(texts, path, [aboutField(query), orderChoice(work)])}
${powers && (powers.length > 0 ? here.map(power => card(power, activities, work, back)) : html`<p>${said.none}</p>`)}
${powers && numberedPages(work, path, powers.length)}`)
}

export const futures = forSteward('futures', work => shown(work), path)

const isOpen = ({ state }: Future): boolean => state === 'DORMANT' || state === 'ACTIVE'

export const findFutures = forSteward(
  'futures',
  async work => searchedAt(work, path) ?? shown(work, searchRefused(work, 'PERSON')),
  path,
)

const dormantFor = ({ dormant }: Future, { words }: Work): string =>
  [
    ...(dormant?.activities ?? []).map(({ id }) => id),
    ...(dormant?.everyOtherActivity ? [words.futures.everyOther] : []),
  ].join(', ')

function card(power: Future, all: readonly Activity[], work: Work, back: SentBack | null): Markup {
  const { words, texts, session } = work
  const { futures: said } = words
  const { fields, actions, activities, dormant, state, validFrom, validTo } = power
  return html`<section class="console-card"><h2 class="h4">${words.powerKinds.FUTURE}: ${words.powerStates[state]}</h2>${terms(
    [
      [words.grantor, subjectName(power.grantor, work)],
      [words.holder, subjectName(power.holder, work)],
      [words.may, state === 'DORMANT' ? null : list((actions ?? []).map(one => words.actions[one]))],
      [texts.which, state === 'DORMANT' ? null : list(fieldNames(fields ?? [], session.language))],
      [words.onlyFor, activities?.length ? activities.map(({ id }) => id).join(', ') : words.everyActivity],
      [said.dormantActions, dormant && list((dormant.actions ?? []).map(one => words.actions[one]))],
      [said.dormantFields, dormant && list(fieldNames(dormant.fields ?? [], session.language))],
      [said.dormantFor, dormantFor(power, work) || null],
      [texts.period, texts.periodOf(day(session.language, validFrom), lastDay(session.language, validTo))],
    ],
  )}${isOpen(power) && (dormant ? activation(power, all, work, back) : html`<p>${said.allActive}</p>`)}${isOpen(power) && ending(power, work, back)}</section>`
}

function asFile(powers: readonly Future[], work: Work): ConsoleAnswer {
  const { words, texts, session } = work
  const { futures: said } = words
  const head = [
    ...[words.activityId, texts.state, words.grantor, words.holder, said.dormantActions, said.dormantFields],
    ...[said.dormantFor, words.fromDay, words.toDay],
  ]
  const lines = powers.map(power => [
    ...[power.id, words.powerStates[power.state]],
    ...[subjectName(power.grantor, work), subjectName(power.holder, work)],
    (power.dormant?.actions ?? []).map(one => words.actions[one]).join(', '),
    fieldNames(power.dormant?.fields ?? [], session.language).join(', '),
    ...[dormantFor(power, work), dayOf(power.validFrom), lastDayOf(power.validTo)],
  ])
  return csvFile('future-powers', head, lines)
}

/** Where the list is that the form stood in. */
const backOf = ({ query }: Work): string => (query.size > 0 ? `${path}?${query}` : path)

export const activateFuture = forSteward(
  'futures',
  async work => {
    const { form, id } = work
    const name = `activate-${id}`
    if (isSeeking(form)) return shown(work, sentBack(work, name, []))
    const activities = form.getAll('activities')
    const input = {
      ...{ id, commandId: form.get('command') ?? '' },
      ...{ fields: coordinatesOfChoices(form.getAll('fields')), actions: form.getAll('actions') },
      ...{ ...(activities.length > 0 && { activities }), interest: form.has('interest') },
    }
    const { done, problems } = await command(
      work,
      ['activateFuturePower', 'ActivateFuturePowerInput'],
      input,
      'powerOfAttorney { id }',
    )
    if (done) return { to: '/console/steward/proposals' }
    return shown(work, sentBack(work, name, problems, partNames, `-${id}`))
  },
  path,
)

export const endFuture = forSteward(
  'futures',
  async work => {
    const { id, form } = work
    const input = { id, commandId: form.get('command') ?? '' }
    const { done, problems } = await command(
      work,
      ['endFuturePower', 'EndForGrantorInput'],
      input,
      'powerOfAttorney { id }',
    )
    return done ? { to: backOf(work) } : shown(work, sentBack(work, `end-${id}`, problems))
  },
  path,
)

/** The address of a form that was sent, opened by itself. */
export const backToFutures = forSteward('futures', async () => ({ to: path }))
