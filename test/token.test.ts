// Every token that is not ours is refused, with a fault for the log that holds nothing of the token.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KeysUnavailable } from '../access/issuer-keys.ts'
import { remember } from '../access/remember.ts'
import { createVerifier, type VerifierOptions } from '../access/token.ts'
import { acceptedAlgorithms, TokenRefused } from '../access/token-form.ts'
import {
  audience,
  claimNames,
  encode,
  goodClaims,
  issuer,
  makeKey,
  type SigningKey,
  signToken,
  signWithPublicKey,
} from './token-maker.ts'

const now = new Date('2026-03-01T12:00:00Z')
const seconds = now.getTime() / 1_000
const good = goodClaims(now)
const keys = Object.fromEntries(acceptedAlgorithms.map(name => [name, makeKey(name, name)]))
const key = keys.RS256!
const ec = keys.ES256!
const stranger = makeKey('RS256', 'RS256')
const jwks = { keys: Object.values(keys).map(({ jwk }) => jwk) }
const options: VerifierOptions = { issuer, audience, keys: () => jwks, claims: claimNames }
const verify = createVerifier(options, () => now)

async function faultOf(token: string, by = verify): Promise<string> {
  try {
    await by(token)
    return 'accepted'
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error
    // The message may be logged, so it holds the fault and nothing of the token.
    expect(error.message).toBe(`The token is not accepted: ${error.fault}.`)
    expect(error.cause).toBeUndefined()
    return error.fault
  }
}

test.each(acceptedAlgorithms)('%s: an honest token is accepted', async algorithm => {
  const { claims, expires } = await verify(signToken(keys[algorithm]!, algorithm, good))
  expect(expires).toEqual(new Date((seconds + 300) * 1_000))
  expect(claims).toEqual({
    client: 'case-system',
    officer: null,
    officerCpr: null,
    cpr: null,
    cvr: null,
    assurance: null,
    actors: [],
    authorizationDetails: [],
  })
})

const honest = signToken(key, 'RS256', good)
const [header, payload, mark] = honest.split('.') as [string, string, string]

// biome-ignore format: a table
test.each([
  ['nothing', '', 'FORM'],
  ['one part', 'abc', 'FORM'],
  ['a JWE: five parts', `${header}.${payload}.${mark}.${mark}.${mark}`, 'FORM'],
  ['padding after the signature', `${honest}==`, 'FORM'],
  ['padding in the payload', `${header}.${payload}=.${mark}`, 'FORM'],
  ['white space inside', `${header}.${payload.slice(0, 9)} ${payload.slice(9)}.${mark}`, 'FORM'],
  ['a line end after it', `${honest}\n`, 'FORM'],
  ['plain base64 instead of base64url', `${header}.${payload}.+/${mark.slice(2)}`, 'FORM'],
  ['stray bits in the last letter', `${header}.${payload}.${mark.slice(0, -1)}${mark.endsWith('A') ? 'B' : mark.endsWith('Q') ? 'R' : mark.endsWith('g') ? 'h' : 'x'}`, 'FORM'],
  ['10,000 letters', signToken(key, 'RS256', { ...good, more: 'a'.repeat(10_000) }), 'FORM'],
  ['JSON instead of the compact form', JSON.stringify({ payload, protected: header, signature: mark }), 'FORM'],
  ['alg none, unsigned', `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`, 'FORM'],
  ['alg none, with the signature', `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.${mark}`, 'ALGORITHM'],
  ['alg None', `${encode({ alg: 'None', typ: 'at+jwt' })}.${payload}.${mark}`, 'ALGORITHM'],
  ['no alg', `${encode({ typ: 'at+jwt' })}.${payload}.${mark}`, 'ALGORITHM'],
  ['alg as a list', `${encode({ alg: ['RS256'], typ: 'at+jwt' })}.${payload}.${mark}`, 'ALGORITHM'],
  ['HS256 with the public key', signWithPublicKey(key, good), 'ALGORITHM'],
  ['RS512', signToken(key, 'RS256', good, { alg: 'RS512' }), 'ALGORITHM'],
  ['PS256 by the key for RS256', signToken(key, 'PS256', good), 'KEY'],
  ['ES256 said of an RSA signature', signToken(key, 'RS256', good, { alg: 'ES256' }), 'KEY'],
  ['RS256 said of an EC key', signToken(ec, 'ES256', good, { alg: 'RS256' }), 'KEY'],
  ['jku', signToken(key, 'RS256', good, { jku: 'https://issuer.example/keys' }), 'HEADER'],
  ['x5u', signToken(key, 'RS256', good, { x5u: 'https://issuer.example/keys' }), 'HEADER'],
  ['jwk of the forger', signToken(stranger, 'RS256', good, { jwk: stranger.jwk }), 'HEADER'],
  ['crit', signToken(key, 'RS256', good, { crit: ['exp'] }), 'HEADER'],
  ['b64', signToken(key, 'RS256', good, { b64: false }), 'HEADER'],
  ['kid as a number', signToken(key, 'RS256', good, { kid: 7 }), 'HEADER'],
  ['kid as a path', signToken(key, 'RS256', good, { kid: '../../dev/null' }), 'KEY'],
  ['a kid that the issuer does not have', signToken(makeKey('RS256', 'foreign'), 'RS256', good), 'KEY'],
  ["our issuer's kid on another key", signToken(stranger, 'RS256', good), 'SIGNATURE'],
  ['header that is no object', `${encode([1])}.${payload}.${mark}`, 'HEADER'],
  ['header that is no JSON', `${Buffer.from('{').toString('base64url')}.${payload}.${mark}`, 'HEADER'],
  ['no typ', signToken(key, 'RS256', good, { typ: undefined }), 'TYPE'],
  ['an assertion for the issuer', signToken(key, 'RS256', good, { typ: 'client-authentication+jwt' }), 'TYPE'],
  ['a logout token', signToken(key, 'RS256', good, { typ: 'logout+jwt' }), 'TYPE'],
  ['changed claims', `${header}.${encode({ ...good, client_id: 'other' })}.${mark}`, 'SIGNATURE'],
  ['claims that are no object', signToken(key, 'RS256', [1] as never), 'CLAIMS'],
])('%s is refused', async (_name, token, fault) => {
  expect(await faultOf(token)).toBe(fault)
})

