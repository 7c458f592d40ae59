// Whether those who confirmed are enough to bind a business by its rule, and what is still missing.
import { filledWith, matching } from './matching.ts'
import { blockOf, type Resolve, type Standing, type Way, waysOf } from './slots.ts'
import { missing, obstacles, type Wording } from './wording.ts'

/** A natural person's confirmation; the same person may confirm again. */
export interface Confirmation {
  readonly person: string
  readonly at: Date
}

export type Verdict =
  | { readonly state: 'MET'; readonly by: readonly string[] }
  | { readonly state: 'UNMET'; readonly missing: Wording }
  /** Everyone's confirmation is older than the window; `since` is when the last one became so. */
  | { readonly state: 'LAPSED'; readonly since: Date }

/** Months within which all must have confirmed, unless told otherwise. */
export const windowMonths = 6

/** Calendar months later, on the month's last day when it has no such day. */
export function monthsLater(from: Date, months: number): Date {
  const to = new Date(from)
  to.setUTCDate(1)
  to.setUTCMonth(to.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate()
  to.setUTCDate(Math.min(from.getUTCDate(), lastDay))
  return to
}

const peopleOf = (way: Way): readonly (readonly string[])[] => way.slots.map(slot => slot.people)

/** Who meets the way; null when they do not. One of them must have confirmed after the last change. */
function metBy(way: Way, confirmed: readonly Confirmation[]): readonly string[] | null {
  const { changedAt } = way
  const present = new Set(confirmed.map(each => each.person))
  const current = changedAt === null ? confirmed : confirmed.filter(each => each.at > changedAt)
  return filledWith(peopleOf(way), present, new Set(current.map(each => each.person).sort()))
}

/**
 * ACCESS.md 10: distinct natural persons; roles and rule as they are now, so that the last confirmation that counts must
 * be later than their last change; all of them inside one window. The order of confirmations says nothing, and one more
 * never makes a met rule unmet. Confirmations after `at` are not seen.
 */
export function evaluate(
  standing: Standing,
  confirmations: readonly Confirmation[],
  resolve: Resolve,
  at: Date,
  months = windowMonths,
): Verdict {
  const ways = waysOf(standing, resolve)
  const able = new Set(ways.flatMap(peopleOf).flat())
  const given = confirmations
    .filter(each => each.at <= at && able.has(each.person))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
  for (const { at: from } of given) {
    const until = monthsLater(from, months)
    const within = given.filter(each => each.at >= from && each.at < until)
    for (const way of ways) {
      const by = metBy(way, within)
      if (by) return { state: 'MET', by }
    }
  }
  const open = given.filter(each => monthsLater(each.at, months) > at)
  if (given.length > 0 && open.length === 0) {
    return { state: 'LAPSED', since: monthsLater(given.at(-1)!.at, months) }
  }
  return { state: 'UNMET', missing: lacking(standing, ways, open) }
}

function lacking(standing: Standing, ways: readonly Way[], open: readonly Confirmation[]): Wording {
  if (ways.length === 0) {
    const parts = standing.rule.anyOf.flatMap(({ allOf }) => allOf)
    const blocks = parts.map(part => blockOf(part, standing.roles)).filter(block => block !== null)
    return obstacles[blocks[0] ?? 'NOBODY']
  }
  const present = new Set(open.map(each => each.person))
  const empty = ways.map(way => {
    // The narrowest slots first, so that what is left is what most people could fill.
    const slots = way.slots.toSorted((a, b) => a.people.length - b.people.length)
    const filled = matching(
      slots.map(slot => slot.people),
      present,
    )
    return slots.filter((_, index) => filled[index] === null).map(slot => slot.part)
  })
  const nearest = empty.reduce((least, parts) => (parts.length < least.length ? parts : least))
  return nearest.length === 0 ? obstacles.CHANGED : missing(nearest)
}
