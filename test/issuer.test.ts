// The development issuer over real HTTP: who gets a token, what it says, and what is refused.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRemoteJWKSet, decodeProtectedHeader, importJWK, type JWK, jwtVerify, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type DemoSecrets, demoSecrets } from '../issuer/demo-systems.ts'
import { identities, listedIdentities } from '../issuer/identities.ts'
import { identityGrant } from '../issuer/identity-grant.ts'
import { createIssuer, type Issuer } from '../issuer/provider.ts'
import { fetchToken } from '../issuer/token.ts'
import { business } from '../sample/businesses.ts'
import { person } from '../sample/persons.ts'

const loaded = new Date('2026-11-22T12:00:00Z')
const audience = 'urn:engang'
let folder: string
let server: Server
let port: number
let base: string
let issuer: Issuer
let secrets: DemoSecrets

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engang-issuer-'))
  server = createServer(async (incoming, response) => {
    if (!(await issuer.handler(incoming, response))) response.writeHead(404).end('not the issuer')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  base = `http://localhost:${port}`
  issuer = await make()
  secrets = await demoSecrets(folder)
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
  await rm(folder, { recursive: true })
})

const make = () =>
  createIssuer({ issuer: `${base}/issuer`, folder, audience, identities: identities(loaded) })

describe('tokens', () => {
  test.each`
    name                  | client                  | claims
    ${'kommune'}          | ${'kommune-sagssystem'} | ${{}}
    ${'skat'}             | ${'skat-sagssystem'}    | ${{}}
    ${'bank'}             | ${'bank-kreditsystem'}  | ${{}}
    ${'anna'}             | ${'playground'}         | ${{ cpr: person('anna', loaded).number, acr: 'Substantial' }}
    ${'bo'}               | ${'playground'}         | ${{ cpr: person('bo', loaded).number, acr: 'Substantial' }}
    ${'nordhavn-anna'}    | ${'playground'}         | ${{ cpr: person('anna', loaded).number, cvr: business('nordhavn', loaded).cvr, acr: 'Substantial' }}
    ${'kommune-steward'}  | ${'kommune-forvalter'}  | ${{ act: { sub: 'kommune-steward-1' }, officer_cpr: person('ingrid', loaded).number }}
    ${'operator-steward'} | ${'operator-forvalter'} | ${{ act: { sub: 'operator-steward-1' } }}
  `('$name is $client', async ({ name, client, claims }) => {
    const { token, expiresIn } = await fetchToken(base, name, folder)
    const keys = createRemoteJWKSet(new URL(`${base}/issuer/jwks`))
    const { payload } = await jwtVerify(token, keys, { issuer: `${base}/issuer`, audience, typ: 'at+jwt' })
    const { iss, aud, iat, exp, jti, sub, client_id, ...rest } = payload
    expect({ client_id, aud, lifetime: Number(exp) - Number(iat), expiresIn }).toEqual({
      client_id: client,
      aud: audience,
      lifetime: 3_600,
      expiresIn: 3_600,
    })
    expect(rest).toEqual(claims)
    expect([iss, jti, sub].every(Boolean)).toBe(true)
  })

  test('everyone on the list gets one, each a different one', async () => {
    const tokens = await Promise.all(listedIdentities.map(({ name }) => fetchToken(base, name, folder)))
    expect(new Set(tokens.map(({ token }) => token)).size).toBe(listedIdentities.length)
  })

  test('the list that others see holds no number', () => {
    expect(JSON.stringify(listedIdentities)).not.toMatch(/\d{8}/)
  })

  test('keys and secrets outlive a restart, are readable by their owner only, and the public set is public', async () => {
    const { token } = await fetchToken(base, 'su', folder)
    const again = await make()
    expect(again.jwks).toEqual(issuer.jwks)
    expect(again.jwks.keys.map(key => Object.keys(key))).toEqual([['kty', 'n', 'e', 'kid', 'alg', 'use']])
    expect(decodeProtectedHeader(token).kid).toBe(again.jwks.keys[0]?.kid)
    for (const name of ['issuer-keys.json', 'demo-secrets.json'])
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
  })

  test('claims are named as the settings say', async () => {
    const claimNames = {
      client: 'azp',
      officer: 'actor.id',
      officerPerson: 'actor.cpr',
      person: 'dk.cpr',
      business: 'dk.cvr',
      assurance: 'loa',
    }
    const former = issuer
    issuer = await createIssuer({
      issuer: `${base}/issuer`,
      folder,
      audience: 'engang',
      identities: identities(loaded),
      claimNames,
      assurance: 'https://data.gov.dk/concept/core/nsis/Substantial',
    })
    try {
      const claims = async (name: string) =>
        JSON.parse(
          Buffer.from(
            (await fetchToken(base, name, folder)).token.split('.')[1] ?? '',
            'base64url',
          ).toString(),
        )
      expect(await claims('nordhavn-anna')).toMatchObject({
        aud: 'engang',
        azp: 'playground',
        dk: { cpr: person('anna', loaded).number, cvr: business('nordhavn', loaded).cvr },
        loa: 'https://data.gov.dk/concept/core/nsis/Substantial',
      })
      expect(await claims('kommune-steward')).toMatchObject({
        azp: 'kommune-forvalter',
        actor: { id: 'kommune-steward-1', cpr: person('ingrid', loaded).number },
      })
    } finally {
      issuer = former
    }
  })
})

