// The statements of the business register, prepared once for a pool: every one takes ids and the times asked about.
import { and, asc, desc, eq, gt, lte, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import {
  address,
  attribute,
  business,
  employment,
  form,
  industry,
  lifeCycle,
  name,
  participant,
  participantName,
  participantRole,
  status,
} from './tables.ts'

const given = sql.placeholder
const oneOf = (column: PgColumn, ids: string, type: 'uuid' | 'text' = 'uuid'): SQL =>
  sql`${column} = any(${given(ids)}::text::${sql.raw(type)}[])`

/** Rows of exactly the pairs asked for: what is asked of one business is not read of another. */
const pairOf = (
  table: Bitemporal,
  column: PgColumn,
  others: string,
  type: 'uuid' | 'text' | 'integer',
): SQL =>
  sql`(${table.businessId}, ${column}) in (
    select * from unnest(${given('ids')}::text::uuid[], ${given(others)}::text::${sql.raw(type)}[]))`

type Bitemporal = Record<
  'rowId' | 'businessId' | 'slot' | 'effectiveFrom' | 'effectiveTo' | 'registeredFrom' | 'registeredTo',
  PgColumn
>

const known = (table: Bitemporal) =>
  and(lte(table.registeredFrom, given('registered')), gt(table.registeredTo, given('registered')))
const inForce = (table: Bitemporal) =>
  and(known(table), lte(table.effectiveFrom, given('effective')), gt(table.effectiveTo, given('effective')))
// Where official data overlap, what began last and was registered last speaks.
const newest = (table: Bitemporal) => [
  desc(table.effectiveFrom),
  desc(table.registeredFrom),
  desc(table.rowId),
]

/** The prepared statements of one pool. The pool is theirs alone: Drizzle changes how its client reads dates. */
export function prepare(client: postgres.Sql) {
  const db = drizzle(client)
  return {
    byNumber: db
      .select()
      .from(business)
      .where(oneOf(business.cvr, 'numbers', 'text'))
      .prepare('business_by_number'),
    byId: db.select().from(business).where(oneOf(business.id, 'ids')).prepare('business_by_id'),
    name: db
      .selectDistinctOn([name.businessId], { businessId: name.businessId, name: name.name })
      .from(name)
      .where(and(oneOf(name.businessId, 'ids'), eq(name.slot, 'PRIMARY'), inForce(name)))
      .orderBy(name.businessId, ...newest(name))
      .prepare('business_name'),
    previousNames: db
      .select({
        businessId: name.businessId,
        name: name.name,
        from: name.effectiveFromText,
        to: name.effectiveToText,
      })
      .from(name)
      .where(
        and(
          oneOf(name.businessId, 'ids'),
          eq(name.slot, 'PRIMARY'),
          known(name),
          lte(name.effectiveTo, given('effective')),
          gt(name.effectiveTo, name.effectiveFrom),
        ),
      )
      .orderBy(name.businessId, ...newest(name))
      .prepare('business_previous_names'),
    address: db
      .selectDistinctOn([address.businessId, address.slot])
      .from(address)
      .where(and(pairOf(address, address.slot, 'others', 'text'), inForce(address)))
      .orderBy(address.businessId, address.slot, ...newest(address))
      .prepare('business_address'),
    form: db
      .selectDistinctOn([form.businessId])
      .from(form)
      .where(and(oneOf(form.businessId, 'ids'), inForce(form)))
      .orderBy(form.businessId, ...newest(form))
      .prepare('business_form'),
    status: db
      .selectDistinctOn([status.businessId], { businessId: status.businessId, text: status.text })
      .from(status)
      .where(and(oneOf(status.businessId, 'ids'), eq(status.slot, 'BUSINESS'), inForce(status)))
      .orderBy(status.businessId, ...newest(status))
      .prepare('business_status'),
    life: db
      .selectDistinctOn([lifeCycle.businessId], {
        businessId: lifeCycle.businessId,
        from: lifeCycle.effectiveFromText,
        to: lifeCycle.effectiveToText,
        ended: sql<boolean>`${lifeCycle.effectiveTo} <= ${given('effective')}`,
      })
      .from(lifeCycle)
      .where(
        and(
          oneOf(lifeCycle.businessId, 'ids'),
          known(lifeCycle),
          lte(lifeCycle.effectiveFrom, given('effective')),
        ),
      )
      .orderBy(lifeCycle.businessId, ...newest(lifeCycle))
      .prepare('business_life'),
    industry: db
      .selectDistinctOn([industry.businessId], {
        businessId: industry.businessId,
        code: industry.code,
        text: industry.text,
      })
      .from(industry)
      .where(and(oneOf(industry.businessId, 'ids'), eq(industry.slot, 'MAIN'), inForce(industry)))
      .orderBy(industry.businessId, ...newest(industry))
      .prepare('business_industry'),
    attribute: db
      .selectDistinctOn([attribute.businessId, attribute.type, attribute.sequence], {
        businessId: attribute.businessId,
        type: attribute.type,
        value: attribute.value,
      })
      .from(attribute)
      .where(and(pairOf(attribute, attribute.type, 'others', 'text'), inForce(attribute)))
      .orderBy(attribute.businessId, attribute.type, attribute.sequence, ...newest(attribute))
      .prepare('business_attribute'),
    employment: db
      .selectDistinctOn([employment.businessId, employment.year])
      .from(employment)
      .where(and(pairOf(employment, employment.year, 'others', 'integer'), inForce(employment)))
      .orderBy(employment.businessId, employment.year, ...newest(employment))
      .prepare('business_employment'),
    participantName: db
      .selectDistinctOn([participantName.businessId, participantName.participantId], {
        businessId: participantName.businessId,
        participantId: participantName.participantId,
        name: participantName.name,
      })
      .from(participantName)
      .where(
        and(
          pairOf(participantName, participantName.participantId, 'others', 'uuid'),
          inForce(participantName),
        ),
      )
      .orderBy(participantName.businessId, participantName.participantId, ...newest(participantName))
      .prepare('participant_name'),
    participantRoles: db
      .select()
      .from(participantRole)
      .where(and(pairOf(participantRole, participantRole.participantId, 'others', 'uuid'), publicRole))
      .orderBy(asc(participantRole.effectiveFrom), asc(participantRole.rowId))
      .prepare('participant_roles'),
    participants: participantPages(db),
    participantCount: db
      .select({
        ownerId: participantRole.businessId,
        total: sql<number>`count(distinct ${participantRole.participantId})::integer`,
      })
      .from(participantRole)
      .where(and(oneOf(participantRole.businessId, 'ids'), publicRole))
      .groupBy(participantRole.businessId)
      .prepare('participant_count'),
    personRoles: personRolePages(db),
    personRoleCount: db
      .select({ ownerId: participant.personId, total: sql<number>`count(*)::integer` })
      .from(participant)
      .innerJoin(participantRole, eq(participantRole.participantId, participant.id))
      .where(and(oneOf(participant.personId, 'ids'), publicRole))
      .groupBy(participant.personId)
      .prepare('person_role_count'),
  }
}

export type Statements = ReturnType<typeof prepare>
type Db = ReturnType<typeof drizzle>

// Roles in force at the time asked about; beneficial owners and unknown registers are not public (CVR act § 18).
const publicRole = and(inForce(participantRole), eq(participantRole.public, true))

/** A page of participants of each business, in one statement: the limit holds for each by itself. */
function participantPages(db: Db) {
  const page = db
    .select({
      participantId: participantRole.participantId,
      since: sql<string>`min(${participantRole.effectiveFrom})`.as('since'),
    })
    .from(participantRole)
    .where(and(sql`${participantRole.businessId} = owner.id`, publicRole))
    .groupBy(participantRole.participantId)
    .orderBy(sql`since`, participantRole.participantId)
    .limit(given('limit'))
    .offset(given('offset'))
    .as('page')
  return db
    .select({
      ownerId: sql<string>`owner.id`,
      participantId: participant.id,
      unitNumber: participant.unitNumber,
      personId: participant.personId,
      holderId: participant.holderId,
    })
    .from(sql`unnest(${given('ids')}::text::uuid[]) as owner (id)`)
    .crossJoinLateral(page)
    .innerJoin(participant, eq(participant.id, page.participantId))
    .orderBy(sql`owner.id`, page.since, page.participantId)
    .prepare('participant_pages')
}

/** A page of roles of each person, newest first. */
function personRolePages(db: Db) {
  const page = db
    .select({
      rowId: participantRole.rowId,
      businessId: participantRole.businessId,
      organisationType: participantRole.organisationType,
      organisationName: participantRole.organisationName,
      function: participantRole.function,
      effectiveFrom: participantRole.effectiveFrom,
      from: participantRole.effectiveFromText,
      to: participantRole.effectiveToText,
    })
    .from(participant)
    .innerJoin(participantRole, eq(participantRole.participantId, participant.id))
    .where(and(sql`${participant.personId} = owner.id`, publicRole))
    .orderBy(desc(participantRole.effectiveFrom), desc(participantRole.rowId))
    .limit(given('limit'))
    .offset(given('offset'))
    .as('page')
  return db
    .select({
      ownerId: sql<string>`owner.id`,
      businessId: page.businessId,
      organisationType: page.organisationType,
      organisationName: page.organisationName,
      function: page.function,
      from: page.from,
      to: page.to,
    })
    .from(sql`unnest(${given('ids')}::text::uuid[]) as owner (id)`)
    .crossJoinLateral(page)
    .orderBy(sql`owner.id`, desc(page.effectiveFrom), desc(page.rowId))
    .prepare('person_role_pages')
}
