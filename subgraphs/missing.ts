// What is still missing of those who must agree or sign together, in plain words; it names nobody.
import { type Confirmation, judgeSigning, readSigning, type Wording } from '../access/signing.ts'
import { parseInstant } from '../database/instant.ts'
import { words } from './problems.ts'

export const otherHolders: Wording = {
  da: 'Mangler: de øvrige, der har forældremyndigheden.',
  en: 'Missing: the others who hold custody.',
}

/** What is known of those who sign for a business. */
export interface Signers {
  /** As access.told_signing gives it. */
  readonly signing: unknown
  readonly confirmations: readonly Confirmation[]
}

/** Of one record: who signs for its business, and who has. */
export interface SignersRow extends Record<string, unknown> {
  readonly id: string
  readonly signing: unknown
  readonly given: readonly { readonly person: string; readonly at: string }[] | null
}

/** The rows in the order of the ids; null for one that is not there. */
export function inOrder(rows: readonly SignersRow[], ids: readonly string[]): readonly (Signers | null)[] {
  const found = new Map(rows.map(row => [row.id, row]))
  return ids.map(id => {
    const row = found.get(id)
    if (!row) return null
    const confirmations = (row.given ?? []).map(({ person, at }) => ({ person, at: parseInstant(at) }))
    return { signing: row.signing, confirmations }
  })
}

/** Of those who have signed by then; null when nothing is missing that another could still give. */
export function lackingAt({ signing: json, confirmations }: Signers, at: Date): Wording | null {
  const signing = readSigning(json)
  if (!signing) return null
  const verdict = judgeSigning(signing, confirmations, at)
  if (verdict.state === 'UNMET') return verdict.missing
  return verdict.state === 'UNPARSED' ? words('SIGNING_RULE_UNPARSED') : null
}
