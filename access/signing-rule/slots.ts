// The ways to meet a rule, as slots for natural persons; a company that signs for a company is followed to its people.
import { type GroupPart, holdersOf, isUnclear, type Part, type RoleHolder, type Rule } from './rule.ts'

/** A business's rule and roles now, and when either last changed; null if never. */
export interface Standing {
  readonly rule: Rule
  readonly roles: readonly RoleHolder[]
  readonly changedAt: Date | null
}

/** A business's standing by its id; null when its rule is not known, and it can sign for nobody. */
export type Resolve = (business: string) => Standing | null

export interface Slot {
  readonly part: Part
  /** Natural persons who may fill it. */
  readonly people: readonly string[]
}

/** Slots that must all be filled, and the last change of whatever they were computed from. */
export interface Way {
  readonly slots: readonly Slot[]
  readonly changedAt: Date | null
}

/** Companies followed one behind the other. A circle adds nobody: whoever meets it meets a shorter way too. */
const longestChain = 3
/** Ways beyond these are not tried: the rule is then harder to meet, never easier. */
const mostWays = 500

/** Why a part can be met by nobody as the register stands; null when it can. */
export function blockOf(part: Part, roles: readonly RoleHolder[]): 'UNCLEAR' | 'SEVERAL' | 'NOBODY' | null {
  if ('person' in part) return null
  const holders = holdersOf(part.group, roles)
  const counted = part.n === 'ALL' || part.sole === true
  if (counted && isUnclear(part.group, roles)) return 'UNCLEAR'
  if (part.sole && holders.length > 1) return 'SEVERAL'
  // Nobody is not "all": an empty board has not agreed.
  return holders.length === 0 ? 'NOBODY' : null
}

interface Partial extends Way {
  readonly used: readonly string[]
}

const later = (a: Date | null, b: Date | null): Date | null => (a && b ? (a > b ? a : b) : (a ?? b))

/** Every way to meet the standing's rule, at most {@link mostWays}. */
export function waysOf(standing: Standing, resolve: Resolve, depth = 0): readonly Way[] {
  return standing.rule.anyOf
    .filter(({ allOf }) => allOf.length > 0)
    .flatMap(({ allOf }) => {
      const start: readonly Partial[] = [{ slots: [], changedAt: standing.changedAt, used: [] }]
      return allOf.reduce((partials, part) => extended(partials, part, standing.roles, resolve, depth), start)
    })
    .slice(0, mostWays)
}

function extended(
  partials: readonly Partial[],
  part: Part,
  roles: readonly RoleHolder[],
  resolve: Resolve,
  depth: number,
): readonly Partial[] {
  if ('person' in part) {
    return partials.map(each => ({ ...each, slots: [...each.slots, { part, people: [part.person] }] }))
  }
  if (blockOf(part, roles) || !(part.n === 'ALL' || (Number.isInteger(part.n) && part.n > 0))) return []
  const behind = (business: string): readonly Way[] => {
    if (depth >= longestChain) return []
    const standing = resolve(business)
    return standing ? waysOf(standing, resolve, depth + 1) : []
  }
  return partials
    .flatMap(partial => choices(part, roles).flatMap(choice => filled(partial, choice, behind)))
    .slice(0, mostWays)
}

interface Choice {
  readonly slots: readonly Slot[]
  readonly businesses: readonly string[]
}

/** Which companies sign as the part's holders; the rest of its number are natural persons. */
function choices(part: GroupPart, roles: readonly RoleHolder[]): readonly Choice[] {
  const holders = holdersOf(part.group, roles)
  const named = (kind: RoleHolder['kind']) =>
    holders.filter(each => each.kind === kind).map(each => each.holder)
  const [people, businesses] = [named('PERSON'), named('BUSINESS')]
  if (part.n === 'ALL') {
    return [{ slots: people.map(person => ({ part, people: [person] })), businesses }]
  }
  const n = part.n
  return subsets(businesses, n).map(chosen => ({
    slots: Array.from({ length: n - chosen.length }, () => ({ part, people })),
    businesses: chosen,
  }))
}

/** Subsets of at most `size`, the smallest first. */
function subsets(of: readonly string[], size: number): readonly (readonly string[])[] {
  let found: readonly (readonly string[])[] = [[]]
  for (const one of of) {
    found = [...found, ...found.filter(each => each.length < size).map(each => [...each, one])].slice(
      0,
      mostWays,
    )
  }
  return found.toSorted((a, b) => a.length - b.length)
}

function filled(
  partial: Partial,
  { slots, businesses }: Choice,
  behind: (business: string) => readonly Way[],
): readonly Partial[] {
  // One company is one holder, in whatever roles.
  if (businesses.some(each => partial.used.includes(each))) return []
  const start: readonly Partial[] = [
    { ...partial, slots: [...partial.slots, ...slots], used: [...partial.used, ...businesses] },
  ]
  return businesses.reduce(
    (partials, business) =>
      partials
        .flatMap(each =>
          behind(business).map(way => ({
            ...each,
            slots: [...each.slots, ...way.slots],
            changedAt: later(each.changedAt, way.changedAt),
          })),
        )
        .slice(0, mostWays),
    start,
  )
}