describe('claims', () => {
  // biome-ignore format: a table
  test.each([
    ['another audience', { aud: 'urn:other' }, 'AUDIENCE'],
    ['no audience', { aud: undefined }, 'AUDIENCE'],
    ['ours and another audience', { aud: [audience, 'urn:other'] }, 'AUDIENCE'],
    ['ours twice', { aud: [audience, audience] }, 'AUDIENCE'],
    ['ours with more behind it', { aud: `${audience}:other` }, 'AUDIENCE'],
    ['a list of ours alone', { aud: [audience] }, 'accepted'],
    ['another issuer', { iss: 'https://issuer.example.evil' }, 'ISSUER'],
    ['our issuer with a slash', { iss: `${issuer}/` }, 'ISSUER'],
    ['no issuer', { iss: undefined }, 'ISSUER'],
    ['no end', { exp: undefined }, 'TIME'],
    ['the end as text', { exp: String(seconds + 300) }, 'TIME'],
    ['ended 10 s ago', { exp: seconds - 10 }, 'TIME'],
    ['ended 3 s ago: within the tolerance', { exp: seconds - 3 }, 'accepted'],
    ['valid in 10 s', { nbf: seconds + 10 }, 'TIME'],
    ['valid in 3 s: within the tolerance', { nbf: seconds + 3 }, 'accepted'],
    ['issued in 10 s', { iat: seconds + 10 }, 'TIME'],
    ['issued as text', { iat: 'now' }, 'TIME'],
    ['no client', { client_id: undefined }, 'CLAIMS'],
    ['empty client', { client_id: '' }, 'CLAIMS'],
    ['client as a list', { client_id: ['case-system'] }, 'CLAIMS'],
    ['act without sub', { act: { client_id: 'x' } }, 'CLAIMS'],
    ['act as text', { act: 'officer-1' }, 'CLAIMS'],
    ['person null', { cpr: null }, 'CLAIMS'],
    ['person of nine digits', { cpr: '010170123' }, 'CLAIMS'],
    ['person as a number', { cpr: 101701234 }, 'CLAIMS'],
    ['business of seven digits', { cvr: '9900001' }, 'CLAIMS'],
    ['details that are no list', { authorization_details: {} }, 'CLAIMS'],
    ['may_act of another client (P26)', { may_act: { sub: 'other-system' } }, 'CLAIMS'],
    ['may_act of this client', { may_act: { sub: 'case-system' } }, 'accepted'],
    ['may_act of nobody', { may_act: {} }, 'CLAIMS'],
    ['six actors in a chain', { act: chain(6) }, 'CLAIMS'],
  ])('%s', async (_name, change, fault) => {
    expect(await faultOf(signToken(key, 'RS256', { ...good, ...change }))).toBe(fault)
  })

  test('are read from where the settings say', async () => {
    const claims = { ...claimNames, person: 'https://data.example/cpr.number', officer: 'user.id' }
    const reader = createVerifier({ ...options, claims }, () => now)
    const token = {
      ...good,
      'https://data.example/cpr.number': '010170-1234',
      user: { id: 'o-1' },
      act: chain(2),
    }
    const read = await reader(signToken(key, 'RS256', token))
    expect(read.claims).toMatchObject({ cpr: '0101701234', officer: 'o-1', actors: ['a2', 'a1'] })
  })
})

