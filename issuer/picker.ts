// The page on which someone signs in during development: a list of invented people, no password, no script.
import { createHash } from 'node:crypto'
import type { IdentityKind, ListedIdentity } from './identities.ts'

export type Language = 'da' | 'en'

const texts = {
  da: {
    title: 'Log ind som',
    about: 'Udvikling: alle her er opdigtede, og ingen skal bruge adgangskode.',
    kinds: { CITIZEN: 'Borgere', BUSINESS_USER: 'Erhvervsbrugere', STEWARD: 'Dataforvaltere' },
    cancel: 'Fortryd',
    other: 'English',
    over: 'Login er udløbet eller hører til en anden fane. Begynd forfra, hvor du kom fra.',
    unknown: 'Vælg en fra listen.',
  },
  en: {
    title: 'Sign in as',
    about: 'Development: everyone here is invented, and nobody needs a password.',
    kinds: { CITIZEN: 'Citizens', BUSINESS_USER: 'Business users', STEWARD: 'Data stewards' },
    cancel: 'Cancel',
    other: 'Dansk',
    over: 'The sign-in has expired or belongs to another tab. Begin again where you came from.',
    unknown: 'Choose one of the list.',
  },
} as const

/** Systems do not sit at a browser: they sign in by themselves. */
type PersonKind = Exclude<IdentityKind, 'SYSTEM'>
const kinds: readonly PersonKind[] = ['CITIZEN', 'BUSINESS_USER', 'STEWARD']

const style = `body{font:1.125rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
ul{list-style:none;padding:0}button{font:inherit;width:100%;text-align:left;padding:.6rem .8rem;margin:.2rem 0;border:1px solid #767676;border-radius:4px;background:#fff;color:inherit}
button:hover,button:focus-visible{background:#e8f0fa;outline:3px solid #0059b3}`

/** Nothing is loaded, nothing runs, the form goes to its own origin, and no page elsewhere may frame it. */
export const pickerPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The page as HTML; each button posts `identity`, the last one `cancel`. */
export function pickerPage(identities: readonly ListedIdentity[], language: Language): string {
  const { title, about, kinds: headings, cancel, other } = texts[language]
  const groups = kinds.map(kind => {
    const members = identities.filter(identity => identity.kind === kind)
    if (members.length === 0) return ''
    const items = members.map(
      ({ name, [language]: text }) =>
        `<li><button name="identity" value="${inHtml(name)}">${inHtml(text)}</button></li>`,
    )
    return `<h2>${headings[kind]}</h2>\n<ul>\n${items.join('\n')}\n</ul>`
  })
  const change = language === 'da' ? 'en' : 'da'
  return page(
    language,
    title,
    `<p>${about} <a href="?lang=${change}" lang="${change}" hreflang="${change}">${other}</a></p>
<form method="post">
${groups.join('\n')}
<p><button name="cancel" value="yes">${cancel}</button></p>
</form>`,
  )
}

/** A page that says why nobody can sign in here. */
export function refusalPage(reason: 'over' | 'unknown', language: Language): string {
  return page(language, texts[language].title, `<p>${texts[language][reason]}</p>`)
}

function page(language: Language, title: string, body: string): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title} …</h1>
${body}
</main>
</body>
</html>
`
}

function inHtml(text: string): string {
  return text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`)
}
