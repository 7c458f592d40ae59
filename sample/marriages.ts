// Civil status of the sample's people, worked out from their marriages and deaths so that spouses always agree.
import { type Day, when } from './day.ts'
import type { Marriage } from './entry.ts'
import { familyMarriages } from './families.ts'
import { neighbourMarriages } from './neighbours.ts'
import type { Period, Person } from './persons.ts'

/** CPR's civil status: U unmarried, G married, P partnership, F divorced, E widowed, L surviving partner, D dead. */
export type CivilStatus = Period & {
  readonly code: 'U' | 'G' | 'P' | 'F' | 'O' | 'E' | 'L' | 'D'
  /** Key of the spouse, also of a former or late one. */
  readonly spouse?: string
  /** A spouse outside the register. */
  readonly outsider?: { readonly name: string; readonly born: Day }
  readonly separated?: Day
}

type Living = Pick<Person, 'key' | 'born' | 'died'>

const marriages: readonly Marriage[] = [...familyMarriages, ...neighbourMarriages]

/** The civil statuses of one person, newest first, the unmarried years left out unless there is nothing else. */
export function civilStatuses(
  person: Living,
  everyone: readonly Living[],
  today: Day,
): readonly CivilStatus[] {
  const statuses = marriages
    .filter(marriage => marriage.spouses.some(key => key === person.key))
    .flatMap(marriage => statusesOf(marriage, person, everyone, today))
    .sort((a, b) => (a.from < b.from ? -1 : 1))
  if (person.died) statuses.push({ code: 'D', spouse: statuses.at(-1)?.spouse, from: person.died })
  if (statuses.length === 0) return [{ code: 'U', from: person.born }]
  return statuses.map((status, place) => ({ ...status, to: statuses[place + 1]?.from })).reverse()
}

function statusesOf(
  marriage: Marriage,
  person: Living,
  everyone: readonly Living[],
  today: Day,
): CivilStatus[] {
  const spouse = marriage.spouses.find(key => key !== person.key)
  const { outsider, kind = 'G' } = marriage
  const wed: CivilStatus = {
    code: kind,
    spouse,
    outsider,
    from: when(marriage.from, today),
    separated: marriage.separated === undefined ? undefined : when(marriage.separated, today),
  }
  if (marriage.to) return [wed, { code: kind === 'P' ? 'O' : 'F', spouse, from: when(marriage.to, today) }]
  const widowed = everyone.find(other => other.key === spouse)?.died
  const survives = widowed !== undefined && (person.died === undefined || person.died > widowed)
  return survives ? [wed, { code: kind === 'P' ? 'L' : 'E', spouse, from: widowed }] : [wed]
}
