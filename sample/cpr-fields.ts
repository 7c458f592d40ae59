// Groups of fields that several of CPR's record types share: names, address codes, civil status.
import type { Address } from './address.ts'
import type { CivilStatus } from './marriages.ts'
import { byKey, fullName, type Home, type Name, type Person } from './persons.ts'
import { time, type Values } from './record.ts'

export const noNumber = '0'.repeat(10)

/** Records 008 and 026. */
export function nameFields(name: Name): Values {
  return { FORNVN: name.first, MELNVN: name.middle, EFTERNVN: name.last }
}

/** As on a letter, at most 34 characters. */
export function addressingName(name: Name): string {
  return fullName(name).slice(0, 34).trimEnd()
}

/** Records 002, 003 and 023: three digits of house number with letter, floor, door at the right. */
export function codes(address: Address): Values {
  return {
    KOMKOD: address.municipalityCode,
    VEJKOD: address.roadCode,
    HUSNR: `${String(address.houseNumber).padStart(3, '0')}${address.letter}`,
    ETAGE: address.floor,
    SIDEDOER: address.door.padStart(4),
  }
}

export function careOf(home: Home): string {
  return home.careOf && `c/o ${home.careOf}`
}

/** Records 012 and 029: the spouse by number, or by name and birth day when outside the register. */
export function civilStatusFields(status: CivilStatus, everyone: readonly Person[]): Values {
  const { code, spouse, outsider, separated } = status
  const common = { CIVST: code, 'SEP_HENVIS-CIVILSTAND': separated ? time(separated) : '' }
  if (spouse) return { ...common, AEGTEPNR: byKey(everyone, spouse).number }
  if (!outsider) return common
  return { ...common, AEGTEPNR: noNumber, AEGTEFOED_DT: outsider.born, AEGTENVN: outsider.name }
}
