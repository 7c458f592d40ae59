// The frame of every page: skip link, menu, language, for whom one acts, and the page itself.
import { type Content, html, type Markup } from './html.ts'
import type { Session } from './session.ts'
import { type Language, type Texts, textsOf } from './texts.ts'

export interface Page {
  readonly title: string
  readonly body: Content
  /** Unless it is 200. */
  readonly status?: number
}

export interface Frame {
  /** Null: nobody is signed in. */
  readonly session: Session | null
  readonly language: Language
  /** Of the page itself, with its question. */
  readonly path: string
  readonly styles: readonly string[]
}

const entries = [
  ['/console', 'home'],
  ['/console/consents', 'consents'],
  ['/console/access-log', 'accessLog'],
  ['/console/mandates', 'mandates'],
  ['/console/my-data', 'ownData'],
  ['/console/notices', 'notices'],
] as const

/** The whole document. */
export function layOut({ title, body }: Page, { session, language, path, styles }: Frame): string {
  const texts = textsOf(language)
  const other = language === 'da' ? 'en' : 'da'
  const { text } = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – ${texts.product}</title>
<link rel="icon" href="data:,">
${styles.map(style => html`<link rel="stylesheet" href="${style}">`)}
</head>
<body>
<a class="skipnav" href="#content">${texts.skip}</a>
<header class="console-header">
<div class="container console-top">
<a class="console-product" href="/console">${texts.product}</a>
${session && who(session, texts)}
<a href="${inLanguage(path, other)}" hreflang="${other}" lang="${other}">${texts.otherLanguage}</a>
</div>
${session && menu(path, texts)}
</header>
${session && acting(session, texts)}
<main id="content" class="container" tabindex="-1">
<h1>${title}</h1>
${body}
</main>
<footer class="container console-footer"><a href="/console/accessibility">${texts.accessibility}</a></footer>
</body>
</html>
`
  return text
}

/** The same page in another language. */
function inLanguage(path: string, language: Language): string {
  const address = new URL(path, 'http://console')
  address.searchParams.set('lang', language)
  return `${address.pathname}${address.search}`
}

const who = ({ name, formToken }: Session, texts: Texts): Markup =>
  html`<span class="console-who">${texts.signedInAs(name)}</span>
<form method="post" action="/console/sign-out">${formField(formToken)}<button class="button button-unstyled" type="submit">${texts.signOut}</button></form>`

// dkfds hides its own menu on phones, where it needs a script to open.
const menu = (path: string, texts: Texts): Markup => {
  const [here] = path.split('?')
  return html`<nav class="container console-menu" aria-label="${texts.menu}"><ul class="nobullet-list">
${entries.map(([address, key]) => html`<li><a href="${address}"${isAt(here!, address) ? html` aria-current="page"` : null}>${texts[key]}</a></li>`)}
</ul></nav>`
}

const isAt = (here: string, address: string): boolean =>
  here === address || (address !== '/console' && here.startsWith(`${address}/`))

const acting = ({ actingFor, formToken }: Session, texts: Texts): Content =>
  actingFor &&
  html`<div class="container"><div class="alert alert-info" role="status"><div class="alert-body">
<p class="alert-heading">${texts.actingFor(actingFor.name)}</p>
<form method="post" action="/console/act-for">${formField(formToken)}<button class="button button-secondary" type="submit">${texts.stopActing}</button></form>
</div></div></div>`

/** Stands in every form. */
export const formField = (formToken: string): Markup =>
  html`<input type="hidden" name="form" value="${formToken}">`
