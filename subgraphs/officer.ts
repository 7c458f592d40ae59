// The officer who commands or looks: decided already, so officer and authority are there.
import type { SubgraphContext } from './subgraph.ts'

export interface Officer {
  readonly officer: string
  readonly client: string
  /** CVR number of the authority for which the officer works. */
  readonly authority: string
  readonly caseReference: string | null
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
  return {
    officer: caller.officer,
    client: caller.client,
    authority,
    caseReference,
    isOperator: authority === store.operator,
  }
}
