// The authority's packages of rights: those that were published, in their newest version, and those that are drafted.
import { apart, html } from '../../html.ts'
import { choice, filters, oneOf } from '../../parts.ts'
import { moment } from '../../texts.ts'
import { csvFile, numberedPages, rowsAt, tableOf } from './listing.ts'
import { type PowerPackage, readPackages, titleOf } from './package.ts'
import { forSteward, messagesOf, type Work } from './work.ts'

const path = '/console/steward/packages'
const states = ['PUBLISHED', 'CLOSED', 'DRAFT'] as const
const sorts = ['title', 'id', 'state'] as const

interface Row {
  readonly shown: PowerPackage
  /** Of a draft: who wrote it, and when. */
  readonly drafted: string | null
}

async function rowsOf(work: Work) {
  const { words, session, query } = work
  const { published, drafts, errors } = await readPackages(work)
  const all: readonly Row[] = [
    ...drafts.map(({ package: shown, draftedBy, draftedAt }) => ({
      shown,
      drafted: words.draftedBy(draftedBy ?? '', moment(session.language, draftedAt)),
    })),
    ...published.map(shown => ({ shown, drafted: null })),
  ]
  const state = oneOf(states, query.get('state'))
  const sort = oneOf(sorts, query.get('sort')) ?? 'title'
  const sought = (query.get('q') ?? '').trim().toLowerCase()
  const keyOf = (one: PowerPackage): string =>
    ({ title: titleOf(one, work), id: one.id, state: one.state })[sort]
  const rows = all
    .filter(({ shown }) => state === null || shown.state === state)
    .filter(({ shown: { id, titleDa, titleEn } }) =>
      `${id} ${titleDa} ${titleEn}`.toLowerCase().includes(sought),
    )
    .toSorted((one, other) => keyOf(one.shown).localeCompare(keyOf(other.shown), 'da', { numeric: true }))
  return { all, rows, state, sort, refusals: messagesOf(errors, work) }
}

export const packages = forSteward('packages', async work => {
  const { words, texts, query } = work
  const { packages: said } = words
  const { all, rows, state, sort, refusals } = await rowsOf(work)
  const head = [said.package, words.activityId, words.versions, said.longestDays, texts.state]
  const cellsOf = ({ id, version, longestDays }: PowerPackage) => [id, version, longestDays] as const
  if (query.has('csv'))
    return csvFile(
      'packages',
      head,
      rows.map(({ shown }) => [titleOf(shown, work), ...cellsOf(shown), said.states[shown.state]]),
    )
  const cells = rowsAt(rows, query).map(({ shown, drafted }) => [
    html`<a href="/console/steward/package?id=${shown.id}">${apart(titleOf(shown, work))}</a>`,
    ...cellsOf(shown),
    html`${said.states[shown.state]} ${drafted}`,
  ])
  const options = [['', texts.all], ...states.map(one => [one, said.states[one]] as const)] as const
  return {
    title: said.title,
    body: html`<p>${said.about}</p>
<p><a class="button button-secondary" href="/console/steward/package/draft">${said.newPackage}</a></p>
${filters(texts, path, [
  html`<div class="form-group"><label class="form-label" for="q">${words.search}</label>
<input class="form-input" type="search" id="q" name="q" value="${query.get('q')}"></div>`,
  choice('state', texts.state, options, state),
  choice(
    'sort',
    words.sort,
    sorts.map(one => [one, said.sorts[one]] as const),
    sort,
  ),
])}
${refusals.length > 0 && html`<p>${texts.notGiven(refusals.join(' '))}</p>`}
${cells.length === 0 ? html`<p>${all.length === 0 ? said.none : texts.noneFiltered}</p>` : tableOf(head, cells, said.title)}
${numberedPages(work, path, rows.length)}`,
  }
})
