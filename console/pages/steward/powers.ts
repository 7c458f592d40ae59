// What somebody has given others the power to do, for the steward who ends it when its grantor asks, in a case.
import { randomUUID } from 'node:crypto'
import { dayOf, lastDay, lastDayOf } from '../../calendar.ts'
import { fieldNames } from '../../field-names.ts'
import { type Content, html } from '../../html.ts'
import type { Page } from '../../layout.ts'
import { button, choice, filters, list, oneOf, terms } from '../../parts.ts'
import { shownAgain } from '../../refused.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { day } from '../../texts.ts'
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
import { command, forSteward, messagesOf, noPermission, under, type Work } from './work.ts'

const path = '/console/steward/powers'

interface Power {
  readonly id: string
  readonly state: keyof Work['words']['powerStates']
  readonly kind: keyof Work['words']['powerKinds']
  readonly grantor: Subject | null
  readonly holder: Subject | null
  readonly fields: readonly string[] | null
  readonly actions: readonly (keyof Work['words']['actions'])[] | null
  readonly activities: readonly { readonly id: string }[] | null
  readonly validFrom: string | null
  readonly validTo: string | null
  readonly registration: { readonly dated: string; readonly document: string } | null
}

const found = `query ($cpr: CPR, $cvr: CVR, $order: Order!) {
  powersOfGrantor(cpr: $cpr, cvr: $cvr, order: $order) { nodes {
    id state kind grantor ${subjectSelection} holder ${subjectSelection} fields actions activities { id } validFrom validTo
    registration { dated document }
  } }
}`

/** The page's search, and what it found. */
function framed(work: Work, content: Content, back: SentBack | null): Page {
  const { words, texts, query } = work
  const { letters, decrees } = work.steward.activities
  const link = (to: string, label: string) =>
    html`<p><a class="button button-secondary" href="${path}/${to}">${label}</a></p>`
  const page = {
    title: words.powers,
    body: html`<p class="font-lead">${words.powersAbout}</p>
${letters !== null && link('register', words.registerPower)}
${decrees !== null && link('decree', words.registerDecree)}
${query.has('registered') && html`<div class="alert alert-success" role="status"><div class="alert-body"><p>${words.registered}</p></div></div>`}
${searchForm(work, path)}${content}`,
  }
  return shownAgain(page, back, texts)
}

async function shown(work: Work, back: SentBack | null = null): Promise<ConsoleAnswer> {
  const { words, texts, ask, query } = work
  const whom = searchedIn(work)
  const page = (content: Content) => framed(work, content, back)
  if (whom === 'FORGOTTEN') return page(html`<p>${words.searchExpired}</p>`)
  if (!whom) return page(null)
  const { data, errors } = await ask<{ powersOfGrantor: { nodes: readonly Power[] | null } | null }>(found, {
    ...whom,
    order: query.get('sort') === 'oldest' ? 'OLDEST_FIRST' : 'NEWEST_FIRST',
  })
  const refusals = messagesOf(errors, work)
  const all = data?.powersOfGrantor?.nodes
  const powers = all && chosenPowers(all, query)
  if (query.has('csv') && powers) return asFile(powers, work)
  return page(html`<p>${words.oneFound}</p>
${refusals.length > 0 && html`<p>${texts.notGiven(refusals.join(' '))}</p>`}
${all && all.length > 1 && filterFields(work)}
${powers && (powers.length > 0 ? rowsAt(powers, query).map(power => card(power, work, back)) : html`<p>${all.length > 0 ? texts.noneFiltered : words.noPowers}</p>`)}
${powers && numberedPages(work, path, powers.length)}`)
}

export const powerSearch = forSteward('powers', work => shown(work), path)

const sorts = ['newest', 'oldest', 'validTo'] as const
const states = ['ACTIVE', 'OFFERED', 'PARTLY_CONFIRMED', 'REVOKED', 'RENOUNCED', 'EXPIRED', 'LAPSED'] as const

/** As the address asks: of one state, and in its order. */
export function chosenPowers<Row extends Pick<Power, 'state' | 'validTo'>>(
  powers: readonly Row[],
  query: URLSearchParams,
): readonly Row[] {
  const state = oneOf(states, query.get('state'))
  const found = powers.filter(power => state === null || power.state === state)
  if (query.get('sort') !== 'validTo') return found
  return found.toSorted((one, other) => (one.validTo ?? '9').localeCompare(other.validTo ?? '9'))
}

