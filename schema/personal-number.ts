// Whether a text holds what looks like a personal number, however it is separated: what is kept as plain text holds nobody's.

/** Six digits and four, whatever day they would be. */
const together = /[0-9]{6}[-./_ ]?[0-9]{4}/

/**
 * A day, a month, a year and four digits with other signs between them. The day of a replacement number is 60 higher. What
 * stands among further digits is something else: `2026-11-23 12:30`, a telephone number.
 */
const apart =
  /(?<![0-9])(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])[^\p{L}\p{N}]{0,3}(?:0[1-9]|1[0-2])[^\p{L}\p{N}]{0,3}[0-9]{2}[^\p{L}\p{N}]{0,3}[0-9]{4}(?![0-9])/u

/** Digits of other widths and signs that nobody sees hide nothing. */
export function holdsPersonalNumber(text: string): boolean {
  const plain = text.normalize('NFKC').replace(/\p{Cf}/gu, '')
  return together.test(plain) || apart.test(plain)
}
