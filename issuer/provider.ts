// The development issuer: an OAuth 2.0 authorization server for demo systems and invented people, on loopback only.
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { JSONWebKeySet } from 'jose'
import Provider, {
  type Configuration,
  errors,
  type KoaContextWithOIDC,
  type ResourceServer,
} from 'oidc-provider'
import { checkAssertion } from './assertion.ts'
import { type ClaimNames, claimsOf, defaultClaimNames } from './claims.ts'
import { demoClients, demoSecrets } from './demo-systems.ts'
import type { NamedIdentity } from './identities.ts'
import { type IdentitiesByName, identityAsked, identityGrant, offerIdentityGrant } from './identity-grant.ts'
import { answerNotLocal, isLocal } from './local-only.ts'
import { memory } from './memory.ts'
import { onlyPick, openSignIn, type SignIn } from './sign-in.ts'
import { publicKeys, signingAlgorithm, signingKeys } from './signing-key.ts'

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
  const { origin, pathname } = new URL(options.issuer)
  const provider = new Provider(options.issuer, {
    ...shut,
    ...bySigningIn(options.issuer, identities, resource),
    ...tokensOf(options, identities),
    adapter: memory(),
    jwks: keys as Configuration['jwks'],
    clients: demoClients(await demoSecrets(options.folder), identityGrant, origin),
    assertJwtClientAuthClaimsAndHeader: (_, claims) => checkAssertion(claims, Date.now()),
    clientBasedCORS: () => true, // other sites' pages never come this far: local-only.ts
    features: { ...noFeatures, ...resourceIndicators(resource) },
  })
  offerIdentityGrant(provider, identities, resource)
  const signIn = openSignIn(provider, identities)
  return { handler: mount(provider, pathname, signIn), jwks: publicKeys(keys) }
}

/** Tokens as the settings name their claims. An officer's are in the name of the authority's own system. */
function tokensOf(options: IssuerOptions, identities: IdentitiesByName) {
  const who = (ctx: KoaContextWithOIDC, accountId: string | undefined) =>
    identityAsked(ctx, identities) ?? (accountId === undefined ? undefined : identities.get(accountId))
  const clientOf = (identity: NamedIdentity | undefined, clientId = '') =>
    identity?.officer ? identity.client : clientId
  return {
    extraTokenClaims: (ctx, token) => {
      const identity = who(ctx, 'accountId' in token ? token.accountId : undefined)
      const { claimNames = defaultClaimNames, assurance = 'Substantial' } = options
      return claimsOf(clientOf(identity, token.clientId), identity, claimNames, assurance)
    },
    formats: {
      customizers: {
        jwt: (ctx, token, parts) => {
          const identity = who(ctx, 'accountId' in token ? token.accountId : undefined)
          Object.assign(parts.payload, { client_id: clientOf(identity, token.clientId) })
        },
      },
    },
  } satisfies Configuration
}

/** The authorization code flow with PKCE; who it is, is picked from a list each time. */
function bySigningIn(issuer: string, identities: IdentitiesByName, resource: Resource) {
  return {
    interactions: { url: (_, { uid }) => `${issuer}/interaction/${uid}`, policy: onlyPick() },
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    responseTypes: ['code'],
    scopes: ['openid'],
    // There are no sessions (memory.ts): a code stands by itself for its minute.
    expiresWithSession: () => false,
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    findAccount: (_, name) =>
      identities.has(name) ? { accountId: name, claims: () => ({ sub: name }) } : undefined,
    async loadExistingGrant({ oidc }) {
      const { client, session, provider } = oidc
      const grant = new provider.Grant({ clientId: client!.clientId, accountId: session!.accountId! })
      grant.addOIDCScope('openid')
      grant.addResourceScope(resource.name, '')
      await grant.save()
      return grant
    },
  } satisfies Configuration
}

// Besides signing in: the token endpoint, its keys and its description.
const noFeatures = {
  devInteractions: { enabled: false },
  dPoP: { enabled: false },
  pushedAuthorizationRequests: { enabled: false },
  rpInitiatedLogout: { enabled: false },
  userinfo: { enabled: false },
  clientCredentials: { enabled: true },
} as const satisfies Configuration['features']

const tenMinutes = 600

const shut = {
  clockTolerance: 0,
  ttl: {
    AccessToken: tokenLifetimeSeconds,
    ClientCredentials: tokenLifetimeSeconds,
    AuthorizationCode: 60,
    Interaction: tenMinutes,
    Session: tenMinutes,
    Grant: tenMinutes,
    IdToken: tenMinutes,
  },
  clientAuthMethods: ['client_secret_basic', 'private_key_jwt', 'none'],
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

function mount(provider: Provider, path: string, signIn: SignIn): Issuer['handler'] {
  const answer = provider.callback()
  return async (request, response) => {
    const url = request.url ?? '/'
    if (!url.startsWith(`${path}/`)) return false
    if (!isLocal(request)) return answerNotLocal(response)
    Object.assign(request, { originalUrl: url }) // how the provider learns where it is mounted
    request.url = url.slice(path.length)
    if (!(await signIn(request, response))) await answer(request, response)
    return true
  }
}