function filterFields({ words, texts, query }: Work): Content {
  const options = [
    ['', texts.all],
    ...states.map(state => [state, words.powerStates[state]] as const),
  ] as const
  const orders = sorts.map(sort => [sort, words.powerSorts[sort]] as const)
  return filters(texts, path, [
    aboutField(query),
    choice('state', texts.state, options, query.get('state')),
    choice('sort', words.sort, orders, query.get('sort') ?? 'newest'),
  ])
}

function asFile(powers: readonly Power[], work: Work): ConsoleAnswer {
  const { words, texts, session } = work
  const head = [
    ...[words.activityId, words.kind, texts.state, words.grantor, words.holder, words.may, texts.which],
    ...[words.onlyFor, words.fromDay, words.toDay],
  ]
  const lines = powers.map(power => [
    ...[power.id, words.powerKinds[power.kind], words.powerStates[power.state]],
    ...[subjectName(power.grantor, work), subjectName(power.holder, work)],
    (power.actions ?? []).map(one => words.actions[one]).join(', '),
    fieldNames(power.fields ?? [], session.language).join(', '),
    (power.activities ?? []).map(({ id }) => id).join(', '),
    ...[dayOf(power.validFrom), lastDayOf(power.validTo)],
  ])
  return csvFile('powers-of-attorney', head, lines)
}

export const findPowers = forSteward(
  'powers',
  async work => searchedAt(work, path) ?? shown(work, searchRefused(work)),
  path,
)

function card(power: Power, work: Work, back: SentBack | null): Content {
  const { words, texts, session, query } = work
  const { id, state, kind, fields, actions, activities, registration, validFrom, validTo } = power
  const end = endOf(power, work)
  const action = `${path}/${id}/end?${query}`
  const command = { command: randomUUID(), end: end ?? '' }
  return html`<section class="console-card"><h2 class="h4">${words.powerKinds[kind]}: ${words.powerStates[state]}</h2>${terms(
    [
      [words.grantor, subjectName(power.grantor, work)],
      [words.holder, subjectName(power.holder, work)],
      [words.may, list((actions ?? []).map(one => words.actions[one]))],
      [texts.which, list(fieldNames(fields ?? [], session.language))],
      [words.onlyFor, activities?.length ? activities.map(({ id }) => id).join(', ') : words.everyActivity],
      [texts.period, texts.periodOf(day(session.language, validFrom), lastDay(session.language, validTo))],
      [words.rests, registration && `${day(session.language, registration.dated)}, ${registration.document}`],
    ],
  )}${end && html`<details id="end-${id}"${back?.form === `end-${id}` && html` open`}><summary>${words.ends[end]}</summary>${button(session, action, words.ends[end], 'secondary', command)}</details>`}</section>`
}

const ends = {
  letters: 'revokePowerOfAttorneyForGrantor',
  decrees: 'endDecree',
} as const
type End = keyof typeof ends

/** By which of their work this steward ends a power of attorney; null when by none. */
function endOf({ kind, state }: Power, { steward: { activities } }: Work): End | null {
  if (!['ACTIVE', 'OFFERED', 'PARTLY_CONFIRMED'].includes(state)) return null
  const end = ({ VOLUNTARY: 'letters', DECREE: 'decrees', FUTURE: null } as const)[kind]
  return end !== null && activities[end] !== null ? end : null
}

export const endPower = forSteward(
  'powers',
  async work => {
    const { id, form, query, texts } = work
    const end: End = form.get('end') === 'decrees' ? 'decrees' : 'letters'
    const ending = under(work, end)
    if (!ending) return noPermission(texts, path)
    const { done, problems } = await command(
      ending,
      [ends[end], 'EndForGrantorInput'],
      { id, commandId: form.get('command') ?? '' },
      'powerOfAttorney { id }',
    )
    if (!done) return shown(work, sentBack(work, `end-${id}`, problems))
    return { to: query.size > 0 ? `${path}?${query}` : path }
  },
  path,
)

/** The address of a form that was sent, opened by itself. */
export const backToPowers = forSteward('powers', async () => ({ to: path }))
