// The statements that find production units: by number, by id, and those of a business.
import { and, asc, eq, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/postgres-js'
import { begun, given, inForce, newest, oneOf } from './asked.ts'
import { unit, unitBusiness } from './tables.ts'

/** The pool's client is the subgraph's own. */
export function prepareUnits(db: ReturnType<typeof drizzle>) {
  // Whose data a unit's are (ACCESS.md 2): the business that it belongs to at the time asked about, else the last one.
  const owner = db
    .select({ businessId: unitBusiness.businessId })
    .from(unitBusiness)
    .where(and(eq(unitBusiness.ownerId, unit.id), begun(unitBusiness)))
    .orderBy(...newest(unitBusiness))
    .limit(1)
  const columns = {
    id: unit.id,
    pNumber: unit.pNumber,
    unitNumber: unit.unitNumber,
    updatedAt: unit.updatedAt,
    versionAt: unit.versionAt,
    businessId: sql<string | null>`(${owner})`.as('owner'),
  }
  const page = db
    .select({
      unitId: unitBusiness.ownerId,
      since: sql<string>`min(${unitBusiness.effectiveFrom})`.as('since'),
    })
    .from(unitBusiness)
    .where(and(sql`${unitBusiness.businessId} = owner.id`, inForce(unitBusiness)))
    .groupBy(unitBusiness.ownerId)
    .orderBy(sql`since`, unitBusiness.ownerId)
    .limit(given('limit'))
    .offset(given('offset'))
    .as('page')
  return {
    unitByNumber: db
      .select(columns)
      .from(unit)
      .where(oneOf(unit.pNumber, 'numbers', 'text'))
      .prepare('unit_by_number'),
    unitById: db.select(columns).from(unit).where(oneOf(unit.id, 'ids')).prepare('unit_by_id'),
    /** A page of units of each business, in one statement: the limit holds for each by itself. */
    units: db
      .select({ ownerId: sql<string>`owner.id`.as('asked'), ...columns })
      .from(sql`unnest(${given('ids')}::text::uuid[]) as owner (id)`)
      .crossJoinLateral(page)
      .innerJoin(unit, eq(unit.id, page.unitId))
      .orderBy(sql`owner.id`, asc(page.since), asc(page.unitId))
      .prepare('unit_pages'),
    unitCount: db
      .select({
        ownerId: unitBusiness.businessId,
        total: sql<number>`count(distinct ${unitBusiness.ownerId})::integer`,
      })
      .from(unitBusiness)
      .where(and(oneOf(unitBusiness.businessId, 'ids'), inForce(unitBusiness)))
      .groupBy(unitBusiness.businessId)
      .prepare('unit_count'),
  }
}
