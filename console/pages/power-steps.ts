// The forms by which a power of attorney is made, step by step: to whom, for what, how long.
import { dayAt, daysAfter, lastDay } from '../calendar.ts'
import { input, type Option, options, type Wrong, wrongs } from '../form-parts.ts'
import { choiceName, choicesWithin, type Group, grantable } from '../grantable.ts'
import { apart, type Content, html, type Markup } from '../html.ts'
import { formField, type Page } from '../layout.ts'
import {
  actions,
  type Draft,
  deepest,
  longestNumber,
  modes,
  type Step,
  stepBefore,
  stepsOf,
} from '../power-draft.ts'
import type { ConsoleRequest } from '../request.ts'
import { seal } from '../seal.ts'
import { day } from '../texts.ts'
import type { Activity, Parent, PowerPackage } from './power-facts.ts'

/** What the graph says that a step turns on. */
export interface Facts {
  readonly packages: readonly PowerPackage[]
  readonly activities: readonly Activity[]
  /** Of what is passed on: the one that the holder has. */
  readonly parent: Parent | null
  /** How those who sign for the business do so; null where nobody is asked to. */
  readonly signingRule: string | null
}

/** One step as it is shown: the draft so far, what is known, and what was wrong with the last answer. */
export interface Shown {
  readonly step: Step
  readonly draft: Draft
  readonly facts: Facts
  readonly wrong: readonly Wrong[]
  readonly request: ConsoleRequest
  readonly now: Date
}

export const pathOf = ({ kind, from }: Pick<Draft, 'kind' | 'from'>): string =>
  kind === 'pass-on' ? `/console/powers/${from}/pass-on` : `/console/powers/${kind}`

/** The frame of every step: how far one has come, what was wrong, the step itself, on and back. */
export function stepPage(shown: Shown, content: Content, next: string): Page {
  const { step, draft, wrong, request } = shown
  const { session, texts } = request
  const { powers } = texts
  const [steps, before] = [stepsOf(draft), stepBefore(draft, step)]
  return {
    ...{ title: `${powers.make[draft.kind]}: ${powers.steps[step]}`, status: wrong.length > 0 ? 422 : 200 },
    body: html`<p>${powers.stepOf(steps.indexOf(step) + 1, steps.length)}</p>
${wrongs(powers.wrongTitle, wrong)}
<form method="post" action="${pathOf(draft)}">${formField(session.formToken)}
<input type="hidden" name="draft" value="${seal(draft, session.token)}"><input type="hidden" name="step" value="${step}">
${content}
<div class="console-steps"><button class="button button-primary" type="submit" name="to" value="next">${next}</button>
${before && html`<button class="button button-secondary" type="submit" name="to" value="${before}">${texts.back}</button>`}</div></form>
<p><a href="/console/powers">${powers.leave}</a></p>`,
  }
}

export function partyStep({ draft, wrong, request: { texts } }: Shown): Markup {
  const { powers } = texts
  const words = powers.party[draft.kind]
  const kinds = (['PERSON', 'BUSINESS'] as const).map(value => ({ value, label: powers.partyKinds[value] }))
  return html`<p class="font-lead">${words.about}</p>
${options('radio', { id: 'partyKind', label: words.kind, wrong }, kinds, [draft.party?.kind ?? ''])}
${input(
  { id: 'number', label: powers.number, hint: powers.numberHint, wrong },
  draft.party?.number ?? '',
  'text',
  html` inputmode="numeric" maxlength="${longestNumber}"`,
)}`
}

export function scopeStep({ draft, facts, wrong, request: { texts } }: Shown): Markup {
  const { powers } = texts
  const choices: readonly Option[] = [
    ...facts.packages.map(({ id, title, text, authority, longestDays }) => ({
      value: `package:${id}`,
      label: apart(title ?? id),
      hint: html`${apart(text)} ${powers.packageBy(authority?.name ?? texts.unnamed, longestDays ?? 0)}`,
    })),
    { value: 'own', label: powers.own, hint: powers.ownHint },
  ]
  const chosen = draft.package === null ? (draft.own ? 'own' : '') : `package:${draft.package}`
  const field = { id: 'scope', label: powers.scope[draft.kind], hint: powers.scopeHint, wrong }
  return options('radio', field, choices, [chosen])
}

