// Periods of whole days as CVR writes them, and what holds in each stretch of them. Pure.

/**
 * From the first to the last day, both included; null is open. The test companies end on 31 December and 30 September,
 * and CVR's next value starts the day after the last, so the last day counts.
 */
export interface Period {
  readonly from: string | null
  readonly to: string | null
}

/** A value of one type and when it holds. `registered`: when the register last wrote it. */
export interface DatedValue {
  readonly type: string
  readonly value: string
  readonly period: Period
  readonly registered: string
}

/** A stretch of days in which the same values hold, by type. */
export interface Stretch {
  readonly period: Period
  readonly values: ReadonlyMap<string, DatedValue>
}

const beginning = ''
const end = '~'

/** The day after, `2019-12-31` → `2020-01-01`. */
export function nextDay(date: string): string {
  return shift(date, 1)
}

const shift = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
const startOf = (period: Period): string => period.from ?? beginning
const endOf = (period: Period): string => (period.to === null ? end : nextDay(period.to))
const periodOf = (start: string, stop: string): Period => ({
  from: start === beginning ? null : start,
  to: stop === end ? null : shift(stop, -1),
})

/** Whether a period ends before it begins: official files hold such. */
export const isImpossible = (period: Period): boolean => startOf(period) >= endOf(period)

/**
 * Cuts `whole` where one of `values` begins or ends, and gives the values in each stretch; of two of one type the one that
 * began last. Neighbours that hold the same are one stretch. An impossible period is given back uncut.
 */
export function stretches(whole: Period, values: readonly DatedValue[]): readonly Stretch[] {
  if (isImpossible(whole)) return [{ period: whole, values: new Map() }]
  const cuts = new Set([startOf(whole), endOf(whole)])
  for (const { period } of values)
    for (const cut of [startOf(period), endOf(period)])
      if (cut > startOf(whole) && cut < endOf(whole)) cuts.add(cut)
  const days = [...cuts].sort()
  const result: Stretch[] = []
  for (const [index, start] of days.slice(0, -1).entries()) {
    const stop = days[index + 1]!
    const inForce = valuesIn(values, start, stop)
    const before = result.at(-1)
    if (before !== undefined && holdSame(before.values, inForce))
      result[result.length - 1] = { period: periodOf(startOf(before.period), stop), values: before.values }
    else result.push({ period: periodOf(start, stop), values: inForce })
  }
  return result
}

function valuesIn(
  values: readonly DatedValue[],
  start: string,
  stop: string,
): ReadonlyMap<string, DatedValue> {
  const found = new Map<string, DatedValue>()
  for (const value of values) {
    if (startOf(value.period) > start || endOf(value.period) < stop) continue
    const other = found.get(value.type)
    if (other === undefined || startOf(other.period) <= startOf(value.period)) found.set(value.type, value)
  }
  return found
}

function holdSame(left: ReadonlyMap<string, DatedValue>, right: ReadonlyMap<string, DatedValue>): boolean {
  return (
    left.size === right.size && [...left].every(([type, value]) => right.get(type)?.value === value.value)
  )
}
