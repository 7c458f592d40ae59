// Makes tokens for tests, honest and forged, with real keys that live as long as the test.
import { createHmac, createSign, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { JWK } from 'jose'
import type { ClaimNames } from '../access/claims.ts'
import type { Algorithm } from '../access/token-form.ts'

export const issuer = 'https://issuer.example'
export const audience = 'urn:engang'
export const claimNames: ClaimNames = {
  client: 'client_id',
  officer: 'act.sub',
  officerPerson: 'officer_cpr',
  person: 'cpr',
  business: 'cvr',
  assurance: 'acr',
}

export interface SigningKey {
  readonly kid: string
  readonly privateKey: KeyObject
  readonly jwk: JWK
}

export function makeKey(algorithm: Algorithm, kid: string): SigningKey {
  const pair =
    algorithm === 'ES256'
      ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
      : algorithm === 'EdDSA'
        ? generateKeyPairSync('ed25519')
        : generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = { ...(pair.publicKey.export({ format: 'jwk' }) as JWK), kid, alg: algorithm, use: 'sig' }
  return { kid, privateKey: pair.privateKey, jwk }
}

export const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Claims of a system's token, good for five minutes from `at`. */
export function goodClaims(at: Date): Record<string, unknown> {
  const second = Math.floor(at.getTime() / 1_000)
  return { iss: issuer, aud: audience, client_id: 'case-system', iat: second, exp: second + 300 }
}

/** Signs any header and claims, sensible or not. `undefined` leaves a member out. */
export function signToken(
  key: SigningKey,
  algorithm: Algorithm,
  claims: Readonly<Record<string, unknown>>,
  header: Readonly<Record<string, unknown>> = {},
): string {
  const signed = `${encode({ alg: algorithm, kid: key.kid, typ: 'at+jwt', ...header })}.${encode(claims)}`
  return `${signed}.${signature(key.privateKey, algorithm, signed).toString('base64url')}`
}

function signature(key: KeyObject, algorithm: Algorithm, text: string): Buffer {
  const bytes = Buffer.from(text)
  if (algorithm === 'EdDSA') return sign(null, bytes, key)
  if (algorithm === 'ES256') return sign('sha256', bytes, { key, dsaEncoding: 'ieee-p1363' })
  if (algorithm === 'PS256') return sign('sha256', bytes, { key, padding: 6, saltLength: 32 })
  return createSign('sha256').update(bytes).sign(key)
}

/** The old confusion: the public key, which everyone has, taken for the secret of an HMAC. */
export function signWithPublicKey(key: SigningKey, claims: Readonly<Record<string, unknown>>): string {
  const signed = `${encode({ alg: 'HS256', kid: key.kid, typ: 'at+jwt' })}.${encode(claims)}`
  return `${signed}.${createHmac('sha256', JSON.stringify(key.jwk)).update(signed).digest('base64url')}`
}
