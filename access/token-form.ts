// What a token must look like before any key is fetched or any signature computed: one compact JWS, nothing exotic.

/** Why a token is not accepted: a closed list, for logs. The caller gets one same answer whatever it was. */
export type TokenFault =
  | 'FORM'
  | 'HEADER'
  | 'ALGORITHM'
  | 'TYPE'
  | 'KEY'
  | 'SIGNATURE'
  | 'TIME'
  | 'ISSUER'
  | 'AUDIENCE'
  | 'CLAIMS'
  | 'ASSURANCE'
  | 'OFFICER_MISSING'

/** A token that is not accepted. Holds nothing of the token, so that it may be logged. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused'
  readonly fault: TokenFault

  constructor(fault: TokenFault) {
    super(`The token is not accepted: ${fault}.`)
    this.fault = fault
  }
}

/** Asymmetric only: with a secret shared with the issuer, whoever verifies could also sign. */
export const acceptedAlgorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'] as const
export type Algorithm = (typeof acceptedAlgorithms)[number]

const longestToken = 8_192
// Each would let the token choose the key that verifies it, or ask for rules that nobody here knows.
const forbiddenMembers = ['jku', 'x5u', 'jwk', 'crit', 'b64', 'enc', 'zip']
const types = new Set(['at+jwt', 'application/at+jwt', 'jwt', 'application/jwt'])

/** Throws TokenRefused unless the token is a compact JWS with a plain header and an algorithm of the list. */
export function checkForm(token: string, algorithms: readonly Algorithm[]): void {
  if (token.length > longestToken) throw new TokenRefused('FORM')
  const parts = token.split('.')
  // Three parts: a JWE has five. No part may be empty: an unsigned token ends with a dot.
  if (parts.length !== 3 || !parts.every(isCanonical)) throw new TokenRefused('FORM')
  const header = readHeader(parts[0]!)
  if (forbiddenMembers.some(name => Object.hasOwn(header, name))) throw new TokenRefused('HEADER')
  if (header.kid !== undefined && typeof header.kid !== 'string') throw new TokenRefused('HEADER')
  if (!algorithms.some(algorithm => algorithm === header.alg)) throw new TokenRefused('ALGORITHM')
  if (typeof header.typ !== 'string' || !types.has(header.typ.toLowerCase())) throw new TokenRefused('TYPE')
}

/** base64url as RFC 7515 writes it: no padding, no white space, no stray bits; one token has one spelling. */
function isCanonical(part: string): boolean {
  return part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part
}

function readHeader(part: string): Readonly<Record<string, unknown>> {
  try {
    const header: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    if (typeof header === 'object' && header !== null && !Array.isArray(header)) {
      return header as Record<string, unknown>
    }
  } catch {
    // Falls through: what cannot be read is refused like what has the wrong form.
  }
  throw new TokenRefused('HEADER')
}
