// Business numbers: the check digit, and the series that fail it on purpose.

const weights = [2, 7, 6, 5, 4, 3, 2] as const

/**
 * Whether eight digits are a business number (erhvervsstyrelsen.dk/modulus_11). A test series is given by the
 * digits its numbers begin with; its numbers count although they fail the check.
 */
export function isBusinessNumber(text: string, testSeries: readonly string[]): boolean {
  if (!/^\d{8}$/.test(text)) return false
  return passesCheck(text) || testSeries.some(series => series !== '' && text.startsWith(series))
}

/** Whether the eighth digit is the check digit of the first seven. Remainder 1 is never issued. */
export function passesCheck(text: string): boolean {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0)
  const remainder = sum % 11
  if (remainder === 1) return false
  return Number(text[7]) === (remainder === 0 ? 0 : 11 - remainder)
}

/**
 * Whether ten digits can be a personal number: a day and a month that exist. Replacement numbers (day + 60) and
 * the check digit are the register of persons' own matter (MODEL.md 2): the first fail here, the second is not asked.
 */
export function isPersonalNumber(text: string): boolean {
  if (!/^\d{10}$/.test(text)) return false
  const day = Number(text.slice(0, 2))
  const month = Number(text.slice(2, 4))
  return day >= 1 && month >= 1 && month <= 12 && day <= new Date(Date.UTC(2000, month, 0)).getUTCDate()
}

/** A text in which what could be a personal number is blotted out: file names end up in logs and tables. */
export function withoutPersonalNumbers(text: string): string {
  return text.replace(/\d{6}-?\d{4}/g, '**********')
}
