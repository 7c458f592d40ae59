// The development issuer's signing key: made once, so that tokens outlive a restart.
import { join } from 'node:path'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose'
import { readOrCreatePrivate } from './private-file.ts'

/** Verifying RS256 takes about half the time of ES256, and every request verifies. */
export const signingAlgorithm = 'RS256'

/** Reads `<folder>/issuer-keys.json`, or makes it, readable by its owner only. */
export function signingKeys(folder: string): Promise<{ readonly keys: JWK[] }> {
  return readOrCreatePrivate(join(folder, 'issuer-keys.json'), async () => {
    const pair = await generateKeyPair(signingAlgorithm, { modulusLength: 2048, extractable: true })
    const jwk = await exportJWK(pair.privateKey)
    return { keys: [{ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: signingAlgorithm, use: 'sig' }] }
  })
}

/** What verifiers may know. */
export function publicKeys({ keys }: { readonly keys: readonly JWK[] }): JSONWebKeySet {
  return { keys: keys.map(({ kty, n, e, kid, alg, use }) => ({ kty: kty ?? 'RSA', n, e, kid, alg, use })) }
}
