// The pages for everyone: what this is, with the way in, and how accessible it is.
import { html } from '../html.ts'
import type { Page } from '../layout.ts'
import type { Texts } from '../texts.ts'

/** `failed`: a sign-in has just come to nothing. */
export const welcome = (texts: Texts, failed = false): Page => ({
  ...{ title: texts.welcome, status: failed ? 400 : 200 },
  body: html`${
    failed &&
    html`<div class="alert alert-error" role="alert"><div class="alert-body"><p class="alert-text">${texts.signInFailed}</p></div></div>`
  }<p class="font-lead">${texts.welcomeAbout}</p>
<p><a class="button button-primary" href="/console/sign-in">${texts.signIn}</a></p>`,
})

export const accessibility = (texts: Texts): Page => ({
  title: texts.accessibility,
  body: html`${texts.accessibilityText.map(paragraph => html`<p>${paragraph}</p>`)}`,
})
