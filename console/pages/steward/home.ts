// A steward's first page: what waits for an answer or a second pair of eyes, and the way to each kind of work.
import { html } from '../../html.ts'
import type { Area } from '../../steward.ts'
import { forSteward, messagesOf, under, type Work } from './work.ts'

/** Counted without being read: reading a proposal goes on record about whom it shows. */
const waiting: readonly (readonly [Area, keyof Work['words']['waiting'], string, string])[] = [
  ['activities', 'activities', '/console/steward/activities?state=DRAFT', 'activityDrafts { draftedBy }'],
  ['templates', 'templates', '/console/steward/templates?state=DRAFT', 'consentTemplateDrafts { draftedBy }'],
  ['consents', 'consents', '/console/steward/proposals', 'consentProposals(first: 1) { totalCount }'],
  ['powers', 'powers', '/console/steward/proposals', 'powerOfAttorneyProposals(first: 1) { totalCount }'],
  ['cases', 'cases', '/console/steward/cases', 'cases(first: 1) { totalCount }'],
]

type Found = readonly { readonly draftedBy: string | null }[] | { readonly totalCount: number | null } | null

export const stewardHome = forSteward(null, async work => {
  const { words } = work
  const found = await Promise.all(
    waiting.map(async ([area, key, address, selection]) => {
      const asking = under(work, area)
      if (!asking) return null
      const { data, errors } = await asking.ask<{ found: Found }>(`{ found: ${selection} }`)
      const said = data?.found
      const count = Array.isArray(said)
        ? said.length
        : ((said as { totalCount: number | null } | null)?.totalCount ?? 0)
      return { key, address, count, refusals: messagesOf(errors, work) }
    }),
  )
  const rows = found.filter(row => row !== null)
  return {
    title: words.home,
    body: html`<p class="font-lead">${words.homeAbout}</p>
<section class="console-card"><h2>${words.waitingTitle}</h2>${
      rows.length === 0
        ? html`<p>${words.nothingToDo}</p>`
        : html`<ul>${rows.map(
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
