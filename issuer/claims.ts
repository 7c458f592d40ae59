// Which claims a development token carries: those that the settings name, so that the door reads what is written here.
import type { NamedIdentity } from './identities.ts'

/** Names of claims; a dot leads into an object, as `act.sub` does. */
export interface ClaimNames {
  readonly client: string
  readonly officer: string
  readonly officerPerson: string
  readonly person: string
  readonly business: string
  readonly assurance: string
}

export const defaultClaimNames: ClaimNames = {
  client: 'client_id',
  officer: 'act.sub',
  officerPerson: 'officer_cpr',
  person: 'cpr',
  business: 'cvr',
  assurance: 'acr',
}

// The provider itself writes these from its own knowledge.
const written = new Set(['client_id', 'sub'])

/** The claims beside the standard ones of RFC 9068. Without an identity: those of a system that asks for itself. */
export function claimsOf(
  client: string,
  identity: NamedIdentity | undefined,
  names: ClaimNames,
  assurance: string,
): Record<string, unknown> {
  const claims: Record<string, unknown> = {}
  place(claims, names.client, client)
  place(claims, names.officer, identity?.officer)
  place(claims, names.officerPerson, identity?.officerCpr)
  place(claims, names.person, identity?.cpr)
  place(claims, names.business, identity?.cvr)
  place(claims, names.assurance, identity?.cpr && assurance)
  return claims
}

function place(claims: Record<string, unknown>, name: string, value: string | undefined): void {
  if (!value || written.has(name)) return
  const steps = name.split('.')
  const last = steps.pop() ?? name
  let inside = claims
  for (const step of steps) {
    inside[step] ??= {}
    inside = inside[step] as Record<string, unknown>
  }
  inside[last] = value
}
