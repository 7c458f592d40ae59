// Fills the blanks of an example: `{new}` a fresh id, `{in 90 days}` an instant, `{consent}` an id seen before, days and years.

/** Ids that earlier answers held, by the name under which examples ask for them. */
export type Seen = Readonly<Record<string, string>>

export interface Circumstances {
  readonly now: Date
  readonly seen: Seen
  random(): string
}

/** Blanks for which no answer has been seen yet stay as they are; `missing` names them. */
export function fill(text: string, circumstances: Circumstances): string {
  return text.replace(/\{(new|in (\d+) days|\w+)\}/g, (blank, name: string, days?: string) => {
    if (name === 'new') return circumstances.random()
    if (days) return new Date(circumstances.now.getTime() + Number(days) * 86_400_000).toISOString()
    return calendar(circumstances.now)[name] ?? circumstances.seen[name] ?? blank
  })
}

const calendar = (now: Date): Readonly<Record<string, string>> => ({
  today: now.toISOString().slice(0, 10),
  lastYear: String(now.getUTCFullYear() - 1),
  yearBefore: String(now.getUTCFullYear() - 2),
})
const known: ReadonlySet<string> = new Set(['new', ...Object.keys(calendar(new Date(0)))])

/** The names of the blanks that only an earlier answer can fill, and none has. */
export function missing(text: string, seen: Seen): string[] {
  const names = [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  return [...new Set(names)].filter(name => !known.has(name) && !Object.hasOwn(seen, name))
}

/**
 * Adds the ids of an answer's data: whoever is `me` under the identity's name, and consents and powers of attorney,
 * wherever they stand. The newest wins.
 */
export function remember(seen: Seen, identity: string, data: unknown): Seen {
  const found: Record<string, string> = { ...seen }
  const visit = (value: unknown, name: string): void => {
    if (Array.isArray(value)) {
      visit(value[0], name)
    } else if (typeof value === 'object' && value !== null) {
      const id = (value as { id?: unknown }).id
      if (typeof id === 'string') found[name === 'me' ? identity : name] = id
      for (const [key, inner] of Object.entries(value)) visit(inner, key === 'nodes' ? singular(name) : key)
    }
  }
  visit(data, '')
  return found
}

const singular = (name: string): string =>
  ({ consents: 'consent', powersOfAttorney: 'powerOfAttorney' })[name] ?? name
