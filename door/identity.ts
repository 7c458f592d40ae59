// Who verifies callers in this process, as the settings say: the configured issuer's keys, and ids from the database.
import type { JSONWebKeySet } from 'jose'
import type postgres from 'postgres'
import { createIdentify, createLookupBusiness, type Identify } from '../access/identify.ts'
import { createVerifier } from '../access/token.ts'
import type { Settings } from '../settings.ts'

/** The issuer whose tokens count, and where its keys are: at an address, or in this process. */
export interface TrustedIssuer {
  readonly issuer: string
  readonly keys: URL | (() => JSONWebKeySet)
}

export interface Identity {
  readonly identify: Identify
  readonly lookupBusiness: (cvr: string) => Promise<string>
}

/** `reader`: a pool of the role access_reader. */
export function openIdentity(settings: Settings, trusted: TrustedIssuer, reader: postgres.Sql): Identity {
  const verify = createVerifier({
    ...trusted,
    audience: settings.audience,
    claims: {
      client: settings.claimClient,
      officer: settings.claimOfficer,
      person: settings.claimPerson,
      business: settings.claimBusiness,
      assurance: settings.claimAssurance,
    },
  })
  return {
    identify: createIdentify(verify, reader, { assuranceLevels: settings.assuranceLevels }),
    lookupBusiness: createLookupBusiness(reader),
  }
}

/**
 * The issuer of the settings, its keys at ISSUER_JWKS or where its discovery document says. Without one: the
 * development issuer at `base`, for processes beside the one it runs in.
 */
export async function trustedIssuer(settings: Settings, base: string): Promise<TrustedIssuer> {
  if (settings.issuer === null) return { issuer: `${base}/issuer`, keys: new URL(`${base}/issuer/jwks`) }
  if (settings.issuerJwks !== null) return { issuer: settings.issuer, keys: new URL(settings.issuerJwks) }
  return { issuer: settings.issuer, keys: await discoverKeys(settings.issuer) }
}

async function discoverKeys(issuer: string): Promise<URL> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const trouble = 'set ISSUER_JWKS to the address of its keys, or see to it that the issuer runs'
  const response = await fetch(address, { signal: AbortSignal.timeout(5_000) }).catch(() => null)
  if (!response?.ok) throw new Error(`The issuer's discovery document cannot be read: ${trouble}.`)
  const { issuer: named, jwks_uri: keys } = (await response.json()) as { issuer?: string; jwks_uri?: string }
  if (named !== issuer)
    throw new Error(
      'The discovery document at ISSUER is of another issuer: set ISSUER to its `iss`, to the letter.',
    )
  if (typeof keys !== 'string' || !URL.canParse(keys))
    throw new Error(`The issuer's discovery document names no keys: ${trouble}.`)
  return new URL(keys)
}
