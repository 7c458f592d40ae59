// The statements of the business register, prepared once for a pool: every one takes ids and the times asked about.
import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { begun, given, inForce, newest, oneOf, pairOf } from './asked.ts'
import { prepareParticipantRecords } from './participant-records.ts'
import {
  business,
  form,
  ofBusinesses,
  ofUnits,
  participant,
  participantName,
  participantRole,
  status,
} from './tables.ts'
import { prepareUnits } from './units.ts'
import { prepareValues } from './values.ts'

/** The prepared statements of one pool. The pool is theirs alone: Drizzle changes how its client reads dates. */
export function prepare(client: postgres.Sql) {
  const db = drizzle(client)
  return {
    ofBusinesses: prepareValues(db, 'business', ofBusinesses),
    ofUnits: prepareValues(db, 'unit', ofUnits),
    ...prepareUnits(db),
    ...prepareParticipantRecords(db),
    byNumber: db
      .select()
      .from(business)
      .where(oneOf(business.cvr, 'numbers', 'text'))
      .prepare('business_by_number'),
    byId: db.select().from(business).where(oneOf(business.id, 'ids')).prepare('business_by_id'),
    form: db
      .selectDistinctOn([form.ownerId])
      .from(form)
      .where(and(oneOf(form.ownerId, 'ids'), inForce(form)))
      .orderBy(form.ownerId, ...newest(form))
      .prepare('business_form'),
    ...prepareStatus(db),
    participantName: db
      .selectDistinctOn([participantName.ownerId, participantName.participantId], {
        ownerId: participantName.ownerId,
        participantId: participantName.participantId,
        name: participantName.name,
        effectiveFromText: participantName.effectiveFromText,
        effectiveToText: participantName.effectiveToText,
        registeredFrom: participantName.registeredFrom,
      })
      .from(participantName)
      .where(
        and(
          pairOf(participantName, participantName.participantId, 'others', 'uuid'),
          inForce(participantName),
        ),
      )
      .orderBy(participantName.ownerId, participantName.participantId, ...newest(participantName))
      .prepare('participant_name'),
    participantRoles: db
      .select()
      .from(participantRole)
      .where(and(pairOf(participantRole, participantRole.participantId, 'others', 'uuid'), rolesInForce))
      .orderBy(asc(participantRole.effectiveFrom), asc(participantRole.rowId))
      .prepare('participant_roles'),
    participants: participantPages(db),
    participantCount: db
      .select({
        ownerId: participantRole.ownerId,
        total: sql<number>`count(distinct ${participantRole.participantId})::integer`,
      })
      .from(participantRole)
      .where(and(oneOf(participantRole.ownerId, 'ids'), rolesInForce))
      .groupBy(participantRole.ownerId)
      .prepare('participant_count'),
    personRoles: personRolePages(db),
    personRoleCount: db
      .select({ ownerId: participant.personId, total: sql<number>`count(*)::integer` })
      .from(participant)
      .innerJoin(participantRole, eq(participantRole.participantId, participant.id))
      .where(and(oneOf(participant.personId, 'ids'), rolesInForce))
      .groupBy(participant.personId)
      .prepare('person_role_count'),
  }
}

export type Statements = ReturnType<typeof prepare>
type Db = ReturnType<typeof drizzle>

// Roles in force at the time asked about; beneficial owners and unknown registers are not public (CVR act § 18), and are
// asked for by a field of their own.
const rolesInForce = and(
  inForce(participantRole),
  sql`${participantRole.public} = ${given('public')}::text::boolean`,
)

function prepareStatus(db: Db) {
  const newestOf = (slot: 'BUSINESS' | 'CREDIT', name: string) =>
    db
      .selectDistinctOn([status.ownerId])
      .from(status)
      .where(and(oneOf(status.ownerId, 'ids'), eq(status.slot, slot), inForce(status)))
      .orderBy(status.ownerId, ...newest(status))
      .prepare(name)
  return {
    status: newestOf('BUSINESS', 'business_status'),
    creditStatus: newestOf('CREDIT', 'business_credit_status'),
    statuses: db
      .select()
      .from(status)
      .where(and(oneOf(status.ownerId, 'ids'), eq(status.slot, 'BUSINESS'), begun(status)))
      .orderBy(status.ownerId, ...newest(status))
      .prepare('business_statuses'),
  }
}

/** A page of participants of each business, in one statement: the limit holds for each by itself. */
function participantPages(db: Db) {
  const page = db
    .select({
      participantId: participantRole.participantId,
      since: sql<string>`min(${participantRole.effectiveFrom})`.as('since'),
    })
    .from(participantRole)
    .where(and(sql`${participantRole.ownerId} = owner.id`, rolesInForce))
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

const roleColumns = {
  organisationType: participantRole.organisationType,
  organisationUnit: participantRole.organisationUnit,
  organisationName: participantRole.organisationName,
  organisationNamedFrom: participantRole.organisationNamedFrom,
  organisationNamedTo: participantRole.organisationNamedTo,
  function: participantRole.function,
  role: participantRole.role,
  electionForm: participantRole.electionForm,
  ownershipShare: participantRole.ownershipShare,
  votingShare: participantRole.votingShare,
  others: participantRole.others,
  effectiveFromText: participantRole.effectiveFromText,
  effectiveToText: participantRole.effectiveToText,
  registeredFrom: participantRole.registeredFrom,
}
/** The same columns of a page. */
const selectRole = <Page extends Record<keyof typeof roleColumns, unknown>>(page: Page) =>
  Object.fromEntries(
    Object.keys(roleColumns).map(name => [name, page[name as keyof typeof roleColumns]]),
  ) as Pick<Page, keyof typeof roleColumns>

/** A page of roles of each person, newest first. */
function personRolePages(db: Db) {
  const page = db
    .select({
      rowId: participantRole.rowId,
      businessId: participantRole.ownerId,
      ...roleColumns,
      effectiveFrom: participantRole.effectiveFrom,
    })
    .from(participant)
    .innerJoin(participantRole, eq(participantRole.participantId, participant.id))
    .where(and(sql`${participant.personId} = owner.id`, rolesInForce))
    .orderBy(desc(participantRole.effectiveFrom), desc(participantRole.rowId))
    .limit(given('limit'))
    .offset(given('offset'))
    .as('page')
  return db
    .select({
      ownerId: sql<string>`owner.id`,
      businessId: page.businessId,
      ...selectRole(page),
    })
    .from(sql`unnest(${given('ids')}::text::uuid[]) as owner (id)`)
    .crossJoinLateral(page)
    .orderBy(sql`owner.id`, desc(page.effectiveFrom), desc(page.rowId))
    .prepare('person_role_pages')
}
