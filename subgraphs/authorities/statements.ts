// The prepared statements of authorities: what is in force now, what was approved, what awaits approval.
import { and, asc, desc, eq, gt, isNotNull, isNull, lte, or, sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { isOneOf } from '../../database/columns.ts'
import {
  activity,
  activityEvent,
  activityField,
  activitySystem,
  activityVersion,
  authority,
  officer,
  supplier,
  system,
} from './tables.ts'

const given = sql.placeholder
const secondsOfDay = 86_400

/** Drafts that one steward has to look through at once; more are there when these are dealt with. */
const mostDrafts = 100

/** Mandates of suppliers, ended ones too, that are shown of an authority. */
const mostSuppliers = 500

const now = sql`clock_timestamp()`
const approved = and(isNotNull(activityVersion.approvedBy), isNull(activityVersion.cancelledAt))
const inForce = and(
  approved,
  lte(activityVersion.validFrom, now),
  or(sql`upper_inf(valid)`, gt(activityVersion.validTo, now)),
)

/** The columns of a version, its cover in days. */
export const versionColumns = {
  id: activity.id,
  authority: activity.authority,
  version: activityVersion.version,
  purposeDa: activityVersion.purposeDa,
  purposeEn: activityVersion.purposeEn,
  legalBasis: activityVersion.legalBasis,
  act: activityVersion.act,
  reach: activityVersion.reach,
  subjects: activityVersion.subjects,
  population: activityVersion.population,
  startedBy: activityVersion.startedBy,
  coverForDays: sql<
    number | null
  >`(extract(epoch from ${activityVersion.coverFor}) / ${sql.raw(String(secondsOfDay))})::int`,
  protectionException: activityVersion.protectionException,
  economic: activityVersion.economic,
  decidesFrom: activityVersion.decidesFrom,
  jointCustody: activityVersion.jointCustody,
  approvedBy: activityVersion.approvedBy,
  cancelledAt: activityVersion.cancelledAt,
  validFrom: activityVersion.validFrom,
  validTo: activityVersion.validTo,
}

/** Was in force once, and neither is now nor is to be. */
const hasEnded = sql`exists (select from authorities.activity_version past where past.activity = ${activity.id}
    and past.approved_by is not null and past.cancelled_at is null)
  and not exists (select from authorities.activity_version lasting where lasting.activity = ${activity.id}
    and lasting.approved_by is not null and lasting.cancelled_at is null
    and (upper_inf(lasting.valid) or upper(lasting.valid) > clock_timestamp()))`

export function prepareStatements(db: PostgresJsDatabase) {
  return { ...prepareActivities(db), ...prepareVersions(db), ...prepareAuthorities(db) }
}

const versionsOf = (db: PostgresJsDatabase) =>
  db
    .select(versionColumns)
    .from(activity)
    .innerJoin(activityVersion, eq(activityVersion.activity, activity.id))
    .$dynamic()

function prepareActivities(db: PostgresJsDatabase) {
  const ofAuthority = sql`(${given('authority')}::text is null or ${activity.authority} = ${given('authority')})`
  return {
    activities: versionsOf(db)
      .where(and(inForce, ofAuthority, gt(activity.id, sql`${given('after')}::text`)))
      .orderBy(asc(activity.id))
      .limit(given('limit'))
      .prepare('activities'),
    countActivities: db
      .select({ count: sql<number>`count(*)::int` })
      .from(activity)
      .innerJoin(activityVersion, eq(activityVersion.activity, activity.id))
      .where(and(inForce, ofAuthority))
      .prepare('count_activities'),
    endedActivities: db
      .select({ id: activity.id, authority: activity.authority })
      .from(activity)
      .where(and(hasEnded, ofAuthority, gt(activity.id, sql`${given('after')}::text`)))
      .orderBy(asc(activity.id))
      .limit(given('limit'))
      .prepare('ended_activities'),
    countEnded: db
      .select({ count: sql<number>`count(*)::int` })
      .from(activity)
      .where(and(hasEnded, ofAuthority))
      .prepare('count_ended_activities'),
    activitiesById: versionsOf(db)
      .where(and(inForce, isOneOf(activity.id, given('ids'))))
      .prepare('activities_by_id'),
  }
}

function prepareVersions(db: PostgresJsDatabase) {
  const approvedLater = sql`exists (select from authorities.activity_version later
    where later.activity = ${activity.id} and later.version > ${activityVersion.version} and later.approved_by is not null)`
  return {
    version: versionsOf(db)
      .where(and(eq(activity.id, given('id')), eq(activityVersion.version, given('version'))))
      .prepare('activity_version'),
    versions: versionsOf(db)
      .where(and(isNotNull(activityVersion.approvedBy), isOneOf(activity.id, given('ids'))))
      .orderBy(asc(activityVersion.version))
      .prepare('activity_versions'),
    drafts: db
      .select({ ...versionColumns, draftedBy: activityEvent.officer, draftedAt: activityEvent.at })
      .from(activity)
      .innerJoin(activityVersion, eq(activityVersion.activity, activity.id))
      .innerJoin(
        activityEvent,
        and(
          eq(activityEvent.activity, activity.id),
          eq(activityEvent.version, activityVersion.version),
          eq(activityEvent.command, 'DRAFT'),
        ),
      )
      .where(
        and(
          isNull(activityVersion.approvedBy),
          sql`not ${approvedLater}`,
          sql`(${given('authority')}::text is null or ${activity.authority} = ${given('authority')})`,
        ),
      )
      .orderBy(desc(activityEvent.at), asc(activity.id))
      .limit(mostDrafts)
      .prepare('activity_drafts'),
    fields: db
      .select()
      .from(activityField)
      .where(isOneOf(activityField.activity, given('ids')))
      .orderBy(asc(activityField.coordinate))
      .prepare('activity_fields'),
    systems: db
      .select()
      .from(activitySystem)
      .where(isOneOf(activitySystem.activity, given('ids')))
      .orderBy(asc(activitySystem.client))
      .prepare('activity_systems'),
  }
}

function prepareAuthorities(db: PostgresJsDatabase) {
  return {
    authorities: db
      .select()
      .from(authority)
      .where(gt(authority.cvr, sql`${given('after')}::text`))
      .orderBy(asc(authority.cvr))
      .limit(given('limit'))
      .prepare('authorities'),
    countAuthorities: db
      .select({ count: sql<number>`count(*)::int` })
      .from(authority)
      .prepare('count_authorities'),
    authoritiesByCvr: db
      .select()
      .from(authority)
      .where(isOneOf(authority.cvr, given('numbers')))
      .prepare('authorities_by_cvr'),
    systemsOf: db
      .select()
      .from(system)
      .where(eq(system.authority, given('authority')))
      .orderBy(asc(system.client))
      .prepare('systems_of_authority'),
    officersOf: db
      .select()
      .from(officer)
      .where(eq(officer.authority, given('authority')))
      .orderBy(asc(officer.id))
      .prepare('officers_of_authority'),
    suppliersOf: db
      .select()
      .from(supplier)
      .where(eq(supplier.authority, given('authority')))
      .orderBy(desc(supplier.registeredAt), asc(supplier.id))
      .limit(mostSuppliers)
      .prepare('suppliers_of_authority'),
    supplierById: db
      .select()
      .from(supplier)
      .where(eq(supplier.id, given('id')))
      .prepare('supplier_by_id'),
  }
}

export type Statements = ReturnType<typeof prepareStatements>
export type Rows<Name extends keyof Statements> = Awaited<ReturnType<Statements[Name]['execute']>>
