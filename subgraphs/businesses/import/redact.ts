// Takes personal numbers out of a document before it is kept raw: the number itself is never stored in this register.
import { withoutPersonalNumbers } from './numbers.ts'

/**
 * A copy in which every `forretningsnoegle` that is not a business number is null. It may hold a person's number in
 * privileged copies, and in Vrdeltagerperson it is the document's own.
 */
export function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact)
  if (typeof value === 'string') return cleaned(value)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, member]): [string, unknown] => [
    cleaned(name),
    name === 'forretningsnoegle' && !/^\d{8}$/.test(String(member)) ? null : redact(member),
  ])
  return Object.fromEntries(members)
}

// jsonb takes neither the zero character nor half a character pair. Most texts hold nothing of the kind, and no six digits in a row.
const suspect = /\d{6}|[\ud800-\udfff]|\p{Cc}/u
const cleaned = (text: string): string =>
  suspect.test(text) ? withoutPersonalNumbers(text.replaceAll('\u0000', '').toWellFormed()) : text
