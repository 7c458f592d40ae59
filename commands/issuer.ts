// Who vouches for callers of the whole platform: the issuer of the settings, or the development issuer in this process.
import { type TrustedIssuer, trustedIssuer } from '../door/identity.ts'
import type { Route } from '../door/listen.ts'
import { chooseIssuer } from '../issuer/allowed.ts'
import { identities } from '../issuer/identities.ts'
import { createIssuer } from '../issuer/provider.ts'
import type { Settings } from '../settings.ts'
import { baseUrl } from './addresses.ts'

export interface OpenIssuer {
  readonly trusted: TrustedIssuer
  /** What the development issuer answers; none with an issuer of one's own. */
  readonly routes: readonly Route[]
}

/** `sampleDay`: the day to which the sample's people belong. Throws with both ways out when no issuer may run. */
export async function openIssuer(settings: Settings, sampleDay: Date | null): Promise<OpenIssuer> {
  const base = baseUrl(settings)
  const choice = chooseIssuer({ issuer: settings.issuer, hosts: [settings.host] })
  if (choice.kind === 'REFUSED') throw new Error(choice.message)
  if (choice.kind === 'CONFIGURED') return { trusted: await trustedIssuer(settings, base), routes: [] }
  const url = `${base}/issuer`
  const issuer = await createIssuer({
    issuer: url,
    folder: settings.dataFolder,
    audience: settings.audience,
    identities: sampleDay === null ? [] : identities(sampleDay),
    claimNames: {
      client: settings.claimClient,
      officer: settings.claimOfficer,
      officerPerson: settings.claimOfficerPerson,
      person: settings.claimPerson,
      business: settings.claimBusiness,
      assurance: settings.claimAssurance,
    },
    assurance: settings.assuranceLevels[0],
  })
  return {
    trusted: { issuer: url, keys: () => issuer.jwks },
    routes: [(request, response) => issuer.handler(request, response)],
  }
}
