// An issuer of one's own, by configuration: discovery, keys that rotate, an issuer that fails, algorithms and clocks.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { acceptedAlgorithms } from '../access/token-form.ts'
import { graphRoute } from '../door/graph.ts'
import { keysOf, openIdentity, trustedIssuer } from '../door/identity.ts'
import { type Listening, listen } from '../door/listen.ts'
import { openLog } from '../door/log.ts'
import { readSettings } from '../settings.ts'
import { type TestDatabase, testDatabase } from './database.ts'
import { type Health, startIssuer, type TestIssuer } from './jwks-issuer.ts'
import { audience, makeKey, type SigningKey, signToken } from './token-maker.ts'

const start = new Date('2026-03-01T12:00:00Z')
const [first, second, stranger] = ['first', 'second', 'stranger'].map(kid => makeKey('ES256', kid)) as [
  SigningKey,
  SigningKey,
  SigningKey,
]
let issuer: TestIssuer
let database: TestDatabase
let door: Listening | undefined
let logged: string[] = []

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.drop())
beforeEach(async () => {
  // Only what `new Date()` says: the network has its own time.
  vi.useFakeTimers({ toFake: ['Date'], now: start })
  issuer = await startIssuer()
  issuer.keys = [first]
  logged = []
})
afterEach(async () => {
  await door?.close()
  door = undefined
  await issuer.close()
  vi.useRealTimers()
})

const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1_000)

/** A door that trusts the issuer as the settings say. */
async function openDoor(environment: Record<string, string> = {}): Promise<void> {
  const settings = readSettings({ ISSUER: issuer.url, ...environment })
  const trusted = await trustedIssuer(settings, 'http://localhost:4000')
  const identity = openIdentity(settings, trusted, database.sql('access_reader'))
  const route = graphRoute({ ...identity, answer: async () => ({ body: { data: {} } }) })
  const log = openLog('requests', line => void logged.push(line))
  const shedder = { overloaded: () => false, stop() {} }
  door = await listen({ host: '127.0.0.1', port: 0, routes: [route], log, shedder })
}

const token = (key: SigningKey, claims: object = {}, kid = key.kid) => {
  const second = Math.floor(Date.now() / 1_000)
  const usual = { iss: issuer.url, aud: audience, client_id: 'a', iat: second, exp: second + 3_600 }
  return signToken(key, 'ES256', { ...usual, ...claims }, { kid })
}

