// The statements of the access log, prepared once for a pool: a subject's records, an authority's own, and names.
import { and, desc, type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { isOneOf } from '../../database/columns.ts'
import { namedActivity, namedAuthority, namedOfficer, record } from './tables.ts'

export type Statements = ReturnType<typeof prepareStatements>

const given = sql.placeholder
const endless = sql`'infinity'::timestamptz`
const lastId = sql`'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid`

/** A filter that was left out lets everything through. */
const ifGiven = (name: string, type: SQL, condition: (value: Placeholder) => SQL): SQL =>
  sql`(${given(name)}::${type} is null or ${condition(given(name))})`

const equals = (column: PgColumn, name: string) =>
  ifGiven(name, sql`text`, value => sql`${column} = ${value}`)

const inPeriod = sql`${record.at} >= coalesce(${given('from')}::timestamptz, '-infinity')
  and ${record.at} < coalesce(${given('to')}::timestamptz, ${endless})`

// A record can be both.
const withOutcome = sql`(${given('outcome')}::text is null
  or ${given('outcome')} = 'GIVEN' and ${record.given} <> '[]' or ${given('outcome')} = 'REFUSED' and ${record.refused} <> '[]')`

// Compared in the database: its clock is finer than a Date, and a page may end between records of the same instant.
const beyond = sql`(${record.at}, ${record.id}) <
  (coalesce((select p.at from access_log.record p where p.id = ${given('after')}), ${endless}),
   coalesce(${given('after')}::uuid, ${lastId}))`

// Covert records appear when their cover ends; until then no count, cursor or page betrays them either.
const uncovered = sql`(${record.hiddenUntil} is null or ${record.hiddenUntil} <= clock_timestamp())`

// What a person did about themselves, under whichever of their ids.
const byOthers = sql`(${given('includeOwn')}::boolean or ${record.personId} is null
  or ${record.personId} <> all(${given('subjects')}::text::uuid[]))`

const ofSubject = and(uncovered, byOthers, equals(record.authority, 'authority'), inPeriod, withOutcome)

const ofAuthority = and(
  sql`${record.authority} = ${given('authority')}`,
  inPeriod,
  withOutcome,
  ifGiven('subjects', sql`text`, value => sql`${record.subjectId} = any(${value}::text::uuid[])`),
  equals(record.officer, 'officer'),
  equals(record.client, 'system'),
  equals(record.activity, 'activity'),
  equals(record.caseReference, 'caseReference'),
  ifGiven('inCase', sql`boolean`, value => sql`(${record.caseReference} is not null) = ${value}`),
)

/** Prepares every statement for a pool. */
export function prepareStatements(client: postgres.Sql) {
  const db = drizzle(client)
  const newestFirst = [desc(record.at), desc(record.id)] as const
  const counted = { count: sql<number>`count(*)::int` }
  // Each id of the subject by itself, so that the index gives its page in order, however long the log.
  const page = db
    .select()
    .from(record)
    .where(and(sql`${record.subjectId} = subject.id`, ofSubject, beyond))
    .orderBy(...newestFirst)
    .limit(given('limit'))
    .as('page')
  const ids = sql`unnest(${given('subjects')}::text::uuid[]) as subject(id)`
  return {
    list: db
      .select(page._.selectedFields)
      .from(ids)
      .crossJoinLateral(page)
      .orderBy(desc(page.at), desc(page.id))
      .limit(given('limit'))
      .prepare('access_log_list'),
    count: db
      .select(counted)
      .from(record)
      .where(and(isOneOf(record.subjectId, given('subjects'), 'uuid'), ofSubject))
      .prepare('access_log_count'),
    /** Whether a cursor is a record that the subject may see. */
    hasPlace: db
      .select({ id: record.id })
      .from(record)
      .where(
        and(
          sql`${record.id} = ${given('after')}`,
          isOneOf(record.subjectId, given('subjects'), 'uuid'),
          uncovered,
        ),
      )
      .prepare('access_log_place'),
    audit: db
      .select()
      .from(record)
      .where(and(ofAuthority, beyond))
      .orderBy(...newestFirst)
      .limit(given('limit'))
      .prepare('access_log_audit'),
    auditCount: db.select(counted).from(record).where(ofAuthority).prepare('access_log_audit_count'),
    auditHasPlace: db
      .select({ id: record.id })
      .from(record)
      .where(sql`${record.id} = ${given('after')} and ${record.authority} = ${given('authority')}`)
      .prepare('access_log_audit_place'),
    /** Until when an authority's look-ups of subjects are hidden from them. */
    covers: db
      .select({
        subjectId: sql<string>`${record.subjectId}`,
        until: sql<Date>`max(${record.hiddenUntil})`.mapWith(record.hiddenUntil),
      })
      .from(record)
      .where(
        and(
          sql`${record.authority} = ${given('authority')} and ${record.hiddenUntil} > clock_timestamp()`,
          isOneOf(record.subjectId, given('subjects'), 'uuid'),
        ),
      )
      .groupBy(record.subjectId)
      .prepare('access_log_covers'),
    authorities: db
      .select()
      .from(namedAuthority)
      .where(isOneOf(namedAuthority.cvr, given('ids')))
      .prepare('access_log_authorities'),
    officers: db
      .select()
      .from(namedOfficer)
      .where(isOneOf(namedOfficer.id, given('ids')))
      .prepare('access_log_officers'),
    activities: db
      .select()
      .from(namedActivity)
      .where(isOneOf(namedActivity.activity, given('ids')))
      .prepare('access_log_activities'),
  }
}
