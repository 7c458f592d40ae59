// The demo systems as OAuth clients, with secrets made at the first start: none stands in the repository.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import type { ClientMetadata } from 'oidc-provider'
import { clientIds, consoleClient, playgroundClient } from './identities.ts'
import { readOrCreatePrivate } from './private-file.ts'

/** Signs in with a key of its own (RFC 7523), as real authorities should; the others with a secret. */
const clientWithKey = 'skat-sagssystem'

/** Of each client the secret, or the private key. */
export type DemoSecrets = Readonly<Record<string, { readonly secret: string } | { readonly privateKey: JWK }>>

/** Reads `<folder>/demo-secrets.json`, or makes it, readable by its owner only. */
export function demoSecrets(folder: string): Promise<DemoSecrets> {
  return readOrCreatePrivate(join(folder, 'demo-secrets.json'), async () => {
    const key = await generateKeyPair('ES256', { extractable: true })
    const privateKey = { ...(await exportJWK(key.privateKey)), kid: clientWithKey, alg: 'ES256', use: 'sig' }
    const secret = () => ({ secret: randomBytes(32).toString('base64url') })
    return Object.fromEntries(clientIds.map(id => [id, id === clientWithKey ? { privateKey } : secret()]))
  })
}

/** Where a code may be sent, by client: pages of our own origin and nowhere else. */
const pages: Readonly<Record<string, string>> = {
  [playgroundClient]: '/playground',
  [consoleClient]: '/console/signed-in',
}

/** Every client that the provider knows: the systems, and the public clients of people at a browser on `origin`. */
export function demoClients(secrets: DemoSecrets, identityGrant: string, origin: string): ClientMetadata[] {
  const systems = Object.entries(secrets).map(([id, credential]) => ({
    ...common(id, ['client_credentials']),
    ...('secret' in credential
      ? { client_secret: credential.secret, token_endpoint_auth_method: 'client_secret_basic' as const }
      : {
          jwks: { keys: [publicPart(credential.privateKey)] },
          token_endpoint_auth_method: 'private_key_jwt' as const,
          token_endpoint_auth_signing_alg: 'ES256' as const,
        }),
  }))
  const people = Object.entries(pages).map(([id, page]) => ({
    ...common(id, ['authorization_code', ...(id === playgroundClient ? [identityGrant] : [])]),
    response_types: ['code' as const],
    redirect_uris: [`${origin}${page}`],
    token_endpoint_auth_method: 'none' as const,
  }))
  return [...systems, ...people]
}

function common(id: string, grants: string[]): ClientMetadata {
  return { client_id: id, grant_types: grants, response_types: [], redirect_uris: [] }
}

function publicPart({ kty, crv, x, y, kid, alg, use }: JWK): JWK {
  return { kty, crv, x, y, kid, alg, use }
}
