// Whether somebody has turned an age: by the calendar in Denmark, at midnight, as PostgreSQL counts years.

const danish = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen', dateStyle: 'short' })

/**
 * `born`: an ISO 8601 date, null when the register has none: of whom it cannot be said. Who was born on 29 February turns
 * a year older on the 28th where there is no 29th.
 */
export function hasTurned(born: string | null, years: number, at: Date): boolean {
  if (born === null) return false
  const [year = 0, month = 0, day = 0] = born.split('-').map(Number)
  const last = new Date(Date.UTC(year + years, month, 0)).getUTCDate()
  const turns = `${year + years}-${two(month)}-${two(Math.min(day, last))}`
  return danish.format(at) >= turns
}

const two = (part: number): string => String(part).padStart(2, '0')
