// Random callers: systems under activities, officers, persons for themselves and for others; and what may go wrong meanwhile.
import { subgraphNames } from '../subgraphs/registry.ts'
import type { Cast } from './oracle-make.ts'
import type { Chance } from './oracle-random.ts'
import type { OracleAs, World } from './oracle-world.ts'
import type { As } from './platform.ts'

/** An id that nobody has. */
export const nowhere = '0fffffff-ffff-4fff-8fff-ffffffffffff'
const dayMs = 86_400_000

interface Named {
  readonly id: string
  readonly authority: string
}

/** Somebody who asks. `activities`: those that the world was made with. */
export function randomAs(chance: Chance, cast: Cast, world: World, activities: readonly Named[]): OracleAs {
  const at = chance.percent(5) ? new Date(Date.now() - 200 * dayMs) : undefined
  const as = chance.percent(59)
    ? randomSystem(chance, cast, world, activities)
    : randomPerson(chance, cast, world)
  // Without the facts about the caller nothing is decided at all.
  const own = as.caller.kind === 'PERSON' ? world.idsOf(as.caller.person) : []
  const others = concernOf(as, world).filter(id => !own.includes(id))
  return {
    ...{ ...as, at },
    ...(chance.percent(80) && { caseReference: chance.of(['ORA-1', 'ORA-2']) }),
    ...(chance.percent(8) && { direct: chance.of(subgraphNames) }),
    ...(others.length > 0 && chance.percent(9) && { lost: world.idsOf(chance.of(others)) }),
    ...(chance.percent(2) && { unlogged: true }),
  }
}

function randomSystem(chance: Chance, { authorities }: Cast, world: World, activities: readonly Named[]): As {
  const mandate = chance.percent(5) ? chance.of(world.suppliers) : null
  if (mandate) return asSupplier(chance, world, mandate)
  const held = chance.percent(8) ? world.powers.filter(power => power.authority !== null) : []
  if (held.length > 0) return asHolder(chance, world, chance.of(held))
  const odd = chance.percent(10)
  const meant = world.activities.get(chance.of(activities).id)!
  const client = odd ? chance.of(chance.of(authorities).clients) : chance.of(meant.systems)
  const system = world.systems.get(client)!
  const activity = odd ? oddActivity(chance, world, activities, system.authority) : meant.id
  const own = [...world.officers].filter(([, { authority }]) => authority === system.authority)
  const officers = own.length > 0 && chance.percent(80) ? own : [...world.officers]
  const officer = system.officers && chance.percent(88) ? chance.of(officers)[0] : null
  return { caller: { kind: 'SYSTEM', client, officer }, activity }
}

/** A system of a supplier, mostly of that one and under an activity of the authority's. */
function asSupplier(chance: Chance, world: World, mandate: World['suppliers'][number]): As {
  const { authority: cvr, supplier } = mandate
  const own = [...world.systems].filter(([, system]) => system.authority === supplier)
  const [client] = chance.of(own.length > 0 && chance.percent(92) ? own : [...world.systems])
  const theirs = [...world.activities.values()].filter(one => one.authority === cvr)
  const meant = chance.percent(85) || theirs.length === 0 ? mandate.activities[0] : chance.of(theirs).id
  return {
    caller: { kind: 'SYSTEM', client, officer: null },
    activity: meant,
    represented: { kind: 'AUTHORITY', cvr },
  }
}

/** A system of an authority for whom has given it a power of attorney, mostly under an activity that it is for. */
function asHolder(
  chance: Chance,
  world: World,
  { authority, grantor, activities }: World['powers'][number],
): As {
  const own = [...world.activities.values()].filter(one => one.authority === authority)
  const meant = own.filter(({ id }) => activities.includes(id))
  const any = own.length > 0 ? own : [...world.activities.values()]
  const activity = chance.of(meant.length > 0 && chance.percent(80) ? meant : any)
  const systems = [...world.systems].filter(([, system]) => system.authority === authority)
  const usable = systems.filter(([client]) => activity.systems.includes(client))
  const [client, { officers }] = chance.of(usable.length > 0 && chance.percent(90) ? usable : systems)
  const officer = officers ? [...world.officers].find(([, one]) => one.authority === authority) : null
  const caller = { kind: 'SYSTEM', client, officer: officer?.[0] ?? null } as const
  return {
    caller,
    activity: activity.id,
    represented: { kind: world.kindOf(grantor) ?? 'PERSON', id: grantor },
  }
}

