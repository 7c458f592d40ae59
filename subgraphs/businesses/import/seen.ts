// What a load knows until its end, kept in the database: a file of millions takes no memory here.
import type postgres from 'postgres'
import { DeliveryRefused } from './read.ts'

/** A unit by one of its numbers, and where the file names it. */
export interface NamedUnit {
  readonly name: string
  readonly source: string
}

/** Throws DeliveryRefused at the first unit that the file has named before, in this batch or an earlier one. */
export async function noteUnits(sql: postgres.ISql, units: readonly NamedUnit[]): Promise<void> {
  const names = units.map(({ name }) => name)
  const rows = await sql<{ unit: string }[]>`
    select unit from businesses.seen where unit = any(${names}::text[])`
  const seen = new Set(rows.map(({ unit }) => unit))
  for (const { name, source } of units) {
    if (seen.has(name))
      throw new DeliveryRefused(
        `${source}: the file holds this unit twice; deliver each once. Nothing of the file is loaded.`,
      )
    seen.add(name)
  }
  await sql`insert into businesses.seen (unit) select unnest(${names}::text[])`
}

/** Businesses whose rows of the lists are made anew at the end, all at once. */
export async function noteListed(sql: postgres.ISql, businesses: ReadonlySet<string>): Promise<void> {
  if (businesses.size > 0)
    await sql`insert into businesses.relisted (business_id) select unnest(${[...businesses]}::uuid[])`
}

/** What a load keeps until its end; what one that broke off has left takes room. */
export async function emptyNotes(sql: postgres.ISql): Promise<void> {
  const [left] = await sql`
    select pg_relation_size('businesses.seen') + pg_relation_size('businesses.raised')
      + pg_relation_size('businesses.relisted') > 0 as any`
  if (left!.any) await sql`truncate businesses.seen, businesses.raised, businesses.relisted`
}

// As many as are listed by one call, which holds some memory for each.
const listedAtOnce = 20_000

/** The lists' rows of the businesses that were noted (migrations/11_lists.sql). */
export async function relist(sql: postgres.ISql): Promise<void> {
  await sql`
    select businesses.relist(array_agg(id order by id))
    from (
      select id, (row_number() over (order by id)) / ${listedAtOnce} as part
      from (select distinct business_id from businesses.relisted) p (id)
    ) n group by part order by part`
}
