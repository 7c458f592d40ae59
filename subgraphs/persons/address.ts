// An address of the register in the form in which people write it: no leading zeros, lines of a label.
import { municipalityName } from '../municipalities.ts'

/** Codes of record 002 or 023; the words of record 003 for the current address, null for earlier ones. */
export interface AddressRow {
  readonly municipalityCode: string
  readonly streetCode: string
  readonly houseNumber: string | null
  readonly floor: string | null
  readonly door: string | null
  readonly buildingNumber: string | null
  readonly careOf: string | null
  readonly text: AddressWords | null
}

export interface AddressWords {
  readonly street: string | null
  readonly standardAddress: string | null
  readonly locality: string | null
  readonly townName: string | null
  readonly postalCode: string | null
  readonly postalDistrict: string | null
}

/** `016` → `16`, `077A` → `77A`, `01` → `1`, `TH` → `th`; blank and zeros → null. */
export function plain(code: string | null): string | null {
  return code?.trim().replace(/^0+/, '').toLowerCase() || null
}

/** House numbers keep the capital of their letter: `077a` → `77A`. */
export function houseNumber(code: string | null): string | null {
  return plain(code)?.toUpperCase() ?? null
}

/** Care of, locality, street with number, town, postal district; null when the register gives codes only. */
export function labelLines({ text, careOf }: AddressRow): readonly string[] | null {
  if (!text?.standardAddress) return null
  const postal = [text.postalCode, text.postalDistrict].filter(Boolean).join(' ')
  return [
    careOf && `c/o ${withoutCareOf(careOf)}`,
    text.locality,
    text.standardAddress,
    text.townName,
    postal,
  ].filter(line => !!line) as string[]
}

const withoutCareOf = (text: string): string => text.replace(/^c\/o\s*/i, '')

/** An address with the fields of the schema's type `Address`, without its period. */
export function writeAddress(row: AddressRow) {
  return {
    street: row.text?.street ?? null,
    houseNumber: houseNumber(row.houseNumber),
    floor: plain(row.floor),
    door: plain(row.door),
    buildingNumber: plain(row.buildingNumber)?.toUpperCase() ?? null,
    careOf: row.careOf,
    locality: row.text?.locality ?? null,
    townName: row.text?.townName ?? null,
    postalCode: row.text?.postalCode ?? null,
    postalDistrict: row.text?.postalDistrict ?? null,
    municipalityCode: row.municipalityCode,
    municipalityName: municipalityName(row.municipalityCode),
    streetCode: row.streetCode,
    lines: labelLines(row),
  }
}
