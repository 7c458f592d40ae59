// Whether whoever commands may, still, as their command is carried out; and who else must agree.
import type { Confirmation } from '../../access/signing.ts'
import type { ProblemCode } from '../problems.ts'
import type { Actor } from './actor.ts'
import { agreement, confirmBy, counts, stillCounts } from './agreement.ts'
import type { Command } from './lifecycle.ts'
import { type Right, rightsTo } from './right.ts'
import { type ConsentRow, confirmationsOf, type Transaction } from './steps.ts'
import type { Signature } from './tables.ts'

/** What a command rests on; of one that gives, held until its transaction ends. */
export interface Entitled {
  /** The power of attorney that covers the command; null when none is needed. */
  readonly mandate: string | null
  readonly agreed: boolean
  /** Who signed for a business; null until all have, and of anyone else. */
  readonly signature: Signature | null
  /** Whoever commands has confirmed already, and it still counts. */
  readonly confirmed: boolean
  /** How many others have confirmed. */
  readonly others: number
  /** Until when all must have; null where time ends none. */
  readonly confirmBy: Date | null
  /** Who may still confirm after this. */
  readonly missing: readonly string[]
}

interface Asked {
  readonly command: Command
  readonly actor: Actor
}

const alone: Entitled = {
  ...{ mandate: null, agreed: true, signature: null, confirmed: false, others: 0, confirmBy: null },
  missing: [],
}

/** Finds what gives the right to command, and who has confirmed. A code when nothing allows the command. */
export async function entitle(
  tx: Transaction,
  row: ConsentRow,
  { command, actor }: Asked,
  at: Date,
): Promise<Entitled | { readonly code: ProblemCode }> {
  const held = await rightsTo(command, tx, row, actor, at)
  if ('code' in held) return held
  const { me, rights } = held
  const [{ mandate }] = rights
  const isPart = row.state === 'PARTLY_CONFIRMED'
  if (command !== 'GRANT' && !(command === 'WITHDRAW' && isPart)) return { ...alone, mandate }
  if (!isPart && rights.every(({ needed }) => needed.form === 'ONE')) return { ...alone, mandate }
  const given = await confirmationsOf(tx, row.id)
  return command === 'GRANT' ? granting(rights, given, { person: me, at }) : takingBack(rights[0], given, me)
}

/** Each right by itself: the first by which all have agreed, or else the first. */
function granting(
  rights: readonly [Right, ...Right[]],
  given: readonly Confirmation[],
  mine: Confirmation,
): Entitled | { readonly code: ProblemCode } {
  const { person: me, at } = mine
  const all = [...given.filter(({ person }) => person !== me), mine]
  const judged = rights
    .filter(({ needed }) => counts(needed, me))
    .map(right => ({ right, ...agreement(right.needed, all, at) }))
  const found = judged.find(({ met }) => met) ?? judged[0]
  if (!found) return { code: 'CUSTODY_NEEDED' }
  const { right, met, signature, missing } = found
  const before = given.find(({ person }) => person === me)
  return {
    ...{ mandate: right.mandate, agreed: met, signature, missing, others: all.length - 1 },
    confirmed: before !== undefined && stillCounts(right.needed, before, at),
    confirmBy: confirmBy(right.needed, all),
  }
}

/** Taken back, it need not count any more. */
function takingBack({ mandate, needed }: Right, given: readonly Confirmation[], me: string): Entitled {
  const others = given.filter(({ person }) => person !== me)
  return {
    ...{ ...alone, mandate, confirmed: others.length < given.length, others: others.length },
    confirmBy: confirmBy(needed, others),
  }
}
