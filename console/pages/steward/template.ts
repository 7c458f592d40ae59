// One consent template: as the person sees it in both languages side by side, its draft, publication and closing.
import { randomUUID } from 'node:crypto'
import { everyRow, type Listed } from '../../every-row.ts'
import { fieldNames } from '../../field-names.ts'
import type { GraphError } from '../../graph.ts'
import { type Content, html, type Markup } from '../../html.ts'
import { formField } from '../../layout.ts'
import { list, missingPage, terms } from '../../parts.ts'
import { shownAgain } from '../../refused.ts'
import type { ConsoleAnswer } from '../../request.ts'
import { moment } from '../../texts.ts'
import { type SentBack, sentBack } from './sent-back.ts'
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

interface Published {
  readonly consentTemplates: Listed<Template> | null
}

interface Told {
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
  const published = await everyRow(async after => {
    const { data } = await ask<Published>(
      `query ($authority: CVR!, $after: String) {
        consentTemplates(authority: $authority, first: 100, after: $after) {
          pageInfo { hasNextPage endCursor } nodes { ${selection} }
        }
      }`,
      { authority: steward.authority.cvr, after },
    )
    return data?.consentTemplates
  })
  const { data, errors } = await ask<Told>(
    `{ consentTemplateDrafts { template { ${selection} } draftedBy draftedAt needsOperator } }`,
  )
  return {
    published: published ?? [],
    drafts: data?.consentTemplateDrafts ?? [],
    errors,
  }
}

// A question has an end (1,000 tokens): the newest so many.
const mostVersions = 40
type Numbered = Pick<Template, 'id' | 'version' | 'state'>

/** Versions that were ever published, newest first. */
async function versionsOf({ ask }: Work, { id, version }: Template): Promise<readonly Numbered[]> {
  const numbers = Array.from({ length: Math.min(version, mostVersions) }, (_, less) => version - less)
  const each = numbers.map(
    number => `v${number}: consentTemplate(id: $id, version: ${number}) { id version state }`,
  )
  const { data } = await ask<Readonly<Record<string, Numbered | null>>>(
    `query ($id: ID!) { ${each.join(' ')} }`,
    {
      id,
    },
  )
  return numbers.map(number => data?.[`v${number}`] ?? null).filter(found => found !== null)
}

/** One of them, whole. */
async function readVersion({ ask }: Work, id: string, version: string): Promise<Template | null> {
  if (!/^[1-9]\d{0,4}$/.test(version)) return null
  const { data } = await ask<{ consentTemplate: Template | null }>(
    `query ($id: ID!, $version: Int!) { consentTemplate(id: $id, version: $version) { ${selection} } }`,
    { id, version: Number(version) },
  )
  return data?.consentTemplate ?? null
}

function earlier(versions: readonly Numbered[], { words: said }: Work): Content {
  const link = ({ id, version, state }: Numbered) =>
    html`<a href="/console/steward/template?id=${id}&amp;version=${version}">${said.versionOf(version, said.templateStates[state])}</a>`
  return versions.length > 1 && html`<h2>${said.versions}</h2>${list(versions.map(link))}`
}

async function shown(work: Work, back: SentBack | null = null): Promise<ConsoleAnswer> {
  const id = work.query.get('id') ?? ''
  const { published, drafts } = await readTemplates(work)
  const current = published.find(template => template.id === id) ?? null
  const drafted = drafts.filter(({ template }) => template.id === id)
  const newest = current ?? drafted[0]?.template
  if (!newest) return missingPage(work.texts)
  const versions = current ? await versionsOf(work, current) : []
  const asked = current && work.query.get('version')
  const shown = asked === null ? current : await readVersion(work, id, asked)
  if (asked !== null && !shown) return missingPage(work.texts)
  const { texts, session } = work
  const said = work.words
  const title = session.language === 'da' ? newest.textDa?.title : newest.textEn?.title
  const page = {
    title: title ?? id,
    body: html`${asked === null && drafted.map(draft => draftCard(draft, work))}
${shown && html`<h2>${said.versionOf(shown.version, said.templateStates[shown.state])}</h2><h3>${said.preview}</h3>${preview(shown, work)}${templateTerms(shown, work)}`}
${current && html`<p><a class="button button-secondary" href="/console/steward/template/draft?id=${id}">${said.newVersion}</a></p>`}
${
  current?.state === 'PUBLISHED' &&
  html`<details${back?.form === `close-${current.version}` && html` open`}><summary>${said.close}</summary><p>${said.closeAbout}</p>${versionForm('close', current, said.close, work)}</details>`
}
${earlier(versions, work)}
<p><a href="/console/steward/templates">${texts.back}</a></p>`,
  }
  return shownAgain(page, back, work.texts)
}

export const templatePage = forSteward('templates', work => shown(work))

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
  return html`<form method="post" id="${name}-${version}" action="/console/steward/template/${name}?id=${id}">${formField(session.formToken)}<input type="hidden" name="command" value="${randomUUID()}"><input type="hidden" name="version" value="${version}"><button class="button button-${name === 'publish' ? 'primary' : 'secondary'}" type="submit">${label}</button></form>`
}

async function sent(work: Work, name: 'publish' | 'close'): Promise<ConsoleAnswer> {
  const { form, query } = work
  const [id, version] = [query.get('id') ?? '', Number(form.get('version'))]
  const input = { id, version, commandId: form.get('command') ?? '' }
  const { done, problems } = await command(
    work,
    [`${name}ConsentTemplate`, 'ConsentTemplateVersionInput'],
    input,
    'template { id }',
  )
  if (!done) return shown(work, sentBack(work, `${name}-${version}`, problems))
  return { to: `/console/steward/template?${new URLSearchParams({ id })}` }
}

export const publishTemplate = forSteward('templates', work => sent(work, 'publish'))
export const closeTemplate = forSteward('templates', work => sent(work, 'close'))

/** The address of a form that was sent, opened by itself. */
export const backToTemplate = forSteward('templates', async ({ query }) => ({
  to: `/console/steward/template?${query}`,
}))
