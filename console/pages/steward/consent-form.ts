// The form in which a consent that was given on paper or with help is registered: first its template, then the rest.
import { randomUUID } from 'node:crypto'
import { everyRow, type Listed } from '../../every-row.ts'
import { fieldNames } from '../../field-names.ts'
import { type Content, html } from '../../html.ts'
import { choice, missingPage } from '../../parts.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { checks, type Entered, form, input, instantOf, linesOf, select, area as textArea } from './fields.ts'
import { whomOf } from './whom.ts'
import { command, forSteward, type Problem, type Work } from './work.ts'

const path = '/console/steward/consents/register'

interface Template {
  readonly id: string
  readonly version: number
  readonly state: string
  readonly fields: readonly string[] | null
  readonly parameters:
    | readonly { readonly name: string; readonly label: string; readonly place: string }[]
    | null
  readonly text: { readonly title: string | null } | null
}

async function templatesOf({ ask, steward, spoken }: Work): Promise<readonly Template[]> {
  const found = await everyRow(async after => {
    const { data } = await ask<{ consentTemplates: Listed<Template> | null }>(
      `query ($authority: CVR!, $after: String, $language: Language!) {
        consentTemplates(authority: $authority, first: 100, after: $after) {
          pageInfo { hasNextPage endCursor }
          nodes { id version state fields parameters(language: $language) { name label place } text(language: $language) { title } }
        }
      }`,
      { authority: steward.authority.cvr, after, language: spoken },
    )
    return data?.consentTemplates
  })
  return found ?? []
}

const fixed = [
  'cpr',
  'cvr',
  'fields',
  'validTo',
  'signedOn',
  'document',
  'language',
  'channel',
  'parameters',
] as const

function shown(work: Work, template: Template, entered: Entered): ConsoleAnswer {
  const { words, session } = work
  const names = fieldNames(template.fields ?? [], session.language)
  const { ASSISTED, PAPER } = words.channels
  const fields = [
    html`<input type="hidden" name="template" value="${template.id}"><input type="hidden" name="version" value="${template.version}">
<p>${words.template}: ${template.text?.title} (${words.version(template.version)})</p>`,
    input('cpr', { label: words.cpr }, entered),
    input('cvr', { label: words.cvr }, entered),
    checks(
      'fields',
      { label: words.parts.fields },
      (template.fields ?? []).map((field, at) => [field, names[at] ?? field]),
      entered,
    ),
    html`<div id="parameters">${(template.parameters ?? []).map(({ name, label, place }) =>
      textArea(`parameters.${name}`, { label, hint: html`${place}. ${words.valuesHint}` }, entered, 2),
    )}</div>`,
    input('validTo', { label: words.toDay, required: true }, entered, 'date'),
    select('channel', { label: words.channel }, Object.entries({ PAPER, ASSISTED }), entered),
    input('signedOn', { label: words.signedOn, required: true }, entered, 'date'),
    input('document', { label: words.document, hint: words.documentHint, required: true }, entered),
    select('language', { label: words.shownIn }, Object.entries(words.languages), entered),
    html`<div class="form-group-checkbox"><input type="checkbox" class="form-checkbox" id="interest" name="interest" value="yes"${
      entered.values.has('interest') && html` checked`
    }><label for="interest">${words.interest}</label></div>`,
  ]
  return {
    title: words.registerConsent,
    ...(entered.problems.length > 0 && { status: 409 }),
    body: html`<p>${words.registerAbout}</p>${form(work, path, entered, namesOf(template), { fields, submit: words.register })}`,
  }
}

const namesOf = ({ parameters }: Template): readonly string[] => [
  ...(parameters ?? []).map(({ name }) => `parameters.${name}`),
  ...fixed,
]

/** The graph counts the parameters that were sent; the form knows them by name, and which was left empty. */
export const placed =
  (sent: readonly string[], { parameters }: Pick<Template, 'parameters'>) =>
  ({ path, message }: Problem): Problem => {
    const [, at] = /^input\.parameters(?:\.(\d+))?/.exec(path ?? '') ?? []
    if (!path?.startsWith('input.parameters')) return { path, message }
    const empty = parameters?.find(({ name }) => !sent.includes(name))?.name
    const name = at === undefined ? empty : sent[Number(at)]
    return { path: name === undefined ? 'input.parameters' : `input.parameters.${name}`, message }
  }

const choosing = (templates: readonly Template[], { words }: Work): Content =>
  html`<form class="console-filter" method="get" action="${path}">${choice(
    'template',
    words.chooseTemplate,
    templates.map(({ id, text }) => [id, text?.title ?? id] as const),
    null,
  )}<button class="button button-secondary" type="submit">${words.choose}</button></form>`

export const registerConsentPage = forSteward(
  'consents',
  async work => {
    const { query, words, texts } = work
    // What is closed to new requests may have been signed before it was.
    const templates = await templatesOf(work)
    const template = templates.find(({ id }) => id === query.get('template'))
    if (query.has('template') && !template) return missingPage(texts)
    if (!template) return { title: words.registerConsent, body: choosing(templates, work) }
    const values = new URLSearchParams({ command: randomUUID() })
    for (const field of template.fields ?? []) values.append('fields', field)
    return shown(work, template, { values, problems: [] })
  },
  path,
)

interface Led {
  readonly consent: { readonly id: string } | null
  readonly proposal: { readonly id: string } | null
}

export const registerConsent = forSteward(
  'consents',
  async work => {
    const { form: sent, texts, words } = work
    const template = (await templatesOf(work)).find(({ id }) => id === sent.get('template'))
    if (!template) return missingPage(texts)
    const parameters = (template.parameters ?? [])
      .map(({ name }) => ({ name, values: linesOf(sent.get(`parameters.${name}`)) }))
      .filter(({ values }) => values.length > 0)
    const whom = whomOf(sent)
    if (!whom) {
      const at = sent.get('cvr') && !sent.get('cpr') ? 'input.cvr' : 'input.cpr'
      const problems = [{ path: at, message: words.numberForm }]
      return shown(work, template, { values: sent, problems })
    }
    const input = {
      ...{
        id: sent.get('command') ?? '',
        template: template.id,
        version: Number(sent.get('version')),
        ...whom,
      },
      ...{ fields: sent.getAll('fields'), parameters, interest: sent.has('interest') },
      ...{ validTo: instantOf(sent, 'validTo', 1), signedOn: sent.get('signedOn') || null },
      ...{
        channel: sent.get('channel'),
        language: sent.get('language'),
        document: sent.get('document') ?? '',
      },
    }
    const { done, problems } = await command<Led>(
      work,
      ['registerConsent', 'RegisterConsentInput'],
      input,
      'consent { id } proposal { id }',
    )
    const names = parameters.map(({ name }) => name)
    if (!done) return shown(work, template, { values: sent, problems: problems.map(placed(names, template)) })
    return {
      to: done.consent ? `/console/steward/consents/${done.consent.id}` : '/console/steward/proposals',
    }
  },
  path,
)
