// Which personal numbers can exist: DDMMYYSSSS with a real day of birth (cpr.dk, "Personnummeret i CPR").
import { isDay } from './dates.ts'
import type { QuarantineReason } from './refused.ts'

/**
 * Why a text cannot be a personal number, or null when it can. The check digit is never a reason: since 2007
 * numbers that fail modulus 11 are issued. A day above 60 is a replacement number (erstatningspersonnummer),
 * made by institutions, and no CPR number.
 */
export function numberFault(text: string): QuarantineReason | null {
  if (!/^\d{10}$/.test(text)) return 'NUMBER_MALFORMED'
  const day = Number(text.slice(0, 2))
  const month = Number(text.slice(2, 4))
  if (isDay(birthYear(text), month, day)) return null
  return day > 60 && isDay(birthYear(text), month, day - 60) ? 'NUMBER_REPLACEMENT' : 'NUMBER_IMPOSSIBLE'
}

/** The year of birth that a number of ten digits tells: the century follows from digit seven. */
export function birthYear(number: string): number {
  const year = Number(number.slice(4, 6))
  const seventh = Number(number[6])
  if (seventh <= 3) return 1900 + year
  if (seventh === 4 || seventh === 9) return (year <= 36 ? 2000 : 1900) + year
  return (year <= 57 ? 2000 : 1800) + year
}