describe('refused', () => {
  const basic = (client: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}`,
  })
  const ofSystem = { grant_type: 'client_credentials' }
  const ofIdentity = (identity: string) => ({ grant_type: identityGrant, client_id: 'playground', identity })

  test.each`
    what                                | form                                                                                    | headers                                   | error
    ${'a wrong secret'}                 | ${ofSystem}                                                                             | ${basic('kommune-sagssystem', 'guessed')} | ${'invalid_client'}
    ${'an unknown client'}              | ${ofSystem}                                                                             | ${basic('nobody', 'guessed')}             | ${'invalid_client'}
    ${'a secret where a key is agreed'} | ${ofSystem}                                                                             | ${basic('skat-sagssystem', 'guessed')}    | ${'invalid_client'}
    ${'a secret in the form'}           | ${{ ...ofSystem, client_id: 'su-sagssystem', client_secret: 'x' }}                      | ${{}}                                     | ${'invalid_client'}
    ${'the public client as a system'}  | ${{ ...ofSystem, client_id: 'playground' }}                                             | ${{}}                                     | ${'invalid_request'}
    ${'an unknown identity'}            | ${ofIdentity('nobody')}                                                                 | ${{}}                                     | ${'invalid_request'}
    ${'the name of an object property'} | ${ofIdentity('__proto__')}                                                              | ${{}}                                     | ${'invalid_request'}
    ${'no identity'}                    | ${{ grant_type: identityGrant, client_id: 'playground' }}                               | ${{}}                                     | ${'invalid_request'}
    ${'a password'}                     | ${{ grant_type: 'password', client_id: 'playground', username: 'anna', password: 'x' }} | ${{}}                                     | ${'unsupported_grant_type'}
  `('$what', async ({ form, headers, error }) => {
    const { status, body } = await askToken(form, headers)
    expect({ ok: status < 400, error: body.error }).toEqual({ ok: false, error })
  })

  test('a token for another audience', async () => {
    const { secret } = secrets['su-sagssystem'] as { secret: string }
    const { body } = await askToken({ ...ofSystem, resource: 'urn:other' }, basic('su-sagssystem', secret))
    expect(body.error).toBe('invalid_target')
  })

  test('the identity grant is not for systems', async () => {
    const { secret } = secrets['su-sagssystem'] as { secret: string }
    const { body } = await askToken(
      { grant_type: identityGrant, identity: 'anna' },
      basic('su-sagssystem', secret),
    )
    expect(body.error).toBe('invalid_request')
  })

  test.each([
    '/issuer/auth?client_id=playground&response_type=code',
    '/issuer/me',
    '/issuer/session/end',
    '/issuer/reg',
    '/issuer/interaction/x',
  ])('nothing for a browser at %s', async path => {
    const response = await fetch(`${base}${path}`, { redirect: 'manual' })
    expect(response.status).toBeGreaterThanOrEqual(400)
  })

  test('an address outside the issuer is left to others', async () => {
    expect(await (await fetch(`${base}/issuers/token`)).text()).toBe('not the issuer')
  })
})

describe('a system that signs for itself', () => {
  const sign = async (change: (jwt: SignJWT) => SignJWT, key?: JWK) => {
    const own = (secrets['skat-sagssystem'] as { privateKey: JWK }).privateKey
    const jwt = new SignJWT()
      .setProtectedHeader({ alg: 'ES256', kid: own.kid })
      .setIssuer('skat-sagssystem')
      .setSubject('skat-sagssystem')
      .setAudience(`${base}/issuer/token`)
      .setJti(randomUUID())
      .setIssuedAt()
      .setExpirationTime('100 seconds')
    return change(jwt).sign(await importJWK(key ?? own, 'ES256'))
  }
  const askWith = async (assertion: string) =>
    askToken({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    })
  const seconds = () => Math.floor(Date.now() / 1_000)

  test('one assertion gives one token, also when it comes twice at once', async () => {
    const assertion = await sign(jwt => jwt)
    expect((await askWith(assertion)).status).toBe(200)
    expect((await askWith(assertion)).body.error).toBe('invalid_client')
    const twice = await sign(jwt => jwt)
    const statuses = (await Promise.all([1, 2, 3, 4].map(() => askWith(twice)))).map(({ status }) => status)
    expect(statuses.filter(status => status === 200)).toHaveLength(1)
  })

  test.each`
    what                            | change
    ${'lasting 121 seconds'}        | ${(jwt: SignJWT) => jwt.setExpirationTime('121 seconds')}
    ${'made earlier, lasting long'} | ${(jwt: SignJWT) => jwt.setIssuedAt(seconds() - 100)}
    ${'expired'}                    | ${(jwt: SignJWT) => jwt.setIssuedAt(seconds() - 60).setExpirationTime(seconds() - 1)}
    ${'not yet valid'}              | ${(jwt: SignJWT) => jwt.setNotBefore('1 minute')}
    ${'for another audience'}       | ${(jwt: SignJWT) => jwt.setAudience('https://elsewhere.example')}
    ${'in another client’s name'}   | ${(jwt: SignJWT) => jwt.setIssuer('su-sagssystem')}
  `('an assertion $what is refused', async ({ change }) => {
    expect((await askWith(await sign(change))).body.error).toBe('invalid_client')
  })

  test('an assertion signed with another key is refused', async () => {
    const stranger = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign'])
    const key = await crypto.subtle.exportKey('jwk', stranger.privateKey)
    const forged = { kty: 'EC', crv: 'P-256', x: key.x, y: key.y, d: key.d, kid: 'skat-sagssystem' }
    expect((await askWith(await sign(jwt => jwt, forged))).body.error).toBe('invalid_client')
  })
})

describe('asked from elsewhere', () => {
  test.each`
    what                                  | headers                                                    | status
    ${'by its loopback name'}             | ${{}}                                                      | ${200}
    ${'by its address'}                   | ${{ host: '127.0.0.1:80' }}                                | ${200}
    ${'from its own page'}                | ${{ host: 'localhost:80', origin: 'http://localhost:80' }} | ${200}
    ${'by a name that leads to loopback'} | ${{ host: 'rebound.example' }}                             | ${403}
    ${'from another site’s page'}         | ${{ origin: 'https://evil.example' }}                      | ${403}
    ${'from a page without origin'}       | ${{ origin: 'null' }}                                      | ${403}
    ${'through a proxy'}                  | ${{ 'x-forwarded-for': '192.0.2.7' }}                      | ${403}
    ${'through a standard proxy'}         | ${{ forwarded: 'for=192.0.2.7' }}                          | ${403}
  `('$what: $status', async ({ headers, status }) => {
    expect(await statusOf('/issuer/jwks', headers)).toBe(status)
  })
})

test('an unknown name is answered with the list; a silent address with what to start', async () => {
  await expect(fetchToken(base, 'nobody', folder)).rejects.toThrow(/No such identity\. Use one of: kommune, /)
  await expect(fetchToken('http://127.0.0.1:1', 'anna', folder)).rejects.toThrow(/Start it first: npm start/)
})

async function askToken(form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${base}/issuer/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  })
  const body = (await response.json()) as { error?: string; access_token?: string }
  return { status: response.status, body }
}

function statusOf(path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers }, response => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}
