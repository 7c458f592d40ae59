// One consent template: as the person sees it in both languages side by side, its draft, publication and closing.
import { randomUUID } from 'node:crypto'
import { fieldNames } from '../../field-names.ts'
import type { GraphError } from '../../graph.ts'
import { type Content, html, type Markup } from '../../html.ts'
import { formField } from '../../layout.ts'
import { list, missingPage, problemPage, terms } from '../../parts.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { moment } from '../../texts.ts'
import { command, forSteward, type Work } from './work.ts'

export interface Words {
  readonly title: string | null
  readonly request: string | null
  readonly consequenceOfNo: string | null
  readonly consequenceOfWithdrawal: string | null
  /** The language that it is really in. */
  readonly language: 'DA' | 'EN' | null
}

export interface Template {
  readonly id: string
  readonly version: number
  readonly state: keyof Work['words']['templateStates']
  readonly kind: keyof Work['words']['kinds']
  readonly activity: { readonly id: string } | null
  readonly fields: readonly string[] | null
  readonly paragraph: string | null
  readonly reason: string | null
  readonly parametersDa: readonly Parameter[] | null
  readonly parametersEn: readonly Parameter[] | null
  readonly requiredForService: boolean | null
  readonly longestDays: number
  readonly answerDays: number
  readonly textDa: Words | null
  readonly textEn: Words | null
}

interface Parameter {
  readonly name: string
  readonly label: string
  readonly place: string
}

export interface TemplateDraft {
  readonly template: Template
  readonly draftedBy: string | null
  readonly draftedAt: string | null
  readonly needsOperator: boolean | null
}

const words = 'title request consequenceOfNo consequenceOfWithdrawal language'
const selection = `id version state kind activity { id } fields paragraph reason
  parametersDa: parameters(language: DA) { name label place } parametersEn: parameters(language: EN) { name label place }
  requiredForService longestDays answerDays textDa: text(language: DA) { ${words} } textEn: text(language: EN) { ${words} }`

interface Told {
  readonly consentTemplates: { readonly nodes: readonly Template[] | null } | null
  readonly consentTemplateDrafts: readonly TemplateDraft[] | null
}

export interface Templates {
  /** Own ones, each in its newest published version. */
  readonly published: readonly Template[]
  /** Newest first; the operator's stewards see those of others too, which they may have to publish. */
  readonly drafts: readonly TemplateDraft[]
  readonly errors: readonly GraphError[]
}

export async function readTemplates({ ask, steward }: Work): Promise<Templates> {
  const { data, errors } = await ask<Told>(
    `query ($authority: CVR!) {
      consentTemplates(authority: $authority, first: 100) { nodes { ${selection} } }
      consentTemplateDrafts { template { ${selection} } draftedBy draftedAt needsOperator }
    }`,
    { authority: steward.authority.cvr },
  )
  return {
    published: data?.consentTemplates?.nodes ?? [],
    drafts: data?.consentTemplateDrafts ?? [],
    errors,
  }
}

export const templatePage = forSteward('templates', async work => {
  const id = work.query.get('id') ?? ''
  const { published, drafts } = await readTemplates(work)
  const current = published.find(template => template.id === id) ?? null
  const drafted = drafts.filter(({ template }) => template.id === id)
  const newest = current ?? drafted[0]?.template
  if (!newest) return missingPage(work.texts)
  const { texts, session } = work
  const said = work.words
  const title = session.language === 'da' ? newest.textDa?.title : newest.textEn?.title
  return {
    title: title ?? id,
    body: html`${drafted.map(draft => draftCard(draft, work))}
${current && html`<h2>${said.published}: ${said.version(current.version)} (${said.templateStates[current.state]})</h2><h3>${said.preview}</h3>${preview(current, work)}${templateTerms(current, work)}`}
${current && html`<p><a class="button button-secondary" href="/console/steward/template/draft?id=${id}">${said.newVersion}</a></p>`}
${
  current?.state === 'PUBLISHED' &&
  html`<details><summary>${said.close}</summary><p>${said.closeAbout}</p>${versionForm('close', current, said.close, work)}</details>`
}
<p><a href="/console/steward/templates">${texts.back}</a></p>`,
  }
})

function draftCard({ template, draftedBy, draftedAt, needsOperator }: TemplateDraft, work: Work): Content {
  const { words: said, session, steward } = work
  return html`<section class="console-card"><h2>${said.draft}: ${said.version(template.version)}</h2>
<p>${said.draftedBy(draftedBy ?? '', moment(session.language, draftedAt))} ${needsOperator && said.needsOperator}</p>
<h3>${said.preview}</h3>${preview(template, work)}${templateTerms(template, work)}
${
  draftedBy === steward.officer
    ? html`<p>${said.ownDraft}</p>`
    : html`<p>${said.publishAbout}</p>${versionForm('publish', template, said.publishVersion(template.version), work)}`
}</section>`
}

/** Both languages side by side, each marked as what it is. */
export function preview({ textDa, textEn }: Pick<Template, 'textDa' | 'textEn'>, work: Work): Markup {
  const { words: said } = work
  const shown = (title: string, text: Words | null) => html`<section class="console-card"><h3>${title}</h3>
<div lang="${text?.language === 'EN' ? 'en' : 'da'}"><h4>${text?.title}</h4><p>${text?.request}</p><p>${text?.consequenceOfNo}</p><p>${text?.consequenceOfWithdrawal}</p></div></section>`
  return html`<div class="console-side">${shown(said.inDanish, textDa)}${
    textEn?.language === 'EN' ? shown(said.inEnglish, textEn) : html`<p>${said.danishShown}</p>`
  }</div>`
}

const templateTerms = (template: Template, { words: said, texts, session, spoken }: Work): Content =>
  terms([
    [said.activity, template.activity?.id],
    [said.kind, said.kinds[template.kind]],
    [said.paragraph, template.paragraph],
    [said.whyAsk, template.reason],
    [texts.which, list(fieldNames(template.fields ?? [], session.language))],
    [
      said.parameters,
      list(
        ((spoken === 'DA' ? template.parametersDa : template.parametersEn) ?? []).map(
          ({ label, place }) => `${label}: ${place}`,
        ),
      ),
    ],
    [said.longestDays, template.longestDays],
    [said.answerDays, template.answerDays],
    [said.requiredForService, template.requiredForService ? said.yes : said.no],
  ])

function versionForm(
  name: 'publish' | 'close',
  { id, version }: Template,
  label: string,
  { session }: Work,
): Markup {
  return html`<form method="post" action="/console/steward/template/${name}">${formField(session.formToken)}<input type="hidden" name="command" value="${randomUUID()}"><input type="hidden" name="id" value="${id}"><input type="hidden" name="version" value="${version}"><button class="button button-${name === 'publish' ? 'primary' : 'secondary'}" type="submit">${label}</button></form>`
}

async function sent(work: Work, name: string): Promise<ConsoleAnswer> {
  const { form, texts } = work
  const id = form.get('id') ?? ''
  const input = { id, version: Number(form.get('version')), commandId: form.get('command') ?? '' }
  const { done, problems } = await command(
    work,
    [name, 'ConsentTemplateVersionInput'],
    input,
    'template { id }',
  )
  const back = `/console/steward/template?${new URLSearchParams({ id })}`
  if (done) return { to: back }
  return problemPage(
    texts,
    problems.map(({ message }) => message),
    back,
  )
}

export const publishTemplate = forSteward('templates', work => sent(work, 'publishConsentTemplate'))
export const closeTemplate = forSteward('templates', work => sent(work, 'closeConsentTemplate'))
