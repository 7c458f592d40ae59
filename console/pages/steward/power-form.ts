// The form in which a power of attorney that was given on paper is registered: who, to whom, what, how long, where the paper is.
import { randomUUID } from 'node:crypto'
import { fieldNames } from '../../field-names.ts'
import { coordinatesOfChoices, grantable } from '../../grantable.ts'
import { html } from '../../html.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { check, checks, type Entered, form, input, instantOf } from './fields.ts'
import { whomOf } from './whom.ts'
import { command, forSteward, type Problem, type Work } from './work.ts'

const path = '/console/steward/powers/register'
const parties = ['grantorCpr', 'grantorCvr', 'holderCpr', 'holderCvr'] as const
const names: readonly string[] = [
  ...parties,
  ...['fields', 'actions', 'activities', 'validFrom', 'validTo', 'dated', 'document'],
]

const offered: readonly string[] = [...grantable('PERSON'), ...grantable('BUSINESS')].flatMap(({ choices }) =>
  choices.filter(({ name }) => name === null).map(({ id }) => id),
)

function shown(work: Work, entered: Entered): ConsoleAnswer {
  const { words, session } = work
  const types = [...new Set(offered.map(coordinate => coordinate.split('.')[0]!))]
  const information = types.map(type => {
    const of = offered.filter(coordinate => coordinate.startsWith(`${type}.`))
    const options = of.map(one => [one, fieldNames([one], session.language)[0]!] as const)
    // One group of checkboxes for each kind, all of one name: only the first is found by it.
    return html`<details${entered.values.has('fields') && html` open`}><summary>${words.fieldGroup(type)}</summary>${options.map(
      ([value, label]) =>
        html`<div class="form-group-checkbox"><input type="checkbox" class="form-checkbox" id="f-${value}" name="fields" value="${value}"${
          entered.values.getAll('fields').includes(value) && html` checked`
        }><label for="f-${value}">${label}</label></div>`,
    )}</details>`
  })
  const wrong = entered.problems
    .filter(({ path }) => path?.startsWith('input.fields'))
    .map(({ message }) => message)
  const fields = [
    ...parties.map(name => input(name, { label: words[name] }, entered)),
    checks('actions', { label: words.may }, Object.entries(words.actions), entered),
    html`<fieldset id="fields" class="form-group${wrong.length > 0 ? ' form-error' : ''}"><legend class="form-label">${words.parts.fields}</legend>${
      wrong.length > 0 && html`<span class="form-error-message">${[...new Set(wrong)].join(' ')}</span>`
    }${information}</fieldset>`,
    input('activities', { label: words.onlyFor, hint: words.activitiesHint }, entered),
    input('validFrom', { label: words.fromDay, hint: words.fromHint }, entered, 'date'),
    input('validTo', { label: words.toDay, required: true }, entered, 'date'),
    input('dated', { label: words.signedOn, required: true }, entered, 'date'),
    input('document', { label: words.document, hint: words.documentHint, required: true }, entered),
    check('interest', words.interest, entered),
  ]
  return {
    title: words.registerPower,
    ...(entered.problems.length > 0 && { status: 409 }),
    body: html`<p>${words.registerPowerAbout}</p>${form(work, path, entered, names, { fields, submit: words.register })}`,
  }
}

export const registerPowerPage = forSteward(
  'letters',
  async work => {
    const values = new URLSearchParams({ command: randomUUID(), actions: 'READ' })
    return shown(work, { values, problems: [] })
  },
  path,
)

/** A problem with a party stands where its number is written. */
const placed = ({ path, message }: Problem): Problem => ({
  path: path?.replace(/^input\.(grantor|holder)(?:\..*)?$/, 'input.$1Cpr') ?? null,
  message,
})

interface Led {
  readonly powerOfAttorney: { readonly id: string } | null
}

export const registerPower = forSteward(
  'letters',
  async work => {
    const { form: values, words } = work
    const [grantor, holder] = [
      whomOf(values, ['grantorCpr', 'grantorCvr']),
      whomOf(values, ['holderCpr', 'holderCvr']),
    ]
    const unnamed = [
      ...(grantor ? [] : [{ path: 'input.grantorCpr', message: words.numberForm }]),
      ...(holder ? [] : [{ path: 'input.holderCpr', message: words.numberForm }]),
    ]
    if (unnamed.length > 0) return shown(work, { values, problems: unnamed })
    const input = {
      ...{ commandId: values.get('command') ?? '', grantor, holder, actions: values.getAll('actions') },
      ...{ fields: coordinatesOfChoices(values.getAll('fields')), interest: values.has('interest') },
      activities: (values.get('activities') ?? '').split(/[\s,]+/).filter(id => id !== ''),
      ...{ validFrom: instantOf(values, 'validFrom'), validTo: instantOf(values, 'validTo', 1) },
      ...{ dated: values.get('dated') || null, document: values.get('document') ?? '' },
    }
    const { done, problems } = await command<Led>(
      work,
      ['registerPowerOfAttorney', 'RegisterPowerOfAttorneyInput'],
      input,
      'powerOfAttorney { id }',
    )
    if (!done) return shown(work, { values, problems: problems.map(placed) })
    return {
      to: done.powerOfAttorney ? '/console/steward/powers?registered=1' : '/console/steward/proposals',
    }
  },
  path,
)