/** Business or person: whose information it is that can be named. */
const sideOf = ({ kind, party, header }: Draft): 'PERSON' | 'BUSINESS' => {
  if (kind === 'request') return party?.kind ?? 'PERSON'
  return header.startsWith('business:') ? 'BUSINESS' : 'PERSON'
}

export function ownStep({ draft, facts, request }: Shown): Markup {
  const { texts, session } = request
  const { powers } = texts
  const { parent } = facts
  const may = actions.filter(action => !parent || parent.actions.includes(action))
  const activities = parent && parent.activities.length > 0 ? parent.activities : facts.activities
  const chosen = draft.fields
  const group = ({ name, choices }: Group): Markup =>
    html`<details class="console-group"${name === 'who' || name === 'business' || parent || choices.some(({ id }) => chosen.includes(id)) ? html` open` : null}>
<summary>${powers.groups[name]}</summary>${options(
      'checkbox',
      { id: `fields-${name}`, name: 'fields', label: powers.groups[name], quiet: true, wrong: [] },
      choices.map(choice => ({ value: choice.id, label: choiceName(choice, session.language, powers) })),
      chosen,
    )}</details>`
  const groups = parent ? choicesWithin(parent.fields) : grantable(sideOf(draft))
  return html`<div id="own"><h2>${powers.see}</h2><p>${powers.seeHint}</p>${groups.map(group)}
${
  may.length > 0 &&
  options(
    'checkbox',
    { id: 'actions', label: powers.alsoMay, hint: powers.alsoMayHint, wrong: [] },
    may.map(value => ({ value, label: powers.actions[value], hint: powers.actionsAbout[value] })),
    draft.actions,
  )
}
${
  activities.length > 0 &&
  html`<details class="console-group"${draft.activities.length > 0 ? html` open` : null}><summary>${powers.onlyActivities}</summary>${options(
    'checkbox',
    {
      id: 'activities',
      label: powers.onlyActivities,
      quiet: true,
      hint: powers.onlyActivitiesHint,
      wrong: [],
    },
    activities.map(({ id, purpose, controller }) => ({
      ...{ value: id, label: apart(purpose ?? id), hint: `${controller?.name ?? ''} · ${id}` },
    })),
    draft.activities,
  )}</details>`
}</div>`
}

export function timeStep({ draft, facts, wrong, request, now }: Shown): Markup {
  const { texts, session } = request
  const { powers } = texts
  const longest = facts.packages.find(({ id }) => id === draft.package)?.longestDays ?? null
  const latest =
    facts.parent?.validTo != null
      ? powers.notAfter(lastDay(session.language, facts.parent.validTo))
      : longest !== null && powers.longest(day(session.language, lastOf(now, draft.begin, longest)))
  const deepestHere = facts.parent ? Math.max((facts.parent.passOnDepth ?? 0) - 1, 0) : deepest
  const depths = Array.from({ length: deepestHere + 1 }, (_, depth) => ({
    ...{ value: String(depth), label: powers.depths(depth) },
  }))
  // A future power is its grantor's own to give.
  const able = modes.filter(value => value !== 'FUTURE' || draft.header === '')
  const modeChoices = able.map(value => ({
    ...{ value, label: powers.modes[value], hint: powers.modesAbout[value] },
  }))
  return html`${input({ id: 'end', label: powers.end, hint: latest || powers.endHint, wrong }, draft.end, 'date')}
${input({ id: 'begin', label: powers.begin, hint: powers.beginHint, wrong }, draft.begin, 'date')}
${depths.length > 1 && options('radio', { id: 'depth', label: powers.depth, hint: powers.depthHint, wrong }, depths, [String(draft.depth)])}
${draft.kind === 'give' && options('radio', { id: 'mode', label: powers.mode, wrong }, modeChoices, [draft.mode])}`
}

/** The last whole day within so many days. */
const lastOf = (now: Date, begin: string, longest: number): string =>
  `${daysAfter(begin === '' ? dayAt(now) : begin, longest - 1)}T12:00:00Z`
