// Rows of the register as values of the schema. Each keeps the key of its row, for who asks how that stands.
import { beginningOfTime, endOfTime } from '../../database/instant.ts'
import { municipalityName } from '../municipalities.ts'
import { type AddressRow, writeAddress } from './address.ts'
import { churchRelation, civilStatusCode, custodyRelation, nameMark, protectionKind } from './codes.ts'
import { countryName } from './countries.ts'
import { danishDate, parseRegisterTime, wholeDate } from './import/dates.ts'
import type { CurrentAddressRow, NameRow } from './present.ts'
import type { RowsOf } from './store.ts'
import { stubOrNull } from './stub.ts'

/** The instant, or null where the register names none. */
export const known = (instant: Date): Date | null =>
  instant.getTime() === beginningOfTime.getTime() || instant.getTime() === endOfTime.getTime()
    ? null
    : instant

const day = (instant: Date): string | null => {
  const at = known(instant)
  return at && danishDate(at)
}

/** The time that the register's own text names. */
const read = (text: string | null) => {
  const time = text === null ? null : parseRegisterTime(text)
  return time === 'MALFORMED' ? null : time
}
const dayOf = (text: string | null): string | null => wholeDate(read(text))

interface Period {
  readonly effectiveFrom: Date
  readonly effectiveTo: Date
}

const period = (row: Period) => ({
  effectiveFrom: known(row.effectiveFrom),
  effectiveTo: known(row.effectiveTo),
})
const days = (row: Period) => ({ from: day(row.effectiveFrom), until: day(row.effectiveTo) })

/** What leads back to the row. */
const origin = ({ key, contentHash }: { key: string; contentHash: string }) => ({ key, contentHash })

export function writeName(row: NameRow) {
  const { firstNames, middleName, lastName, addressingName } = row
  const full = [firstNames, middleName, lastName].filter(part => part !== null).join(' ') || null
  return {
    ...{ firstNames, middleName, lastName, addressingName, full, ...period(row), ...origin(row) },
    firstNamesMark: nameMark(row.firstNamesMarker),
    middleNameMark: nameMark(row.middleNameMarker),
    lastNameMark: nameMark(row.lastNameMarker),
  }
}

export function writeCurrentAddress(row: CurrentAddressRow) {
  return {
    ...writeAddress(row),
    ...period(row),
    ...origin(row),
    supplementaryLines: row.supplementaryLines,
    supplementaryFrom: dayOf(row.supplementaryFromText),
    supplementaryUntil: dayOf(row.supplementaryToText),
    arrival: writeArrival(row.arrival),
  }
}

export const writeEarlierAddress = (row: RowsOf<'previousAddresses'>) => ({
  ...writeAddress({ ...row, text: null } satisfies AddressRow),
  ...period(row),
  ...origin(row),
  ...{ supplementaryLines: [], supplementaryFrom: null, supplementaryUntil: null, arrival: null },
})

const writeArrival = (row: CurrentAddressRow['arrival']) => ({
  at: read(row.arrivedText)?.instant ?? null,
  atUncertain: row.arrivedMarker === '*',
  leftMunicipalityCode: row.leftMunicipalityCode,
  leftMunicipalityName: row.leftMunicipalityCode && municipalityName(row.leftMunicipalityCode),
  leftAt: read(row.leftText)?.instant ?? null,
  leftAtUncertain: row.leftMarker === '*',
  homeAuthorityCode: row.homeAuthority,
})

export const writeProtection = (row: RowsOf<'protections'>) => ({
  ...{ kind: protectionKind(row.kind), ...days(row), ...origin(row) },
})

export const writeNumber = (row: RowsOf<'numbers'>) => ({
  ...{ number: row.number, current: row.rowStatus === 'CURRENT', ...origin(row) },
})

export const writeContactAddress = (row: RowsOf<'contactAddress'>) => ({
  ...{ lines: row.lines, ...days(row), ...origin(row) },
})

