// Looking somebody up by number: the number is posted, kept on this server, and leads to an address that does not tell it.
import { randomUUID } from 'node:crypto'
import { type Content, html } from '../../html.ts'
import { formField } from '../../layout.ts'
import { keepSearched, type Searched } from '../../steward.ts'
import { input } from './fields.ts'
import { heldIn, type SentBack, sentBack } from './sent-back.ts'
import type { Work } from './work.ts'

/** Who is meant by a form's two fields; null when it is nobody, or both. */
export function whomOf(form: URLSearchParams, [cprName, cvrName] = ['cpr', 'cvr']): Searched | null {
  const digits = (name: string) => (form.get(name) ?? '').replace(/[\s-]/g, '')
  const [cpr, cvr] = [digits(cprName!), digits(cvrName!)]
  if (/^\d{10}$/.test(cpr) && cvr === '') return { cpr }
  if (/^\d{8}$/.test(cvr) && cpr === '') return { cvr }
  return null
}

/** Where a search that was posted to a page goes on; null when it names nobody. */
export function searchedAt(work: Work, path: string): { readonly to: string } | null {
  const whom = whomOf(work.form)
  return whom && { to: `${path}?about=${keepSearched(work.steward, whom, randomUUID())}` }
}

/** A search that named nobody, with what was written; null when none was posted. `of`: whom it finds. */
export function searchRefused(work: Work, of: 'ANY' | 'PERSON' = 'ANY'): SentBack | null {
  const { form, words } = work
  const isPosted = form.has('cpr') || form.has('cvr')
  if (!isPosted || whomOf(form) !== null) return null
  const message = of === 'PERSON' ? words.futures.numberForm : words.numberForm
  const at = form.get('cvr') && !form.get('cpr') ? 'cvr' : 'cpr'
  return sentBack(work, 'search', [{ path: `input.${at}`, message }], ['cpr', 'cvr'])
}

/** Whom an address is about: nobody in particular, somebody, or one that is forgotten. */
export function searchedIn({ steward, query }: Work): Searched | null | 'FORGOTTEN' {
  const id = query.get('about')
  if (!id) return null
  return steward.searched.get(id) ?? 'FORGOTTEN'
}

/** Keeps in an address whom it is about, when something else of it is chosen. */
export const aboutField = (query: URLSearchParams): Content =>
  html`<input type="hidden" name="about" value="${query.get('about')}">`

/** The form that asks for the number; `of`: whom it finds. */
export function searchForm(work: Work, path: string, of: 'ANY' | 'PERSON' = 'ANY'): Content {
  const { session, words } = work
  const title = of === 'PERSON' ? words.futures.lookFor : words.lookFor
  const entered = heldIn(searchRefused(work, of), 'search')
  const fields = html`<p>${words.lookForAbout}</p>
<div class="console-filter">${input('cpr', { label: words.cpr }, entered)}${of === 'ANY' && input('cvr', { label: words.cvr }, entered)}</div>
<button class="button button-primary" type="submit">${words.search}</button>`
  const start = html`<form class="console-card" method="post" action="${path}">${formField(session.formToken)}`
  // What was found comes first; another search is one press away.
  return searchedIn(work) !== null && entered.problems.length === 0
    ? html`${start}<details><summary>${words.searchAgain}</summary>${fields}</details></form>`
    : html`${start}<h2 class="h4">${title}</h2>${fields}</form>`
}

export interface Subject {
  readonly __typename: 'Person' | 'Business'
  readonly id: string
  readonly cvr?: string | null
  readonly businessName?: string | null
}

// A person's name is not a steward's to read here: nobody's log should say so.
export const subjectSelection =
  '{ __typename ... on Person { id } ... on Business { id cvr businessName: name } }'

/** What a subject is called here: a business by its name, a person by the end of their opaque id. */
export function subjectName(subject: Subject | null | undefined, { words, texts }: Work): string {
  if (!subject) return texts.unnamed
  if (subject.__typename === 'Business')
    return `${subject.businessName ?? texts.unnamed} (${subject.cvr ?? ''})`
  return words.person(subject.id.slice(-4))
}
