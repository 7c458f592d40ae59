// Counts accesses by day, authority, field, code or ground, for those who answer for them: numbers of records, and nobody in them.
import { type SQL, sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { GraphQLError } from 'graphql'
import { formatInstant } from '../../database/instant.ts'

export type CountBy = 'DAY' | 'AUTHORITY' | 'FIELD' | 'CODE' | 'GROUND'
export type Outcome = 'GIVEN' | 'REFUSED'

export interface CountsAsked {
  readonly from: Date
  /** Not included. */
  readonly to: Date
  readonly by: readonly CountBy[]
  /** Null for both. */
  readonly outcome: Outcome | null
  /** Of whom; null for every authority. */
  readonly authority: string | null
  /** Whose officer asks: of other authorities, what is still covered is not counted. */
  readonly own: string
}

/** Null what was not asked to be counted by. An access counts once in each row that it belongs to. */
export interface AccessCount {
  /** In Denmark: `2026-01-31`. */
  readonly day: string | null
  readonly authority: string | null
  readonly outcome: Outcome
  readonly field: string | null
  readonly code: string | null
  readonly ground: string | null
  readonly count: number
}

/** The most rows that one answer holds. */
export const mostRows = 5_000

const absent = sql`null::text`

/** What of an access is looked at: every entry only where fields or codes are counted, for that is most of the work. */
function entriesOf(by: readonly CountBy[]): SQL {
  if (by.includes('FIELD') || by.includes('CODE')) return everyEntry(by)
  const of = by.includes('GROUND') ? grounds : sql`('GIVEN', ${absent}, r.given <> '[]')`
  return sql`(select o.outcome, ${absent} as field, ${absent} as code, o.ground
    from (values ${of}, ('REFUSED', null, r.refused <> '[]')) o(outcome, ground, here) where o.here)`
}

// A closed list: whether one is among the entries is asked of the whole.
const grounds = sql.raw(
  ['OWN', 'PARTY', 'MANDATE', 'LAW', 'CONSENT']
    .map(ground => `('GIVEN', '${ground}', r.given @> '[{"ground":"${ground}"}]')`)
    .join(', '),
)

function everyEntry(by: readonly CountBy[]): SQL {
  const [field, code, ground] = (['FIELD', 'CODE', 'GROUND'] as const).map(part =>
    by.includes(part) ? sql.raw(`v.${part.toLowerCase()}`) : absent,
  )
  return sql`(select distinct v.outcome, ${field} as field, ${code} as code, ${ground} as ground from (
      select 'GIVEN' as outcome, g ->> 'field' as field, ${absent} as code, g ->> 'ground' as ground
        from jsonb_array_elements(r.given) g
      union all
      select 'REFUSED', f ->> 'field', f ->> 'code', ${absent} from jsonb_array_elements(r.refused) f) v)`
}

/** The days of the period in Denmark, the first and the last as far as they are within it. */
const days = (from: string, to: string): SQL => sql`(
    select g::date as day,
      greatest(g at time zone 'Europe/Copenhagen', ${from}::timestamptz) as begins,
      least((g + interval '1 day') at time zone 'Europe/Copenhagen', ${to}::timestamptz) as ends
    from generate_series((${from}::timestamptz at time zone 'Europe/Copenhagen')::date::timestamp,
      ${to}::timestamptz at time zone 'Europe/Copenhagen', interval '1 day') g)`

/**
 * Day by day, so that each is one range of an index and its groups fit in memory: by (authority, at), or where only refusals
 * are counted by the smaller one that holds nothing else.
 */
function statement({ from, to, by, outcome, authority, own }: CountsAsked): SQL {
  const whose =
    authority === null
      ? sql`r.authority = any(array(select a.cvr from access.named_authority a))`
      : sql`r.authority = ${authority}`
  const refusedOnly = outcome === 'REFUSED' ? sql`and r.refused <> '[]'` : sql``
  const wanted = outcome === null ? sql`` : sql`where e.outcome = ${outcome}`
  return sql`
    select ${by.includes('DAY') ? sql`d.day::text` : absent} as day, c.authority, c.outcome, c.field, c.code, c.ground,
      sum(c.count)::integer as count
    from ${days(formatInstant(from), formatInstant(to))} d
    cross join lateral (
      select ${by.includes('AUTHORITY') ? sql`r.authority` : absent} as authority,
        e.outcome, e.field, e.code, e.ground, count(*) as count
      from (select r.authority, r.given, r.refused from access_log.record r
        where ${whose} and (r.authority = ${own} or r.hidden_until is null or r.hidden_until <= clock_timestamp())
        and r.at >= d.begins and r.at < d.ends ${refusedOnly}) r
      cross join lateral ${entriesOf(by)} e ${wanted}
      group by 1, 2, 3, 4, 5) c
    group by 1, 2, 3, 4, 5, 6
    order by 1, 2, 3, 7 desc, 4, 5, 6
    limit ${mostRows + 1}`
}

const cancelled = '57014'

const tooLarge = () =>
  new GraphQLError(
    'So many accesses take too long to count, or more rows than 5,000 to tell. Ask about a shorter period, one outcome, one authority, or by less.',
    { extensions: { code: 'LIST_TOO_LARGE' } },
  )

/** Throws a GraphQLError (`LIST_TOO_LARGE`) where there is more than can be counted in a statement's time, or told. */
export async function countAccesses(
  db: PostgresJsDatabase,
  asked: CountsAsked,
): Promise<readonly AccessCount[]> {
  const rows = await db
    .execute<{ [Key in keyof AccessCount]: AccessCount[Key] }>(statement(asked))
    .catch((error: { readonly code?: unknown; readonly cause?: { readonly code?: unknown } }) => {
      throw (error.cause?.code ?? error.code) === cancelled ? tooLarge() : error
    })
  if (rows.length > mostRows) throw tooLarge()
  return [...rows]
}