/** None, an unknown one, one of the system's own authority, a seeded one, or just any. */
function oddActivity(
  chance: Chance,
  world: World,
  activities: readonly Named[],
  authority: string,
): string | undefined {
  const roll = chance.below(100)
  if (roll < 15) return undefined
  if (roll < 25) return 'NO-1'
  const all = [...world.activities.values()]
  const own = all.filter(one => one.authority === authority)
  return chance.of(own.length > 0 && roll < 75 ? own : roll < 85 ? all : activities).id
}

function randomPerson(chance: Chance, cast: Cast, world: World): As {
  const personal = world.powers.filter(({ byBusiness }) => !byBusiness)
  const pairs: readonly Pair[] = [
    ...personal.map(({ grantor, holder }) => ({ grantor, holder })),
    ...world.custody.map(({ child, holder }) => ({ grantor: child, holder })),
  ]
  const wards = world.guardians.map(({ ward, guardian }) => ({ grantor: ward, holder: guardian }))
  const signers = [...world.signers].flatMap(([grantor, { codes }]) =>
    [...codes].map(([holder, code]) => ({ grantor, holder, code })),
  )
  // Those whose rule nobody can read are few: each outcome comes as often as the others.
  const byOutcome = [...Map.groupBy(signers, ({ code }) => code).values()]
  const held = world.powers.filter(({ byBusiness }) => byBusiness).flatMap(power => usersOf(power, world))
  const kinds: readonly Pair[] = chance.of([
    ...Array<readonly Pair[]>(7).fill(pairs),
    ...[wards, held, ...byOutcome],
  ])
  const pair = chance.of(kinds.length > 0 ? kinds : pairs)
  // Who signs in always comes by the one id that their number leads to.
  const person = world.canonical(chance.percent(80) ? pair.holder : chance.of(cast.persons).id)
  const business = pair.business ?? (chance.percent(12) ? chance.of(cast.businesses).id : null)
  const caller = { kind: 'PERSON', client: 'playground', person, business } as const
  const roll = chance.below(100)
  if (roll < 15) return { caller }
  const id = roll < 92 ? pair.grantor : roll < 98 ? chance.of(cast.persons).id : nowhere
  const kind = world.kindOf(id) ?? 'PERSON'
  const scoped = world.powers.find(({ grantor, activities }) => grantor === id && activities.length > 0)
  const any = chance.percent(20) ? chance.of([...world.activities.keys()]) : undefined
  const activity = scoped && chance.percent(50) ? scoped.activities[0] : any
  return { caller, represented: { kind, id }, activity }
}

interface Pair {
  readonly grantor: string
  readonly holder: string
  /** In whose name they have signed in. */
  readonly business?: string
}

/** Those who could sign for the business that holds a power of attorney, signed in for it. */
function usersOf({ grantor, holder: business }: World['powers'][number], world: World): readonly Pair[] {
  const signers = [...(world.signers.get(business)?.codes.keys() ?? [])]
  return signers.map(holder => ({ grantor, holder, business }))
}

/** People whom a question of this caller can be about at all. */
export function concernOf({ caller, represented, activity }: As, world: World): readonly string[] {
  const other = represented && represented.kind === 'PERSON' ? [represented.id, represented.id] : []
  if (caller.kind === 'SYSTEM' && represented && represented.kind !== 'AUTHORITY') return other
  if (caller.kind === 'SYSTEM')
    return world.consents
      .filter(consent => consent.activity === activity && world.kindOf(consent.subject) === 'PERSON')
      .map(({ subject }) => subject)
  return [caller.person, ...other]
}
