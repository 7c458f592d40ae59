// One package of rights: what it lets people give, its draft, publication and closing.
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

export interface PowerPackage {
  readonly id: string
  readonly version: number
  readonly state: keyof Work['words']['packages']['states']
  readonly fields: readonly string[] | null
  readonly actions: readonly (keyof Work['words']['actions'])[] | null
  readonly activities: readonly { readonly id: string }[] | null
  readonly longestDays: number
  readonly grantorFromAge: number
  readonly holderFromAge: number
  readonly titleDa: string | null
  readonly titleEn: string | null
  readonly textDa: string | null
  readonly textEn: string | null
}

export interface PackageDraft {
  readonly package: PowerPackage
  readonly draftedBy: string | null
  readonly draftedAt: string | null
}

const selection = `id version state fields actions activities { id } longestDays grantorFromAge holderFromAge
  titleDa: title(language: DA) titleEn: title(language: EN) textDa: text(language: DA) textEn: text(language: EN)`

export const titleOf = ({ titleDa, titleEn, id }: PowerPackage, { session }: Pick<Work, 'session'>): string =>
  (session.language === 'da' ? titleDa : titleEn) ?? id

/** Those that were ever published, each in its newest version; `authority`: of one alone. */
export async function publishedPackages(
  { ask }: Pick<Work, 'ask'>,
  authority: string | null,
): Promise<readonly PowerPackage[]> {
  const found = await everyRow(async after => {
    const { data } = await ask<{ powerPackages: Listed<PowerPackage> | null }>(
      `query ($authority: CVR, $after: String) {
        powerPackages(authority: $authority, first: 100, after: $after) {
          pageInfo { hasNextPage endCursor } nodes { ${selection} }
        }
      }`,
      { authority, after },
    )
    return data?.powerPackages
  })
  return found ?? []
}

export interface Packages {
  readonly published: readonly PowerPackage[]
  /** Newest first. */
  readonly drafts: readonly PackageDraft[]
  readonly errors: readonly GraphError[]
}

/** The own authority's. */
export async function readPackages(work: Work): Promise<Packages> {
  const published = await publishedPackages(work, work.steward.authority.cvr)
  const { data, errors } = await work.ask<{ powerPackageDrafts: readonly PackageDraft[] | null }>(
    `{ powerPackageDrafts { package { ${selection} } draftedBy draftedAt } }`,
  )
  return { published, drafts: data?.powerPackageDrafts ?? [], errors }
}

async function shown(work: Work, back: SentBack | null = null): Promise<ConsoleAnswer> {
  const { texts, words, query } = work
  const id = query.get('id') ?? ''
  const { published, drafts } = await readPackages(work)
  const current = published.find(one => one.id === id) ?? null
  const drafted = drafts.filter(draft => draft.package.id === id)
  const newest = current ?? drafted[0]?.package
  if (!newest) return missingPage(texts)
  const said = words.packages
  const page = {
    title: titleOf(newest, work),
    body: html`${drafted.map(draft => draftCard(draft, work))}
${current && html`<h2>${words.versionOf(current.version, said.states[current.state])}</h2>${packageTerms(current, work)}`}
<p><a class="button button-secondary" href="/console/steward/package/draft?id=${id}">${words.newVersion}</a></p>
${
  current?.state === 'PUBLISHED' &&
  html`<details${back?.form === `close-${current.version}` && html` open`}><summary>${said.close}</summary><p>${said.closeAbout}</p>${versionForm('close', current, said.close, work)}</details>`
}
<p><a href="/console/steward/packages">${texts.back}</a></p>`,
  }
  return shownAgain(page, back, work.texts)
}

export const packagePage = forSteward('packages', work => shown(work))

function draftCard({ package: drafted, draftedBy, draftedAt }: PackageDraft, work: Work): Content {
  const { words, session, steward } = work
  const { packages: said } = words
  return html`<section class="console-card"><h2>${words.draft}: ${words.version(drafted.version)}</h2>
<p>${words.draftedBy(draftedBy ?? '', moment(session.language, draftedAt))}</p>
${packageTerms(drafted, work)}
${
  draftedBy === steward.officer
    ? html`<p>${said.ownDraft}</p>`
    : html`<p>${said.publishAbout}</p>${versionForm('publish', drafted, words.publishVersion(drafted.version), work)}`
}</section>`
}

function packageTerms(shown: PowerPackage, { words, session }: Work): Markup {
  const { packages: said } = words
  const activities = (shown.activities ?? []).map(({ id }) => id)
  return terms([
    [said.titles.DA, html`<span lang="da">${shown.titleDa}</span>`],
    [said.titles.EN, html`<span lang="en">${shown.titleEn}</span>`],
    [said.texts.DA, html`<span lang="da">${shown.textDa}</span>`],
    [said.texts.EN, html`<span lang="en">${shown.textEn}</span>`],
    [words.may, list((shown.actions ?? []).map(action => words.actions[action]))],
    [words.parts.fields, list(fieldNames(shown.fields ?? [], session.language))],
    [words.onlyFor, activities.length > 0 ? list(activities) : words.everyActivity],
    [said.longestDays, shown.longestDays],
    [said.grantorFromAge, shown.grantorFromAge],
    [said.holderFromAge, shown.holderFromAge],
  ])
}

function versionForm(
  name: 'publish' | 'close',
  { id, version }: PowerPackage,
  label: string,
  { session }: Work,
): Markup {
  return html`<form method="post" id="${name}-${version}" action="/console/steward/package/${name}?id=${id}">${formField(session.formToken)}<input type="hidden" name="command" value="${randomUUID()}"><input type="hidden" name="version" value="${version}"><button class="button button-${name === 'publish' ? 'primary' : 'secondary'}" type="submit">${label}</button></form>`
}

async function sent(work: Work, name: 'publish' | 'close'): Promise<ConsoleAnswer> {
  const { form, query } = work
  const [id, version] = [query.get('id') ?? '', Number(form.get('version'))]
  const input = { id, version, commandId: form.get('command') ?? '' }
  const { done, problems } = await command(
    work,
    [`${name}PowerPackage`, 'PowerPackageVersionInput'],
    input,
    'package { id }',
  )
  if (!done) return shown(work, sentBack(work, `${name}-${version}`, problems))
  return { to: `/console/steward/package?${new URLSearchParams({ id })}` }
}

export const publishPackage = forSteward('packages', work => sent(work, 'publish'))
export const closePackage = forSteward('packages', work => sent(work, 'close'))

/** The address of a form that was sent, opened by itself. */
export const backToPackage = forSteward('packages', async ({ query }) => ({
  to: `/console/steward/package?${query}`,
}))
