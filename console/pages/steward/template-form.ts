// The form in which a consent template is drafted: first its activity, then what may be asked for and in which words.
import { randomUUID } from 'node:crypto'
import { everyRow, type Listed } from '../../every-row.ts'
import { fieldNames } from '../../field-names.ts'
import { type Content, html } from '../../html.ts'
import { choice, missingPage } from '../../parts.ts'
import type { ConsoleAnswer } from '../../request.ts'
import {
  area,
  check,
  checks,
  type Entered,
  form,
  input,
  numberOf,
  select,
  textOf,
  wordsOf,
} from './fields.ts'
import { preview, readTemplates, type Template, type Words } from './template.ts'
import { command, forSteward, type Problem, type Work } from './work.ts'

const path = '/console/steward/template/draft'
const parts = ['title', 'request', 'consequenceOfNo', 'consequenceOfWithdrawal'] as const
const mostParameters = 5
const places = [...Array(mostParameters).keys()]
const ofParameter = ['name', 'place', 'labelDa', 'labelEn'] as const
const names: readonly string[] = [
  ...['id', 'activity', 'kind', 'paragraph', 'reason', 'fields', 'longestDays', 'answerDays'],
  ...parts.flatMap(part => [`textDa.${part}`, `textEn.${part}`]),
  ...places.flatMap(at => ofParameter.map(part => `parameters.${at}.${part}`)),
]

interface Activity {
  readonly id: string
  readonly purpose: string | null
  readonly fields: readonly { readonly coordinate: string; readonly ground: string }[] | null
}

/** The authority's activities that may ask for consent. */
async function activitiesOf({ ask, steward, spoken }: Work): Promise<readonly Activity[]> {
  const found = await everyRow(async after => {
    const { data } = await ask<{ activities: Listed<Activity> | null }>(
      `query ($authority: CVR!, $after: String, $language: Language!) {
        activities(authority: $authority, first: 100, after: $after) {
          pageInfo { hasNextPage endCursor }
          nodes { id purpose(language: $language) fields { coordinate ground } }
        }
      }`,
      { authority: steward.authority.cvr, after, language: spoken },
    )
    return data?.activities
  })
  return (found ?? []).filter(({ fields }) => fields?.some(({ ground }) => ground === 'CONSENT'))
}

function valuesOf(template: Template | null, activity: string): URLSearchParams {
  const values = new URLSearchParams({ command: randomUUID(), activity, answerDays: '30' })
  if (!template) return values
  const { id, kind, paragraph, reason, longestDays, answerDays, textDa, textEn } = template
  for (const [name, value] of Object.entries({ id, kind, paragraph, reason, longestDays, answerDays }))
    values.set(name, String(value ?? ''))
  if (template.requiredForService) values.set('requiredForService', 'yes')
  for (const field of template.fields ?? []) values.append('fields', field)
  for (const part of parts) {
    values.set(`textDa.${part}`, textDa?.[part] ?? '')
    if (textEn?.language === 'EN') values.set(`textEn.${part}`, textEn[part] ?? '')
  }
  for (const [at, { name, place, label }] of (template.parametersDa ?? []).entries()) {
    values.set(`parameters.${at}.name`, name)
    values.set(`parameters.${at}.place`, place)
    values.set(`parameters.${at}.labelDa`, label)
    values.set(`parameters.${at}.labelEn`, template.parametersEn?.[at]?.label ?? '')
  }
  return values
}

const wordsIn = (form: URLSearchParams, text: 'textDa' | 'textEn') => {
  const said = (part: (typeof parts)[number]) => wordsOf(form, `${text}.${part}`)
  return {
    ...{ title: said('title'), request: said('request') },
    ...{ consequenceOfNo: said('consequenceOfNo'), consequenceOfWithdrawal: said('consequenceOfWithdrawal') },
  }
}

/** The places of the form's parameters that say anything. */
const written = (form: URLSearchParams): readonly number[] =>
  places.filter(at => ofParameter.some(part => textOf(form, `parameters.${at}.${part}`) !== null))

function inputOf(form: URLSearchParams) {
  const english = wordsIn(form, 'textEn')
  return {
    ...{ id: textOf(form, 'id') ?? '', commandId: form.get('command') ?? '', activity: form.get('activity') },
    ...{ kind: form.get('kind'), paragraph: textOf(form, 'paragraph'), reason: textOf(form, 'reason') },
    ...{ fields: form.getAll('fields'), requiredForService: form.has('requiredForService') },
    ...{ longestDays: numberOf(form, 'longestDays') ?? 0, answerDays: numberOf(form, 'answerDays') ?? 0 },
    parameters: written(form).map(at => ({
      name: textOf(form, `parameters.${at}.name`) ?? '',
      place: textOf(form, `parameters.${at}.place`) ?? '',
      labelDa: wordsOf(form, `parameters.${at}.labelDa`),
      labelEn: textOf(form, `parameters.${at}.labelEn`),
    })),
    textDa: wordsIn(form, 'textDa'),
    textEn: Object.values(english).some(text => text !== '') ? english : null,
  }
}

