// A form that was refused is shown again on its own page: everything wrong on top, and what was entered still in it.
import { type Wrong, wrongs } from './form-parts.ts'
import { apart, type Content, html } from './html.ts'
import type { Page } from './layout.ts'
import type { Texts } from './texts.ts'

export interface Refused {
  /** Which of the page's forms: its id there. */
  readonly form: string
  /** What was entered. */
  readonly values: URLSearchParams
  readonly wrong: readonly Wrong[]
}

/** A form without fields of its own, such as a button: what is wrong leads to the form. */
export const refusedAt = (form: string, values: URLSearchParams, messages: readonly string[]): Refused => ({
  form,
  values,
  wrong: messages.map(words => ({ at: form, words })),
})

/** What nobody wrote: it goes with every form. */
const carried = ['form', 'command', 'do', 'decision', 'kind', 'end', 'id', 'version', 'answer', 'interest']

/** What was written in a form that the page has no more: somebody else was faster, and it can be used elsewhere. */
function written({ values }: Refused, { entered }: Texts): Content {
  const words = [...values].filter(([name, value]) => !carried.includes(name) && value.trim() !== '')
  return (
    words.length > 0 &&
    html`<h2>${entered}</h2>${words.map(([, value]) => html`<blockquote>${apart(value)}</blockquote>`)}`
  )
}

/** The page that the form stands on, as it is now: it may have changed since the form was made. */
export function shownAgain(page: Page, refused: Refused | null, texts: Texts): Page {
  if (refused === null || refused.wrong.length === 0) return page
  const { text } = html`${page.body}`
  const isThere = text.includes(`id="${refused.form}"`)
  const wrong = refused.wrong.map(({ at, words }) => ({ at: text.includes(`id="${at}"`) ? at : '', words }))
  return {
    ...{ title: page.title, status: 409 },
    body: html`${wrongs(texts.refusedTitle, wrong)}${!isThere && written(refused, texts)}${page.body}`,
  }
}