function chain(length: number): object {
  return length === 1 ? { sub: 'a1' } : { sub: `a${length}`, act: chain(length - 1) }
}

describe("the issuer's keys", () => {
  const with_ = (change: object) => ({ keys: [{ ...key.jwk, ...change }] })
  // biome-ignore format: a table
  test.each([
    ['for encryption', with_({ use: 'enc' })],
    ['for other operations', with_({ key_ops: ['encrypt'] })],
    ['for another algorithm', with_({ alg: 'PS256' })],
    ['a private key in the list', { keys: [{ ...key.privateKey.export({ format: 'jwk' }), kid: key.kid }] }],
    ['a shared secret', { keys: [{ kty: 'oct', k: 'AAAA', kid: key.kid }] }],
    ['none', { keys: [] }],
    ['no key set', {} as never],
  ])('%s do not verify', async (_name, set) => {
    expect(await faultOf(honest, createVerifier({ ...options, keys: () => set as never }, () => now))).toBe('KEY')
  })

  test('that change are taken up', async () => {
    let current: { keys: SigningKey['jwk'][] } = { keys: [key.jwk] }
    const verifier = createVerifier({ ...options, keys: () => current }, () => now)
    const later = makeKey('ES256', 'later')
    const token = signToken(later, 'ES256', good)
    expect(await faultOf(token, verifier)).toBe('KEY')
    current = { keys: [later.jwk] }
    expect(await faultOf(token, verifier)).toBe('accepted')
    expect(await faultOf(honest, verifier)).toBe('KEY')
  })
})

describe('keys at an address', () => {
  let asked = 0
  const server = createServer((_request, response) => {
    asked++
    response.setHeader('content-type', 'application/json').end(JSON.stringify(jwks))
  })
  beforeAll(() => new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve)))
  afterAll(() => new Promise<unknown>(resolve => server.close(resolve)))
  const at = () => new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`)

  test('are fetched once, and unknown kids do not fetch them again and again', async () => {
    const verifier = createVerifier({ ...options, keys: at() }, () => now)
    expect(await faultOf(honest, verifier)).toBe('accepted')
    for (const kid of ['a', 'b', 'c', 'd']) {
      expect(await faultOf(signToken(makeKey('ES256', kid), 'ES256', good), verifier)).toBe('KEY')
    }
    expect(asked).toBe(1)
  })

  test('an issuer that is down verifies nothing', async () => {
    const verifier = createVerifier({ ...options, keys: new URL('http://127.0.0.1:1/keys') }, () => now)
    await expect(verifier(honest)).rejects.toThrow(KeysUnavailable)
  })
})

describe('a remembered token', () => {
  let at = now
  const found: string[] = []
  const look = remember(
    async token => {
      found.push(token)
      if (token === 'bad') throw new TokenRefused('KEY')
      return { value: token.length, expires: new Date(now.getTime() + 1_000) }
    },
    2,
    () => at,
  )

  // biome-ignore format: a table
  test.each([
    ['is found', 'a', 0, ['a']],
    ['is not looked for again', 'a', 999, []],
    ['is looked for when it has expired', 'a', 1_000, ['a']],
    ['has others beside it', 'b', 0, ['b']],
    ['is used, so that the other is the longest unused', 'a', 0, []],
    ['makes room for a third', 'c', 0, ['c']],
    ['has stayed', 'a', 0, []],
    ['was the longest unused', 'b', 0, ['b']],
  ])('%s', async (_name, token, after, looked) => {
    at = new Date(now.getTime() + after)
    found.length = 0
    expect(await look(token)).toBe(1)
    expect(found).toEqual(looked)
  })

  test('that failed is tried again', async () => {
    found.length = 0
    await expect(look('bad')).rejects.toThrow(TokenRefused)
    await expect(look('bad')).rejects.toThrow(TokenRefused)
    expect(found).toEqual(['bad', 'bad'])
  })
})
