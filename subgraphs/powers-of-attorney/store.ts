// Reads powers of attorney for one operation, with loaders; what one is now depends on the database's clock.
import DataLoader from 'dataloader'
import { and, desc, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { isOneOf, listOf } from '../../database/columns.ts'
import { isId } from '../../schema/id.ts'
import type { PageArguments } from '../page.ts'
import { openCommands } from './commands.ts'
import type { State } from './lifecycle.ts'
import { powerOfAttorney } from './tables.ts'

type Statements = ReturnType<typeof prepare>
type Rows<Name extends keyof Statements> = Awaited<ReturnType<Statements[Name]['execute']>>
export type PowerOfAttorney = Rows<'byId'>[number]

export interface PowerFilter {
  /** Every id of the person or business. */
  readonly parties: readonly string[]
  readonly side: 'GIVEN' | 'HELD' | 'BOTH'
  readonly states: readonly State[] | null
}

const given = sql.placeholder

/** The state as lifecycle.ts computes it, except the end by death, which only the decision's facts know. */
const stateNow = sql<State>`case
  when ${powerOfAttorney.state} in ('ACTIVE', 'OFFERED') and clock_timestamp() >= ${powerOfAttorney.validTo} then 'EXPIRED'
  else ${powerOfAttorney.state} end`

function prepare(db: ReturnType<typeof drizzle>) {
  const columns = { ...stored, now: sql<Date>`clock_timestamp()`.mapWith(powerOfAttorney.givenAt) }
  const listed = and(
    sql`((${given('gave')}::boolean and ${isOneOf(powerOfAttorney.grantorId, given('parties'), 'uuid')})
      or (${given('holds')}::boolean and ${isOneOf(powerOfAttorney.holderId, given('parties'), 'uuid')}))`,
    sql`(${given('states')}::text is null or ${stateNow} = any(${given('states')}::text::text[]))`,
  )
  const after = sql`(${given('after')}::uuid is null or (${powerOfAttorney.givenAt}, ${powerOfAttorney.id}) <
    (select p.given_at, p.id from powers_of_attorney.power_of_attorney p where p.id = ${given('after')}))`
  return {
    byId: db
      .select(columns)
      .from(powerOfAttorney)
      .where(isOneOf(powerOfAttorney.id, given('ids'), 'uuid'))
      .prepare('power_of_attorney_by_id'),
    list: db
      .select(columns)
      .from(powerOfAttorney)
      .where(and(listed, after))
      .orderBy(desc(powerOfAttorney.givenAt), desc(powerOfAttorney.id))
      .limit(given('limit'))
      .prepare('power_of_attorney_list'),
    count: db
      .select({ count: sql<number>`count(*)::int` })
      .from(powerOfAttorney)
      .where(listed)
      .prepare('power_of_attorney_count'),
  }
}

const stored = {
  id: powerOfAttorney.id,
  grantorId: powerOfAttorney.grantorId,
  grantorKind: powerOfAttorney.grantorKind,
  holderId: powerOfAttorney.holderId,
  holderKind: powerOfAttorney.holderKind,
  fields: powerOfAttorney.fields,
  actions: powerOfAttorney.actions,
  activities: powerOfAttorney.activities,
  state: powerOfAttorney.state,
  validFrom: powerOfAttorney.validFrom,
  validTo: powerOfAttorney.validTo,
}

/** Prepares the statements of a pool, and gives each operation a store of its own. */
export function openStore(client: postgres.Sql) {
  const db = drizzle(client)
  const statements = prepare(db)
  const commands = openCommands(db)
  return () => {
    const powers = new DataLoader<string, PowerOfAttorney | null>(async ids => {
      const rows = await statements.byId.execute({ ids: listOf(ids) })
      return ids.map(id => rows.find(row => row.id === id) ?? null)
    })
    const parameters = ({ parties, side, states }: PowerFilter) => ({
      parties: listOf(parties),
      gave: side !== 'HELD',
      holds: side !== 'GIVEN',
      states: states && listOf(states),
    })
    return {
      ...commands,
      /** Null for an id that is not a power of attorney's, malformed ones included. */
      power: async (id: string) => (isId(id) ? powers.load(id) : null),
      /** After a command, which changed it. */
      freshPower: (id: string) => powers.clear(id).load(id),
      list: (filter: PowerFilter, { first, after }: PageArguments) =>
        statements.list.execute({
          ...parameters(filter),
          after: after && isId(after) ? after : null,
          limit: first + 1,
        }),
      count: async (filter: PowerFilter) => (await statements.count.execute(parameters(filter)))[0]!.count,
    }
  }
}

export type Store = ReturnType<ReturnType<typeof openStore>>
