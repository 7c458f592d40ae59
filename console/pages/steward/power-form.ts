// The form in which a power of attorney on paper or a decree of guardianship is registered: who, to whom, what, how long.
import { randomUUID } from 'node:crypto'
import { coordinatesOfChoices } from '../../grantable.ts'
import { html } from '../../html.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { activitiesToChoose, activityChoices, isSeeking } from './activity-choices.ts'
import { fieldChoices, fieldsOf } from './field-choices.ts'
import { check, checks, type Entered, form, input, instantOf, type Options, select } from './fields.ts'
import { publishedPackages, titleOf } from './package.ts'
import { whomOf } from './whom.ts'
import { command, forSteward, type Problem, type Work } from './work.ts'

/** What the two forms do not share; `parties`: who is asked for, by what they are called. */
const kinds = {
  letters: {
    path: '/console/steward/powers/register',
    command: ['registerPowerOfAttorney', 'RegisterPowerOfAttorneyInput'],
    offered: fieldsOf('PERSON', 'BUSINESS'),
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
    offered: fieldsOf('PERSON'),
    parties: [
      ['grantorCpr', 'wardCpr'],
      ['holderCpr', 'guardianCpr'],
    ],
    words: { title: 'registerDecree', about: 'registerDecreeAbout', dated: 'decreedOn' },
  },
} as const
type Kind = keyof typeof kinds
const shared = [
  'package',
  'fields',
  'actions',
  'activities',
  'validFrom',
  'validTo',
  'dated',
  'document',
] as const

/** The packages that a letter can name, of every authority; a decree names none. */
async function packagesFor(kind: Kind, work: Work): Promise<Options> {
  if (kind === 'decrees') return []
  const open = (await publishedPackages(work, null)).filter(({ state }) => state === 'PUBLISHED')
  return open.map(one => [one.id, titleOf(one, work)] as const)
}

async function shown(kind: Kind, work: Work, entered: Entered): Promise<ConsoleAnswer> {
  const { words } = work
  const { path, offered, parties, words: own } = kinds[kind]
  const names = [...parties.map(([name]) => name), ...shared]
  const packages = await packagesFor(kind, work)
  // Of every authority: whoever gave the letter may turn to any of them.
  const activities = await activitiesToChoose(work, null)
  const { onPaper, noPackage } = words.packages
  const fields = [
    ...parties.map(([name, label]) => input(name, { label: words[label] }, entered)),
    packages.length > 0 && select('package', { label: onPaper }, [['', noPackage], ...packages], entered),
    checks('actions', { label: words.may }, Object.entries(words.actions), entered),
    fieldChoices(offered, entered, work, packages.length === 0),
    activityChoices({ label: words.onlyFor, hint: words.choosing.none, all: activities }, entered, work),
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
const placed =
  (values: URLSearchParams) =>
  ({ path, message }: Problem): Problem => {
    const [, party] = /^input\.(grantor|holder)\b/.exec(path ?? '') ?? []
    return party === undefined ? { path, message } : { path: numberField(values, party), message }
  }

/** Where a party's number is written, or should be. */
const numberField = (values: URLSearchParams, party: string): string =>
  values.get(`${party}Cvr`) && !values.get(`${party}Cpr`) ? `input.${party}Cvr` : `input.${party}Cpr`

/** What a letter covers: by its package, unless it also says so itself, which the graph refuses in words. */
function coveredBy(values: URLSearchParams) {
  const fields = coordinatesOfChoices(values.getAll('fields'))
  const named = values.get('package')
  if (named && fields.length === 0) return { package: named }
  return { ...(named && { package: named }), fields, actions: values.getAll('actions') }
}

interface Led {
  readonly powerOfAttorney: { readonly id: string } | null
}

async function sent(kind: Kind, work: Work): Promise<ConsoleAnswer> {
  const { form: values, words } = work
  if (isSeeking(values)) return shown(kind, work, { values, problems: [] })
  const [grantor, holder] = [
    whomOf(values, ['grantorCpr', 'grantorCvr']),
    whomOf(values, ['holderCpr', 'holderCvr']),
  ]
  const unnamed = [
    ...(grantor ? [] : [{ path: numberField(values, 'grantor'), message: words.numberForm }]),
    ...(holder ? [] : [{ path: numberField(values, 'holder'), message: words.numberForm }]),
  ]
  if (unnamed.length > 0) return shown(kind, work, { values, problems: unnamed })
  const input = {
    ...{ commandId: values.get('command') ?? '', grantor, holder, interest: values.has('interest') },
    ...coveredBy(values),
    activities: values.getAll('activities'),
    ...{ validFrom: instantOf(values, 'validFrom'), validTo: instantOf(values, 'validTo', 1) },
    ...{ dated: values.get('dated') || null, document: values.get('document') ?? '' },
  }
  const { done, problems } = await command<Led>(work, kinds[kind].command, input, 'powerOfAttorney { id }')
  if (!done) return shown(kind, work, { values, problems: problems.map(placed(values)) })
  return { to: done.powerOfAttorney ? '/console/steward/powers?registered=1' : '/console/steward/proposals' }
}

export const registerPower = forSteward('letters', work => sent('letters', work), kinds.letters.path)
export const registerDecree = forSteward('decrees', work => sent('decrees', work), kinds.decrees.path)
