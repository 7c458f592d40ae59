// Verifies a caller's own token: signed by our issuer, for us alone, in time. It proves who they are, nothing more.
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { type ClaimNames, readClaims, type TokenClaims } from './claims.ts'
import { KeysUnavailable, remoteKeys } from './issuer-keys.ts'
import { type Algorithm, acceptedAlgorithms, checkForm, type TokenFault, TokenRefused } from './token-form.ts'

export interface VerifierOptions {
  /** The token's `iss`, to the letter. */
  readonly issuer: string
  readonly audience: string
  /** Address of the issuer's keys, or what gives them (a new object when they change). */
  readonly keys: URL | (() => JSONWebKeySet | Promise<JSONWebKeySet>)
  readonly claims: ClaimNames
  readonly algorithms?: readonly Algorithm[]
  /** How far the issuer's clock may be from ours; 5 unless told. */
  readonly clockToleranceSeconds?: number
}

export interface VerifiedToken {
  readonly claims: TokenClaims
  /** The token's `exp`. */
  readonly expires: Date
}

export type Verify = (token: string) => Promise<VerifiedToken>

const defaultToleranceSeconds = 5

/**
 * Gives a function that rejects with TokenRefused for every token that is not ours, whatever the reason; with
 * KeysUnavailable when nobody can tell.
 */
export function createVerifier(options: VerifierOptions, now: () => Date = () => new Date()): Verify {
  const { issuer, audience, algorithms = acceptedAlgorithms } = options
  const tolerance = options.clockToleranceSeconds ?? defaultToleranceSeconds
  const findKey = keyFinder(options.keys)
  return async token => {
    checkForm(token, algorithms)
    try {
      const at = now()
      const { payload } = await jwtVerify(token, findKey, {
        issuer,
        audience,
        algorithms: [...algorithms],
        clockTolerance: tolerance,
        currentDate: at,
        requiredClaims: ['exp'],
      })
      if (!isForUsAlone(payload.aud, audience)) throw new TokenRefused('AUDIENCE')
      // jose looks at `iat` only when a greatest age is asked for.
      if (payload.iat !== undefined && !(payload.iat <= at.getTime() / 1_000 + tolerance)) {
        throw new TokenRefused('TIME')
      }
      return { claims: readClaims(payload, options.claims), expires: new Date(payload.exp! * 1_000) }
    } catch (error) {
      if (error instanceof TokenRefused || error instanceof KeysUnavailable) throw error
      throw new TokenRefused(faultOf(error))
    }
  }
}

/** A token for several audiences can be replayed by any of them: jose accepts such lists, we do not. */
function isForUsAlone(named: unknown, audience: string): boolean {
  return named === audience || (Array.isArray(named) && named.length === 1 && named[0] === audience)
}

function keyFinder(keys: VerifierOptions['keys']): JWTVerifyGetKey {
  if (keys instanceof URL) return remoteKeys(keys)
  let given: JSONWebKeySet | undefined
  let find: JWTVerifyGetKey | undefined
  return async (header, token) => {
    const current = await keys()
    if (!find || current !== given) find = createLocalJWKSet(current)
    given = current
    return find(header, token)
  }
}

/** Never jose's own message: it may quote what the token holds. */
function faultOf(error: unknown): TokenFault {
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'SIGNATURE'
  if (error instanceof errors.JWTExpired) return 'TIME'
  if (error instanceof errors.JOSEAlgNotAllowed) return 'ALGORITHM'
  if (error instanceof errors.JWTClaimValidationFailed) {
    const faults: Readonly<Record<string, TokenFault>> = { iss: 'ISSUER', aud: 'AUDIENCE' }
    return faults[error.claim] ?? 'TIME'
  }
  if (error instanceof errors.JWTInvalid) return 'CLAIMS'
  if (error instanceof errors.JWSInvalid) return 'FORM'
  return 'KEY'
}
