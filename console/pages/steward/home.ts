// A steward's first page: what waits for an answer or a second pair of eyes, and the way to each kind of work.
import { html } from '../../html.ts'
import type { Area } from '../../steward.ts'
import { forSteward, messagesOf, under, type Work } from './work.ts'

/** What citizens wait for comes first. Counted without being read: reading a proposal goes on record about whom it shows. */
const waiting: readonly (readonly [Area, keyof Work['words']['waiting'], string, string])[] = [
  ['cases', 'cases', '/console/steward/cases', 'cases(first: 1) { totalCount }'],
  ['consents', 'consents', '/console/steward/proposals', 'consentProposals(first: 1) { totalCount }'],
  ['powers', 'powers', '/console/steward/proposals', 'powerOfAttorneyProposals(first: 1) { totalCount }'],
  ['signing', 'readings', '/console/steward/signing', 'signingReadingProposals { nodes { __typename } }'],
  ['activities', 'activities', '/console/steward/activities?state=DRAFT', 'activityDrafts { draftedBy }'],
  ['templates', 'templates', '/console/steward/templates?state=DRAFT', 'consentTemplateDrafts { draftedBy }'],
  ['packages', 'packages', '/console/steward/packages?state=DRAFT', 'powerPackageDrafts { draftedBy }'],
  ['signing', 'signing', '/console/steward/signing', 'unparsedSigningRules(first: 1) { totalCount }'],
]

type Found =
  | readonly unknown[]
  | { readonly totalCount: number | null }
  | { readonly nodes: readonly unknown[] | null }
  | null

function countOf(found: Found | undefined): number {
  if (!found) return 0
  if ('length' in found) return found.length
  return ('nodes' in found ? found.nodes?.length : found.totalCount) ?? 0
}

export const stewardHome = forSteward(null, async work => {
  const { words } = work
  const found = await Promise.all(
    waiting.map(async ([area, key, address, selection]) => {
      const asking = under(work, area)
      if (!asking) return null
      const { data, errors } = await asking.ask<{ found: Found }>(`{ found: ${selection} }`)
      return { key, address, count: countOf(data?.found), refusals: messagesOf(errors, work) }
    }),
  )
  const rows = found.filter(row => row !== null)
  const toDo = rows.filter(({ count, refusals }) => count > 0 || refusals.length > 0)
  return {
    title: words.home,
    body: html`<section class="console-card"><h2>${words.waitingTitle}</h2>${
      rows.length === 0
        ? html`<p>${words.nothingToDo}</p>`
        : toDo.length === 0
          ? html`<p>${words.nothingWaits}</p>`
          : html`<ul>${toDo.map(
              ({ key, address, count, refusals }) =>
                html`<li>${
                  refusals.length > 0
                    ? html`${words.waiting[key](0)}: ${work.texts.notGiven(refusals.join(' '))}`
                    : html`<a href="${address}">${words.waiting[key](count)}</a>`
                }</li>`,
            )}</ul>`
    }</section>`,
  }
})
