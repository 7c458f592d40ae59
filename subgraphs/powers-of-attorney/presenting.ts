// A power of attorney, and a steward's proposal of one, as the schema has it: its sides as stubs, so that each is decided for itself.
import type { SubjectKind } from '../../access/subject-kind.ts'
import { proposalState } from './steward-command.ts'
import type { Proposal } from './steward-lists.ts'
import type { PowerOfAttorney } from './store.ts'

export const kinds = { PERSON: 'Person', BUSINESS: 'Business' } as const

const stub = (kind: SubjectKind, id: string) => ({ __typename: kinds[kind], id })

/**
 * A row as the schema's PowerOfAttorney. `informed`: the holder, once they may know of it, who is a party to it then; a
 * future power of attorney is its grantor's own until it is activated.
 */
export const present = (row: PowerOfAttorney | null) =>
  row && {
    ...row,
    grantor: stub(row.grantorKind, row.grantorNow),
    holder: stub(row.holderKind, row.holderNow),
    passedOnBy: row.passedOnByNow && row.passedOnKind ? stub(row.passedOnKind, row.passedOnByNow) : null,
    informed: isTold(row) ? { id: row.holderNow } : null,
  }

/** Whether its holder may know of it. */
export const isTold = ({ kind, activatedAt }: Pick<PowerOfAttorney, 'kind' | 'activatedAt'>): boolean =>
  kind !== 'FUTURE' || activatedAt !== null

/** A proposal as the schema has it; its parties under the ids that it was made about. */
export const presentProposal = (row: Proposal) => {
  const { registered, scope } = row.content
  const part = registered ?? scope
  return {
    ...row,
    ...{ state: proposalState(row, row.now), controller: row.authority, registration: registered },
    grantor: stub(row.grantorKind, row.grantorId),
    holder: registered && stub(registered.holderKind, registered.holder),
    ...{ fields: part?.fields ?? null, actions: part?.actions ?? null },
    activities: part?.activities.map(id => ({ id })) ?? null,
    ...{ validFrom: instantOf(registered?.validFrom), validTo: instantOf(registered?.validTo) },
    ...{ proposedBy: row.officer, proposedAt: row.at, expiresAt: row.decideBy },
  }
}

export type Presented = ReturnType<typeof presentProposal>

const instantOf = (text: string | null | undefined): Date | null => (text == null ? null : new Date(text))
