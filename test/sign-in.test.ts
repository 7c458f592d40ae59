// Signing in at the development issuer as a browser does, over real HTTP: authorization code with PKCE, and its misuse.
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { identities, listedIdentities } from '../issuer/identities.ts'
import { memory } from '../issuer/memory.ts'
import { createIssuer, type Issuer } from '../issuer/provider.ts'
import { business } from '../sample/businesses.ts'
import { person } from '../sample/persons.ts'

const loaded = new Date('2026-11-22T12:00:00Z')
let folder: string
let server: Server
let base: string
let issuer: Issuer

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engang-sign-in-'))
  server = createServer((request, response) => void issuer.handler(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  base = `http://localhost:${(server.address() as AddressInfo).port}`
  const options = { folder, audience: 'urn:engang', identities: identities(loaded) }
  issuer = await createIssuer({ ...options, issuer: `${base}/issuer` })
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
  await rm(folder, { recursive: true })
})

const pages = { playground: '/playground', console: '/console/signed-in' } as const
type Client = keyof typeof pages

/** A browser: keeps cookies, follows no redirect by itself. */
function openBrowser() {
  const cookies = new Map<string, { value: string; path: string }>()
  return async (url: string, form?: Record<string, string>, headers: Record<string, string> = {}) => {
    const { pathname } = new URL(url)
    const sent = [...cookies].filter(([, { path }]) => pathname.startsWith(path))
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: sent.map(([name, { value }]) => `${name}=${value}`).join('; '), ...headers },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value, rest] = /^([^=]+)=([^;]*)(.*)$/.exec(line)!
      cookies.set(name!, { value: value!, path: /path=([^;]+)/i.exec(rest!)?.[1] ?? '/' })
    }
    return response
  }
}
type Browser = ReturnType<typeof openBrowser>

const verifier = randomBytes(32).toString('base64url')
const challenge = createHash('sha256').update(verifier).digest('base64url')

function authorization(client: Client, change: Record<string, string | undefined> = {}): string {
  const usual = {
    client_id: client,
    response_type: 'code',
    scope: 'openid',
    redirect_uri: `${base}${pages[client]}`,
    code_challenge: challenge,
    code_challenge_method: 'S256',
    state: 'where-I-was',
    ...change,
  }
  const given = Object.entries(usual).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return `${base}/issuer/auth?${new URLSearchParams(given)}`
}

const target = (response: Response): URL => new URL(response.headers.get('location') ?? '', base)

/** Up to the picker's page; its address. */
async function toPicker(browse: Browser, client: Client, change = {}): Promise<string> {
  const response = await browse(authorization(client, change))
  expect(response.status).toBe(303)
  expect(target(response).pathname).toMatch(/^\/issuer\/interaction\/[\w-]+$/)
  return target(response).href
}

/** Up to the redirect that carries the code, or an error. */
async function signIn(client: Client, form: Record<string, string>, change = {}): Promise<URL> {
  const browse = openBrowser()
  const picker = await toPicker(browse, client, change)
  const picked = await browse(picker, form, { origin: base })
  expect(picked.status).toBe(303)
  return target(await browse(target(picked).href))
}

