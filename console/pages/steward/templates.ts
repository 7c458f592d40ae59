// The authority's consent templates: those that were published, in their newest version, and those that are drafted.
import { apart, html } from '../../html.ts'
import { choice, filters, oneOf } from '../../parts.ts'
import { moment } from '../../texts.ts'
import { csvFile, numberedPages, rowsAt, tableOf } from './listing.ts'
import { readTemplates, type Template } from './template.ts'
import { forSteward, messagesOf } from './work.ts'

const path = '/console/steward/templates'

interface Row {
  readonly template: Template
  /** Of a draft: who wrote it, and when. */
  readonly drafted: string | null
}

const states = ['PUBLISHED', 'CLOSED', 'DRAFT'] as const
const sorts = ['title', 'id', 'activity'] as const

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
  const sort = oneOf(sorts, query.get('sort')) ?? 'title'
  const titleOf = ({ textDa, textEn, id }: Template) =>
    (session.language === 'da' ? textDa : textEn)?.title ?? id
  const keys = {
    title: titleOf,
    id: ({ id }: Template) => id,
    activity: ({ activity }: Template) => activity?.id ?? '',
  }
  const rows = all
    .filter(({ template }) => state === null || template.state === state)
    .filter(({ template: { id, textDa, activity } }) =>
      `${id} ${textDa?.title} ${activity?.id}`.toLowerCase().includes(sought),
    )
    .toSorted((one, other) =>
      keys[sort](one.template).localeCompare(keys[sort](other.template), 'da', { numeric: true }),
    )
  const refusals = messagesOf(errors, work)
  const head = [words.template, words.activityId, words.versions, words.activity, texts.state]
  if (query.has('csv'))
    return csvFile(
      'templates',
      head,
      rows.map(({ template }) => [
        ...[titleOf(template), template.id, template.version, template.activity?.id],
        words.templateStates[template.state],
      ]),
    )
  const shown = rowsAt(rows, query).map(({ template, drafted }) => [
    html`<a href="/console/steward/template?id=${template.id}">${apart(titleOf(template))}</a>`,
    ...[template.id, template.version, template.activity?.id],
    html`${words.templateStates[template.state]} ${drafted}`,
  ])
  const options = [['', texts.all], ...states.map(one => [one, words.templateStates[one]] as const)] as const
  return {
    title: words.templates,
    body: html`<p><a class="button button-secondary" href="/console/steward/template/draft">${words.newTemplate}</a></p>
${filters(texts, path, [
  html`<div class="form-group"><label class="form-label" for="q">${words.search}</label>
<input class="form-input" type="search" id="q" name="q" value="${query.get('q')}"></div>`,
  choice('state', texts.state, options, state),
  choice(
    'sort',
    words.sort,
    sorts.map(one => [one, words.templateSorts[one]] as const),
    sort,
  ),
])}
${refusals.length > 0 && html`<p>${texts.notGiven(refusals.join(' '))}</p>`}
${shown.length === 0 ? html`<p>${texts.noneFiltered}</p>` : tableOf(head, shown, words.templates)}
${numberedPages(work, path, rows.length)}`,
  }
})
