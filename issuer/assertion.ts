// What a system's own signed assertion must say beyond what the provider checks (RFC 7523): it is short-lived.
import { errors } from 'oidc-provider'

const longestSeconds = 120

/** Throws when the assertion could be used for longer than 120 s, or does not say when it was made. `now` in ms. */
export function checkAssertion(claims: Readonly<Record<string, unknown>>, now: number): void {
  const { iat, exp } = claims
  if (typeof iat !== 'number' || typeof exp !== 'number')
    throw new errors.InvalidClientAuth('the assertion must say iat and exp')
  if (exp - now / 1_000 > longestSeconds || exp - iat > longestSeconds)
    throw new errors.InvalidClientAuth(`the assertion must last at most ${longestSeconds} seconds`)
}
