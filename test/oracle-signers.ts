// Who could sign for the sample's businesses, and what a reading for one by themselves comes to: read in the sample by eye.
import type postgres from 'postgres'
import { business } from '../sample/businesses.ts'
import { person } from '../sample/persons.ts'
import { today } from './platform.ts'

/** What a reading for a business comes to. */
export interface Signed {
  readonly ended: boolean
  readonly dissolved: boolean
  /** By the person's id: null when they sign alone, else the code. */
  readonly codes: ReadonlyMap<string, string | null>
  /** The register says who signs, or nobody can tell. */
  readonly isRead: boolean
}

/** By the business's id. */
export type Signers = ReadonlyMap<string, Signed>

interface Line {
  readonly alone?: readonly string[]
  readonly together?: readonly string[]
  /** The text says too little, or there can be none. */
  readonly unread?: readonly string[]
  readonly lapsed?: readonly string[]
  readonly ended?: 'BANKRUPT' | 'DISSOLVED'
}

const lines: Readonly<Record<string, Line>> = {
  'frisoer-ida': { alone: ['ida'] },
  'holm-keramik': { alone: ['anna'] },
  nordhavn: { alone: ['anna'] },
  vestkyst: { together: ['preben', 'lone', 'anders', 'hanne', 'tobias'] },
  'fjord-holding': { alone: ['jesper'] },
  'fjord-drift': { alone: ['jesper'] },
  'klub-k': { unread: ['lars', 'gitte', 'thomas'] },
  'dahl-byg': { alone: ['rikke'], lapsed: ['thomas'], ended: 'BANKRUPT' },
  'toft-transport': { ended: 'DISSOLVED' },
  'greve-kruse': { together: ['aksel', 'tobias'] },
  'kattegat-it': { alone: ['henrik'] },
  limfjord: { unread: ['martin', 'peter', 'dorte', 'anders'] },
  bank: { together: ['mette', 'birthe', 'preben'] },
  // The whole board has a member without a number, but a director with a member is enough.
  lev: { together: ['ole', 'freja', 'martin'] },
}

export async function readSigners(sql: postgres.Sql): Promise<Signers> {
  const ids = new Map(
    (await sql`select kind, number, subject_id from identity.number`).map(row => [
      `${row.kind} ${row.number}`,
      String(row.subject_id),
    ]),
  )
  const codesOf = ({ alone = [], together = [], unread = [], lapsed = [] }: Line) =>
    new Map<string, string | null>(
      [
        ...alone.map(key => [key, null] as const),
        ...together.map(key => [key, 'SIGNING_RULE_UNMET'] as const),
        ...unread.map(key => [key, 'SIGNING_RULE_UNPARSED'] as const),
        ...lapsed.map(key => [key, 'MANDATE_LAPSED'] as const),
      ].map(([key, code]) => [ids.get(`PERSON ${person(key, today).number}`)!, code]),
    )
  return new Map(
    Object.entries(lines).map(([key, line]) => [
      ids.get(`BUSINESS ${business(key, today).cvr}`)!,
      {
        ended: line.ended !== undefined,
        dissolved: line.ended === 'DISSOLVED',
        codes: codesOf(line),
        isRead: line.unread === undefined,
      },
    ]),
  )
}
