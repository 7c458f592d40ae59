// Whether somebody lives, is of age and has legal capacity, and whether a business still exists: what ends mandates by itself.
import type postgres from 'postgres'
import { endOfTime, parseInstant } from '../database/instant.ts'

/** Read for persons who call and for officers; nobody else's decisions turn on it. */
export interface LifeFacts {
  /** An ISO 8601 date; null when the register has none. */
  readonly born: string | null
  /** From the 18th birthday, 00:00 in Denmark, or marriage (guardianship act § 1). */
  readonly ofAge: Date | null
  /** Record 017 takes legal capacity in economic matters; `until` null: no end is known. */
  readonly guarded: { readonly until: Date | null } | null
  /** A business that has ended. */
  readonly gone: boolean
  readonly bankrupt: boolean
}

/** Of whom nothing of the kind is known. */
export const noLife: LifeFacts = { born: null, ofAge: null, guarded: null, gone: false, bankrupt: false }

/** In a subject's row. A marriage is looked for only while it can matter. */
export const lifeOf = (sql: postgres.Sql) => sql`
    , p.born::text as born, b.dissolved as gone, b.bankrupt,
    least((p.born + interval '18 years') at time zone 'Europe/Copenhagen',
      case when p.born + interval '18 years' > statement_timestamp() then
        (select min(k.since) from access.fact_marriage k where k.person_id = c.id) end) as of_age,
    case when p.person_id is not null then
      (select json_build_object('until', max(k.valid_to)) from access.fact_guarded k
        where k.person_id = c.id and k.valid_from <= clock_timestamp() and k.valid_to > clock_timestamp()) end as guarded`

/** Reads what lifeOf selected, if it did. */
export const readLife = (row: postgres.Row): LifeFacts => ({
  born: row.born ?? null,
  ofAge: row.of_age ?? null,
  guarded: row.guarded?.until ? { until: knownEnd(row.guarded.until) } : null,
  gone: row.gone ?? false,
  bankrupt: row.bankrupt ?? false,
})

/** Null when the register knows of no end. */
export function knownEnd(text: string): Date | null {
  const until = parseInstant(text)
  return until < endOfTime ? until : null
}
