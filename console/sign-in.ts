// Signing in at the configured issuer: authorization code with PKCE (RFC 7636), the token fetched by this server.
import { createHash, randomBytes } from 'node:crypto'

/** Where the issuer is asked, and as whom. */
export interface SignInOptions {
  readonly issuer: string
  readonly client: string
  /** Empty: a public client. */
  readonly secret: string
  /** Where the issuer sends the browser back to. */
  readonly redirect: string
  /** The resource that the token is for. */
  readonly audience: string
}

export interface Begun {
  /** Where the browser goes. */
  readonly address: string
  readonly state: string
  readonly verifier: string
}

export interface SignIn {
  begin(language: string): Promise<Begun>
  /** The access token for a code. Rejects when the issuer refuses it. */
  complete(code: string, verifier: string): Promise<string>
}

interface Endpoints {
  readonly authorization_endpoint: string
  readonly token_endpoint: string
}

const deadlineMs = 5_000
const random = () => randomBytes(32).toString('base64url')

export function openSignIn({ issuer, client, secret, redirect, audience }: SignInOptions): SignIn {
  let described: Promise<Endpoints> | null = null
  const endpoints = (): Promise<Endpoints> => {
    described ??= describe(issuer).catch(error => {
      // An issuer that could not be reached is asked again by the next who signs in.
      described = null
      throw error
    })
    return described
  }
  return {
    async begin(language) {
      const { authorization_endpoint } = await endpoints()
      const [state, verifier] = [random(), random()]
      const address = new URL(authorization_endpoint)
      const challenge = createHash('sha256').update(verifier).digest('base64url')
      const asked = {
        ...{ response_type: 'code', client_id: client, redirect_uri: redirect, scope: 'openid', state },
        ...{ code_challenge: challenge, code_challenge_method: 'S256', ui_locales: language },
        ...(URL.canParse(audience) && { resource: audience }),
      }
      for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value)
      return { address: address.href, state, verifier }
    },
    async complete(code, verifier) {
      const { token_endpoint } = await endpoints()
      const body = new URLSearchParams({
        ...{ grant_type: 'authorization_code', code, redirect_uri: redirect, code_verifier: verifier },
        ...(secret === '' && { client_id: client }),
      })
      const headers = new Headers(secret === '' ? {} : { Authorization: basic(client, secret) })
      const answer = await fetch(token_endpoint, {
        ...{ method: 'POST', body, headers, redirect: 'error' },
        signal: AbortSignal.timeout(deadlineMs),
      })
      const { access_token: token } = (await answer.json()) as { access_token?: unknown }
      if (!answer.ok || typeof token !== 'string') throw new Error('The issuer gave no token.')
      return token
    },
  }
}

/** RFC 6749 § 2.3.1. */
const basic = (client: string, secret: string): string =>
  `Basic ${Buffer.from(`${encodeURIComponent(client)}:${encodeURIComponent(secret)}`).toString('base64')}`

/** OpenID Connect Discovery 1.0 § 4. */
async function describe(issuer: string): Promise<Endpoints> {
  const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    redirect: 'error',
    signal: AbortSignal.timeout(deadlineMs),
  })
  const described = (await answer.json()) as Partial<Endpoints>
  const { authorization_endpoint, token_endpoint } = described
  if (!authorization_endpoint || !token_endpoint) throw new Error('The issuer does not describe itself.')
  return { authorization_endpoint, token_endpoint }
}
