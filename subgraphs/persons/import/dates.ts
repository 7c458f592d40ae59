// Reads the dates of CPR records, impossible ones included, and turns Danish local time into instants.

/** A point in time as the register gives it. */
export interface RegisterTime {
  /** The register's own text. */
  readonly text: string
  /** The earliest instant that the text allows; null when even the year is unknown. */
  readonly instant: Date | null
  /** The same as ISO 8601 in UTC. */
  readonly instantText: string | null
  /** Whether every part down to the day is possible; hours and minutes may be unknown. */
  readonly dayKnown: boolean
}

const timeForm = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)$/
const dateForm = /^(\d{4})-(\d\d)-(\d\d)$/

// Most dates of a record stand in its neighbours too. Bounded: cleared when full.
const parsed = new Map<string, RegisterTime | 'MALFORMED' | null>()
const mostParsed = 4_096
const longestTime = 12

/**
 * Reads `yyyyMMddHHmm` or `yyyy-MM-dd`. Null when blank or all zeros: the register gives none. 'MALFORMED' when
 * it has neither form. From the first part that is unknown or impossible (month 00, minute 99) all that follows
 * is taken as early as it can be: 194100001299 is known as text, and not before 1941-01-01T00:00.
 */
export function parseRegisterTime(text: string): RegisterTime | 'MALFORMED' | null {
  const known = parsed.get(text)
  if (known !== undefined) return known
  const time = parseAnew(text)
  if (parsed.size >= mostParsed) parsed.clear()
  // A longer text is no date, and might be a slice that holds all of the file's piece that it was cut from.
  if (text.length <= longestTime) parsed.set(text, time)
  return time
}

function parseAnew(text: string): RegisterTime | 'MALFORMED' | null {
  const trimmed = text.trim()
  if (/^(0*|0000-00-00)$/.test(trimmed)) return null
  const match = timeForm.exec(trimmed) ?? dateForm.exec(trimmed)
  if (!match) return 'MALFORMED'
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map(Number)
  if (year < 1000) return { text: trimmed, instant: null, instantText: null, dayKnown: false }
  const dayKnown = isDay(year, month, day)
  const instant = danishInstant(...earliest(year, month, day, hour, minute))
  return { text: trimmed, instant, instantText: instant.toISOString(), dayKnown }
}

/** A calendar date `yyyy-MM-dd`, or null when a part of it is unknown or impossible. */
export function wholeDate(time: RegisterTime | null): string | null {
  if (!time?.dayKnown) return null
  const digits = time.text.replaceAll('-', '')
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`
}

/** Whether such a day exists in the calendar. */
export function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return (
    month >= 1 && month <= 12 && day >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  )
}

type Parts = [year: number, month: number, day: number, hour: number, minute: number]

function earliest(...[year, month, day, hour, minute]: Parts): Parts {
  if (month < 1 || month > 12) return [year, 1, 1, 0, 0]
  if (!isDay(year, month, day)) return [year, month, 1, 0, 0]
  if (hour > 23) return [year, month, day, 0, 0]
  return [year, month, day, hour, minute > 59 ? 0 : minute]
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/**
 * The instant of a Danish local time. An hour that comes twice (October) is the first of the two; one that is
 * left out (March) is read with the offset before the change, so that it lies just after it.
 */
export function danishInstant(year: number, month: number, day: number, hour = 0, minute = 0): Date {
  const midnight = Date.UTC(year, month - 1, day)
  const local = midnight + hour * hourMs + minute * 60_000
  // The clock changes on few days only: on the others one offset holds all day, and few days differ.
  const before = offsetOn(midnight - dayMs)
  const after = offsetOn(midnight + 2 * dayMs)
  if (before === after) return new Date(local - before)
  const early = local - Math.max(before, after)
  const late = local - Math.min(before, after)
  if (danishOffset(early) === local - early) return new Date(early)
  return new Date(danishOffset(late) === local - late ? late : local - before)
}

const offsets = new Map<number, number>()

function offsetOn(midnight: number): number {
  const known = offsets.get(midnight)
  if (known !== undefined) return known
  const offset = danishOffset(midnight)
  // A day is one entry: 400 years of days are 146,000, so this cannot grow without bound.
  if (midnight > Date.UTC(1700, 0) && midnight < Date.UTC(2100, 0)) offsets.set(midnight, offset)
  return offset
}

const danishClock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Copenhagen',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
})

/** Milliseconds by which Danish clocks are ahead of UTC at an instant. */
function danishOffset(instant: number): number {
  const part: Record<string, number> = {}
  for (const { type, value } of danishClock.formatToParts(instant)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000
}

const danishDay = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Copenhagen',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** The calendar date in Denmark at an instant, `yyyy-MM-dd`. */
export function danishDate(instant: Date): string {
  return danishDay.format(instant)
}
