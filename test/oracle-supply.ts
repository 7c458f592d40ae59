// Which root fields a caller asks for, and values for their arguments: mostly of people and records that the world knows.
import { units } from '../sample/units.ts'
import { concernOf, nowhere } from './oracle-ask.ts'
import { pairsFor } from './oracle-enquiry.ts'
import { randomFilter } from './oracle-filters.ts'
import type { Kind, Places, Row } from './oracle-lists.ts'
import { type Cast, nameable } from './oracle-make.ts'
import type { Supply } from './oracle-operation.ts'
import { stewards } from './oracle-proposals.ts'
import type { Chance } from './oracle-random.ts'
import { looksAt } from './oracle-table-roots.ts'
import type { OracleAs, World } from './oracle-world.ts'

const dayMs = 86_400_000
const thisYear = new Date().getFullYear()

// Where there is most to decide, most is asked.
const roots = {
  SYSTEM: {
    person: 5,
    personById: 6,
    consent: 2,
    consents: 3,
    business: 1,
    businessById: 1,
    myAccess: 1,
    mandates: 2,
  },
  LISTING: { person: 3, personById: 3, persons: 6, businesses: 1, consents: 1 },
  OFFICER: {
    ...{ myAuthority: 3, activityDrafts: 3, accessRecords: 8, authority: 2, consentSearch: 5, cases: 4 },
    ...{ person: 3, personById: 3, consents: 1 },
    ...Object.fromEntries(stewards.map(coordinate => [coordinate.replace('Query.', ''), 1])),
  },
  PERSON: {
    ...{ me: 4, represented: 3, personById: 6, consent: 1, consents: 2 },
    ...{ powerOfAttorney: 1, powersOfAttorney: 3, myMandates: 2 },
  },
}

/** A root field by name, mostly one that this kind of caller has; null now and then. */
export function rootFor(chance: Chance, { caller, activity }: OracleAs, world: World): string | null {
  if (chance.percent(12)) return null
  const reach = world.activities.get(activity ?? '')?.reach ?? 'LOOKUP'
  const special = activity?.startsWith('ADM-') ? 'OFFICER' : reach === 'LOOKUP' ? 'SYSTEM' : 'LISTING'
  const weights = roots[caller.kind === 'PERSON' ? 'PERSON' : special]
  return chance.of(Object.entries(weights).flatMap(([name, weight]) => Array<string>(weight).fill(name)))
}

/** What the world holds that arguments can name. */
export interface Stock {
  readonly cast: Cast
  readonly world: World
  readonly rows: Readonly<Record<Kind, readonly Row[]>>
  readonly places: Places
}

const pNumbers = units(new Date()).map(({ pNumber }) => String(pNumber))

