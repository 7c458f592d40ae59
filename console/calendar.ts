// Days as people in Denmark count them, and the instants at which they begin.
import { day, type Language, moment } from './texts.ts'

const zone = 'Europe/Copenhagen'
const clock = new Intl.DateTimeFormat('sv-SE', {
  ...{ timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' },
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
})

/** `2026-06-05 14:05:00`. */
const clockAt = (instant: Date): string => clock.format(instant)

/** The day that it is in Denmark: `2026-06-05`. */
export const dayAt = (instant: Date): string => clockAt(instant).slice(0, 10)

/** The day in Denmark on which something was, as a file has it; null when that is not known. */
export const dayOf = (instant: string | null | undefined): string | null =>
  instant ? dayAt(new Date(instant)) : null

/** The last day of what ends then, as a file has it: an end does not count itself. */
export const lastDayOf = (end: string | null | undefined): string | null =>
  end ? dayAt(new Date(Date.parse(end) - 1)) : null

/** Whether a text is a day of the calendar, `2026-06-05`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** So many days later; of a day of the calendar. */
export function daysAfter(date: string, days: number): string {
  const later = new Date(`${date}T00:00:00Z`)
  later.setUTCDate(later.getUTCDate() + days)
  return later.toISOString().slice(0, 10)
}

/** When a day begins in Denmark, by winter's clock or summer's: neither changes at midnight. */
export function beginningOf(date: string): string {
  const winter = new Date(`${date}T00:00:00+01:00`)
  const begins = clockAt(winter) === `${date} 00:00:00` ? winter : new Date(`${date}T00:00:00+02:00`)
  return begins.toISOString()
}

/** An end that does not count itself, as people say it: `5. juni 2026` for the midnight after that day. */
export function lastDay(language: Language, end: string | null | undefined): string {
  if (!end) return ''
  const instant = new Date(end)
  const isMidnight = clockAt(instant).endsWith(' 00:00:00') && instant.getMilliseconds() === 0
  return isMidnight ? day(language, new Date(instant.getTime() - 1).toISOString()) : moment(language, end)
}
