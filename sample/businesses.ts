// The invented businesses on a given day: the table's rows with their numbers and days worked out.
import { type Address, readAddress } from './address.ts'
import { companies } from './companies.ts'
import type { CompanyEntry, Dated, FormCode, Role } from './company-entry.ts'
import { type Day, dayOf, shift, when } from './day.ts'
import { businessNumber } from './number.ts'

/** The beginnings of the sample's business numbers; none passes the check, so none can be a real business's. */
export const testSeries: readonly string[] = ['990000']

/** A value from its first to its last day, both included; no last day when it still holds. */
export interface Lasting<Value> {
  readonly value: Value
  readonly from: Day
  readonly to?: Day
}

/** A business of the sample. Lists are oldest first, as CVR gives them. */
export interface Business {
  readonly key: string
  readonly cvr: string
  readonly form: FormCode
  readonly started: Day
  readonly ended?: Day
  readonly names: readonly Lasting<string>[]
  readonly addresses: readonly Lasting<Address>[]
  readonly statuses: readonly Lasting<string>[]
  readonly signingRules: readonly Lasting<string>[]
  readonly industry: readonly [code: string, text: string]
  readonly purpose?: string
  readonly capital?: string
  /** By year, oldest first. */
  readonly employment: readonly { readonly year: number; readonly employees: number }[]
  readonly advertisingProtected: boolean
  readonly participants: readonly ParticipantRole[]
}

/** One role of one participant: a person or business by key, or someone of neither register by name. */
export interface ParticipantRole {
  readonly person?: string
  readonly company?: string
  readonly outsider?: string
  readonly role: Role
  readonly from: Day
  readonly to?: Day
  readonly share?: string
}

/** All businesses, in the table's order, as they are on the Danish day of `today`. */
export function businesses(today: Date): readonly Business[] {
  return companies.map((entry, index) => businessOf(entry, businessNumber(index), dayOf(today)))
}

/** One business by key. Throws for a key that the table lacks. */
export function business(key: string, today: Date): Business {
  const found = businesses(today).find(candidate => candidate.key === key)
  if (!found) throw new Error(`No business "${key}" in the sample. See sample/companies.ts.`)
  return found
}

function businessOf(entry: CompanyEntry, cvr: string, today: Day): Business {
  const names = lasting(entry.names, today)
  const started = names[0]?.from ?? today
  const { participants, status = [[started, 'NORMAL'] as const], signing = [] } = entry
  return {
    key: entry.key,
    cvr,
    form: entry.form,
    started,
    ended: entry.ended,
    names,
    addresses: lasting(entry.addresses, today).map(({ value, ...days }) => ({
      ...days,
      value: readAddress(value),
    })),
    statuses: lasting(status, today),
    signingRules: lasting(signing, today),
    industry: entry.industry,
    purpose: entry.purpose,
    capital: entry.capital,
    employment: employment(entry.employees ?? [], Number(started.slice(0, 4)), Number(today.slice(0, 4))),
    advertisingProtected: entry.advertisingProtected ?? false,
    participants: participants.map(({ from, to, ...role }) => ({
      ...role,
      from: when(from, today),
      to: to === undefined ? undefined : when(to, today),
    })),
  }
}

/** Each value lasts until the day before the next one. */
export function lasting(values: Dated, today: Day): readonly Lasting<string>[] {
  const oldestFirst = values.map(([from, value]) => ({ value, from: when(from, today) })).reverse()
  return oldestFirst.map((item, place) => {
    const next = oldestFirst[place + 1]
    return next ? { ...item, to: shift(next.from, { days: -1 }) } : item
  })
}

/** Only complete years are reported, and none before it began. */
export function employment(newestFirst: readonly number[], started: number, thisYear: number) {
  return newestFirst
    .map((employees, yearsAgo) => ({ year: thisYear - 1 - yearsAgo, employees }))
    .filter(({ year }) => year >= started)
    .reverse()
}
