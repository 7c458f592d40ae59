// The statements of the values that businesses and production units have alike, prepared once for a pool.
import { and, eq, gt, like, lte, ne, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/postgres-js'
import { begun, given, inForce, known, newest, oneOf, pairOf } from './asked.ts'
import { participant, type ValueTables } from './tables.ts'

/** `of`: whose they are, for the statements' names. */
export function prepareValues(db: ReturnType<typeof drizzle>, of: 'business' | 'unit', tables: ValueTables) {
  const { address, attribute, contact, lifeCycle } = tables
  return {
    ...prepareNames(db, of, tables),
    ...prepareIndustries(db, of, tables),
    ...prepareEmployment(db, of, tables),
    ...prepareRecords(db, of, tables),
    address: db
      .selectDistinctOn([address.ownerId, address.slot])
      .from(address)
      .where(and(pairOf(address, address.slot, 'others', 'text'), inForce(address)))
      .orderBy(address.ownerId, address.slot, ...newest(address))
      .prepare(`${of}_address`),
    life: db
      .selectDistinctOn([lifeCycle.ownerId], {
        ownerId: lifeCycle.ownerId,
        from: lifeCycle.effectiveFromText,
        to: lifeCycle.effectiveToText,
        ended: sql<boolean>`${lifeCycle.effectiveTo} <= ${given('effective')}`,
      })
      .from(lifeCycle)
      .where(and(oneOf(lifeCycle.ownerId, 'ids'), begun(lifeCycle)))
      .orderBy(lifeCycle.ownerId, ...newest(lifeCycle))
      .prepare(`${of}_life`),
    /** Every period of its life that has begun. */
    lifeCycle: db
      .select()
      .from(lifeCycle)
      .where(and(oneOf(lifeCycle.ownerId, 'ids'), begun(lifeCycle)))
      .orderBy(lifeCycle.ownerId, ...newest(lifeCycle))
      .prepare(`${of}_life_cycle`),
    attribute: db
      .selectDistinctOn([attribute.ownerId, attribute.type, attribute.sequence])
      .from(attribute)
      .where(and(pairOf(attribute, attribute.type, 'others', 'text'), inForce(attribute)))
      .orderBy(attribute.ownerId, attribute.type, attribute.sequence, ...newest(attribute))
      .prepare(`${of}_attribute`),
    // Several of one type and sequence may hold at once: none is left out.
    attributes: db
      .select()
      .from(attribute)
      .where(and(oneOf(attribute.ownerId, 'ids'), inForce(attribute)))
      .orderBy(attribute.ownerId, attribute.type, attribute.sequence, ...newest(attribute))
      .prepare(`${of}_attributes`),
    // Secret and open ones are asked for apart: who may see the open ones reads no secret one.
    contact: db
      .selectDistinctOn([contact.ownerId, contact.slot])
      .from(contact)
      .where(and(pairOf(contact, contact.secret, 'others', 'boolean'), inForce(contact)))
      .orderBy(contact.ownerId, contact.slot, ...newest(contact))
      .prepare(`${of}_contact`),
  }
}

function prepareNames(db: ReturnType<typeof drizzle>, of: 'business' | 'unit', { name }: ValueTables) {
  return {
    name: db
      .selectDistinctOn([name.ownerId], { ownerId: name.ownerId, name: name.name })
      .from(name)
      .where(and(oneOf(name.ownerId, 'ids'), eq(name.slot, 'PRIMARY'), inForce(name)))
      .orderBy(name.ownerId, ...newest(name))
      .prepare(`${of}_name`),
    previousNames: db
      .select({
        ownerId: name.ownerId,
        slot: name.slot,
        name: name.name,
        effectiveFromText: name.effectiveFromText,
        effectiveToText: name.effectiveToText,
        registeredFrom: name.registeredFrom,
      })
      .from(name)
      .where(
        and(
          oneOf(name.ownerId, 'ids'),
          eq(name.slot, 'PRIMARY'),
          known(name),
          lte(name.effectiveTo, given('effective')),
          gt(name.effectiveTo, name.effectiveFrom),
        ),
      )
      .orderBy(name.ownerId, ...newest(name))
      .prepare(`${of}_previous_names`),
    names: db
      .select()
      .from(name)
      .where(and(oneOf(name.ownerId, 'ids'), inForce(name)))
      .orderBy(name.ownerId, name.slot, ...newest(name))
      .prepare(`${of}_names`),
    secondaryNames: db
      .selectDistinctOn([name.ownerId, name.slot], { ownerId: name.ownerId, name: name.name })
      .from(name)
      .where(and(oneOf(name.ownerId, 'ids'), like(name.slot, 'SECONDARY %'), inForce(name)))
      .orderBy(name.ownerId, name.slot, ...newest(name))
      .prepare(`${of}_secondary_names`),
  }
}

function prepareIndustries(
  db: ReturnType<typeof drizzle>,
  of: 'business' | 'unit',
  { industry }: ValueTables,
) {
  return {
    industry: db
      .selectDistinctOn([industry.ownerId])
      .from(industry)
      .where(and(oneOf(industry.ownerId, 'ids'), eq(industry.slot, 'MAIN'), inForce(industry)))
      .orderBy(industry.ownerId, ...newest(industry))
      .prepare(`${of}_industry`),
    secondaryIndustries: db
      .selectDistinctOn([industry.ownerId, industry.slot])
      .from(industry)
      .where(and(oneOf(industry.ownerId, 'ids'), like(industry.slot, 'SECONDARY %'), inForce(industry)))
      .orderBy(industry.ownerId, industry.slot, ...newest(industry))
      .prepare(`${of}_secondary_industries`),
  }
}

function prepareEmployment(
  db: ReturnType<typeof drizzle>,
  of: 'business' | 'unit',
  { employment }: ValueTables,
) {
  const ofYear = and(pairOf(employment, employment.year, 'others', 'integer'), inForce(employment))
  return {
    employment: db
      .selectDistinctOn([employment.ownerId, employment.year])
      .from(employment)
      .where(and(ofYear, eq(employment.span, 'YEAR')))
      .orderBy(employment.ownerId, employment.year, ...newest(employment))
      .prepare(`${of}_employment`),
    /** By quarters and months. */
    employmentWithin: db
      .selectDistinctOn([employment.ownerId, employment.span, employment.quarter, employment.month])
      .from(employment)
      .where(and(ofYear, ne(employment.span, 'YEAR')))
      .orderBy(
        ...[employment.ownerId, employment.span, employment.quarter, employment.month],
        ...newest(employment),
      )
      .prepare(`${of}_employment_within`),
  }
}

function prepareRecords(db: ReturnType<typeof drizzle>, of: 'business' | 'unit', { record }: ValueTables) {
  return {
    records: db
      .select({
        ownerId: record.ownerId,
        kind: record.kind,
        content: sql<string>`${record.content}::text`,
        participantId: record.participantId,
        unitNumber: participant.unitNumber,
        personId: participant.personId,
        holderId: participant.holderId,
        effectiveFromText: record.effectiveFromText,
        effectiveToText: record.effectiveToText,
        registeredFrom: record.registeredFrom,
      })
      .from(record)
      .leftJoin(participant, eq(participant.id, record.participantId))
      .where(and(pairOf(record, record.kind, 'others', 'text'), inForce(record)))
      .orderBy(record.ownerId, record.kind, record.slot, ...newest(record))
      .prepare(`${of}_records`),
  }
}
