// The authority's consent templates: those that were published, in their newest version, and those that are drafted.
import { html } from '../../html.ts'
import { choice, filters, oneOf } from '../../parts.ts'
import { moment } from '../../texts.ts'
import { readTemplates, type Template } from './template.ts'
import { forSteward, messagesOf } from './work.ts'

const path = '/console/steward/templates'

interface Row {
  readonly template: Template
  /** Of a draft: who wrote it, and when. */
  readonly drafted: string | null
}

const states = ['PUBLISHED', 'CLOSED', 'DRAFT'] as const

export const templates = forSteward('templates', async work => {
  const { words, texts, query, session } = work
  const { published, drafts, errors } = await readTemplates(work)
  const state = oneOf(states, query.get('state'))
  const sought = (query.get('q') ?? '').trim().toLowerCase()
  const all: readonly Row[] = [
    ...drafts.map(({ template, draftedBy, draftedAt }) => ({
      template,
      drafted: words.draftedBy(draftedBy ?? '', moment(session.language, draftedAt)),
    })),
    ...published.map(template => ({ template, drafted: null })),
  ]
  const rows = all
    .filter(({ template }) => state === null || template.state === state)
    .filter(({ template: { id, textDa, activity } }) =>
      `${id} ${textDa?.title} ${activity?.id}`.toLowerCase().includes(sought),
    )
  const refusals = messagesOf(errors, work)
  const row = ({ template, drafted }: Row) => {
    const { id, version, activity, textDa, textEn } = template
    const title = (session.language === 'da' ? textDa : textEn)?.title
    return html`<tr><th scope="row"><a href="/console/steward/template?id=${id}">${title ?? id}</a></th><td>${id}</td><td>${version}</td>
<td>${activity?.id}</td><td>${words.templateStates[template.state]} ${drafted}</td></tr>`
  }
  const head = [words.template, words.activityId, words.versions, words.activity, texts.state]
  const options = [['', texts.all], ...states.map(one => [one, words.templateStates[one]] as const)] as const
  return {
    title: words.templates,
    body: html`${filters(texts, path, [
      html`<div class="form-group"><label class="form-label" for="q">${words.search}</label>
<input class="form-input" type="search" id="q" name="q" value="${query.get('q')}"></div>`,
      choice('state', texts.state, options, state),
    ])}
${refusals.length > 0 && html`<p>${texts.notGiven(refusals.join(' '))}</p>`}
${
  rows.length === 0
    ? html`<p>${texts.noneFiltered}</p>`
    : html`<div class="table--responsive-scroll" tabindex="0"><table class="table"><thead><tr>${head.map(
        label => html`<th scope="col">${label}</th>`,
      )}</tr></thead><tbody>${rows.map(row)}</tbody></table></div>`
}
<p>${texts.total(rows.length)}</p>
<p><a class="button button-primary" href="/console/steward/template/draft">${words.newTemplate}</a></p>`,
  }
})
