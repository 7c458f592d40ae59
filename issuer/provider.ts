// The development issuer: an OAuth 2.0 authorization server for demo systems and invented people, on loopback only.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { JSONWebKeySet } from 'jose'
import Provider, { type Configuration, errors, type ResourceServer } from 'oidc-provider'
import { checkAssertion } from './assertion.ts'
import { type ClaimNames, claimsOf, defaultClaimNames } from './claims.ts'
import { demoClients, demoSecrets } from './demo-systems.ts'
import type { NamedIdentity } from './identities.ts'
import { type IdentitiesByName, identityAsked, identityGrant, offerIdentityGrant } from './identity-grant.ts'
import { answerNotLocal, isLocal } from './local-only.ts'
import { publicKeys, signingAlgorithm, signingKeys } from './signing-key.ts'
import { usedOnce } from './used-once.ts'

const tokenLifetimeSeconds = 3_600

export interface IssuerOptions {
  /** `http://localhost:4000/issuer`: what tokens name in `iss`. Its path is where the handler is mounted. */
  readonly issuer: string
  /** Where the signing key and the secrets of the demo systems lie. */
  readonly folder: string
  readonly audience: string
  readonly identities: readonly NamedIdentity[]
  readonly claimNames?: ClaimNames
  /** The level of assurance that people's tokens name. */
  readonly assurance?: string
}

export interface Issuer {
  /** Answers what lies under the issuer's path and says so; leaves everything else alone. */
  handler(request: IncomingMessage, response: ServerResponse): Promise<boolean>
  /** The public keys, for verifying in the same process. */
  readonly jwks: JSONWebKeySet
}

/** Makes keys and secrets at the first start. Call it only when `chooseIssuer` (allowed.ts) says DEVELOPMENT. */
export async function createIssuer(options: IssuerOptions): Promise<Issuer> {
  const keys = await signingKeys(options.folder)
  const resource = resourceOf(options.audience)
  const identities: IdentitiesByName = new Map(options.identities.map(one => [one.name, one]))
  const provider = new Provider(options.issuer, {
    ...shut,
    adapter: usedOnce(),
    jwks: keys as Configuration['jwks'],
    clients: demoClients(await demoSecrets(options.folder), identityGrant),
    extraTokenClaims: (ctx, token) =>
      claimsOf(
        token.clientId ?? '',
        identityAsked(ctx, identities),
        options.claimNames ?? defaultClaimNames,
        options.assurance ?? 'Substantial',
      ),
    assertJwtClientAuthClaimsAndHeader: (_, claims) => checkAssertion(claims, Date.now()),
    clientBasedCORS: () => true, // other sites' pages never come this far: local-only.ts
    features: { ...noFeatures, ...resourceIndicators(resource) },
  })
  offerIdentityGrant(provider, identities, resource)
  return { handler: mount(provider, new URL(options.issuer).pathname), jwks: publicKeys(keys) }
}

// Only the token endpoint, its keys and its description are of use; everything with a browser is off.
const noFeatures = {
  devInteractions: { enabled: false },
  dPoP: { enabled: false },
  pushedAuthorizationRequests: { enabled: false },
  rpInitiatedLogout: { enabled: false },
  userinfo: { enabled: false },
  clientCredentials: { enabled: true },
} as const satisfies Configuration['features']

const shut = {
  clockTolerance: 0,
  ttl: { AccessToken: tokenLifetimeSeconds, ClientCredentials: tokenLifetimeSeconds },
  clientAuthMethods: ['client_secret_basic', 'private_key_jwt', 'none'],
  scopes: [],
  findAccount: async () => undefined,
  renderError: (ctx, { error, error_description }) => {
    ctx.body = { error, error_description }
  },
} as const satisfies Configuration

interface Resource {
  readonly name: string
  readonly server: ResourceServer
}

/** A resource must be a URI (RFC 8707); an audience need not. */
function resourceOf(audience: string): Resource {
  const name = URL.canParse(audience) ? audience : 'urn:engang'
  const jwt = { sign: { alg: signingAlgorithm } } as const
  return { name, server: { scope: '', audience, accessTokenFormat: 'jwt', jwt } }
}

function resourceIndicators(resource: Resource): Configuration['features'] {
  return {
    resourceIndicators: {
      enabled: true,
      defaultResource: async () => resource.name,
      getResourceServerInfo: async (_, name) => {
        if (name !== resource.name) throw new errors.InvalidTarget()
        return resource.server
      },
    },
  }
}

function mount(provider: Provider, path: string): Issuer['handler'] {
  const answer = provider.callback()
  return async (request, response) => {
    const url = request.url ?? '/'
    if (!url.startsWith(`${path}/`)) return false
    if (!isLocal(request)) return answerNotLocal(response)
    Object.assign(request, { originalUrl: url }) // how the provider learns where it is mounted
    request.url = url.slice(path.length)
    await answer(request, response)
    return true
  }
}
