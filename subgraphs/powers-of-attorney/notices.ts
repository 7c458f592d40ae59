// What the sides of a power of attorney are told: in the command's own transaction.
import { sql } from 'drizzle-orm'
import type { PowerRow } from './steps.ts'
import type { Transaction } from './transaction.ts'

/** Kinds of notice about powers of attorney, worded by the notices subgraph. */
export type NoticeKind =
  | 'POWER_OF_ATTORNEY_OFFERED'
  | 'POWER_OF_ATTORNEY_ASKED'
  | 'POWER_OF_ATTORNEY_GIVEN'
  | 'POWER_OF_ATTORNEY_GIVEN_FOR_YOU'
  | 'POWER_OF_ATTORNEY_PARTLY_CONFIRMED'
  | 'POWER_OF_ATTORNEY_ACCEPTED'
  | 'POWER_OF_ATTORNEY_PASSED_ON'
  | 'POWER_OF_ATTORNEY_LIMITED'
  | 'POWER_OF_ATTORNEY_REVOKED'
  | 'POWER_OF_ATTORNEY_REVOKED_FOR_YOU'
  | 'POWER_OF_ATTORNEY_RENOUNCED'

/** Who is told what. */
export type Told = readonly (readonly [kind: NoticeKind, to: readonly string[]])[]

type Sides = Pick<PowerRow, 'grantorId' | 'giverId' | 'holderId' | 'askedBy' | 'kind' | 'passedOnBy'>

/**
 * Of a new one, or one more signature on it. `byOther`: somebody acted for the giver; `awaited`: who must still sign;
 * `first`: it was made just now.
 */
export function toldOfGiving(
  row: Sides,
  state: PowerRow['state'],
  {
    byOther,
    awaited,
    first,
  }: { readonly byOther: boolean; readonly awaited: readonly string[]; readonly first: boolean },
): Told {
  const forYou: Told = byOther ? [['POWER_OF_ATTORNEY_GIVEN_FOR_YOU', [row.giverId]]] : []
  if (state === 'PARTLY_CONFIRMED') return [['POWER_OF_ATTORNEY_PARTLY_CONFIRMED', [row.giverId, ...awaited]]]
  if (state === 'OFFERED') {
    const missing: Told = awaited.length > 0 ? [['POWER_OF_ATTORNEY_PARTLY_CONFIRMED', awaited]] : []
    return first ? [['POWER_OF_ATTORNEY_OFFERED', [row.holderId]], ...missing] : missing
  }
  // What is dormant is its grantor's own.
  if (state !== 'ACTIVE') return []
  const given = row.askedBy === 'HOLDER' ? 'POWER_OF_ATTORNEY_ACCEPTED' : 'POWER_OF_ATTORNEY_GIVEN'
  const passedOn: Told = row.passedOnBy ? [['POWER_OF_ATTORNEY_PASSED_ON', [row.grantorId]]] : []
  return [[given, [row.holderId]], ...passedOn, ...forYou]
}

/** Of its end by the giver's side. Whoever never heard of it hears nothing of its end. */
export function toldOfRevoking(
  row: Sides & Pick<PowerRow, 'state' | 'answerBy'>,
  { byOther }: { readonly byOther: boolean },
): Told {
  const unheard = row.state === 'DORMANT' || (row.state === 'PARTLY_CONFIRMED' && row.answerBy === null)
  const holder: Told = unheard ? [] : [['POWER_OF_ATTORNEY_REVOKED', [row.holderId]]]
  return byOther ? [...holder, ['POWER_OF_ATTORNEY_REVOKED_FOR_YOU', [row.giverId]]] : holder
}

/** Tells each of them; rolled back with the command, or there with it. */
export async function tell(tx: Transaction, id: string, told: Told): Promise<void> {
  for (const [kind, to] of told)
    for (const subject of new Set(to))
      await tx.execute(
        sql`select notices.send(${subject}::uuid, ${kind}, 'POWER_OF_ATTORNEY', ${id}::uuid, null, '{}'::jsonb)`,
      )
}