async function statusOf(bearer: string): Promise<number> {
  const response = await fetch(`${door!.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    body: '{"query":"{ ok }"}',
  })
  await response.body?.cancel()
  return response.status
}

describe('keys that rotate', () => {
  test('a new key is found without a restart, as soon as the issuer may be asked again', async () => {
    await openDoor()
    expect(await statusOf(token(first))).toBe(200)
    issuer.keys = [first, second]
    expect(await statusOf(token(second))).toBe(401)
    later(31)
    expect(await statusOf(token(second))).toBe(200)
    expect(await statusOf(token(first, { jti: 'again' }))).toBe(200)
    expect(issuer.asked).toBe(2)
  })

  test('a key that the issuer took back verifies nothing when its set is read again', async () => {
    await openDoor()
    const early = token(first)
    expect(await statusOf(early)).toBe(200)
    issuer.keys = [second]
    later(301)
    // Neither a token that has been verified before, nor one that is new.
    expect([await statusOf(early), await statusOf(token(first, { jti: 'new' }))]).toEqual([401, 401])
    expect(await statusOf(token(second))).toBe(200)
    expect(issuer.asked).toBe(2)
  })

  test('tokens with unknown key ids do not disturb the issuer', async () => {
    await openDoor()
    const unknown = (count: number) =>
      Promise.all(Array.from({ length: count }, (_, index) => statusOf(token(stranger, {}, `kid-${index}`))))
    expect(new Set(await unknown(20))).toEqual(new Set([401]))
    expect(issuer.asked).toBe(1)
    later(31)
    expect(new Set(await unknown(20))).toEqual(new Set([401]))
    expect(issuer.asked).toBe(2)
  })
})

describe('an issuer that fails', () => {
  test.each<Health>(['ERROR', 'NO_JSON', 'NO_KEYS', 'ENDLESS', 'ELSEWHERE', 'SILENT'])(
    'when it is %s nobody comes in, it is left alone for a while, and then found again',
    async health => {
      await openDoor()
      issuer.health = health
      expect(await statusOf(token(first))).toBe(503)
      expect(await statusOf(token(stranger, {}, 'other'))).toBe(503)
      expect(issuer.asked).toBe(1)
      issuer.health = 'UP'
      later(3)
      expect(await statusOf(token(first))).toBe(200)
      expect(logged.join()).not.toContain('127.0.0.1:')
    },
  )

  test('who was known stays known for five minutes and no longer; new tokens by a known key too', async () => {
    await openDoor()
    const known = token(first)
    expect(await statusOf(known)).toBe(200)
    issuer.health = 'ERROR'
    later(290)
    expect([await statusOf(known), await statusOf(token(first, { jti: 'b' }))]).toEqual([200, 200])
    later(20)
    expect([await statusOf(known), await statusOf(token(first, { jti: 'c' }))]).toEqual([503, 503])
  })
})

describe('the discovery document', () => {
  test.each`
    what                      | change                                      | message
    ${'of another issuer'}    | ${{ issuer: 'https://elsewhere.example' }}  | ${/is of another issuer/}
    ${'with a slash more'}    | ${(url: string) => ({ issuer: `${url}/` })} | ${/is of another issuer/}
    ${'without keys'}         | ${{ jwks_uri: undefined }}                  | ${/names no keys/}
    ${'with keys of no kind'} | ${{ jwks_uri: 7 }}                          | ${/names no keys/}
  `('$what stops the start with what to do', async ({ change, message }) => {
    const changed = typeof change === 'function' ? change(issuer.url) : change
    issuer.discovery = { ...issuer.discovery, ...changed }
    await expect(openDoor()).rejects.toThrow(message)
  })

  test('may not lead away from TLS', () => {
    const named = 'https://login.example'
    const keys = (jwks_uri: string) => keysOf({ issuer: named, jwks_uri }, named).href
    expect(keys('https://keys.example/set')).toBe('https://keys.example/set')
    expect(() => keys('http://keys.example/set')).toThrow(/without TLS/)
  })

  test('that nobody answers stops the start, and is not needed where ISSUER_JWKS is set', async () => {
    const gone = 'http://127.0.0.1:1'
    await expect(openDoor({ ISSUER: gone })).rejects.toThrow(/ISSUER_JWKS/)
    await openDoor({ ISSUER: gone, ISSUER_JWKS: issuer.jwks.href })
    expect(await statusOf(token(first, { iss: gone }))).toBe(200)
    expect(await statusOf(token(first))).toBe(401)
  })
})

test.each`
  algorithms       | by         | status
  ${'ES256'}       | ${'ES256'} | ${200}
  ${'RS256'}       | ${'ES256'} | ${401}
  ${'RS256,ES256'} | ${'ES256'} | ${200}
`('TOKEN_ALGORITHMS=$algorithms: a token by $by gets $status', async ({ algorithms, status }) => {
  await openDoor({ TOKEN_ALGORITHMS: algorithms })
  expect(await statusOf(token(first))).toBe(status)
})

test.each`
  skew    | ended | status
  ${'0'}  | ${1}  | ${401}
  ${'30'} | ${20} | ${200}
  ${'30'} | ${40} | ${401}
`('CLOCK_SKEW=$skew: a token that ended $ended seconds ago gets $status', async ({ skew, ended, status }) => {
  await openDoor({ CLOCK_SKEW: skew })
  expect(await statusOf(token(first, { exp: Date.now() / 1_000 - ended }))).toBe(status)
})

test.each`
  name                  | text            | message
  ${'TOKEN_ALGORITHMS'} | ${'HS256'}      | ${'TOKEN_ALGORITHMS must be one of: RS256, PS256, ES256, EdDSA.'}
  ${'TOKEN_ALGORITHMS'} | ${'ES256,none'} | ${'TOKEN_ALGORITHMS must be one of: RS256, PS256, ES256, EdDSA.'}
  ${'CLOCK_SKEW'}       | ${'600'}        | ${'CLOCK_SKEW must be a whole number from 0 to 60.'}
`('$name=$text stops the start', ({ name, text, message }) => {
  expect(() => readSettings({ [name]: text })).toThrow(message)
})

test('the settings offer the algorithms that the verifier knows', () => {
  expect(readSettings({}).tokenAlgorithms).toEqual(acceptedAlgorithms)
})
