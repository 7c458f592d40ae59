// The form in which a package of rights is drafted: what it is called, what it lets people do, and who may give it.
import { randomUUID } from 'node:crypto'
import { coordinatesOfChoices } from '../../grantable.ts'
import { missingPage } from '../../parts.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { activitiesToChoose, activityChoices, isSeeking } from './activity-choices.ts'
import { fieldChoices, fieldsOf } from './field-choices.ts'
import { area, checks, type Entered, form, input, numberOf, wordsOf } from './fields.ts'
import { type PowerPackage, readPackages } from './package.ts'
import { command, forSteward, type Work } from './work.ts'

const path = '/console/steward/package/draft'
const names = [
  ...['id', 'titleDa', 'textDa', 'titleEn', 'textEn', 'actions', 'fields', 'activities'],
  ...['longestDays', 'grantorFromAge', 'holderFromAge'],
]
const offered = fieldsOf('PERSON', 'BUSINESS')

/** The package as a version that follows it begins; an empty form where there is none. */
function valuesOf(of: PowerPackage | null): URLSearchParams {
  const values = new URLSearchParams({ command: randomUUID() })
  if (!of) {
    for (const name of ['grantorFromAge', 'holderFromAge']) values.set(name, '18')
    values.set('actions', 'READ')
    return values
  }
  const { id, longestDays, grantorFromAge, holderFromAge, titleDa, titleEn, textDa, textEn } = of
  const single = { id, longestDays, grantorFromAge, holderFromAge, titleDa, titleEn, textDa, textEn }
  for (const [name, value] of Object.entries(single)) values.set(name, String(value ?? ''))
  for (const field of of.fields ?? []) values.append('fields', field)
  for (const action of of.actions ?? []) values.append('actions', action)
  for (const { id: activity } of of.activities ?? []) values.append('activities', activity)
  return values
}

async function shown(work: Work, entered: Entered): Promise<ConsoleAnswer> {
  const { words } = work
  const activities = await activitiesToChoose(work, work.steward.authority.cvr)
  const { packages: said } = words
  // What a version before covers stays to be chosen, though no citizen could choose it by itself.
  const all = [...new Set([...offered, ...entered.values.getAll('fields')])]
  const age = { hint: said.ageHint, required: true }
  const fields = [
    input('id', { label: words.activityId, hint: said.idHint, required: true }, entered),
    input('titleDa', { label: said.titles.DA, required: true }, entered),
    area('textDa', { label: said.texts.DA, required: true }, entered, 4),
    input('titleEn', { label: said.titles.EN, required: true }, entered),
    area('textEn', { label: said.texts.EN, required: true }, entered, 4),
    checks('actions', { label: words.may }, Object.entries(words.actions), entered),
    fieldChoices(all, entered, work),
    activityChoices({ label: words.onlyFor, hint: words.choosing.none, all: activities }, entered, work),
    input(
      'longestDays',
      { label: said.longestDays, hint: said.longestDaysHint, required: true },
      entered,
      'number',
    ),
    input('grantorFromAge', { label: said.grantorFromAge, ...age }, entered, 'number'),
    input('holderFromAge', { label: said.holderFromAge, ...age }, entered, 'number'),
  ]
  return {
    title: said.newPackage,
    ...(entered.problems.length > 0 && { status: 409 }),
    body: form(work, path, entered, names, { fields, submit: words.sendDraft }),
  }
}

export const packageDraftPage = forSteward('packages', async work => {
  const asked = work.query.get('id')
  if (!asked) return shown(work, { values: valuesOf(null), problems: [] })
  const { published, drafts } = await readPackages(work)
  const newest =
    published.find(({ id }) => id === asked) ?? drafts.find(draft => draft.package.id === asked)?.package
  if (!newest) return missingPage(work.texts)
  return shown(work, { values: valuesOf(newest), problems: [] })
})

export const draftPackage = forSteward('packages', async work => {
  const { form: values } = work
  if (isSeeking(values)) return shown(work, { values, problems: [] })
  const input = {
    ...{ id: wordsOf(values, 'id'), commandId: values.get('command') ?? '' },
    ...{ fields: coordinatesOfChoices(values.getAll('fields')), actions: values.getAll('actions') },
    activities: values.getAll('activities'),
    longestDays: numberOf(values, 'longestDays') ?? 0,
    grantorFromAge: numberOf(values, 'grantorFromAge') ?? 0,
    holderFromAge: numberOf(values, 'holderFromAge') ?? 0,
    ...{ titleDa: wordsOf(values, 'titleDa'), titleEn: wordsOf(values, 'titleEn') },
    ...{ textDa: wordsOf(values, 'textDa'), textEn: wordsOf(values, 'textEn') },
  }
  const { done, problems } = await command(
    work,
    ['draftPowerPackage', 'DraftPowerPackageInput'],
    input,
    'package { id }',
  )
  if (!done) return shown(work, { values, problems })
  return { to: `/console/steward/package?${new URLSearchParams({ id: input.id })}` }
})