async function redeem(client: Client, code: string | null, change: Record<string, string> = {}) {
  const response = await fetch(`${base}/issuer/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: client,
      code: code ?? '',
      redirect_uri: `${base}${pages[client]}`,
      code_verifier: verifier,
      ...change,
    }),
  })
  return (await response.json()) as { access_token?: string; error?: string; id_token?: string }
}

const codeOf = async (client: Client, name: string) =>
  (await signIn(client, { identity: name })).searchParams.get('code')

const claimsIn = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

describe('the whole way', () => {
  test.each`
    client          | name                 | claims
    ${'playground'} | ${'anna'}            | ${{ client_id: 'playground', cpr: person('anna', loaded).number, acr: 'Substantial' }}
    ${'console'}    | ${'anna'}            | ${{ client_id: 'console', cpr: person('anna', loaded).number, acr: 'Substantial' }}
    ${'console'}    | ${'nordhavn-anna'}   | ${{ client_id: 'console', cpr: person('anna', loaded).number, cvr: business('nordhavn', loaded).cvr, acr: 'Substantial' }}
    ${'console'}    | ${'kommune-steward'} | ${{ client_id: 'kommune-forvalter', act: { sub: 'kommune-steward-1' }, officer_cpr: person('ingrid', loaded).number }}
  `('$name signs in to $client', async ({ client, name, claims }) => {
    const back = await signIn(client, { identity: name })
    expect(`${back.origin}${back.pathname}`).toBe(`${base}${pages[client as Client]}`)
    expect(back.searchParams.get('state')).toBe('where-I-was')
    const { access_token: token = '', id_token = '' } = await redeem(client, back.searchParams.get('code'))
    // The client learns who signed in, and no number.
    expect(Object.keys(claimsIn(id_token)).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'sub'])
    expect(claimsIn(id_token)).toMatchObject({ sub: name, aud: client })
    const keys = createRemoteJWKSet(new URL(`${base}/issuer/jwks`))
    const { payload } = await jwtVerify(token, keys, {
      issuer: `${base}/issuer`,
      audience: 'urn:engang',
      typ: 'at+jwt',
    })
    const { iss, aud, iat, exp, jti, sub, ...own } = payload
    expect(own).toEqual(claims)
  })

  test('someone else the next time, in the same browser', async () => {
    const browse = openBrowser()
    for (const name of ['anna', 'sofie']) {
      const picked = await browse(await toPicker(browse, 'playground'), { identity: name })
      const code = target(await browse(target(picked).href)).searchParams.get('code')
      const { access_token: token = '' } = await redeem('playground', code)
      expect(claimsIn(token).sub).toBe(name)
    }
  })

  test('nobody is signed in who cancels', async () => {
    const { searchParams } = await signIn('playground', { cancel: 'yes' })
    expect([searchParams.get('error'), searchParams.get('code')]).toEqual(['access_denied', null])
  })
})

describe('the code', () => {
  test('is good once, also when it comes twice at once', async () => {
    const code = await codeOf('playground', 'anna')
    expect(await redeem('playground', code)).toHaveProperty('access_token')
    expect(await redeem('playground', code)).toMatchObject({ error: 'invalid_grant' })
    const again = await codeOf('playground', 'anna')
    const answers = await Promise.all([1, 2, 3, 4].map(() => redeem('playground', again)))
    expect(answers.filter(({ access_token }) => access_token)).toHaveLength(1)
  })

  test.each`
    what                            | client          | change                                                | error
    ${'with another verifier'}      | ${'playground'} | ${{ code_verifier: randomBytes(32).toString('hex') }} | ${'invalid_grant'}
    ${'with the challenge itself'}  | ${'playground'} | ${{ code_verifier: challenge }}                       | ${'invalid_grant'}
    ${'without a verifier'}         | ${'playground'} | ${{ code_verifier: '' }}                              | ${'invalid_grant'}
    ${'by another client'}          | ${'console'}    | ${{}}                                                 | ${'invalid_grant'}
    ${'for another page'}           | ${'playground'} | ${{ redirect_uri: 'http://localhost:1/playground' }}  | ${'invalid_grant'}
    ${'by a system without secret'} | ${'playground'} | ${{ client_id: 'kommune-sagssystem' }}                | ${'invalid_client'}
    ${'for another audience'}       | ${'playground'} | ${{ resource: 'urn:other' }}                          | ${'invalid_target'}
  `('is worth nothing $what', async ({ client, change, error }) => {
    expect(await redeem(client, await codeOf('playground', 'anna'), change)).toMatchObject({ error })
  })

  test('that is guessed is worth nothing', async () => {
    expect(await redeem('playground', randomBytes(32).toString('base64url'))).toMatchObject({
      error: 'invalid_grant',
    })
  })
})

describe('refused before anyone is asked who they are', () => {
  // Never sent to an address that was not agreed: it would carry codes to strangers.
  test.each`
    what                        | change
    ${'a foreign page'}         | ${{ redirect_uri: 'https://evil.example/playground' }}
    ${'another page of ours'}   | ${{ redirect_uri: 'OURS/other' }}
    ${'our page with a query'}  | ${{ redirect_uri: 'OURS/playground?next=x' }}
    ${'a path that goes up'}    | ${{ redirect_uri: 'OURS/playground/../x' }}
    ${'a name that looks ours'} | ${{ redirect_uri: 'OURS.evil.example/playground' }}
    ${'no page'}                | ${{ redirect_uri: undefined }}
    ${'an unknown client'}      | ${{ client_id: 'nobody' }}
    ${'a system'}               | ${{ client_id: 'kommune-sagssystem' }}
  `('$what: answered here, sent nowhere', async ({ change }) => {
    const ours = Object.entries(change as Record<string, string | undefined>).map(([key, value]) => [
      key,
      value?.replace('OURS', base),
    ])
    const response = await openBrowser()(authorization('playground', Object.fromEntries(ours)))
    expect([response.status, response.headers.get('location')]).toEqual([400, null])
  })

  test.each`
    what                          | change                                                             | error
    ${'no challenge'}             | ${{ code_challenge: undefined, code_challenge_method: undefined }} | ${'invalid_request'}
    ${'a challenge in the plain'} | ${{ code_challenge_method: 'plain' }}                              | ${'invalid_request'}
    ${'a token without a code'}   | ${{ response_type: 'token' }}                                      | ${'unsupported_response_type'}
    ${'an id token at once'}      | ${{ response_type: 'id_token', nonce: 'n', scope: 'openid' }}      | ${'unsupported_response_type'}
    ${'another audience'}         | ${{ resource: 'urn:other' }}                                       | ${'invalid_target'}
  `('$what: sent back without a code', async ({ change, error }) => {
    const response = await openBrowser()(authorization('playground', change))
    const back = target(response)
    const said = new URLSearchParams(back.search || back.hash.slice(1))
    expect([response.status, back.pathname, said.get('error'), said.get('code')]).toEqual([
      303,
      '/playground',
      error,
      null,
    ])
  })
})

describe('the picker', () => {
  test('is a page without script, number or anything from elsewhere, in two languages', async () => {
    const browse = openBrowser()
    const picker = await toPicker(browse, 'playground')
    const response = await browse(picker)
    const html = await response.text()
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    )
    expect(response.headers.get('referrer-policy')).toBe('same-origin')
    expect(html).not.toMatch(/<script|\son\w+=|\sstyle=|src=|https?:|\d{8}/i)
    const style = /<style>([^<]*)<\/style>/.exec(html)![1]!
    const hash = createHash('sha256').update(style).digest('base64')
    expect(response.headers.get('content-security-policy')).toContain(`'sha256-${hash}'`)
    expect(html).toContain('<html lang="da">')
    for (const { name, kind, da } of listedIdentities)
      expect([name, html.includes(da.replaceAll("'", '&#39;'))]).toEqual([name, kind !== 'SYSTEM'])
    const english = await (await browse(`${picker}?lang=en`)).text()
    expect(english).toMatch(/<html lang="en">[\s\S]*Sign in as[\s\S]*Citizens/)
    const preferred = await (await browse(picker, undefined, { 'accept-language': 'en-GB,da' })).text()
    expect(preferred).toContain('<html lang="en">')
  })

  test.each`
    what                    | form                                | headers
    ${'a system'}           | ${{ identity: 'kommune' }}          | ${{}}
    ${'nobody of the list'} | ${{ identity: 'nobody' }}           | ${{}}
    ${'an object property'} | ${{ identity: '__proto__' }}        | ${{}}
    ${'an empty form'}      | ${{ other: 'anna' }}                | ${{}}
    ${'a form of 10 KB'}    | ${{ identity: 'a'.repeat(10_000) }} | ${{}}
    ${'what is no form'}    | ${{ identity: 'anna' }}             | ${{ 'content-type': 'text/plain' }}
  `('refuses $what', async ({ form, headers }) => {
    const browse = openBrowser()
    const response = await browse(await toPicker(browse, 'playground'), form, headers)
    expect([response.status, response.headers.get('location')]).toEqual([400, null])
  })

  test('answers no browser but the one that began, and no page elsewhere', async () => {
    const browse = openBrowser()
    const picker = await toPicker(browse, 'playground')
    const stranger = await openBrowser()(picker, { identity: 'anna' })
    expect([stranger.status, stranger.headers.get('location')]).toEqual([400, null])
    expect((await browse(picker, { identity: 'anna' }, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await browse(picker, { identity: 'anna' }, { origin: 'null' })).status).toBe(403)
    // One sign-in's cookie opens no other's page.
    const other = await toPicker(openBrowser(), 'playground')
    expect((await browse(other)).status).toBe(400)
  })
})

test('what is remembered is bounded, expires, and is used once', async () => {
  let at = 1_000_000
  const codes = memory(2, () => at)('AuthorizationCode')
  if (!('find' in codes)) throw new Error('no storage')
  for (const id of ['a', 'b', 'c']) await codes.upsert(id, { grantId: id }, 60)
  expect(await codes.find('a')).toBeUndefined()
  await codes.consume('b')
  await expect(codes.consume('b')).rejects.toThrow('invalid_grant')
  await codes.revokeByGrantId('c')
  expect([await codes.find('b'), await codes.find('c')]).toEqual([
    { grantId: 'b', consumed: 1_000 },
    undefined,
  ])
  at += 60_000
  expect(await codes.find('b')).toBeUndefined()
})
