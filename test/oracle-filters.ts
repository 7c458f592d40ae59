// Random filters of lists, mostly such as hold for somebody, and mostly by fields that the caller's activity gives by law.
import type { Filter, Kind, Row } from './oracle-lists.ts'
import type { Chance } from './oracle-random.ts'

// Which operators a field has, by the schema's kinds of filter.
const anyOf = ['eq', 'in']
const text = [...anyOf, 'startsWith']
const order = ['gt', 'gte', 'lt', 'lte']
const operators: Readonly<Record<Kind, Readonly<Record<string, readonly string[]>>>> = {
  Person: {
    id: anyOf,
    cpr: anyOf,
    status: anyOf,
    birthDate: [...anyOf, ...order],
    sex: anyOf,
    firstNames: text,
    lastName: text,
    postalCode: [...text, ...order],
    municipalityCode: [...text, ...order],
    civilStatus: anyOf,
    citizenship: [...text, ...order],
  },
  Business: {
    id: anyOf,
    cvr: anyOf,
    name: text,
    formCode: [...anyOf, ...order],
    status: text,
    startDate: [...anyOf, ...order],
    industryCode: [...text, ...order],
    postalCode: [...text, ...order],
    municipalityCode: [...text, ...order],
  },
}

/** `given`: whether the caller may look at a field of that name. */
export function randomFilter(
  chance: Chance,
  kind: Kind,
  rows: readonly Row[],
  given: (name: string) => boolean,
): Filter {
  const names = Object.keys(operators[kind])
  const allowed = names.filter(given)
  const grow = (depth: number): Filter => {
    const name = chance.of(allowed.length > 0 && chance.percent(80) ? allowed : names)
    const roll = chance.below(100)
    if (depth < 2 && roll < 8) return { and: [grow(depth + 1), grow(depth + 1)] }
    if (depth < 2 && roll < 18) return { or: [grow(depth + 1), grow(depth + 1)] }
    if (depth < 2 && roll < 25) return { not: grow(depth + 1), ...(chance.percent(60) && grow(2)) }
    if (roll < 27) return { [name]: chance.percent(50) ? {} : null }
    return { [name]: randomTest(chance, name, operators[kind][name]!, rows) }
  }
  // More than a search shows.
  if (chance.percent(10)) return { id: { in: rows.map(({ id }) => id) } }
  return chance.percent(8) ? {} : grow(0)
}

function randomTest(chance: Chance, name: string, own: readonly string[], rows: readonly Row[]): Filter {
  const known = rows.flatMap(({ values }) => values[name] ?? [])
  const value = () => chance.of(known)
  const operator = chance.of(own)
  if (operator === 'in') return { in: [value(), value(), value()] }
  if (operator !== 'startsWith') return { [operator]: value() }
  const beginning = String(value()).slice(0, 1 + chance.below(3))
  return { startsWith: chance.percent(50) ? beginning.toUpperCase() : beginning }
}
