// The forms on a future power of attorney: the part of it to put into force, and its end.
import { randomUUID } from 'node:crypto'
import { fieldNames } from '../../field-names.ts'
import { html, type Markup } from '../../html.ts'
import { button } from '../../parts.ts'
import { type Activity, activityChoices } from './activity-choices.ts'
import { check, checks, form } from './fields.ts'
import type { Future } from './futures.ts'
import { heldIn, type SentBack } from './sent-back.ts'
import type { Work } from './work.ts'

const path = '/console/steward/futures'

/** The parts that can be chosen. */
export const partNames = ['actions', 'fields', 'activities'] as const

/** With the list that it stands in, which holds no number. */
const addressOf = (id: string, what: 'activate' | 'end', { query }: Work): string =>
  `${path}/${id}/${what}?${query}`

const union = <One>(one: readonly One[] | null, other: readonly One[] | null | undefined) => [
  ...new Set([...(one ?? []), ...(other ?? [])]),
]
const idsOf = (activities: readonly { readonly id: string }[] | null | undefined) =>
  (activities ?? []).map(({ id }) => id)

/** Those that it was given for, out of all. */
function activitiesOf({ activities, dormant }: Future, all: readonly Activity[]): readonly Activity[] {
  const named = union(idsOf(activities), idsOf(dormant?.activities))
  if (named.length === 0 || dormant?.everyOtherActivity) return all
  return named.map(id => all.find(one => one.id === id) ?? { id, purpose: null })
}

/** What the form begins with: the whole of it. */
function wholeOf({ fields, actions, activities, dormant, state }: Future): URLSearchParams {
  const values = new URLSearchParams({ command: randomUUID() })
  for (const one of union(fields, dormant?.fields)) values.append('fields', one)
  for (const one of union(actions, dormant?.actions)) values.append('actions', one)
  // Left empty it would widen to every activity, which cannot be undone.
  if (state === 'ACTIVE') for (const id of idsOf(activities)) values.append('activities', id)
  return values
}

/** What may be chosen is the whole of it: of what holds already nothing can be taken back. */
export function activation(
  power: Future,
  all: readonly Activity[],
  work: Work,
  back: SentBack | null,
): Markup {
  const { words, session } = work
  const { futures: said } = words
  const { id, fields, actions, dormant } = power
  const [name, end] = [`activate-${id}`, `-${id}`]
  const entered = heldIn(back, name, wholeOf(power))
  const allFields = union(fields, dormant?.fields)
  const names = fieldNames(allFields, session.language)
  const choices = [
    checks(
      'actions',
      { id: `actions${end}`, label: words.may },
      union(actions, dormant?.actions).map(one => [one, words.actions[one]] as const),
      entered,
    ),
    checks(
      'fields',
      { id: `fields${end}`, label: words.parts.fields },
      allFields.map((one, at) => [one, names[at] ?? one] as const),
      entered,
    ),
    activityChoices(
      {
        ...{ label: said.activateFor, hint: words.choosing.activateNone, end },
        all: activitiesOf(power, all),
      },
      entered,
      work,
    ),
    check('interest', words.interest, entered, `interest${end}`),
  ]
  const parts = { fields: choices, submit: said.propose, id: name }
  return html`<details${back?.form === name && html` open`}><summary>${said.activate}</summary><p>${said.activateAbout}</p>
${form(work, addressOf(id, 'activate', work), entered, partNames, parts)}</details>`
}

export function ending({ id }: Future, work: Work, back: SentBack | null): Markup {
  const { words, session } = work
  const { futures: said } = words
  const name = `end-${id}`
  return html`<details id="${name}"${back?.form === name && html` open`}><summary>${said.end}</summary><p>${said.endAbout}</p>${button(
    session,
    addressOf(id, 'end', work),
    said.end,
    'secondary',
    { command: randomUUID() },
  )}</details>`
}
