// Reads authorities and their processing activities for one operation: public records, as they are now.
import DataLoader from 'dataloader'
import { and, asc, eq, gt, lte, or, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { isOneOf, listOf } from '../../database/columns.ts'
import type { PageArguments } from '../page.ts'
import { activity, activityField, activityVersion, authority } from './tables.ts'

type Rows<Name extends keyof Statements> = Awaited<ReturnType<Statements[Name]['execute']>>
type Statements = ReturnType<typeof prepare>
export type Activity = Rows<'activities'>[number]
export type AuthorityRow = Rows<'authorities'>[number]

const given = sql.placeholder

function prepare(client: postgres.Sql) {
  const db = drizzle(client)
  const now = sql`clock_timestamp()`
  const inForce = and(
    lte(activityVersion.validFrom, now),
    or(sql`upper_inf(valid)`, gt(activityVersion.validTo, now)),
  )
  const chosen = {
    id: activity.id,
    authority: activity.authority,
    version: activityVersion.version,
    purposeDa: activityVersion.purposeDa,
    purposeEn: activityVersion.purposeEn,
    legalBasis: activityVersion.legalBasis,
    act: activityVersion.act,
    reach: activityVersion.reach,
    startedBy: activityVersion.startedBy,
    validFrom: activityVersion.validFrom,
    validTo: activityVersion.validTo,
  }
  const versions = () =>
    db
      .select(chosen)
      .from(activity)
      .innerJoin(activityVersion, eq(activityVersion.activity, activity.id))
      .$dynamic()
  const ofAuthority = sql`(${given('authority')}::text is null or ${activity.authority} = ${given('authority')})`
  return {
    activities: versions()
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
    activitiesById: versions()
      .where(and(inForce, isOneOf(activity.id, given('ids'))))
      .prepare('activities_by_id'),
    fields: db
      .select()
      .from(activityField)
      .where(isOneOf(activityField.activity, given('ids')))
      .orderBy(asc(activityField.coordinate))
      .prepare('activity_fields'),
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
  }
}

/** Prepares the statements of a pool, and gives each operation a store of its own. */
export function openStore(client: postgres.Sql) {
  const statements = prepare(client)
  return () => {
    const activities = new DataLoader<string, Activity | null>(async ids => {
      const rows = await statements.activitiesById.execute({ ids: listOf(ids) })
      return ids.map(id => rows.find(row => row.id === id) ?? null)
    })
    const fields = new DataLoader<string, Rows<'fields'>>(async ids => {
      const rows = await statements.fields.execute({ ids: listOf(ids) })
      return ids.map(id => rows.filter(row => row.activity === id))
    })
    const authorities = new DataLoader<string, AuthorityRow | null>(async numbers => {
      const rows = await statements.authoritiesByCvr.execute({ numbers: listOf(numbers) })
      return numbers.map(cvr => rows.find(row => row.cvr === cvr) ?? null)
    })
    return {
      activity: (id: string) => activities.load(id),
      fields: async (id: string, version: number) =>
        (await fields.load(id)).filter(field => field.version === version),
      authority: (cvr: string) => authorities.load(cvr),
      listActivities: (authority: string | null, { first, after }: PageArguments) =>
        statements.activities.execute({ authority, after: after ?? '', limit: first + 1 }),
      countActivities: async (authority: string | null) =>
        (await statements.countActivities.execute({ authority }))[0]!.count,
      listAuthorities: ({ first, after }: PageArguments) =>
        statements.authorities.execute({ after: after ?? '', limit: first + 1 }),
      countAuthorities: async () => (await statements.countAuthorities.execute())[0]!.count,
    }
  }
}

export type Store = ReturnType<ReturnType<typeof openStore>>
