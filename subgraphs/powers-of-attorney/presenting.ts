// A power of attorney as the schema has it: its sides as stubs, so that each is decided for itself.
import type { SubjectKind } from '../../access/subject-kind.ts'
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
