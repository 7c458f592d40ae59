// The invented production units: one at each business's own address, and the further ones of the table to edit.
import { type Address, readAddress } from './address.ts'
import { type Business, businesses, employment, type Lasting, lasting } from './businesses.ts'
import type { Dated } from './company-entry.ts'
import { type Day, dayOf } from './day.ts'

/** A production unit of the sample. Lists are oldest first, as CVR gives them. */
export interface Unit {
  /** Ten digits. */
  readonly pNumber: number
  /** Keys of the businesses that it belonged to, one after the other. */
  readonly owners: readonly Lasting<string>[]
  readonly started: Day
  readonly ended?: Day
  readonly names: readonly Lasting<string>[]
  /** Held beside the name all the time. */
  readonly secondaryName?: string
  readonly addresses: readonly Lasting<Address>[]
  readonly industry: readonly [code: string, text: string]
  readonly secondaryIndustry?: readonly [code: string, text: string]
  readonly employment: Business['employment']
  readonly advertisingProtected: boolean
  /** An owner's own telephone, which CVR keeps secret. */
  readonly secretPhone?: string
}

/** A further unit. Values over time are newest first; days are dates. */
interface UnitEntry {
  readonly owners: Dated
  readonly names: Dated
  readonly address: string
  readonly ended?: Day
  readonly industry: readonly [code: string, text: string]
  readonly secondaryIndustry?: readonly [code: string, text: string]
  /** In the last complete year, the year before, …; part of the business's number. */
  readonly employees?: readonly number[]
}

// biome-ignore format: a table, a unit in a few lines
const further: readonly UnitEntry[] = [
  { owners: [['2012-03-01', 'vestkyst']], names: [['2012-03-01', 'Vestkyst A/S, kølehus']],
    address: 'Tangloppevej 40, 6700 Esbjerg', employees: [12, 11, 12, 10, 9],
    industry: ['521000', 'Oplagrings- og pakhusvirksomhed'], secondaryIndustry: ['463810', 'Engroshandel med fisk og fiskeprodukter'] },
  { owners: [['2003-05-01', 'limfjord']], names: [['2018-01-01', 'Limfjord Service'], ['2003-05-01', 'Limfjord Maskiner, værksted']],
    address: 'Sivhøjstien 60, 9220 Aalborg Øst', employees: [30, 29, 27, 27, 28],
    industry: ['331200', 'Reparation af maskiner'] },
  { owners: [['2010-09-01', 'lev']], names: [['2010-09-01', 'Lev A/S, Odense N']], ended: '2022-06-30',
    address: 'Humlebivænget 52, 5270 Odense N', industry: ['620100', 'Computerprogrammering'] },
  // It changed hands as its first business closed.
  { owners: [['2021-10-01', 'dahl-byg'], ['2010-02-01', 'toft-transport']],
    names: [['2021-10-01', 'Dahl Byg, plads'], ['2010-02-01', 'Toft Transport, terminal']],
    address: 'Vadestensvej 27, 6710 Esbjerg V', industry: ['412000', 'Opførelse af bygninger'], employees: [0, 2, 3] },
]

const secondaryNames: Readonly<Record<string, string>> = { 'holm-keramik': 'Keramik på kajen' }
const secretPhones: Readonly<Record<string, string>> = {
  'holm-keramik': '00100001',
  'frisoer-ida': '00100002',
}

/** All units as they are on the Danish day of `today`: each business's own first, in the businesses' order. */
export function units(today: Date): readonly Unit[] {
  const day = dayOf(today)
  const others = further.map((entry, index) => furtherUnit(entry, 9_900_000_101 + index, day))
  const owners = businesses(today)
  return [...owners.map((business, index) => ownUnit(business, 9_900_000_001 + index, others)), ...others]
}

function ownUnit(business: Business, pNumber: number, others: readonly Unit[]): Unit {
  const { key, started, ended, names, addresses, industry, advertisingProtected } = business
  const elsewhere = others.filter(unit => unit.owners.at(-1)?.value === key)
  return {
    ...{ pNumber, started, ended, names, addresses, industry, advertisingProtected },
    owners: [{ value: key, from: started, to: ended }],
    secondaryName: secondaryNames[key],
    secretPhone: secretPhones[key],
    employment: business.employment.map(({ year, employees }) => ({
      year,
      employees: employees - sum(elsewhere.map(unit => employeesIn(unit, year))),
    })),
  }
}

function furtherUnit(entry: UnitEntry, pNumber: number, today: Day): Unit {
  const { ended, industry, secondaryIndustry, employees = [] } = entry
  const owners = until(lasting(entry.owners, today), ended)
  const started = owners[0]?.from ?? today
  return {
    ...{ pNumber, owners, started, ended, industry, secondaryIndustry, advertisingProtected: false },
    names: until(lasting(entry.names, today), ended),
    addresses: until([{ value: readAddress(entry.address), from: started }], ended),
    employment: employment(employees, Number(started.slice(0, 4)), Number(today.slice(0, 4))),
  }
}

/** The last of the values ends with the unit. */
const until = <Value>(
  values: readonly Lasting<Value>[],
  ended: Day | undefined,
): readonly Lasting<Value>[] =>
  ended === undefined ? values : values.map(value => ({ ...value, to: value.to ?? ended }))

const employeesIn = (unit: Unit, year: number): number =>
  unit.employment.find(one => one.year === year)?.employees ?? 0
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
