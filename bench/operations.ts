// The three operations of the bench: one person, a person's businesses, many businesses with their people.
import type postgres from 'postgres'
import { numberOf, randomFor, type Size } from './population.ts'

export interface BenchOperation {
  readonly name: 'Q1' | 'Q2' | 'Q3'
  readonly about: string
  readonly client: string
  readonly activity: string
  readonly text: string
  /** Variables of the request at a place, from 0 on. */
  variables(place: number): Readonly<Record<string, unknown>>
}

const one = `query One($cpr: CPR!) {
  person(cpr: $cpr) { name { full } address { lines } birthDate sex status }
}`

const roles = `query Roles($cpr: CPR!) {
  person(cpr: $cpr) { name { full } businessRoles { nodes { function business { name } } } }
}`

const many = `query Many($ids: [ID!]!) {
  businesses(where: { id: { in: $ids } }, first: 50) {
    nodes { name participants { nodes { party { __typename ... on Person { name { full } } } } } }
  }
}`

/** Q1 to Q3 over a loaded population. `sql`: a pool of the administrator. The same for the same seed and data. */
export async function benchOperations(
  sql: postgres.Sql,
  size: Size,
  seed: number,
): Promise<readonly BenchOperation[]> {
  const ids = await sql<{ id: string }[]>`select id from businesses.business order by cvr limit 20000`
  const personAt = (place: number) => Math.floor(randomFor(seed, place)() * size.persons)
  const cpr = (place: number) => ({ cpr: numberOf(personAt(place)) })
  const some = (place: number) => {
    const random = randomFor(seed, place)
    return { ids: Array.from({ length: 50 }, () => ids[Math.floor(random() * ids.length)]!.id) }
  }
  const [su, skat] = [
    { client: 'su-sagssystem', activity: 'SU-3' },
    { client: 'skat-sagssystem', activity: 'SKAT-1' },
  ]
  return [
    { ...su, name: 'Q1', about: 'one person, 5 fields', text: one, variables: cpr },
    { ...skat, name: 'Q2', about: 'person → roles → business', text: roles, variables: cpr },
    { ...skat, name: 'Q3', about: '50 businesses, names of their people', text: many, variables: some },
  ]
}
