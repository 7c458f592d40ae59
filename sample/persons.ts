// The invented population on a given day: the tables' people with their days, numbers and relations worked out.
import { type Address, readAddress } from './address.ts'
import { birthDay, type Day, dayOf, when } from './day.ts'
import type { Entry } from './entry.ts'
import { families } from './families.ts'
import { type CivilStatus, civilStatuses } from './marriages.ts'
import { neighbours } from './neighbours.ts'
import { personalNumber, type Sex } from './number.ts'

export interface Name {
  readonly first: string
  readonly middle: string
  readonly last: string
}

/** From and to are the first day in force and the first day no longer in force. */
export interface Period {
  readonly from: Day
  readonly to?: Day
}

export type EarlierName = Name & { readonly from: Day; readonly to: Day; readonly mark: '' | 'A' | 'K' }
export type Home = Period & { readonly address: Address; readonly careOf: string }
export type Protection = Period & { readonly type: string }
export type Guardian = Period & {
  readonly by?: string
  readonly name: string
  readonly lines: readonly string[]
}
export type Citizenship = Period & { readonly country: string }

export interface EarlierNumber {
  readonly number: string
  readonly status: '60' | '50'
  readonly born: Day
  readonly sex: Sex
  readonly from: Day
  readonly to: Day
}

/** A person of the sample. Mother, father, spouses, holders of custody and guardians are named by key. */
export interface Person {
  readonly key: string
  /** The personal number, invented: it varies with the day for those whose age is told relative to it. */
  readonly number: string
  readonly earlierNumbers: readonly EarlierNumber[]
  readonly sex: Sex
  readonly born: Day
  readonly died?: Day
  /** 01 resident, 70 disappeared, 80 emigrated, 90 dead. */
  readonly status: '01' | '70' | '80' | '90'
  readonly statusSince?: Day
  readonly job: string
  readonly name: Name
  readonly named: Day
  readonly earlierNames: readonly EarlierName[]
  /** Newest first. The first is where the person lives, if it has no end. */
  readonly homes: readonly Home[]
  readonly mother?: string
  readonly father?: string
  readonly custody: readonly { readonly holder: string; readonly from: Day }[]
  readonly guardians: readonly Guardian[]
  readonly protections: readonly Protection[]
  /** Newest first. */
  readonly civilStatuses: readonly CivilStatus[]
  readonly citizenships: readonly Citizenship[]
  readonly church: string
  readonly abroad?: {
    readonly country: string
    readonly left: Day
    readonly back?: Day
    readonly lines: readonly string[]
  }
}

const entries: readonly Entry[] = [...families, ...neighbours]

/** Everyone, in the tables' order, as they are on the Danish day of `today`. */
export function people(today: Date): readonly Person[] {
  const day = dayOf(today)
  const everyone = entries.map((entry, index) => personOf(entry, index, day))
  return everyone.map(person => ({ ...person, civilStatuses: civilStatuses(person, everyone, day) }))
}

/** One person by key. Throws for a key that no table has. */
export function person(key: string, today: Date): Person {
  return byKey(people(today), key)
}

export function byKey(everyone: readonly Person[], key: string): Person {
  const found = everyone.find(candidate => candidate.key === key)
  if (!found)
    throw new Error(`No person "${key}" in the sample. See sample/families.ts and sample/neighbours.ts.`)
  return found
}

/** First, middle and last name as one text; empty for a newborn without a name. */
export function fullName(name: Name): string {
  return [name.first, name.middle, name.last].filter(Boolean).join(' ')
}

function personOf(entry: Entry, index: number, today: Day): Person {
  const born = birthDay(entry.born, today)
  const day = (text: string) => (text === 'born' ? born : when(text, today))
  const earlierNames = (entry.earlierNames ?? []).map(name => ({
    first: name.first,
    middle: name.middle ?? '',
    last: name.last,
    from: day(name.from),
    to: day(name.to),
    mark: name.mark ?? ('' as const),
  }))
  return {
    key: entry.key,
    number: personalNumber(born, entry.sex, index),
    earlierNumbers: earlierNumbers(entry, index, born, day),
    sex: entry.sex,
    born,
    ...lifeOf(entry, day),
    job: entry.job ?? '',
    name: { first: entry.first, middle: entry.middle ?? '', last: entry.last },
    named: earlierNames.find(name => !name.mark)?.to ?? born,
    earlierNames,
    homes: homesOf(entry, day),
    mother: entry.mother,
    father: entry.father,
    custody: (entry.custody ?? []).map(({ holder, from = 'born' }) => ({ holder, from: day(from) })),
    guardians: (entry.guardians ?? []).map(({ by, name = '', lines = [], ...period }) => ({
      by,
      name,
      lines,
      ...periodOf(period, day),
    })),
    protections: (entry.protections ?? []).map(({ type, ...period }) => ({ type, ...periodOf(period, day) })),
    civilStatuses: [],
    citizenships: citizenshipsOf(entry, born, day),
    church: entry.church ?? 'F',
  }
}

type ReadDay = (text: string) => Day

function periodOf(period: { readonly from: string; readonly to?: string }, day: ReadDay): Period {
  return { from: day(period.from), to: period.to === undefined ? undefined : day(period.to) }
}

function lifeOf(entry: Entry, day: ReadDay): Pick<Person, 'status' | 'statusSince' | 'died' | 'abroad'> {
  const { died, emigrated, returned, disappeared } = entry
  if (died) return { status: '90', statusSince: day(died), died: day(died) }
  if (disappeared) return { status: '70', statusSince: day(disappeared) }
  if (emigrated) {
    const left = day(emigrated.on)
    return {
      status: '80',
      statusSince: left,
      abroad: { country: emigrated.country, left, lines: emigrated.lines },
    }
  }
  if (!returned) return { status: '01' }
  return {
    status: '01',
    abroad: { country: returned.country, left: day(returned.left), back: day(returned.back), lines: [] },
  }
}

function homesOf(entry: Entry, day: ReadDay): readonly Home[] {
  const end = entry.died ?? entry.disappeared ?? entry.emigrated?.on
  return entry.homes.map(([from, address, careOf = ''], place) => {
    const next = place === 0 ? end : entry.homes[place - 1]?.[0]
    return { address: readAddress(address), careOf, ...periodOf({ from, to: next }, day) }
  })
}

function citizenshipsOf(entry: Entry, born: Day, day: ReadDay): readonly Citizenship[] {
  const { citizenship } = entry
  if (!citizenship) return [{ country: '5100', from: born }]
  const now = { country: citizenship.country, from: day(citizenship.from) }
  if (!citizenship.earlier) return [now]
  return [now, { country: citizenship.earlier.country, from: day(citizenship.earlier.from), to: now.from }]
}

// Old numbers take indexes from the end of the range, so that they never meet the number of another person.
function earlierNumbers(entry: Entry, index: number, born: Day, day: ReadDay): readonly EarlierNumber[] {
  return (entry.earlierNumbers ?? []).map(old => {
    const oldDay = old.born ? day(old.born) : born
    const sex = old.sex ?? entry.sex
    const number = personalNumber(oldDay, sex, 99 - index)
    return { number, status: old.status, born: oldDay, sex, from: day(old.from), to: day(old.to) }
  })
}
