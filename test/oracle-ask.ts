// Random callers, and values for the arguments of what they ask: mostly of people and records that the world knows.
import type { Cast } from './oracle-make.ts'
import type { Supply } from './oracle-operation.ts'
import type { Chance } from './oracle-random.ts'
import type { World } from './oracle-world.ts'
import type { As } from './platform.ts'

const nowhere = '0fffffff-ffff-4fff-8fff-ffffffffffff'
const dayMs = 86_400_000
const thisYear = new Date().getFullYear()

interface Named {
  readonly id: string
  readonly authority: string
}

/** Somebody who asks. `activities`: those that the world was made with. */
export function randomAs(chance: Chance, cast: Cast, world: World, activities: readonly Named[]): As {
  const at = chance.percent(5) ? new Date(Date.now() - 200 * dayMs) : undefined
  return {
    ...(chance.percent(58)
      ? randomSystem(chance, cast, world, activities)
      : randomPerson(chance, cast, world)),
    at,
  }
}

function randomSystem(chance: Chance, { authorities }: Cast, world: World, activities: readonly Named[]): As {
  const authority = chance.of(authorities)
  const client = chance.of(authority.clients)
  const activity = randomActivity(chance, world, activities, { client, cvr: authority.cvr })
  const officers = [...world.officers.keys()]
  const officer = world.systems.get(client)?.officers && chance.percent(85) ? chance.of(officers) : null
  const represented = chance.percent(2)
    ? ({ kind: 'AUTHORITY', cvr: chance.of(authorities).cvr } as const)
    : undefined
  return { caller: { kind: 'SYSTEM', client, officer }, activity, represented }
}

/** Mostly one that the system may use; otherwise none, an unknown one, its authority's own, or just any. */
function randomActivity(
  chance: Chance,
  world: World,
  activities: readonly Named[],
  { client, cvr }: { readonly client: string; readonly cvr: string },
): string | undefined {
  const odd = chance.below(100)
  if (odd < 2) return undefined
  if (odd < 4) return 'NO-1'
  const usable = activities.filter(({ id }) => world.activities.get(id)!.systems.includes(client))
  const own = activities.filter(({ authority }) => authority === cvr)
  const seeded = [...world.activities.values()].filter(({ systems }) => systems.includes(client))
  const wanted = odd < 9 ? own : odd < 12 ? activities : odd < 18 ? seeded : usable
  return chance.of(wanted.length > 0 ? wanted : activities).id
}

function randomPerson(chance: Chance, cast: Cast, world: World): As {
  const pairs = [
    ...world.powers.map(({ grantor, holder }) => ({ grantor, holder })),
    ...world.custody.map(({ child, holder }) => ({ grantor: child, holder })),
  ]
  const pair = chance.of(pairs)
  // Who signs in always comes by the one id that their number leads to.
  const person = world.canonical(chance.percent(80) ? pair.holder : chance.of(cast.persons).id)
  const business = chance.percent(12) ? chance.of(cast.businesses).id : null
  const caller = { kind: 'PERSON', client: 'playground', person, business } as const
  const roll = chance.below(100)
  if (roll < 15) return { caller }
  const id = roll < 92 ? pair.grantor : roll < 98 ? chance.of(cast.persons).id : nowhere
  const kind = world.kindOf(id) ?? 'PERSON'
  const scoped = world.powers.find(({ grantor, activities }) => grantor === id && activities.length > 0)
  const activity = scoped && chance.percent(50) ? scoped.activities[0] : undefined
  return { caller, represented: { kind, id }, activity }
}

// Where there is most to decide, most is asked.
const roots = {
  SYSTEM: { person: 5, personById: 6, consent: 2, consents: 3, business: 1, businessById: 1 },
  PERSON: {
    me: 4,
    represented: 3,
    personById: 6,
    consent: 1,
    consents: 2,
    powerOfAttorney: 1,
    powersOfAttorney: 3,
  },
}

/** A root field by name, mostly one that this kind of caller has; null now and then. */
export function rootFor(chance: Chance, { caller }: As): string | null {
  if (chance.percent(14)) return null
  const weighted = Object.entries(roots[caller.kind]).flatMap(([name, weight]) =>
    Array.from({ length: weight }, () => name),
  )
  return chance.of(weighted)
}

/** Values of arguments by the coordinate of their field, mostly such as concern the caller; none for cursors. */
export function supplyFor(cast: Cast, world: World): (chance: Chance, as: As) => Supply {
  const spoken = [
    ...world.consents.map(({ subject }) => subject),
    ...world.powers.map(({ grantor }) => grantor),
    ...cast.persons.map(({ id }) => id),
  ].filter(id => world.kindOf(id) === 'PERSON')
  const ids: Readonly<Record<string, readonly string[]>> = {
    'Query.personById': spoken,
    'Query.consent': world.consents.map(({ id }) => id),
    'Query.powerOfAttorney': world.powers.map(({ id }) => id),
    'Query.activity': [...world.activities.keys()],
    'Query.consentTemplate': ['housing-support', 'loan', 'none-such'],
  }
  const numberOf = new Map(cast.persons.map(({ id, number }) => [id, number]))
  const companies = [cast.businesses, cast.employers, cast.strangely]
  return (chance, as) => {
    const own = concernOf(as, world)
    const personOf = () =>
      own.length > 0 && chance.percent(as.caller.kind === 'SYSTEM' ? 88 : 60)
        ? chance.of(own)
        : chance.of(spoken)
    const idOf = (coordinate: string): string => {
      const odd = chance.below(100)
      const known =
        coordinate === 'Query.businessById' ? chance.of(companies).map(({ id }) => id) : ids[coordinate]
      if (odd >= 96) return known ? 'x' : nowhere
      if (odd >= 92 || !known) return nowhere
      return coordinate === 'Query.personById' ? personOf() : chance.of(known)
    }
    const byType: Readonly<Record<string, (coordinate: string, argument: string) => unknown>> = {
      CPR: () => (chance.percent(94) ? numberOf.get(world.canonical(personOf())) : '3112999999'),
      CVR: () => (chance.percent(10) ? chance.of(cast.authorities) : chance.of(chance.of(companies))).cvr,
      Boolean: () => chance.percent(50),
      Int: (_, argument) => (argument === 'year' ? thisYear - chance.below(5) : pageSize(chance)),
      ID: idOf,
    }
    return (coordinate, argument, type) => byType[type]?.(coordinate, argument)
  }
}

/** Small, so that pages in pages stay small; now and then one that is refused. */
const pageSize = (chance: Chance): number =>
  chance.percent(98) ? chance.of([1, 2, 3, 12]) : chance.of([0, 1000])

/** People whom a question of this caller can be about at all. */
function concernOf({ caller, represented, activity }: As, world: World): readonly string[] {
  if (caller.kind === 'SYSTEM')
    return world.consents
      .filter(consent => consent.activity === activity && world.kindOf(consent.subject) === 'PERSON')
      .map(({ subject }) => subject)
  const other = represented && represented.kind === 'PERSON' ? [represented.id, represented.id] : []
  return [caller.person, ...other]
}
