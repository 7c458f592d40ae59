// Somebody's future powers of attorney, for the officers who put them into force, in whole or in part, and end them; in a case.
import { randomUUID } from 'node:crypto'
import { lastDay } from '../../calendar.ts'
import { fieldNames } from '../../field-names.ts'
import { coordinatesOfChoices } from '../../grantable.ts'
import { type Content, html, type Markup } from '../../html.ts'
import { formField } from '../../layout.ts'
import { button, list, problemPage, terms } from '../../parts.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { day } from '../../texts.ts'
import { check, checks, type Entered, input } from './fields.ts'
import { csvFile, numberedPages, rowsAt } from './listing.ts'
import { type Subject, searchedAt, searchedIn, searchForm, subjectName, subjectSelection } from './whom.ts'
import { command, forSteward, messagesOf, type Work } from './work.ts'

const path = '/console/steward/futures'

interface Scope {
  readonly fields: readonly string[] | null
  readonly actions: readonly (keyof Work['words']['actions'])[] | null
  readonly activities: readonly { readonly id: string }[] | null
}

interface Future extends Scope {
  readonly id: string
  readonly state: keyof Work['words']['powerStates']
  readonly grantor: Subject | null
  readonly holder: Subject | null
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly dormant: (Scope & { readonly everyOtherActivity: boolean | null }) | null
}

const found = `query ($cpr: CPR!) {
  futurePowers(cpr: $cpr) { nodes {
    id state grantor ${subjectSelection} holder ${subjectSelection} fields actions activities { id } validFrom validTo
    dormant { fields actions activities { id } everyOtherActivity }
  } }
}`

/** By CVR number nobody is found: a business gives no future power of attorney. */
export const futures = forSteward(
  'futures',
  async work => {
    const { words, texts, ask, query } = work
    const { futures: said } = words
    const page = (shown: Content) => ({
      title: said.title,
      body: html`<p class="font-lead">${said.about}</p>${searchForm(work, path, 'PERSON')}${shown}`,
    })
    const whom = searchedIn(work)
    if (whom === 'FORGOTTEN') return page(html`<p>${words.searchExpired}</p>`)
    if (!whom) return page(null)
    if (!('cpr' in whom)) return page(html`<p>${said.numberForm}</p>`)
    const { data, errors } = await ask<{ futurePowers: { nodes: readonly Future[] | null } | null }>(
      found,
      whom,
    )
    const refusals = messagesOf(errors, work)
    const powers = data?.futurePowers?.nodes
    if (query.has('csv') && powers) return asFile(powers, work)
    return page(html`<p>${words.oneFound}</p>
${refusals.length > 0 && html`<p>${texts.notGiven(refusals.join(' '))}</p>`}
${powers && (powers.length > 0 ? rowsAt(powers, query).map(power => card(power, work)) : html`<p>${said.none}</p>`)}
${powers && numberedPages(work, path, powers.length)}`)
  },
  path,
)

export const findFutures = forSteward('futures', async work => searchedAt(work, path), path)

const dormantFor = ({ dormant }: Future, { words }: Work): string =>
  [
    ...(dormant?.activities ?? []).map(({ id }) => id),
    ...(dormant?.everyOtherActivity ? [words.futures.everyOther] : []),
  ].join(', ')

function card(power: Future, work: Work): Markup {
  const { words, texts, session } = work
  const { futures: said } = words
  const { fields, actions, activities, dormant, state, validFrom, validTo } = power
  const isEnded = !['DORMANT', 'ACTIVE'].includes(state)
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
  )}${!isEnded && (dormant ? activation(power, work) : html`<p>${said.allActive}</p>`)}${!isEnded && ending(power, work)}</section>`
}

/** What may be chosen is the whole of it: of what holds already nothing can be taken back. */
function activation({ id, fields, actions, activities, dormant, state }: Future, work: Work): Markup {
  const { words, session, query } = work
  const { futures: said } = words
  const union = <One>(one: readonly One[] | null, other: readonly One[] | null | undefined) => [
    ...new Set([...(one ?? []), ...(other ?? [])]),
  ]
  const [allFields, allActions] = [union(fields, dormant?.fields), union(actions, dormant?.actions)]
  const values = new URLSearchParams()
  for (const one of allFields) values.append('fields', one)
  for (const one of allActions) values.append('actions', one)
  // Left empty it would widen to every activity, which cannot be undone.
  if (state === 'ACTIVE') values.set('activities', (activities ?? []).map(one => one.id).join(' '))
  const entered: Entered = { values, problems: [] }
  const names = fieldNames(allFields, session.language)
  const address = `${path}/${id}/activate?${new URLSearchParams({ about: query.get('about') ?? '' })}`
  return html`<details><summary>${said.activate}</summary><p>${said.activateAbout}</p>
<form class="console-form" method="post" action="${address}">${formField(session.formToken)}<input type="hidden" name="command" value="${randomUUID()}">
${checks(
  'actions',
  { label: words.may },
  allActions.map(one => [one, words.actions[one]] as const),
  entered,
)}
${checks(
  'fields',
  { label: words.parts.fields },
  allFields.map((one, at) => [one, names[at]!] as const),
  entered,
)}
${input('activities', { label: said.activateFor, hint: said.activateForHint }, entered)}
${check('interest', words.interest, entered)}
<button class="button button-primary" type="submit">${said.propose}</button></form></details>`
}

function ending({ id }: Future, { words, session, query }: Work): Markup {
  const { futures: said } = words
  const address = `${path}/${id}/end?${new URLSearchParams({ about: query.get('about') ?? '' })}`
  return html`<details><summary>${said.end}</summary><p>${said.endAbout}</p>${button(session, address, said.end, 'secondary', { command: randomUUID() })}</details>`
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
    ...[dormantFor(power, work), power.validFrom?.slice(0, 10), power.validTo?.slice(0, 10)],
  ])
  return csvFile('future-powers', head, lines)
}

const backOf = ({ query }: Work): string => {
  const about = query.get('about')
  return about ? `${path}?${new URLSearchParams({ about })}` : path
}

async function sent(work: Work, [name, type]: readonly [string, string], input: object, to: string) {
  const { id, form, texts } = work
  const whole = { id, commandId: form.get('command') ?? '', ...input }
  const { done, problems } = await command(work, [name, type], whole, 'powerOfAttorney { id }')
  if (done) return { to }
  return problemPage(
    texts,
    problems.map(({ message }) => message),
    backOf(work),
  )
}

export const activateFuture = forSteward(
  'futures',
  work => {
    const { form } = work
    const activities = (form.get('activities') ?? '').split(/[\s,]+/).filter(id => id !== '')
    const input = {
      ...{ fields: coordinatesOfChoices(form.getAll('fields')), actions: form.getAll('actions') },
      ...{ ...(activities.length > 0 && { activities }), interest: form.has('interest') },
    }
    return sent(
      work,
      ['activateFuturePower', 'ActivateFuturePowerInput'],
      input,
      '/console/steward/proposals',
    )
  },
  path,
)

export const endFuture = forSteward(
  'futures',
  work => sent(work, ['endFuturePower', 'EndForGrantorInput'], {}, backOf(work)),
  path,
)

/** The address of a form that was sent, opened by itself. */
export const backToFutures = forSteward('futures', async () => ({ to: path }))
