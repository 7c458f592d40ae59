// Serves /console: who is there, which page it is, forms only from our own pages, and a policy that lets nothing else in.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ClaimNames } from '../access/claims.ts'
import { readForm } from '../door/form.ts'
import type { Route } from '../door/listen.ts'
import { type Assets, openAssets } from './assets.ts'
import { endOf } from './csv.ts'
import { type AskGraph, SignedOut } from './graph.ts'
import { html } from './html.ts'
import { layOut } from './layout.ts'
import { keptApart } from './pages/steward/work.ts'
import { accessibility, welcome } from './pages/welcome.ts'
import { findPage } from './pages.ts'
import { missingPage, problemPage } from './parts.ts'
import type { ConsoleAnswer } from './request.ts'
import { isOwnForm, type Kept, keepFor, randomId, type Session, type SigningIn } from './session.ts'
import type { SignIn } from './sign-in.ts'
import { officerName, readSteward } from './steward.ts'
import { chooseLanguage, type Language, textsOf } from './texts.ts'

export interface ConsoleOptions {
  readonly ask: AskGraph
  readonly signIn: SignIn
  /** Where a token names the officer. */
  readonly claims: ClaimNames
  /** Cookies go over https alone. */
  readonly secure: boolean
  /** Told of what went wrong, by the request's id. */
  readonly fault?: (id: string, error: unknown) => void
}

/** Nothing is loaded from elsewhere, nothing runs, and forms go to this origin alone. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const sessionMs = 30 * 60_000
const signingInMs = 10 * 60_000
const most = 10_000
const sessionCookie = 'engang-console'
const signingInCookie = 'engang-console-sign-in'

/** One request on its way to a page. */
interface Visit {
  readonly request: IncomingMessage
  readonly url: URL
  readonly language: Language
  readonly session: Session | null
}

/** What is answered, and the cookies that go with it: a value, or null to take it back. */
interface Answered {
  readonly answer: ConsoleAnswer
  readonly cookies?: Readonly<Record<string, string | null>>
  /** Who has just signed in, or out, when that is another than before. */
  readonly session?: Session | null
}

interface Console extends ConsoleOptions {
  readonly sessions: Kept<Session>
  readonly signingIn: Kept<SigningIn>
}

export function consoleRoute(options: ConsoleOptions): Route {
  const console: Console = {
    ...options,
    sessions: keepFor(sessionMs, most),
    signingIn: keepFor(signingInMs, most),
  }
  const opened = openAssets('/console/assets')
  // A failure to read them shows when somebody asks, and must not end the gateway.
  opened.catch(() => {})
  return async (request, response, { id, path }) => {
    if (path !== '/console' && !path.startsWith('/console/')) return false
    const assets = await opened
    if (!['GET', 'HEAD', 'POST'].includes(request.method ?? '')) {
      response.writeHead(405, { Allow: 'GET, HEAD, POST' }).end()
      return true
    }
    if (path.startsWith('/console/assets/')) return writeAsset(response, await assets.find(path))
    const visit = visitOf(request, console.sessions)
    const answered = await answerVisit(visit, console).catch((error: unknown): Answered => {
      if (error instanceof SignedOut) return toSignIn(visit, console)
      options.fault?.(id, error)
      return { answer: faultPage(visit.language) }
    })
    write(response, answered, visit, assets, options.secure)
    return true
  }
}

function visitOf(request: IncomingMessage, sessions: Kept<Session>): Visit {
  const url = new URL(request.url ?? '/', 'http://console')
  const session = sessions.find(cookieOf(request, sessionCookie))
  const asked = url.searchParams.get('lang')
  const language = chooseLanguage(asked, session?.language ?? null, request.headers['accept-language'])
  url.searchParams.delete('lang')
  if (session) session.language = language
  return { request, url, language, session }
}

async function answerVisit(visit: Visit, console: Console): Promise<Answered> {
  const { request, url, language, session } = visit
  const path = url.pathname.replace(/(?<=.)\/$/, '')
  if (path === '/console/accessibility') return { answer: accessibility(textsOf(language)) }
  if (path === '/console/sign-in') return beginSignIn(visit, console)
  if (path === '/console/signed-in') return completeSignIn(visit, console)
  if (!session) return path === '/console' ? { answer: welcome(textsOf(language)) } : toSignIn(visit, console)
  const isPost = request.method === 'POST'
  const form = isPost ? await readForm(request) : new URLSearchParams()
  if (!form || (isPost && !isOwnForm(session, form.get('form')))) return { answer: staleForm(visit) }
  if (isPost && path === '/console/sign-out') return signOut(visit, console)
  const elsewhere = keptApart(session, path)
  if (elsewhere) return { answer: elsewhere }
  const found = findPage(isPost ? 'POST' : 'GET', path)
  if (!found) return { answer: missingPage(textsOf(language)) }
  return {
    answer: await found.handler({
      ...{ session, texts: textsOf(language), id: found.id, query: url.searchParams, form },
      ask: (query, variables, as = session) => console.ask(as, query, variables),
    }),
  }
}

