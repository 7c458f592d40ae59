// The officer who commands or looks: decided already, so officer and authority are there.
import type { SubgraphContext } from './subgraph.ts'

export interface Officer {
  readonly officer: string
  readonly client: string
  /** CVR number of the authority for which the officer works. */
  readonly authority: string
  readonly caseReference: string | null
  /** Every account that is the same human's, as far as tokens told: this one among them. */
  readonly accounts: readonly string[]
  /** Whether that authority is the operator's. */
  readonly isOperator: boolean
}

/** `operator`: CVR number of the operator's authority; null when nobody does its work. */
export async function readOfficer({
  access,
  request,
  store,
}: SubgraphContext<{ readonly operator: string | null }>): Promise<Officer> {
  const { authority } = await access.acting()
  const { caller, caseReference } = request
  if (caller.kind !== 'SYSTEM' || caller.officer === null || authority === null)
    throw new Error('A field of stewards was let through to someone else.')
  const { officer, officerPerson } = caller
  return {
    officer,
    accounts: officerPerson === undefined ? [officer] : await access.officerAccounts(officer, officerPerson),
    client: caller.client,
    authority,
    caseReference,
    isOperator: authority === store.operator,
  }
}

/** Whether a first officer is the same pair of eyes as the one who is to be the second. */
export const isSameOfficer = (first: string, { accounts }: Pick<Officer, 'accounts'>): boolean =>
  accounts.includes(first)

/**
 * Whether it is the officer's own case, whatever they declare: the token tells who they are, and they are one of those whom
 * it is about, by opaque id. A token that does not tell leaves it to their declaration.
 */
export async function isOwnCase(
  { access, request: { caller } }: SubgraphContext<object>,
  about: readonly (string | null | undefined)[],
): Promise<boolean> {
  const own = caller.kind === 'SYSTEM' ? caller.officerPerson : undefined
  if (own === undefined) return false
  const ids = await Promise.all(about.map(async id => (id == null ? [] : access.idsOf(id))))
  return ids.flat().includes(own)
}
