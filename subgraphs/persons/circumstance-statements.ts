// The statements for what CPR holds of a person beside name, address, status and family: prepared once for a pool.
import { and, asc, desc, type SQL } from 'drizzle-orm'
import { asked, delivered, inForce, key, known, past, youngest } from './asked.ts'
import type { Db } from './statements.ts'
import {
  birthRegistration,
  church,
  citizenship,
  contactAddress,
  disappearance,
  election,
  emigration,
  event,
  municipalCondition,
  note,
  orderToMove,
  separation,
} from './tables.ts'

/** Events of a person that are told; a delivery brings a handful. */
export const mostEvents = 100

export function prepareCircumstances(db: Db) {
  return { ...preparePlaces(db), ...prepareStanding(db), ...prepareNoted(db) }
}

function preparePlaces(db: Db) {
  const contact = {
    ...{ key, contentHash: contactAddress.contentHash, lines: contactAddress.addressLines },
    ...{ effectiveFrom: contactAddress.effectiveFrom, effectiveTo: contactAddress.effectiveTo },
  }
  const abroad = {
    ...{ key, contentHash: emigration.contentHash, countryCode: emigration.countryCode },
    ...{ returnCountryCode: emigration.returnCountryCode, lines: emigration.foreignLines },
    ...{ effectiveFrom: emigration.effectiveFrom, effectiveTo: emigration.effectiveTo },
  }
  const gone = {
    ...{ key, contentHash: disappearance.contentHash },
    ...{ effectiveFrom: disappearance.effectiveFrom, effectiveTo: disappearance.effectiveTo },
  }
  const readAbroad = (when: SQL | undefined, name: string) =>
    db
      .select(abroad)
      .from(asked)
      .innerJoin(emigration, when)
      .orderBy(...youngest(emigration))
      .prepare(name)
  const readGone = (when: SQL | undefined, name: string) =>
    db
      .select(gone)
      .from(asked)
      .innerJoin(disappearance, when)
      .orderBy(...youngest(disappearance))
      .prepare(name)
  return {
    contactAddress: db
      .select(contact)
      .from(asked)
      .innerJoin(contactAddress, and(known(contactAddress), inForce(contactAddress)))
      .orderBy(...youngest(contactAddress))
      .prepare('persons_contact_address'),
    emigration: readAbroad(and(known(emigration), inForce(emigration)), 'persons_emigration'),
    previousEmigrations: readAbroad(past(emigration), 'persons_previous_emigrations'),
    correctedEmigrations: readAbroad(past(emigration, 'CORRECTED'), 'persons_corrected_emigrations'),
    disappearance: readGone(and(known(disappearance), inForce(disappearance)), 'persons_disappearance'),
    previousDisappearances: readGone(past(disappearance), 'persons_previous_disappearances'),
    correctedDisappearances: readGone(past(disappearance, 'CORRECTED'), 'persons_corrected_disappearances'),
    orderToMove: db
      .select({
        ...{ key, contentHash: orderToMove.contentHash, text: orderToMove.text },
        ...{ effectiveFrom: orderToMove.effectiveFrom, effectiveTo: orderToMove.effectiveTo },
      })
      .from(asked)
      .innerJoin(orderToMove, and(known(orderToMove), inForce(orderToMove)))
      .orderBy(...youngest(orderToMove))
      .prepare('persons_order_to_move'),
  }
}

function prepareStanding(db: Db) {
  const held = {
    ...{ key, contentHash: church.contentHash, relation: church.relation },
    ...{ effectiveFrom: church.effectiveFrom, effectiveTo: church.effectiveTo },
  }
  const readChurch = (when: SQL | undefined, name: string) =>
    db
      .select(held)
      .from(asked)
      .innerJoin(church, when)
      .orderBy(...youngest(church))
      .prepare(name)
  const apart = {
    ...{ key, contentHash: separation.contentHash, reference: separation.reference },
    ...{ effectiveFrom: separation.effectiveFrom, effectiveTo: separation.effectiveTo },
  }
  const readApart = (when: SQL | undefined, name: string) =>
    db
      .select(apart)
      .from(asked)
      .innerJoin(separation, when)
      .orderBy(...youngest(separation))
      .prepare(name)
  const citizen = {
    ...{ key, contentHash: citizenship.contentHash, countryCode: citizenship.countryCode },
    ...{ effectiveFrom: citizenship.effectiveFrom, effectiveTo: citizenship.effectiveTo },
  }
  const readCitizen = (when: SQL | undefined, name: string) =>
    db
      .select(citizen)
      .from(asked)
      .innerJoin(citizenship, when)
      .orderBy(...youngest(citizenship))
      .prepare(name)
  return {
    church: readChurch(and(known(church), inForce(church)), 'persons_church'),
    previousChurch: readChurch(past(church), 'persons_previous_church'),
    correctedChurch: readChurch(past(church, 'CORRECTED'), 'persons_corrected_church'),
    separation: readApart(and(known(separation), inForce(separation)), 'persons_separation'),
    previousSeparations: readApart(past(separation), 'persons_previous_separations'),
    correctedSeparations: readApart(past(separation, 'CORRECTED'), 'persons_corrected_separations'),
    previousCitizenships: readCitizen(past(citizenship), 'persons_previous_citizenships'),
    correctedCitizenships: readCitizen(past(citizenship, 'CORRECTED'), 'persons_corrected_citizenships'),
    birthRegistration: db
      .select({
        ...{ key, contentHash: birthRegistration.contentHash },
        ...{ authorityCode: birthRegistration.authorityCode, text: birthRegistration.text },
      })
      .from(asked)
      .innerJoin(birthRegistration, known(birthRegistration))
      .orderBy(...youngest(birthRegistration))
      .prepare('persons_birth_registration'),
  }
}

function prepareNoted(db: Db) {
  return {
    municipalConditions: db
      .select({
        ...{ key, contentHash: municipalCondition.contentHash, type: municipalCondition.type },
        ...{ code: municipalCondition.code, remark: municipalCondition.remark },
        ...{ effectiveFrom: municipalCondition.effectiveFrom, effectiveTo: municipalCondition.effectiveTo },
      })
      .from(asked)
      .innerJoin(municipalCondition, and(known(municipalCondition), inForce(municipalCondition)))
      .orderBy(asc(municipalCondition.type), ...youngest(municipalCondition))
      .prepare('persons_municipal_conditions'),
    notes: db
      .select({
        ...{ key, contentHash: note.contentHash, number: note.noteNumber, text: note.text },
        ...{ effectiveFrom: note.effectiveFrom, effectiveTo: note.effectiveTo },
      })
      .from(asked)
      .innerJoin(note, and(known(note), inForce(note)))
      .orderBy(asc(note.noteNumber), ...youngest(note))
      .prepare('persons_notes'),
    election: db
      .select({
        ...{ key, contentHash: election.contentHash, code: election.code, votingDate: election.votingDate },
        ...{ effectiveFrom: election.effectiveFrom, effectiveTo: election.effectiveTo },
      })
      .from(asked)
      .innerJoin(election, and(known(election), inForce(election)))
      .orderBy(...youngest(election))
      .prepare('persons_election'),
    events: db
      .select({
        ...{ key, contentHash: event.contentHash, code: event.code, derivedMark: event.derivedMark },
        ...{ keyConstant: event.keyConstant, effectiveFrom: event.effectiveFrom },
      })
      .from(asked)
      .innerJoin(event, known(event))
      .orderBy(desc(event.effectiveFrom), ...delivered(event))
      .prepare('persons_events'),
  }
}