/** The graph counts the parameters that were sent; the form has places for them. */
const placed =
  (form: URLSearchParams) =>
  ({ path, message }: Problem): Problem => ({
    path:
      path?.replace(/^input\.parameters\.(\d+)/, (_, at) => `input.parameters.${written(form)[at]}`) ?? null,
    message,
  })

const textFields = (text: 'textDa' | 'textEn', title: string, { words }: Work, entered: Entered): Content =>
  html`<h2>${title}</h2>${input(`${text}.title`, { label: words.words.title }, entered)}${parts
    .slice(1)
    .map(part => area(`${text}.${part}`, { label: words.words[part] }, entered, 4))}`

function parameterFields({ words }: Work, entered: Entered): Content {
  const one = (at: number) => [
    input(`parameters.${at}.name`, { label: words.parameterName(at + 1) }, entered),
    input(`parameters.${at}.place`, { label: words.parameterPlace, hint: words.parameterPlaceHint }, entered),
    input(`parameters.${at}.labelDa`, { label: words.parameterDa }, entered),
    input(`parameters.${at}.labelEn`, { label: words.parameterEn }, entered),
  ]
  const isOpen = written(entered.values).length > 0
  return html`<details${isOpen && html` open`}><summary>${words.parameters}</summary>${places.map(one)}</details>`
}

/** As it would be shown: only once something was written. */
function shownAs(form: URLSearchParams, work: Work): Content {
  const english = wordsIn(form, 'textEn')
  const danish: Words = { ...wordsIn(form, 'textDa'), language: 'DA' }
  if (!danish.title) return null
  const shown = { textDa: danish, textEn: english.title ? { ...english, language: 'EN' as const } : danish }
  return html`<h2>${work.words.preview}</h2>${preview(shown, work)}`
}

function shown(work: Work, { id, purpose, fields }: Activity, entered: Entered): ConsoleAnswer {
  const { words, session } = work
  const offered = (fields ?? []).filter(({ ground }) => ground === 'CONSENT')
  const labels = offered.map(({ coordinate }) => fieldNames([coordinate], session.language)[0]!)
  const content = [
    html`<input type="hidden" name="activity" value="${id}"><p>${words.activity}: ${id}, ${purpose}</p>`,
    input('id', { label: words.activityId, hint: words.templateIdHint, required: true }, entered),
    checks(
      'fields',
      { label: words.parts.fields },
      offered.map(({ coordinate }, at) => [coordinate, labels[at]!]),
      entered,
    ),
    select('kind', { label: words.kind }, Object.entries(words.kinds), entered),
    input('paragraph', { label: words.paragraph, hint: words.paragraphHint }, entered),
    area('reason', { label: words.whyAsk, hint: words.whyAskHint }, entered),
    input('longestDays', { label: words.longestDays, required: true }, entered, 'number'),
    input('answerDays', { label: words.answerDays, required: true }, entered, 'number'),
    check('requiredForService', words.requiredForService, entered),
    parameterFields(work, entered),
    textFields('textDa', words.inDanish, work, entered),
    textFields('textEn', words.inEnglish, work, entered),
    html`<p><button class="button button-secondary" type="submit" name="preview" value="yes">${words.preview}</button></p>`,
  ]
  return {
    title: words.newTemplate,
    ...(entered.problems.length > 0 && { status: 409 }),
    body: html`${shownAs(entered.values, work)}${form(work, path, entered, names, { fields: content, submit: words.sendDraft })}`,
  }
}

export const templateDraftPage = forSteward('templates', async work => {
  const { query, words, texts } = work
  const { published, drafts } = await readTemplates(work)
  const asked = query.get('id')
  const template =
    published.find(({ id }) => id === asked) ??
    drafts.find(({ template }) => template.id === asked)?.template ??
    null
  const activities = await activitiesOf(work)
  const wanted = template?.activity?.id ?? query.get('activity')
  const activity = activities.find(({ id }) => id === wanted)
  if ((asked && !template) || (wanted && !activity)) return missingPage(texts)
  if (activity) return shown(work, activity, { values: valuesOf(template, activity.id), problems: [] })
  const options = activities.map(({ id, purpose }) => [id, `${id}: ${purpose}`] as const)
  return {
    title: words.newTemplate,
    body: html`<form class="console-filter" method="get" action="${path}">${choice('activity', words.chooseActivity, options, null)}<button class="button button-secondary" type="submit">${words.choose}</button></form>`,
  }
})

export const draftTemplate = forSteward('templates', async work => {
  const { form: values, texts } = work
  const activity = (await activitiesOf(work)).find(({ id }) => id === values.get('activity'))
  if (!activity) return missingPage(texts)
  if (values.has('preview')) return shown(work, activity, { values, problems: [] })
  const input = inputOf(values)
  const { done, problems } = await command(
    work,
    ['draftConsentTemplate', 'DraftConsentTemplateInput'],
    input,
    'template { id }',
  )
  if (done) return { to: `/console/steward/template?${new URLSearchParams({ id: input.id })}` }
  return shown(work, activity, { values, problems: problems.map(placed(values)) })
})
