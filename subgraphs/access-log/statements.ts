// The statements of the access log, prepared once for a pool: a subject's records, an authority's own, and names.
import { and, asc, desc, eq, getTableColumns, type Placeholder, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { isOneOf } from '../../database/columns.ts'
import type { Order } from '../page.ts'
import { consentRecipient, namedActivity, namedAuthority } from '../published.ts'
import { consentParty, consentUse, deletion, namedEnding, namedOfficer, record } from './tables.ts'

export type Statements = ReturnType<typeof prepareStatements>

const given = sql.placeholder
const endless = sql`'infinity'::timestamptz`
const firstId = sql`'00000000-0000-0000-0000-000000000000'::uuid`
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

// As text: the database's clock is finer than a Date, and a page may end between records of the same instant.
const columns = { ...getTableColumns(record), place: sql<string>`${record.at}::text`.as('place') }

// A place stands by itself: it leads on from where it was, whether its record is still there or not.
const earlier = sql`(${record.at}, ${record.id}) <
  (coalesce(${given('place')}::text::timestamptz, ${endless}), coalesce(${given('after')}::uuid, ${lastId}))`

const later = sql`(${record.at}, ${record.id}) >
  (coalesce(${given('place')}::text::timestamptz, '-infinity'), coalesce(${given('after')}::uuid, ${firstId}))`

// One index gives both, read forward or backward. Each has statements of its own: in one for both, the planner could not
// know in which direction to read.
const orders = {
  NEWEST_FIRST: { by: desc, beyond: earlier },
  OLDEST_FIRST: { by: asc, beyond: later },
}

// Covert records appear when their cover ends; until then no count, cursor or page betrays them either.
const uncovered = sql`(${record.hiddenUntil} is null or ${record.hiddenUntil} <= clock_timestamp())`

// What a person did about themselves, under whichever of their ids.
const byOthers = sql`(${given('includeOwn')}::boolean or ${record.personId} is null
  or ${record.personId} <> all(${given('subjects')}::text::uuid[]))`

const withFields = ifGiven(
  'fields',
  sql`text`,
  value => sql`exists (select from jsonb_array_elements(${record.given} || ${record.refused}) one
    where one->>'field' = any(${value}::text::text[]))`,
)

const ofSubject = and(
  ...[uncovered, byOthers, equals(record.authority, 'authority'), inPeriod, withOutcome, withFields],
)

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

const ofConsent = sql`${consentUse.consent} = ${given('consent')}::uuid and ${consentUse.authority} = ${given('authority')}
  and (${consentUse.hiddenUntil} is null or ${consentUse.hiddenUntil} <= clock_timestamp())`

const beyondUse = sql`(${consentUse.at}, ${consentUse.record}) <
  (coalesce(${given('place')}::text::timestamptz, ${endless}), coalesce(${given('after')}::uuid, ${lastId}))`

/**
 * What a consent was used for. The page of uses comes in order from one index; then each record of it from the
 * authority's, by itself: a record's id alone stands in none.
 */
function prepareUses(db: ReturnType<typeof drizzle>) {
  const used = db
    .select()
    .from(consentUse)
    .where(and(ofConsent, beyondUse))
    .orderBy(desc(consentUse.at), desc(consentUse.record))
    .limit(given('limit'))
    .as('used')
  const whole = db
    .select(columns)
    .from(record)
    .where(and(eq(record.authority, used.authority), eq(record.at, used.at), eq(record.id, used.record)))
    .limit(1)
    .as('whole')
  return {
    uses: db
      .select(whole._.selectedFields)
      .from(used)
      .crossJoinLateral(whole)
      .orderBy(desc(whole.at), desc(whole.id))
      .prepare('access_log_uses'),
    usesCount: db
      .select({ count: sql<number>`count(*)::int` })
      .from(consentUse)
      .where(ofConsent)
      .prepare('access_log_uses_count'),
    recipients: db
      .select()
      .from(consentRecipient)
      .where(sql`${consentRecipient.consent} = ${given('consent')}::uuid`)
      .orderBy(consentRecipient.first, consentRecipient.processor)
      .prepare('access_log_recipients'),
    consentParties: db
      .select()
      .from(consentParty)
      .where(isOneOf(consentParty.id, given('ids'), 'uuid'))
      .prepare('access_log_consent_parties'),
  }
}

/** Pages of a subject's records and of an authority's own, in one order. */
function preparePages(db: ReturnType<typeof drizzle>, order: Order) {
  const { by, beyond } = orders[order]
  // Each id of the subject by itself, so that the index gives its page in order, however long the log.
  const page = db
    .select(columns)
    .from(record)
    .where(and(sql`${record.subjectId} = subject.id`, ofSubject, beyond))
    .orderBy(by(record.at), by(record.id))
    .limit(given('limit'))
    .as('page')
  const ids = sql`unnest(${given('subjects')}::text::uuid[]) as subject(id)`
  return {
    list: db
      .select(page._.selectedFields)
      .from(ids)
      .crossJoinLateral(page)
      .orderBy(by(page.at), by(page.id))
      .limit(given('limit'))
      .prepare(`access_log_list_${order}`),
    audit: db
      .select(columns)
      .from(record)
      .where(and(ofAuthority, beyond))
      .orderBy(by(record.at), by(record.id))
      .limit(given('limit'))
      .prepare(`access_log_audit_${order}`),
  }
}

/** Prepares every statement for a pool. */
export function prepareStatements(client: postgres.Sql) {
  const db = drizzle(client)
  const counted = { count: sql<number>`count(*)::int` }
  const [newest, oldest] = [preparePages(db, 'NEWEST_FIRST'), preparePages(db, 'OLDEST_FIRST')]
  return {
    ...prepareUses(db),
    ...newest,
    listOldest: oldest.list,
    auditOldest: oldest.audit,
    count: db
      .select(counted)
      .from(record)
      .where(and(isOneOf(record.subjectId, given('subjects'), 'uuid'), ofSubject))
      .prepare('access_log_count'),
    auditCount: db.select(counted).from(record).where(ofAuthority).prepare('access_log_audit_count'),
    endings: db
      .select()
      .from(namedEnding)
      .where(isOneOf(namedEnding.id, given('ids'), 'uuid'))
      .prepare('access_log_endings'),
    /** Where the log begins: the last that the retention rule has taken. */
    beginning: db
      .select()
      .from(deletion)
      .orderBy(desc(deletion.before))
      .limit(1)
      .prepare('access_log_beginning'),
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
