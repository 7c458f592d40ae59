// Reads powers of attorney for one operation, with loaders; what one is now depends on the database's clock.
import DataLoader from 'dataloader'
import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { isOneOf, listOf } from '../../database/columns.ts'
import { isId } from '../../schema/id.ts'
import type { Signers } from '../missing.ts'
import type { Order, PageArguments } from '../page.ts'
import { directions, inEitherOrder } from '../time-order.ts'
import { openCommands } from './commands.ts'
import { isEconomic } from './guardian.ts'
import type { State } from './lifecycle.ts'
import { openSigners } from './missing.ts'
import type { ToldMandates } from './overview.ts'
import { goneNow, isKnownToHolder } from './steps.ts'
import { powerOfAttorney } from './tables.ts'

type Statements = ReturnType<typeof prepare>
export type PowerOfAttorney = Awaited<ReturnType<Statements['byId']['execute']>>[number]

export interface PowerFilter {
  /** Every id of the person or business. */
  readonly parties: readonly string[]
  readonly side: 'GIVEN' | 'HELD' | 'BOTH'
  readonly states: readonly State[] | null
  /** Of this kind; of any when null or left out. */
  readonly kind?: PowerOfAttorney['kind'] | null
  /** Whether the grantor asks in person: to anyone else a future one is none until it is activated. */
  readonly ownFuture: boolean
  /** Not what they hold or passed on of another's; that as well when left out. */
  readonly onlyGrantor?: boolean
  /** Only those that are a matter of money; all when left out. */
  readonly economic?: boolean
}

const given = sql.placeholder

/** The state as lifecycle.ts computes it. */
const stateNow = sql<State>`case
  when ${powerOfAttorney.state} in ('REVOKED', 'RENOUNCED') then ${powerOfAttorney.state}
  when ${powerOfAttorney.state} = 'OFFERED' and clock_timestamp() >= ${powerOfAttorney.answerBy} then 'LAPSED'
  when ${powerOfAttorney.state} = 'PARTLY_CONFIRMED' and clock_timestamp() >= ${powerOfAttorney.confirmBy} then 'LAPSED'
  when clock_timestamp() >= ${powerOfAttorney.validTo} then 'EXPIRED'
  when ${goneNow} is not null then 'LAPSED'
  else ${powerOfAttorney.state} end`

const { giverId: _, madeBy: __, commandId: ___, ...stored } = getTableColumns(powerOfAttorney)

/** The id under which one is known now: another than is stored, once two were joined. */
const known = (column: AnyPgColumn) =>
  sql<string>`coalesce((select m.into_id from access.fact_merged m where m.from_id = ${column}), ${column})`

