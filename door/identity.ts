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
    algorithms: settings.tokenAlgorithms,
    clockToleranceSeconds: settings.clockSkew,
    claims: {
      client: settings.claimClient,
      officer: settings.claimOfficer,
      officerPerson: settings.claimOfficerPerson,
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

const trouble = 'set ISSUER_JWKS to the address of its keys, or see to it that the issuer runs'

async function discoverKeys(issuer: string): Promise<URL> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  // A redirect could lead to a document that somebody else wrote.
  const options = { signal: AbortSignal.timeout(5_000), redirect: 'error' } as const
  const document: unknown = await fetch(address, options)
    .then(response => (response.ok ? response.json() : null))
    .catch(() => null)
  if (typeof document !== 'object' || document === null)
    throw new Error(`The issuer's discovery document cannot be read: ${trouble}.`)
  return keysOf(document, issuer)
}

/** Where the keys are, as the issuer's discovery document says. Throws with what to do. */
export function keysOf(document: { issuer?: unknown; jwks_uri?: unknown }, issuer: string): URL {
  const { issuer: named, jwks_uri: keys } = document
  if (named !== issuer)
    throw new Error(
      'The discovery document at ISSUER is of another issuer: set ISSUER to its `iss`, to the letter.',
    )
  if (typeof keys !== 'string' || !URL.canParse(keys))
    throw new Error(`The issuer's discovery document names no keys: ${trouble}.`)
  if (new URL(issuer).protocol === 'https:' && new URL(keys).protocol !== 'https:')
    throw new Error(
      "The issuer's discovery document names keys without TLS, which anybody on the way could swap: set ISSUER_JWKS to their https address.",
    )
  return new URL(keys)
}
