// The frame of every page: skip link, menu, language, for whom one acts, and the page itself.
import { apart, type Content, html, type Markup } from './html.ts'
import type { Session } from './session.ts'
import type { Area, Steward } from './steward.ts'
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

type StewardKey =
  | 'home'
  | 'activities'
  | 'consents'
  | 'powers'
  | 'templates'
  | 'proposals'
  | 'cases'
  | 'accesses'
/** Kinds of work whose words stand by themselves. */
type TitledKey = 'packages' | 'futures' | 'signing'
/** Of what a steward's authority must have an activity for one of, to be there. */
const stewardEntries: readonly (readonly [
  address: string,
  key: StewardKey | TitledKey,
  areas: readonly Area[],
])[] = [
  ['/console/steward', 'home', []],
  ['/console/steward/activities', 'activities', ['activities']],
  ['/console/steward/consents', 'consents', ['consents']],
  ['/console/steward/powers', 'powers', ['powers']],
  ['/console/steward/futures', 'futures', ['futures']],
  ['/console/steward/packages', 'packages', ['packages']],
  ['/console/steward/signing', 'signing', ['signing']],
  ['/console/steward/templates', 'templates', ['templates']],
  ['/console/steward/proposals', 'proposals', ['consents', 'powers']],
  ['/console/steward/cases', 'cases', ['cases']],
  ['/console/steward/accesses', 'accesses', ['accesses']],
]

const entries = [
  ['/console', 'home'],
  ['/console/consents', 'consents'],
  ['/console/access-log', 'accessLog'],
  ['/console/mandates', 'mandates'],
  ['/console/my-data', 'ownData'],
  ['/console/notices', 'notices'],
  ['/console/cases', 'ownCases'],
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
${session && (session.steward ? stewardMenu(session.steward, path, texts) : menu(path, texts))}
${session && inCase(session, texts)}
</header>
${session && acting(session, texts)}
<main id="content" class="container" tabindex="-1">
<h1>${apart(title)}</h1>
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
  html`<span class="console-who">${apart(texts.signedInAs(name))}</span>
<form method="post" action="/console/sign-out">${formField(formToken)}<button class="button button-unstyled" type="submit">${texts.signOut}</button></form>`

// dkfds hides its own menu on phones, where it needs a script to open.
const menu = (path: string, texts: Texts): Markup =>
  navigation(
    path,
    texts,
    entries.map(([address, key]) => [address, texts[key]]),
  )

const titleOf = (words: string | { readonly title: string }): string =>
  typeof words === 'string' ? words : words.title

/** The work that the steward's authority has activities for. */
const stewardMenu = ({ activities }: Steward, path: string, texts: Texts): Markup =>
  navigation(
    path,
    texts,
    stewardEntries
      .filter(([, , areas]) => areas.length === 0 || areas.some(area => activities[area] !== null))
      .map(([address, key]) => [address, titleOf(texts.steward[key])]),
  )

function navigation(path: string, texts: Texts, to: readonly (readonly [string, string])[]): Markup {
  const [here] = path.split('?')
  return html`<nav class="container console-menu" aria-label="${texts.menu}"><ul class="nobullet-list no-max-width">
${to.map(([address, words]) => html`<li><a href="${address}"${isAt(here!, address) ? html` aria-current="page"` : null}>${words}</a></li>`)}
</ul></nav>`
}

/** Pages that stand under an entry though their address does not say so. */
const alsoUnder: Readonly<Record<string, string>> = {
  '/console/mandates': '/console/powers',
  '/console/steward/activities': '/console/steward/activity',
  '/console/steward/packages': '/console/steward/package',
  '/console/steward/templates': '/console/steward/template',
}

function isAt(here: string, address: string): boolean {
  const also = alsoUnder[address]
  if (also !== undefined && isAt(here, also)) return true
  const isFirst = address === '/console' || address === '/console/steward'
  return here === address || (!isFirst && here.startsWith(`${address}/`))
}

/** In which case a steward works, on each of their pages. */
const inCase = ({ steward }: Session, texts: Texts): Content =>
  steward &&
  html`<div class="container"><p class="console-case">${apart(steward.authority.name)} · ${
    steward.caseReference === null ? texts.steward.noCase : texts.steward.inCase(steward.caseReference)
  } · <a href="/console/steward/case">${texts.steward.changeCase}</a></p></div>`

const acting = ({ actingFor, formToken }: Session, texts: Texts): Content =>
  actingFor &&
  html`<div class="container"><div class="alert alert-info" role="status"><div class="alert-body">
<p class="alert-heading">${apart(texts.actingFor(actingFor.name))}</p>
<form method="post" action="/console/act-for">${formField(formToken)}<button class="button button-secondary" type="submit">${texts.stopActing}</button></form>
</div></div></div>`

/** Stands in every form. */
export const formField = (formToken: string): Markup =>
  html`<input type="hidden" name="form" value="${formToken}">`
