// The statements of the values that businesses and production units have alike, prepared once for a pool.
import { and, eq, gt, like, lte, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/postgres-js'
import { begun, given, inForce, known, newest, oneOf, pairOf } from './asked.ts'
import type { ValueTables } from './tables.ts'

/** `of`: whose they are, for the statements' names. */
export function prepareValues(db: ReturnType<typeof drizzle>, of: 'business' | 'unit', tables: ValueTables) {
  const { address, attribute, contact, employment, lifeCycle } = tables
  return {
    ...prepareNames(db, of, tables),
    ...prepareIndustries(db, of, tables),
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
    attribute: db
      .selectDistinctOn([attribute.ownerId, attribute.type, attribute.sequence], {
        ownerId: attribute.ownerId,
        type: attribute.type,
        value: attribute.value,
      })
      .from(attribute)
      .where(and(pairOf(attribute, attribute.type, 'others', 'text'), inForce(attribute)))
      .orderBy(attribute.ownerId, attribute.type, attribute.sequence, ...newest(attribute))
      .prepare(`${of}_attribute`),
    employment: db
      .selectDistinctOn([employment.ownerId, employment.year])
      .from(employment)
      .where(and(pairOf(employment, employment.year, 'others', 'integer'), inForce(employment)))
      .orderBy(employment.ownerId, employment.year, ...newest(employment))
      .prepare(`${of}_employment`),
    // Secret and open ones are asked for apart: who may see the open ones reads no secret one.
    contact: db
      .selectDistinctOn([contact.ownerId, contact.slot], {
        ownerId: contact.ownerId,
        kind: contact.kind,
        value: contact.value,
        secret: contact.secret,
      })
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
        name: name.name,
        from: name.effectiveFromText,
        to: name.effectiveToText,
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
  const columns = { ownerId: industry.ownerId, code: industry.code, text: industry.text }
  return {
    industry: db
      .selectDistinctOn([industry.ownerId], columns)
      .from(industry)
      .where(and(oneOf(industry.ownerId, 'ids'), eq(industry.slot, 'MAIN'), inForce(industry)))
      .orderBy(industry.ownerId, ...newest(industry))
      .prepare(`${of}_industry`),
    secondaryIndustries: db
      .selectDistinctOn([industry.ownerId, industry.slot], columns)
      .from(industry)
      .where(and(oneOf(industry.ownerId, 'ids'), like(industry.slot, 'SECONDARY %'), inForce(industry)))
      .orderBy(industry.ownerId, industry.slot, ...newest(industry))
      .prepare(`${of}_secondary_industries`),
  }
}
