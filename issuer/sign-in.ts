// Signing in with a browser: the identity picker between the authorization request and the code.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'
import { type Configuration, interactionPolicy } from 'oidc-provider'
import { readForm } from '../door/form.ts'
import type { IdentitiesByName } from './identity-grant.ts'
import { type Language, pickerPage, pickerPolicy, refusalPage } from './picker.ts'

const largestForm = 4_096

/** One question: who is it? What may be read is decided by the platform, so there is nothing to consent to here. */
export function onlyPick(): NonNullable<NonNullable<Configuration['interactions']>['policy']> {
  const policy = interactionPolicy.base()
  policy.remove('consent')
  return policy
}

/** Answers `/interaction/<uid>`, the request's address being already without the issuer's path; else says false. */
export type SignIn = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

export function openSignIn(provider: Provider, identities: IdentitiesByName): SignIn {
  const people = [...identities.values()].filter(({ kind }) => kind !== 'SYSTEM')
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://local')
    if (!/^\/interaction\/[\w-]+$/.test(url.pathname)) return false
    const language = languageOf(url, request.headers['accept-language'])
    const write = (status: number, html: string): true => {
      writePage(response, status, html)
      return true
    }
    // The cookie of this sign-in must be there: it is bound to its address.
    const known = await provider.interactionDetails(request, response).then(
      ({ uid }) => url.pathname.endsWith(`/${uid}`),
      () => false,
    )
    if (!known) return write(400, refusalPage('over', language))
    if (request.method === 'GET') return write(200, pickerPage(people, language))
    if (request.method !== 'POST') return write(405, refusalPage('unknown', language))
    const form = await readForm(request, largestForm)
    const accountId = people.find(({ name }) => name === form?.get('identity'))?.name
    if (!accountId && !form?.has('cancel')) return write(400, refusalPage('unknown', language))
    const result = accountId
      ? { login: { accountId, remember: false } }
      : { error: 'access_denied', error_description: 'nobody was picked' }
    await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
    return true
  }
}

function languageOf(url: URL, accepted = ''): Language {
  const asked = url.searchParams.get('lang')
  if (asked === 'da' || asked === 'en') return asked
  return /^en\b/i.test(accepted.trim()) ? 'en' : 'da'
}

function writePage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': pickerPolicy,
    'Cache-Control': 'no-store',
    // With `no-referrer` a browser would say that the form comes from nowhere, which local-only.ts refuses.
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  })
  response.end(html)
}
