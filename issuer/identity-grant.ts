// The development grant: a token for any identity of the list, by its name alone.
import { randomUUID } from 'node:crypto'
import type Provider from 'oidc-provider'
import { errors, type KoaContextWithOIDC, type ResourceServer } from 'oidc-provider'
import type { NamedIdentity } from './identities.ts'

export const identityGrant = 'urn:engang:grant:identity'

/** By name, for the grant and for the claims. */
export type IdentitiesByName = ReadonlyMap<string, NamedIdentity>

/** The identity that a request to the token endpoint names; undefined for every other grant. */
export function identityAsked(
  ctx: KoaContextWithOIDC,
  identities: IdentitiesByName,
): NamedIdentity | undefined {
  const { grant_type: grant, identity } = ctx.oidc.params ?? {}
  return grant === identityGrant && typeof identity === 'string' ? identities.get(identity) : undefined
}

/** Teaches the provider the grant. The token stands in the name of the identity's own client. */
export function offerIdentityGrant(
  provider: Provider,
  identities: IdentitiesByName,
  resource: { readonly name: string; readonly server: ResourceServer },
): void {
  provider.registerGrantType(
    identityGrant,
    async ctx => {
      const identity = identityAsked(ctx, identities)
      if (!identity) throw new errors.InvalidRequest('name an identity of the list in the parameter identity')
      const client = await provider.Client.find(identity.client)
      if (!client) throw new errors.InvalidGrant('the identity has no client')
      const token = identity.cpr
        ? new provider.AccessToken({
            client,
            accountId: identity.name,
            gty: identityGrant,
            grantId: randomUUID(),
          })
        : new provider.ClientCredentials({ client })
      token.resourceServer = new provider.ResourceServer(resource.name, resource.server)
      ctx.body = {
        access_token: await token.save(),
        expires_in: token.expiration,
        token_type: token.tokenType,
      }
    },
    ['identity'],
  )
}
