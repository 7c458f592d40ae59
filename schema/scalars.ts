// The custom scalars. Each refuses a malformed value with a message that says what is wrong and never repeats it.
import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql'

/** Ten digits of a personal number, without its hyphen; null when the text has not that form. */
export function readCpr(text: string): string | null {
  const match = /^([0-9]{6})-?([0-9]{4})$/.exec(text)
  return match ? match[1]! + match[2]! : null
}

const isDate = (text: string): boolean => {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

const instantForm =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})$/

/** The instant that a text with an offset names; null when it names none. */
export function readInstant(text: string): Date | null {
  if (!instantForm.test(text) || !isDate(text.slice(0, 10))) return null
  const date = new Date(text)
  return Number.isNaN(date.getTime()) ? null : date
}

interface Form {
  readonly name: string
  readonly says: string
  readonly read: (text: string) => unknown
  readonly write?: (value: unknown) => unknown
}

const asText = (value: unknown): string => String(value)

const writeInstant = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value)

/** An instant for the reader: null when it lies beyond a calendar's reach (unknown beginning, open end). */
export const finite = (value: unknown): unknown =>
  value instanceof Date && !(Math.abs(value.getTime()) < 8.64e15) ? null : value

const forms: readonly Form[] = [
  { name: 'CPR', says: 'ten digits, with or without a hyphen after the sixth', read: readCpr },
  { name: 'CVR', says: 'eight digits', read: text => (/^[0-9]{8}$/.test(text) ? text : null) },
  { name: 'PNumber', says: 'ten digits', read: text => (/^[0-9]{10}$/.test(text) ? text : null) },
  { name: 'Date', says: 'a date such as 2026-01-31', read: text => (isDate(text) ? text : null) },
  {
    name: 'DateTime',
    says: 'an instant with its offset, such as 2026-01-31T12:00:00Z',
    read: readInstant,
    write: writeInstant,
  },
]

function scalar({ name, says, read, write = asText }: Form): GraphQLScalarType {
  const accept = (value: unknown) => {
    const result = typeof value === 'string' ? read(value) : null
    if (result === null)
      throw new GraphQLError(`A ${name} is ${says}, as text.`, { extensions: { code: 'VALUE_MALFORMED' } })
    return result
  }
  return new GraphQLScalarType({
    name,
    serialize: write,
    parseValue: accept,
    parseLiteral: (node: ValueNode) => accept(node.kind === Kind.STRING ? node.value : null),
  })
}

/** By name: CPR CVR PNumber Date DateTime. Input is text; DateTime becomes a Date, the others stay text. */
export const scalars: Readonly<Record<string, GraphQLScalarType>> = Object.fromEntries(
  forms.map(form => [form.name, scalar(form)]),
)
