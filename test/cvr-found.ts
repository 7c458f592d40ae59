// How a value of a CVR document is looked for in the graph: what is asked, and what must stand there.

export type Value = unknown
/**
 * The register's value of a member of the object that is looked for, null when it says nothing; `^.` is the object around
 * the list that it stands in. What is not read by this is not looked for, and is missed.
 */
export type Get = (member: string) => string | number | boolean | null

export interface Place {
  /** The fields of the business or unit, in which it is looked for. */
  readonly select: (get: Get) => string
  /** The values among which it is; all that was selected unless said otherwise. */
  readonly from?: (found: Record<string, unknown>) => readonly unknown[]
  /** What one of them must hold. */
  readonly holds: (get: Get) => Value
  /** It is the business or unit itself. */
  readonly whole?: boolean
}

export const dates = 'effectiveFrom effectiveTo registeredFrom'
export const text = (value: unknown): string | null => (value === null ? null : String(value))
export const instant = (value: unknown): string | null =>
  value === null ? null : new Date(String(value)).toISOString()

/** The period and when it was written; without an instant of its own the document's counts. */
export function dated(get: Get): { effectiveFrom: unknown; effectiveTo: unknown; registeredFrom?: string } {
  const written = instant(get('sidstOpdateret'))
  return {
    effectiveFrom: get('periode.gyldigFra'),
    effectiveTo: get('periode.gyldigTil'),
    ...(written !== null && { registeredFrom: written }),
  }
}

export const addressSelection = `street streetCode houseNumber houseNumberTo floor door careOf townName postBox postalCode
  postalDistrict municipalityCode municipalityName countryCode freeText darId validatedText ${dates}`

const padded = (value: unknown): string | null => text(value)?.padStart(4, '0') ?? null
const house = (number: unknown, letter: unknown): string | null =>
  number === null ? null : `${number}${letter ?? ''}`

export const addressHolds = (get: Get) => ({
  ...{ street: get('vejnavn'), streetCode: padded(get('vejkode')) },
  houseNumber: house(get('husnummerFra'), get('bogstavFra')),
  houseNumberTo: house(get('husnummerTil'), get('bogstavTil')),
  ...{ floor: get('etage'), door: get('sidedoer'), careOf: get('conavn'), townName: get('bynavn') },
  ...{ postBox: text(get('postboks')), postalCode: padded(get('postnummer')) },
  postalDistrict: get('postdistrikt'),
  municipalityCode: padded(get('kommune.kommuneKode')),
  municipalityName: get('kommune.kommuneNavn'),
  ...{ countryCode: get('landekode'), freeText: get('fritekst'), darId: get('adresseId') },
  validatedText: get('sidstValideret'),
  ...dated(get),
})
