// Walks a document of the register on its own, without the importer's readers: every value with its place.

/** A value that says something: `pattern` is its place without numbers, such as `navne[].periode.gyldigFra`. */
export interface Leaf {
  readonly place: string
  readonly pattern: string
  readonly value: string | number | boolean
}

export function leavesOf(value: unknown, place = ''): readonly Leaf[] {
  if (value === null || value === undefined) return []
  if (Array.isArray(value)) return value.flatMap((item, at) => leavesOf(item, `${place}[${at}]`))
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([name, member]) =>
      leavesOf(member, place === '' ? name : `${place}.${name}`),
    )
  return [{ place, pattern: patternOf(place), value: value as Leaf['value'] }]
}

export const patternOf = (place: string): string => place.replace(/\[\d+\]/g, '[]')

const numbersOf = (place: string): readonly string[] => place.match(/\[\d+\]/g) ?? []

/** How many lists two patterns stand in together. */
function sharedLists(left: string, right: string): number {
  const [a, b] = [left.split('[]'), right.split('[]')]
  let shared = 0
  while (shared < Math.min(a.length, b.length) - 1 && a[shared] === b[shared]) shared++
  return shared
}

/** Whether a value belongs to what stands at a place: in every list that both are in, they are in the same item. */
export function belongs(leaf: Leaf, place: string): boolean {
  const shared = sharedLists(leaf.pattern, patternOf(place))
  const [own, other] = [numbersOf(leaf.place), numbersOf(place)]
  return own.slice(0, shared).join() === other.slice(0, shared).join()
}

/** The places that a pattern has in a document; the empty pattern is the document itself. */
export function placesOf(leaves: readonly Leaf[], pattern: string): readonly string[] {
  if (!pattern.includes('[]')) return leaves.some(leaf => leaf.pattern.startsWith(pattern)) ? [pattern] : []
  const escaped = pattern.replace(/[.[\]]/g, sign => `\\${sign}`).replaceAll('\\[\\]', '\\[\\d+\\]')
  const found = leaves.flatMap(({ place }) => new RegExp(`^${escaped}(?![\\w])`).exec(place)?.[0] ?? [])
  return [...new Set(found)]
}
