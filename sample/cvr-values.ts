// Values as CVR's JSON writes them: each with its period and when it was last updated.
import type { Address } from './address.ts'
import type { Lasting } from './businesses.ts'
import { type Day, shift } from './day.ts'

/** Any JSON object. */
export type Json = Readonly<Record<string, unknown>>

export interface Days {
  readonly from?: Day
  readonly to?: Day
}

/** `values` with `periode` (last day included, null when open) and `sidstOpdateret`. */
export function dated(values: Json, days: Days): Json {
  return { ...values, ...period(days), sidstOpdateret: updated(days) }
}

/** A list of one value over time. */
export function datedList<Value>(
  list: readonly Lasting<Value>[],
  write: (value: Value) => Json,
): readonly Json[] {
  return list.map(item => dated(write(item.value), item))
}

/** An attribute of a company or a member with its values, each in the column `vaerdi`. */
export function attribute(
  type: string,
  kind: 'string' | 'decimal' | 'date',
  values: readonly Lasting<string>[],
): Json {
  return { sekvensnr: 0, type, vaerditype: kind, vaerdier: datedList(values, vaerdi => ({ vaerdi })) }
}

/** An address as `beliggenhedsadresse` holds it. */
export function addressFields(address: Address): Json {
  return {
    landekode: 'DK',
    fritekst: null,
    vejkode: Number(address.roadCode),
    kommune: {
      kommuneKode: Number(address.municipalityCode),
      kommuneNavn: address.municipalityName.toUpperCase(),
      ...period({ from: '2007-01-01' }),
      sidstOpdateret: instant('2007-01-01'),
    },
    husnummerFra: address.houseNumber,
    adresseId: null,
    sidstValideret: null,
    husnummerTil: null,
    bogstavFra: address.letter || null,
    bogstavTil: null,
    etage: address.floor.replace(/^0/, '') || null,
    sidedoer: address.door || null,
    conavn: null,
    postboks: null,
    vejnavn: address.road,
    bynavn: null,
    postnummer: Number(address.postalCode),
    postdistrikt: address.postalDistrict,
  }
}

export function period({ from, to }: Days): Json {
  return { periode: { gyldigFra: from ?? null, gyldigTil: to ?? null } }
}

const danishOffset = new Intl.DateTimeFormat('en', {
  timeZone: 'Europe/Copenhagen',
  timeZoneName: 'longOffset',
})

/** Danish midnight at which the day begins, with its offset. */
export function instant(day: Day): string {
  const name = danishOffset
    .formatToParts(new Date(`${day}T00:00:00Z`))
    .find(part => part.type === 'timeZoneName')
  return `${day}T00:00:00.000${name?.value.replace('GMT', '') || '+00:00'}`
}

// Written on the day on which it began to hold; again on the day after its last. Never later than today.
function updated({ from, to }: Days): string | null {
  if (to) return instant(shift(to, { days: 1 }))
  return from === undefined ? null : instant(from)
}