function toSignIn({ request, url }: Visit, { sessions }: Console): Answered {
  sessions.forget(cookieOf(request, sessionCookie))
  const back =
    url.pathname === '/console' ? '' : `?${new URLSearchParams({ back: url.pathname + url.search })}`
  return { answer: { to: `/console/sign-in${back}` }, cookies: { [sessionCookie]: null }, session: null }
}

async function beginSignIn({ url, language }: Visit, console: Console): Promise<Answered> {
  const asked = url.searchParams.get('back') ?? ''
  // Only to a page of ours: what comes after must not lead elsewhere.
  const back = /^\/console(\/[\w/-]*)?(\?[\w=&%.~-]*)?$/.test(asked) ? asked : '/console'
  const { address, state, verifier } = await console.signIn.begin(language)
  const id = console.signingIn.keep({ state, verifier, back, language })
  return { answer: { to: address }, cookies: { [signingInCookie]: id } }
}

async function completeSignIn({ request, url, language }: Visit, console: Console): Promise<Answered> {
  const id = cookieOf(request, signingInCookie)
  const begun = console.signingIn.find(id)
  console.signingIn.forget(id)
  const code = url.searchParams.get('code')
  const cookies = { [signingInCookie]: null }
  if (!begun || !code || url.searchParams.get('state') !== begun.state)
    return { answer: welcome(textsOf(language), true), cookies, session: null }
  const token = await console.signIn.complete(code, begun.verifier)
  const steward = await readSteward(token, console.claims, console.ask)
  const name = steward ? await officerName(token, steward, console.ask) : await nameOf(token, console.ask)
  const session: Session = {
    ...{ token, name: name ?? textsOf(begun.language).unnamed },
    ...{ formToken: randomId(), language: begun.language, actingFor: null },
    ...(steward && { steward }),
  }
  return {
    answer: { to: begun.back },
    cookies: { ...cookies, [sessionCookie]: console.sessions.keep(session) },
    session,
  }
}

async function nameOf(token: string, ask: AskGraph): Promise<string | null> {
  const { data } = await ask<{ me: { name: { full: string | null } | null } | null }>(
    { token, actingFor: null },
    '{ me { name { full } } }',
  )
  return data?.me?.name?.full ?? null
}

function signOut({ request }: Visit, { sessions }: Console): Answered {
  sessions.forget(cookieOf(request, sessionCookie))
  return { answer: { to: '/console' }, cookies: { [sessionCookie]: null }, session: null }
}

const staleForm = ({ language }: Visit): ConsoleAnswer => ({
  ...problemPage(textsOf(language), [textsOf(language).staleForm], '/console'),
  status: 403,
})

const faultPage = (language: Language): ConsoleAnswer => ({
  ...{ title: textsOf(language).faultTitle, status: 503 },
  body: html`<p>${textsOf(language).fault}</p>`,
})

function cookieOf({ headers }: IncomingMessage, name: string): string | null {
  const found = headers.cookie
    ?.split(';')
    .map(cookie => cookie.trim())
    .find(cookie => cookie.startsWith(`${name}=`))
  return found?.slice(name.length + 1) ?? null
}

// The issuer's answer comes from another site by a link: `Strict` would leave the cookie of the sign-in behind.
const cookieText = (name: string, value: string | null, secure: boolean): string =>
  `${name}=${value ?? ''}; Path=/console; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}${value === null ? '; Max-Age=0' : ''}`

function write(
  response: ServerResponse,
  { answer, cookies = {}, session }: Answered,
  visit: Visit,
  { styles }: Assets,
  secure: boolean,
): void {
  const set = Object.entries(cookies).map(([name, value]) => cookieText(name, value, secure))
  if (set.length > 0) response.setHeader('Set-Cookie', set)
  response.setHeader('Content-Security-Policy', contentSecurityPolicy)
  // Our own forms say where they come from; nobody else is told.
  response.setHeader('Referrer-Policy', 'same-origin')
  const { language, url } = visit
  if ('to' in answer) {
    response.writeHead(303, { Location: answer.to }).end()
  } else if ('file' in answer) {
    const { name, type, text } = answer.file
    const disposition = `attachment; filename="${name}"`
    const whole = text + endOf(answer.file, textsOf(language).cutShort)
    response.writeHead(200, { 'Content-Type': type, 'Content-Disposition': disposition }).end(whole)
  } else {
    const who = session === undefined ? visit.session : session
    const text = layOut(answer, { session: who, language, path: url.pathname + url.search, styles })
    response.writeHead(answer.status ?? 200, { 'Content-Type': 'text/html; charset=utf-8' }).end(text)
  }
}

function writeAsset(response: ServerResponse, asset: Awaited<ReturnType<Assets['find']>>): true {
  if (!asset) {
    response.writeHead(404).end()
    return true
  }
  const headers = { 'Content-Type': asset.type, 'Content-Length': asset.body.length }
  response.writeHead(200, { ...headers, 'Cache-Control': 'private, max-age=31536000, immutable' })
  response.end(asset.body)
  return true
}
