// The lists of values that a business and a production unit have alike, as CVR's JSON writes them.
import type { Address } from './address.ts'
import type { Business, Lasting } from './businesses.ts'
import { addressFields, dated, datedList, instant, type Json } from './cvr-values.ts'
import type { Day } from './day.ts'

/** Whose values are written. */
export interface Valued {
  readonly started: Day
  readonly ended?: Day
  readonly names: readonly Lasting<string>[]
  readonly secondaryName?: string
  readonly addresses: readonly Lasting<Address>[]
  readonly industry: Industry
  readonly secondaryIndustry?: Industry
  readonly employment: Business['employment']
  readonly email?: string
  readonly secretPhone?: string
}

type Industry = readonly [code: string, text: string]

/** Each list that CVR has for both; those of which the sample knows nothing are empty. */
export function valueLists(valued: Valued): Json {
  const life = { from: valued.started, to: valued.ended }
  const listed = <Value>(value: Value | undefined, write: (value: Value) => Json) =>
    value === undefined ? [] : [dated(write(value), life)]
  const contact = (value: string | undefined, hemmelig: boolean) =>
    listed(value, kontaktoplysning => ({ kontaktoplysning, hemmelig }))
  return {
    navne: datedList(valued.names, navn => ({ navn })),
    binavne: listed(valued.secondaryName, navn => ({ navn })),
    postadresse: [],
    beliggenhedsadresse: datedList(valued.addresses, addressFields),
    telefonNummer: contact(valued.secretPhone, true),
    telefaxNummer: [],
    sekundaertTelefonNummer: [],
    sekundaertTelefaxNummer: [],
    elektroniskPost: contact(valued.email, false),
    hjemmeside: [],
    obligatoriskEmail: [],
    livsforloeb: [dated({}, life)],
    hovedbranche: [dated(industry(valued.industry), life)],
    bibranche1: listed(valued.secondaryIndustry, industry),
    bibranche2: [],
    bibranche3: [],
    aarsbeskaeftigelse: valued.employment.map(employment),
    kvartalsbeskaeftigelse: [],
    maanedsbeskaeftigelse: [],
  }
}

export function industry([branchekode, branchetekst]: Industry): Json {
  return { branchekode, branchetekst }
}

export function employment({ year, employees }: Business['employment'][number]): Json {
  const fullTime = Math.round(employees * 0.8)
  return {
    aar: year,
    antalInklusivEjere: null,
    antalAarsvaerk: fullTime,
    antalAnsatte: employees,
    sidstOpdateret: instant(`${year + 1}-01-01`),
    intervalKodeAntalInklusivEjere: null,
    intervalKodeAntalAarsvaerk: interval(fullTime),
    intervalKodeAntalAnsatte: interval(employees),
  }
}

const intervals = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]

/** CVR's code of the interval that holds the number, such as ANTAL_5_9. */
function interval(count: number): string {
  const place = intervals.findLastIndex(start => start <= count)
  const last = (intervals[place + 1] ?? 1_000_000) - 1
  return `ANTAL_${intervals[place]}_${last}`
}