export const writeEmigration = (row: RowsOf<'emigration'>) => ({
  countryCode: row.countryCode,
  country: countryName(row.countryCode),
  lines: row.lines,
  returnCountryCode: row.returnCountryCode,
  returnCountry: countryName(row.returnCountryCode),
  ...period(row),
  ...origin(row),
})

export const writeDisappearance = (row: RowsOf<'disappearance'>) => ({ ...period(row), ...origin(row) })

export const writeOrderToMove = (row: RowsOf<'orderToMove'>) => ({
  ...{ text: row.text, from: day(row.effectiveFrom), ...origin(row) },
})

export const writeBirthRegistration = (row: RowsOf<'birthRegistration'>) => ({
  authorityCode: row.authorityCode,
  authorityName: countryName(row.authorityCode) ?? (row.authorityCode && municipalityName(row.authorityCode)),
  text: row.text,
  ...origin(row),
})

export const writeCitizenship = (row: RowsOf<'citizenship'>) => ({
  countryCode: row.countryCode,
  country: countryName(row.countryCode),
  ...period(row),
  ...origin(row),
})

export const writeChurch = (row: RowsOf<'church'>) => ({
  ...{ relation: churchRelation(row.relation), ...days(row), ...origin(row) },
})

export function writeCivilStatus(row: RowsOf<'civilStatus'>) {
  // With a number the spouse speaks for themselves; without one name and birth are part of this person's record.
  const unlinked = row.spouseId === null
  return {
    status: civilStatusCode(row.status),
    spouse: stubOrNull(row.spouseId),
    spouseName: unlinked ? row.spouseName : null,
    spouseBirthDate: unlinked ? dayOf(row.spouseBirthDateText) : null,
    spouseSubject: row.spouseId ?? row.personId,
    separationReference: row.separationReference,
    ...period(row),
    ...origin(row),
  }
}

export const writeSeparation = (row: RowsOf<'separation'>) => ({
  ...{ reference: row.reference, ...days(row), ...origin(row) },
})

export const writeParent = (row: RowsOf<'parents'>) => ({
  role: row.role,
  person: stubOrNull(row.parentId),
  name: row.parentId === null ? row.name : null,
  birthDate: row.parentId === null ? dayOf(row.birthDateText) : null,
  parentSubject: row.parentId ?? row.personId,
  ...origin(row),
})

export const writeCustodyHolder = (row: RowsOf<'custodyHolders'>) => ({
  relation: custodyRelation(row.relation),
  person: stubOrNull(row.holderId),
  personSince: dayOf(row.holderSinceText),
  ...days(row),
  ...origin(row),
})

export const writeGuardianship = (row: RowsOf<'guardianship'>) => ({
  guardian: stubOrNull(row.guardianId),
  guardianName: row.guardianId === null ? row.guardianName : null,
  guardianLines: row.guardianId === null ? row.guardianLines : null,
  guardianSince: dayOf(row.guardianSinceText) ?? dayOf(row.namedSinceText),
  guardianSubject: row.guardianId ?? row.personId,
  ...days(row),
  ...origin(row),
})

export const writeMunicipalCondition = (row: RowsOf<'municipalConditions'>) => ({
  ...{ type: row.type, code: row.code, remark: row.remark, from: day(row.effectiveFrom), ...origin(row) },
})

export const writeNote = (row: RowsOf<'notes'>) => ({
  ...{ number: row.number, text: row.text, ...days(row), ...origin(row) },
})

export const writeElection = (row: RowsOf<'election'>) => ({
  ...{ code: row.code, votingDate: row.votingDate, ...days(row), ...origin(row) },
})

export const writeEvent = (row: RowsOf<'events'>) => ({
  code: row.code,
  derivedFrom: row.derivedMark,
  at: known(row.effectiveFrom),
  // The register's own; the row's key is beside it.
  keyConstant: row.keyConstant,
  ...origin(row),
})
