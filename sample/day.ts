// Calendar days of the sample: written as dates or in words ("14 years 4 months ago"), resolved by the day of loading.

/** A calendar day in Denmark, `yyyy-MM-dd`. Days compare as text. */
export type Day = string

interface Distance {
  readonly years?: number
  readonly months?: number
  readonly days?: number
}

const danishDay = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' })

/** The day that the instant belongs to in Denmark. */
export function dayOf(instant: Date): Day {
  return danishDay.format(instant)
}

/**
 * The day that a text of the sample's tables means: `1976-05-09`, `today`, `yesterday`,
 * `2 years 1 month ago`, `in 7 months`. Throws for anything else.
 */
export function when(text: string, today: Day): Day {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return text
  if (text === 'today') return today
  if (text === 'yesterday') return shift(today, { days: -1 })
  const past = /^(.+) ago$/.exec(text)?.[1]
  const future = /^in (.+)$/.exec(text)?.[1]
  const words = past ?? future
  if (!words) throw new Error(`Not a day: "${text}". Write yyyy-MM-dd, "3 months ago" or "in 2 years".`)
  return shift(today, distance(words, past ? -1 : 1))
}

/** The birth day meant by `text`: as `when`, but never 1 January, on which numbers that fail modulus 11 are in use. */
export function birthDay(text: string, today: Day): Day {
  const day = when(text, today)
  return day.endsWith('-01-01') ? `${day.slice(0, 8)}02` : day
}

/** The day that lies so far from `day`; the last of the month where the month is too short. */
export function shift(day: Day, { years = 0, months = 0, days = 0 }: Distance): Day {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year + years, month - 1 + months, 1))
  const length = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(date, length) + days)
  return first.toISOString().slice(0, 10)
}

/** Whole years from `born` to `day`. */
export function age(born: Day, day: Day): number {
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4))
  return day.slice(5) < born.slice(5) ? years - 1 : years
}

function distance(words: string, sign: 1 | -1): Distance {
  const found: Record<string, number> = {}
  for (const part of words.split(/ (?=\d)/)) {
    const match = /^(\d+) (year|month|day)s?$/.exec(part)
    if (!match) throw new Error(`Not a distance: "${words}". Write years, months and days in whole numbers.`)
    found[`${match[2]}s`] = sign * Number(match[1])
  }
  return found
}
