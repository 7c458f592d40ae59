// Numbers for invented persons and businesses: of the official form, and none that a register has issued.
import type { Day } from './day.ts'

export type Sex = 'K' | 'M'

/**
 * An invented personal number DDMMYYSSSS: digit 7 fits the century, the last digit the sex (odd = man), and it
 * fails modulus 11, which no issued number does except on 1 January. The same for the same day, sex and index;
 * another for each index below 100.
 * Source: cpr.dk, "Personnummeret i CPR".
 */
export function personalNumber(born: Day, sex: Sex, index: number): string {
  if (born.endsWith('-01-01')) throw new Error('Numbers on 1 January may be real: invent another birth day.')
  const [year = '', month = '', date = ''] = born.split('-')
  const [first, last] = serials(Number(year))
  const step = Math.floor((last - first) / 100)
  for (let serial = first + index * step; serial <= last; serial++) {
    const number = `${date}${month}${year.slice(2)}${String(serial).padStart(4, '0')}`
    if (sexOf(number) === sex && !passesModulus11(number)) return number
  }
  throw new Error(`No invented number left for index ${index}.`)
}

/** An invented business number of the series 990000: the next that fails the check of real ones, from index 0 on. */
export function businessNumber(index: number): string {
  const series = Array.from({ length: 99 }, (_, place) => String(99_000_001 + place))
  const number = series.filter(candidate => !passesBusinessCheck(candidate))[index]
  if (!number) throw new Error('The series 990000 has no number left: open another in sample/businesses.ts.')
  return number
}

export function sexOf(number: string): Sex {
  return Number(number.at(-1)) % 2 === 1 ? 'M' : 'K'
}

/** Weights 4,3,2,7,6,5,4,3,2,1. True of all numbers issued before 2007 and most since. */
export function passesModulus11(number: string): boolean {
  return weigh(number, [4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
}

/** Weights 2,7,6,5,4,3,2 and a check digit. Source: erhvervsstyrelsen.dk/modulus_11. */
export function passesBusinessCheck(number: string): boolean {
  return weigh(number, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
}

// Digit 7 tells the century: 4 serves both 1937–1999 and 2000–2036, so it is left to the younger.
function serials(year: number): readonly [first: number, last: number] {
  if (year >= 1900 && year <= 1999) return [1, 3999]
  if (year >= 2000 && year <= 2036) return [4000, 9999]
  if (year >= 2037 && year <= 2057) return [5000, 8999]
  throw new Error('Personal numbers tell the centuries from 1900 to 2057 only.')
}

function weigh(number: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, place) => sum + weight * Number(number[place]), 0)
}
