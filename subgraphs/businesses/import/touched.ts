// Rows that a delivery begins and ends, as far as it tells which fields they change.
import type postgres from 'postgres'
import type { RowTable } from './row.ts'

/** A row that was begun or ended. */
export interface TouchedRow {
  readonly table: RowTable
  /** The business's or unit's id. */
  readonly owner: string
  readonly slot: string
  readonly participant: string | null
  readonly current: boolean
  /** Of contact data whether they are secret, of roles whether they are public; else null. */
  readonly secret: boolean | null
  readonly public: boolean | null
  /** When the register wrote it. */
  readonly at: Date
}

/** What each begun or ended row is returned with. */
export interface TouchedColumns {
  readonly shows: string
  readonly current: boolean
  readonly secret: boolean | null
  readonly public: boolean | null
  readonly at: Date
}

/** For a `returning` of a table that is called t. `shows` is equal for rows between which no field differs. */
export function touchedColumns(sql: postgres.ISql, table: RowTable) {
  return sql`t.content_hash as shows, t.row_status = 'CURRENT' as current,
    ${table === 'contact' ? sql`t.secret` : sql`null::boolean`} as secret,
    ${table === 'participant_role' ? sql`t.public` : sql`null::boolean`} as public`
}

/** A row that was begun or ended, as a statement returns it. */
export interface Touched extends TouchedColumns {
  readonly owner_id: string
  readonly slot: string
  readonly participant_id: string | null
}

/** The rows of a table of which something that shows was ended or begun: what is ended and begun alike is as it was. */
export function readTouched(
  table: RowTable,
  ended: readonly Touched[],
  begun: readonly Touched[],
): readonly TouchedRow[] {
  const differ = ended.length === 0 ? begun : unbalanced(ended, begun)
  return differ.map(
    ({ owner_id: owner, slot, participant_id: participant, current, secret, public: shown, at }) => ({
      ...{ table, owner, slot, participant, current, secret, public: shown, at },
    }),
  )
}

function unbalanced(ended: readonly Touched[], begun: readonly Touched[]): readonly Touched[] {
  const key = (row: Touched) =>
    JSON.stringify([row.owner_id, row.participant_id, row.current, row.public, row.shows])
  const balance = new Map<string, number>()
  const count = (rows: readonly Touched[], by: number) => {
    for (const row of rows) balance.set(key(row), (balance.get(key(row)) ?? 0) + by)
  }
  count(ended, -1)
  count(begun, 1)
  return [...ended, ...begun].filter(row => balance.get(key(row)) !== 0)
}