function prepare(db: ReturnType<typeof drizzle>) {
  const columns = {
    ...stored,
    grantorNow: known(powerOfAttorney.grantorId),
    holderNow: known(powerOfAttorney.holderId),
    passedOnByNow: sql<string | null>`${known(powerOfAttorney.passedOnBy)}`,
    gone: goneNow,
    now: sql<Date>`clock_timestamp()`.mapWith(powerOfAttorney.givenAt),
  }
  const gave = sql`(${isOneOf(powerOfAttorney.grantorId, given('parties'), 'uuid')}
    and (${given('ownFuture')}::boolean or ${isKnownToHolder})
    or (not ${given('onlyGrantor')}::boolean and ${isOneOf(powerOfAttorney.passedOnBy, given('parties'), 'uuid')}))`
  const holds = and(isOneOf(powerOfAttorney.holderId, given('parties'), 'uuid'), isKnownToHolder)
  const listed = and(
    sql`((${given('gave')}::boolean and ${gave}) or (${given('holds')}::boolean and ${holds}))`,
    sql`(${given('states')}::text is null or ${stateNow} = any(${given('states')}::text::text[]))`,
    sql`(${given('kind')}::text is null or ${powerOfAttorney.kind} = ${given('kind')})`,
    sql`(not ${given('economic')}::boolean or ${isEconomic})`,
  )
  const page = (order: Order) => {
    const { by, beyond } = directions[order]
    const after = sql`(${given('after')}::uuid is null or (${powerOfAttorney.givenAt}, ${powerOfAttorney.id}) ${beyond}
      (select p.given_at, p.id from powers_of_attorney.power_of_attorney p where p.id = ${given('after')}))`
    return db
      .select(columns)
      .from(powerOfAttorney)
      .where(and(listed, after))
      .orderBy(by(powerOfAttorney.givenAt), by(powerOfAttorney.id))
      .limit(given('limit'))
      .prepare(`power_of_attorney_list_${order}`)
  }
  return {
    byId: db
      .select(columns)
      .from(powerOfAttorney)
      .where(isOneOf(powerOfAttorney.id, given('ids'), 'uuid'))
      .prepare('power_of_attorney_by_id'),
    pages: inEitherOrder(page),
    count: db
      .select({ count: sql<number>`count(*)::int` })
      .from(powerOfAttorney)
      .where(listed)
      .prepare('power_of_attorney_count'),
    economic: db
      .select({ id: powerOfAttorney.id })
      .from(powerOfAttorney)
      .where(and(eq(powerOfAttorney.id, given('id')), isEconomic))
      .prepare('power_of_attorney_economic'),
    told: db
      .select({ told: sql<ToldMandates>`access.told_mandates(${given('subjects')}::text::uuid[])` })
      .from(sql`(values (1)) as one`)
      .prepare('power_of_attorney_told'),
    authority: db
      .select({ one: sql`1` })
      .from(sql`access.named_authority`)
      .where(eq(sql`cvr`, given('cvr')))
      .prepare('power_of_attorney_authority'),
  }
}

/** The longest that one may hold, in years, where the installation says nothing else. */
export const defaultLongestYears = 25

/** Prepares the statements of a pool, and gives each operation a store of its own. */
export function openStore(client: postgres.Sql, longestYears: number = defaultLongestYears) {
  const db = drizzle(client)
  const statements = prepare(db)
  const commands = openCommands(db)
  const { signersOf } = openSigners(db)
  return () => {
    const powers = new DataLoader<string, PowerOfAttorney | null>(async ids => {
      const rows = await statements.byId.execute({ ids: listOf(ids) })
      return ids.map(id => rows.find(row => row.id === id) ?? null)
    })
    const signers = new DataLoader<string, Signers | null>(signersOf)
    const parameters = ({
      parties,
      side,
      states,
      kind = null,
      ownFuture,
      onlyGrantor = false,
      economic = false,
    }: PowerFilter) => ({
      parties: listOf(parties),
      gave: side !== 'HELD',
      holds: side !== 'GIVEN' && !onlyGrantor,
      onlyGrantor,
      states: states && listOf(states),
      kind,
      ownFuture,
      economic,
    })
    return {
      ...commands,
      longestYears,
      /** Null for an id that is not a power of attorney's, malformed ones included. */
      power: async (id: string) => (isId(id) ? powers.load(id) : null),
      /** After a command, which changed it. */
      freshPower: (id: string) => powers.clear(id).load(id),
      /** Whether something of it is a matter of money. */
      isEconomic: async (id: string) => (await statements.economic.execute({ id })).length > 0,
      signers: (id: string) => signers.clear(id).load(id),
      /** What the registers give somebody, by every id of theirs: one statement, whatever they hold. */
      toldMandates: async (subjects: readonly string[]) =>
        (await statements.told.execute({ subjects: listOf(subjects) }))[0]!.told,
      isAuthority: async (cvr: string) => (await statements.authority.execute({ cvr })).length > 0,
      list: (filter: PowerFilter, { order, first, after }: PageArguments & { readonly order: Order }) =>
        statements.pages[order].execute({
          ...parameters(filter),
          after: after && isId(after) ? after : null,
          limit: first + 1,
        }),
      count: async (filter: PowerFilter) => (await statements.count.execute(parameters(filter)))[0]!.count,
    }
  }
}

export type Store = ReturnType<ReturnType<typeof openStore>>
