// Whether whoever commands may, still, as their command is carried out; and who else must agree.
import { coveringMandate } from '../../access/mandates.ts'
import type { ProblemCode } from '../problems.ts'
import type { Actor } from './actor.ts'
import { agreement, counts, type Needed } from './agreement.ts'
import type { Command } from './lifecycle.ts'
import { type ConsentRow, confirmedBy, holdCustody, holdMandate, type Transaction, termsOf } from './steps.ts'

/** What is held for the command until its transaction ends. */
export interface Entitled {
  /** The power of attorney that covers the command; null when none is needed. */
  readonly mandate: string | null
  readonly agreed: boolean
  readonly confirmed: boolean
  /** The others who have confirmed. */
  readonly confirmations: readonly string[]
  /** Who must still confirm after this. */
  readonly missing: readonly string[]
}

interface Asked {
  readonly command: Command
  readonly actor: Actor
}

const alone: Entitled = { mandate: null, agreed: true, confirmed: false, confirmations: [], missing: [] }

/** Holds mandate and custody, and reads who has confirmed. A code when they do not allow the command. */
export async function entitle(
  tx: Transaction,
  row: ConsentRow,
  { command, actor }: Asked,
  at: Date,
): Promise<Entitled | { readonly code: ProblemCode }> {
  const right = await holdRight(tx, row, actor, at)
  if ('code' in right) return right
  const { mandate } = right
  if (command !== 'GRANT' && !(command === 'WITHDRAW' && row.state === 'PARTLY_CONFIRMED'))
    return { ...alone, mandate }
  const needed = await neededFor(tx, row, right.holders)
  if (command === 'GRANT' && !counts(needed, actor.id)) return { code: 'CUSTODY_NEEDED' }
  if (needed.form === 'ONE' && row.state !== 'PARTLY_CONFIRMED') return { ...alone, mandate }
  const given = await confirmedBy(tx, row.id)
  const others = given.filter(person => person !== actor.id)
  const { met, missing } = agreement(needed, [...others, actor.id])
  return { mandate, agreed: met, confirmed: given.includes(actor.id), confirmations: others, missing }
}

/** A representative's own right to act, held; `holders` of custody when that is the right. */
async function holdRight(
  tx: Transaction,
  row: ConsentRow,
  { kind, id, mandates }: Actor,
  at: Date,
): Promise<
  | { readonly mandate: string | null; readonly holders: readonly string[] | null }
  | { readonly code: ProblemCode }
> {
  if (kind !== 'REPRESENTATIVE') return { mandate: null, holders: null }
  if (mandates === null) {
    const holders = await holdCustody(tx, row.subjectId)
    return holders.includes(id) ? { mandate: null, holders } : { code: 'MANDATE_ENDED' }
  }
  const mandate = coveringMandate(mandates, 'CONSENT', row.fields, row.activity, at)
  if (mandate && (await holdMandate(tx, mandate.id))) return { mandate: mandate.id, holders: null }
  return { code: 'MANDATE_SCOPE' }
}

/** Who must agree, as of now: of a child whose template says so, all who hold custody; else whoever may give it. */
async function neededFor(tx: Transaction, row: ConsentRow, known: readonly string[] | null): Promise<Needed> {
  if (row.subjectKind !== 'PERSON') return { form: 'ONE' }
  const { jointCustody } = await termsOf(tx, row)
  if (!jointCustody) return { form: 'ONE' }
  const persons = known ?? (await holdCustody(tx, row.subjectId))
  return persons.length > 0 ? { form: 'ALL_OF', persons } : { form: 'ONE' }
}