/** Values of arguments by the coordinate of their field, mostly such as concern the caller. */
export function supplyFor({
  cast,
  world,
  rows,
  places,
}: Stock): (chance: Chance, as: OracleAs, filling?: boolean) => Supply {
  const spoken = [
    ...world.consents.map(({ subject }) => subject),
    ...world.powers.map(({ grantor }) => grantor),
    ...cast.persons.map(({ id }) => id),
  ].filter(id => world.kindOf(id) === 'PERSON')
  // Few are given, and little is told of them.
  const future = world.powers.flatMap(({ id, kind, unknown }) => (kind === 'FUTURE' && !unknown ? [id] : []))
  const companies = [cast.businesses, cast.employers, cast.strangely]
  const clients = cast.authorities.flatMap(authority => authority.clients)
  const ids: Readonly<Record<string, readonly string[]>> = {
    'Query.personById': spoken,
    'Query.businessById': companies.flatMap(some => evenly(some.map(({ id }) => id))),
    Case: world.cases.map(({ id }) => id),
    'Query.consent': world.consents.map(({ id }) => id),
    'Query.powerOfAttorney': [...world.powers.map(({ id }) => id), ...evenly(future), ...evenly(future)],
    'Query.activity': [...world.activities.keys()],
    'Query.myAccess': [...world.activities.keys()],
    'Query.accessRecords.subject': spoken,
    'Query.consentSearch.person': spoken,
    'Query.consentSearch.activity': [...world.activities.keys()],
    'Query.accessRecords.activity': [...world.activities.keys()],
    'Query.accessRecords.officer': [...world.officers.keys()],
    'Query.mandates.activity': [...world.activities.keys()],
    'Query.futurePowers.person': world.powers.flatMap(one => (one.kind === 'FUTURE' ? [one.grantor] : [])),
    'Query.powersOfGrantor.person': spoken,
    'Query.powersOfGrantor.business': cast.businesses.map(({ id }) => id),
    'Query.consentTemplate': ['housing-support', 'loan', 'oracle', 'none-such'],
  }
  const pairOf = pairsFor(world)
  const numberOf = new Map(cast.persons.map(({ id, number }) => [id, number]))
  return (chance, as, filling = false) => {
    const own = concernOf(as, world)
    const given = world.activities.get(as.activity ?? '')?.fields
    const isLaw = (field: string) => field === 'id' || given?.get(`Person.${field}`) === 'LAW'
    // Of whom few things are known is asked for by itself.
    const personOf = () =>
      filling && cast.rarely.length > 0 && chance.percent(75)
        ? chance.of(chance.of(cast.rarely))
        : commonPerson()
    const commonPerson = () =>
      own.length > 0 && chance.percent(as.caller.kind === 'SYSTEM' ? 88 : 75)
        ? chance.of(own)
        : chance.of(spoken)
    // The two of one question are asked about one after the other.
    let pair: readonly [string, string] = [nowhere, nowhere]
    const sideOf = (argument: string): string => {
      if (argument === 'for') pair = pairOf(chance)
      return chance.percent(4) ? nowhere : pair[argument === 'for' ? 0 : 1]
    }
    const idOf = (coordinate: string, argument: string): string =>
      coordinate === 'Query.mandates' && argument !== 'activity'
        ? sideOf(argument)
        : knownOf(coordinate, argument)
    const knownOf = (coordinate: string, argument: string): string => {
      const odd = chance.below(100)
      const known = ids[coordinate] ?? ids[`${coordinate}.${argument}`] ?? []
      if (odd < 92 && coordinate === 'Query.personById') return personOf()
      if (odd < 50 && coordinate === 'Query.myAccess') return as.activity ?? 'NO-1'
      if (odd < 92 && known.length > 0) return chance.of(known)
      return odd < 96 || known.length === 0 ? nowhere : 'x'
    }
    const texts: Readonly<Record<string, () => unknown>> = {
      after: () => (places.size > 0 && chance.percent(50) ? chance.of([...places.keys()]) : undefined),
      system: () => chance.of(clients),
      caseReference: () => chance.of(['ORA-1', 'ORA-2', 'ORA-3']),
      field: () => chance.of([...nameable, 'Person.id', 'Query.me', 'Person.none']),
    }
    const orders = Object.keys(looksAt).filter(name => name === name.toUpperCase() && isLaw(looksAt[name]!))
    const byType: Readonly<Record<string, (coordinate: string, argument: string) => unknown>> = {
      CPR: () => (chance.percent(94) ? numberOf.get(world.canonical(personOf())) : '3112999999'),
      CVR: () => (chance.percent(10) ? chance.of(cast.authorities) : chance.of(chance.of(companies))).cvr,
      PNumber: () => (chance.percent(95) ? chance.of(pNumbers) : '9900009999'),
      Boolean: () => chance.percent(50),
      Int: (coordinate, argument) =>
        argument === 'year' ? thisYear - chance.below(5) : pageSize(chance, coordinate),
      ID: idOf,
      String: (coordinate, argument) =>
        /^Query\.(persons|businesses|accessRecords|mandates)$/.test(coordinate)
          ? texts[argument]?.()
          : undefined,
      DateTime: (coordinate, argument) => {
        const isCounted = coordinate === 'Query.accessCounts' && chance.percent(85)
        const days = isCounted ? [argument === 'from' ? -8 : 1] : [-2, -1, 1]
        return new Date(Date.now() + chance.of(days) * dayMs).toISOString()
      },
      PersonFilter: () => randomFilter(chance, 'Person', rows.Person, name => isLaw(looksAt[name]!)),
      BusinessFilter: () => randomFilter(chance, 'Business', rows.Business, () => true),
      PersonOrder: () =>
        orders.length > 0 && chance.percent(80)
          ? `${chance.of(orders)}${chance.percent(50) ? '_DESCENDING' : ''}`
          : undefined,
    }
    // All of its filters at once would find nothing.
    const isLeftOut = (coordinate: string, argument: string) =>
      /^Query\.(accessRecords|consentSearch)$/.test(coordinate) && argument !== 'first' && chance.percent(75)
    return (coordinate, argument, type) =>
      isLeftOut(coordinate, argument) ? undefined : byType[type]?.(coordinate, argument)
  }
}

/** Repeated until there are some thirty: a short list then counts as much as a long one. */
const evenly = (ids: readonly string[]): readonly string[] =>
  Array<readonly string[]>(Math.ceil(30 / Math.max(1, ids.length)))
    .fill(ids)
    .flat()

/** Small, so that pages in pages stay small; now and then one that is refused. */
function pageSize(chance: Chance, coordinate: string): number {
  if (chance.percent(2)) return chance.of([0, 1000])
  return coordinate === 'Query.persons' && chance.percent(12) ? 100 : chance.of([1, 2, 3, 12])
}
