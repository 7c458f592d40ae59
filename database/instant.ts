// Maps PostgreSQL's timestamps, infinities included, to JavaScript dates and back.

/** PostgreSQL's `-infinity`: before all recorded time. The earliest instant that a `Date` can hold. */
export const beginningOfTime = new Date(-8.64e15)
/** PostgreSQL's `infinity`: the end of a period that is still running. The last instant of `Date`. */
export const endOfTime = new Date(8.64e15)

/** Reads a `timestamptz` as the server writes it (`2019-05-01 00:00:00+00`, `infinity`). */
export function parseInstant(text: string): Date {
  if (text === 'infinity') return endOfTime
  if (text === '-infinity') return beginningOfTime
  return new Date(text)
}

/** Writes an instant for the server; an invalid date is an error here, never a silent null. */
export function formatInstant(instant: Date | string | number): string {
  const time = instant instanceof Date ? instant.getTime() : instant
  if (typeof time === 'string') return time
  if (time === endOfTime.getTime()) return 'infinity'
  if (time === beginningOfTime.getTime()) return '-infinity'
  return new Date(time).toISOString()
}
