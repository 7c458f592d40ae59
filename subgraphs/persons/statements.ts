// The statements of the persons store, prepared once for a pool: one for each group of fields, for a batch of people.
import { and, asc, desc, eq, or, type SQL, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { asked, delivered, inForce, key, known, past, registeredThen, youngest } from './asked.ts'
import { prepareCircumstances } from './circumstance-statements.ts'
import { addressCodes, nameColumns, preparePresent } from './present.ts'
import { prepareRegisterRows } from './register-row.ts'
import {
  address,
  authority,
  child,
  citizenship,
  civilStatus,
  custody,
  guardianship,
  name,
  parent,
  person,
  personalNumber,
  protection,
} from './tables.ts'

/** Prepares the statements. The client must be this subgraph's own: Drizzle changes how it reads dates. */
export function prepareStatements(client: postgres.Sql) {
  const db = drizzle(client)
  return {
    // Whatever became of the row that holds it: a number once given leads to its person.
    number: db
      .select({ personId: personalNumber.personId })
      .from(personalNumber)
      .innerJoin(person, and(eq(person.personId, personalNumber.personId), eq(person.rowStatus, 'CURRENT')))
      .where(and(eq(personalNumber.personalNumber, sql.placeholder('number')), registeredThen(person)))
      .limit(1)
      .prepare('persons_number'),
    present: preparePresent(db),
    numbers: db
      .select({
        ...{ key, contentHash: personalNumber.contentHash },
        ...{ number: personalNumber.personalNumber, rowStatus: personalNumber.rowStatus },
      })
      .from(asked)
      .innerJoin(personalNumber, known(personalNumber))
      .orderBy(...youngest(personalNumber))
      .prepare('persons_numbers'),
    ...prepareNames(db),
    ...prepareAddresses(db),
    ...prepareStatuses(db),
    ...prepareRelations(db),
    ...prepareCircumstances(db),
    authorities: db
      .select({ key: authority.code, name: authority.name })
      .from(authority)
      .where(sql`${authority.code} = any(${sql.placeholder('ids')}::text[])`)
      .prepare('persons_authorities'),
    registerRows: prepareRegisterRows(db),
  }
}

export type Statements = ReturnType<typeof prepareStatements>
export type Db = ReturnType<typeof drizzle>

function prepareNames(db: Db) {
  const read = (when: SQL | undefined, label: string) =>
    db
      .select({ key, ...nameColumns })
      .from(asked)
      .innerJoin(name, when)
      .orderBy(...youngest(name))
      .prepare(label)
  return {
    previousNames: read(past(name), 'persons_previous_names'),
    correctedNames: read(past(name, 'CORRECTED'), 'persons_corrected_names'),
  }
}

function prepareAddresses(db: Db) {
  const readPast = (when: SQL | undefined, label: string) =>
    db
      .select({ key, ...addressCodes })
      .from(asked)
      .innerJoin(address, when)
      .orderBy(...youngest(address))
      .prepare(label)
  return {
    previousAddresses: readPast(past(address), 'persons_previous_addresses'),
    correctedAddresses: readPast(past(address, 'CORRECTED'), 'persons_corrected_addresses'),
  }
}

function prepareStatuses(db: Db) {
  const civil = {
    key,
    contentHash: civilStatus.contentHash,
    personId: civilStatus.personId,
    status: civilStatus.status,
    spouseId: civilStatus.spouseId,
    spouseName: civilStatus.spouseName,
    spouseBirthDateText: civilStatus.spouseBirthDateText,
    separationReference: civilStatus.separationReference,
    effectiveFrom: civilStatus.effectiveFrom,
    effectiveTo: civilStatus.effectiveTo,
  }
  const readCivil = (when: SQL | undefined, label: string) =>
    db
      .select(civil)
      .from(asked)
      .innerJoin(civilStatus, when)
      .orderBy(...youngest(civilStatus))
      .prepare(label)
  return {
    // A protection counts under a superseded number too (TECHNICAL): fail closed.
    protections: db
      .select({
        key,
        contentHash: protection.contentHash,
        kind: protection.kind,
        effectiveFrom: protection.effectiveFrom,
        effectiveTo: protection.effectiveTo,
      })
      .from(asked)
      .innerJoin(
        protection,
        and(known(protection, { statuses: ['CURRENT', 'TECHNICAL'] }), inForce(protection)),
      )
      .orderBy(asc(protection.kind), ...youngest(protection))
      .prepare('persons_protections'),
    citizenship: db
      .select({
        ...{ key, contentHash: citizenship.contentHash, countryCode: citizenship.countryCode },
        ...{ effectiveFrom: citizenship.effectiveFrom, effectiveTo: citizenship.effectiveTo },
      })
      .from(asked)
      .innerJoin(citizenship, and(known(citizenship), inForce(citizenship)))
      .orderBy(...youngest(citizenship))
      .prepare('persons_citizenship'),
    civilStatus: readCivil(and(known(civilStatus), inForce(civilStatus)), 'persons_civil_status'),
    previousCivilStatuses: readCivil(past(civilStatus), 'persons_previous_civil_statuses'),
    correctedCivilStatuses: readCivil(past(civilStatus, 'CORRECTED'), 'persons_corrected_civil_statuses'),
  }
}

function prepareRelations(db: Db) {
  return {
    children: db
      .select({ key, id: child.childId })
      .from(asked)
      .innerJoin(child, known(child))
      .orderBy(...delivered(child))
      .prepare('persons_children'),
    parents: db
      .select({
        key,
        contentHash: parent.contentHash,
        personId: parent.personId,
        role: parent.role,
        parentId: parent.parentId,
        name: parent.name,
        birthDateText: parent.birthDateText,
      })
      .from(asked)
      .innerJoin(
        parent,
        and(
          known(parent),
          inForce(parent),
          or(sql`${parent.parentId} is not null`, sql`${parent.name} is not null`),
        ),
      )
      .orderBy(desc(parent.role), ...youngest(parent))
      .prepare('persons_parents'),
    custodyHolders: db
      .select({
        key,
        contentHash: custody.contentHash,
        relation: custody.relation,
        holderId: custody.holderId,
        holderSinceText: custody.holderSinceText,
        effectiveFrom: custody.effectiveFrom,
        effectiveTo: custody.effectiveTo,
      })
      .from(asked)
      .innerJoin(custody, and(known(custody), inForce(custody)))
      .orderBy(asc(custody.relation), ...youngest(custody))
      .prepare('persons_custody_holders'),
    custodyOf: db
      .select({ key, id: custody.personId })
      .from(asked)
      .innerJoin(custody, and(known(custody, { holder: custody.holderId }), inForce(custody)))
      .orderBy(...delivered(custody))
      .prepare('persons_custody_of'),
    guardianship: db
      .select({
        key,
        contentHash: guardianship.contentHash,
        personId: guardianship.personId,
        guardianId: guardianship.guardianId,
        guardianName: guardianship.guardianName,
        guardianLines: guardianship.guardianLines,
        guardianSinceText: guardianship.guardianSinceText,
        namedSinceText: guardianship.namedSinceText,
        effectiveFrom: guardianship.effectiveFrom,
        effectiveTo: guardianship.effectiveTo,
      })
      .from(asked)
      .innerJoin(guardianship, and(known(guardianship), inForce(guardianship)))
      .orderBy(...youngest(guardianship))
      .prepare('persons_guardianship'),
  }
}
