// The form in which a power of attorney on paper or a decree of guardianship is registered: who, to whom, what, how long.
import { randomUUID } from 'node:crypto'
import { fieldNames } from '../../field-names.ts'
import { coordinatesOfChoices, grantable } from '../../grantable.ts'
import { html } from '../../html.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { check, checks, type Entered, form, input, instantOf } from './fields.ts'
import { whomOf } from './whom.ts'
import { command, forSteward, type Problem, type Work } from './work.ts'

const fieldsOf = (groups: ReturnType<typeof grantable>): readonly string[] =>
  groups.flatMap(({ choices }) => choices.filter(({ name }) => name === null).map(({ id }) => id))

/** What the two forms do not share; `parties`: who is asked for, by what they are called. */
const kinds = {
  letters: {
    path: '/console/steward/powers/register',
    command: ['registerPowerOfAttorney', 'RegisterPowerOfAttorneyInput'],
    offered: fieldsOf([...grantable('PERSON'), ...grantable('BUSINESS')]),
    parties: [
      ['grantorCpr', 'grantorCpr'],
      ['grantorCvr', 'grantorCvr'],
      ['holderCpr', 'holderCpr'],
      ['holderCvr', 'holderCvr'],
    ],
    words: { title: 'registerPower', about: 'registerPowerAbout', dated: 'signedOn' },
  },
  decrees: {
    path: '/console/steward/powers/decree',
    command: ['registerDecree', 'RegisterDecreeInput'],
    offered: fieldsOf(grantable('PERSON')),
    parties: [
      ['grantorCpr', 'wardCpr'],
      ['holderCpr', 'guardianCpr'],
    ],
    words: { title: 'registerDecree', about: 'registerDecreeAbout', dated: 'decreedOn' },
  },
} as const
type Kind = keyof typeof kinds
const shared = ['fields', 'actions', 'activities', 'validFrom', 'validTo', 'dated', 'document'] as const

function shown(kind: Kind, work: Work, entered: Entered): ConsoleAnswer {
  const { words, session } = work
  const { path, offered, parties, words: own } = kinds[kind]
  const names = [...parties.map(([name]) => name), ...shared]
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
    ...parties.map(([name, label]) => input(name, { label: words[label] }, entered)),
    checks('actions', { label: words.may }, Object.entries(words.actions), entered),
    html`<fieldset id="fields" class="form-group${wrong.length > 0 ? ' form-error' : ''}"><legend class="form-label">${words.parts.fields}</legend>${
      wrong.length > 0 && html`<span class="form-error-message">${[...new Set(wrong)].join(' ')}</span>`
    }${information}</fieldset>`,
    input('activities', { label: words.onlyFor, hint: words.activitiesHint }, entered),
    input('validFrom', { label: words.fromDay, hint: words.fromHint }, entered, 'date'),
    input('validTo', { label: words.toDay, required: true }, entered, 'date'),
    input('dated', { label: words[own.dated], required: true }, entered, 'date'),
    input('document', { label: words.document, hint: words.documentHint, required: true }, entered),
    check('interest', words.interest, entered),
  ]
  return {
    title: words[own.title],
    ...(entered.problems.length > 0 && { status: 409 }),
    body: html`<p>${words[own.about]}</p>${form(work, path, entered, names, { fields, submit: words.register })}`,
  }
}

const pageOf = (kind: Kind) =>
  forSteward(
    kind,
    async work => {
      const values = new URLSearchParams({ command: randomUUID(), actions: 'READ' })
      return shown(kind, work, { values, problems: [] })
    },
    kinds[kind].path,
  )
export const registerPowerPage = pageOf('letters')
export const registerDecreePage = pageOf('decrees')

/** A problem with a party stands where its number is written. */
const placed = ({ path, message }: Problem): Problem => ({
  path: path?.replace(/^input\.(grantor|holder)(?:\..*)?$/, 'input.$1Cpr') ?? null,
  message,
})

interface Led {
  readonly powerOfAttorney: { readonly id: string } | null
}

async function sent(kind: Kind, work: Work): Promise<ConsoleAnswer> {
  const { form: values, words } = work
  const [grantor, holder] = [
    whomOf(values, ['grantorCpr', 'grantorCvr']),
    whomOf(values, ['holderCpr', 'holderCvr']),
  ]
  const unnamed = [
    ...(grantor ? [] : [{ path: 'input.grantorCpr', message: words.numberForm }]),
    ...(holder ? [] : [{ path: 'input.holderCpr', message: words.numberForm }]),
  ]
  if (unnamed.length > 0) return shown(kind, work, { values, problems: unnamed })
  const input = {
    ...{ commandId: values.get('command') ?? '', grantor, holder, actions: values.getAll('actions') },
    ...{ fields: coordinatesOfChoices(values.getAll('fields')), interest: values.has('interest') },
    activities: (values.get('activities') ?? '').split(/[\s,]+/).filter(id => id !== ''),
    ...{ validFrom: instantOf(values, 'validFrom'), validTo: instantOf(values, 'validTo', 1) },
    ...{ dated: values.get('dated') || null, document: values.get('document') ?? '' },
  }
  const { done, problems } = await command<Led>(work, kinds[kind].command, input, 'powerOfAttorney { id }')
  if (!done) return shown(kind, work, { values, problems: problems.map(placed) })
  return { to: done.powerOfAttorney ? '/console/steward/powers?registered=1' : '/console/steward/proposals' }
}

export const registerPower = forSteward('letters', work => sent('letters', work), kinds.letters.path)
export const registerDecree = forSteward('decrees', work => sent('decrees', work), kinds.decrees.path)
