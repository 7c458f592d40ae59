// A property: the pages of a list put together are the whole, for random filters, orders and sizes.
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { kommune, type Lists, openLists } from './lists-loaded.ts'

interface Known {
  readonly id: string
  readonly first: string | null
  readonly last: string
  readonly birth: string | null
  readonly sex: string
}
type Filter = Readonly<Record<string, unknown>>

let lists: Lists
let everyone: readonly Known[]
beforeAll(async () => {
  lists = await openLists(120)
  everyone = await lists.database.admin<Known[]>`
    select p.person_id as id, n.first_names as first, n.last_name as last, p.birth_date as birth, p.sex
    from persons.person p join persons.name n on n.person_id = p.person_id where n.last_name ilike 'zeta%'`
}, 240_000)
afterAll(() => lists?.close())

const text = `query L($where: PersonFilter, $orderBy: [PersonOrder!]!, $first: Int!, $after: String) {
  persons(where: $where, orderBy: $orderBy, first: $first, after: $after) {
    edges { cursor node { id } } pageInfo { hasNextPage } totalCount } }`

const leaf: fc.Arbitrary<Filter> = fc.oneof(
  fc.constantFrom('a', 'B', 'c', 'i', 'z').map(letter => ({ lastName: { eq: `zeta ${letter}` } })),
  fc.constantFrom('pr', 'PRØVE 1', 'x').map(startsWith => ({ firstNames: { startsWith } })),
  fc.subarray(['MALE', 'FEMALE']).map(values => ({ sex: { in: values } })),
  fc
    .tuple(
      fc.constantFrom('gt', 'gte', 'lt', 'lte', 'eq'),
      fc.constantFrom('1951-02-01', '1953-01-01', '1956-03-01'),
    )
    .map(([operator, day]) => ({ birthDate: { [operator]: day } })),
)
const filters = fc.letrec<{ filter: Filter }>(tie => ({
  filter: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map(and => ({ and })),
    fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map(or => ({ or })),
    tie('filter').map(not => ({ not })),
  ),
})).filter
const orders = fc.subarray(
  [
    'BIRTH_DATE',
    'BIRTH_DATE_DESCENDING',
    'LAST_NAME',
    'LAST_NAME_DESCENDING',
    'FIRST_NAMES',
    'FIRST_NAMES_DESCENDING',
  ],
  { maxLength: 3 },
)

const holds = (filter: Filter, one: Known): boolean =>
  Object.entries(filter).every(([name, inner]) => {
    if (name === 'and') return (inner as Filter[]).every(part => holds(part, one))
    if (name === 'or') return (inner as Filter[]).some(part => holds(part, one))
    if (name === 'not') return !holds(inner as Filter, one)
    const values = { lastName: one.last, firstNames: one.first, birthDate: one.birth, sex: one.sex }
    return Object.entries(inner as Filter).every(([operator, value]) =>
      compare(operator, values[name as keyof typeof values]?.toLowerCase() ?? null, value),
    )
  })

function compare(operator: string, value: string | null, given: unknown): boolean {
  if (value === null) return false
  if (operator === 'in') return (given as string[]).some(sex => value === (sex === 'MALE' ? 'm' : 'k'))
  const other = String(given).toLowerCase()
  if (operator === 'startsWith') return value.startsWith(other)
  if (operator === 'eq') return value === other
  if (operator.startsWith('g')) return value > other || (operator === 'gte' && value === other)
  return value < other || (operator === 'lte' && value === other)
}

const keyOf = (order: string, one: Known): string | null => {
  if (order.startsWith('BIRTH')) return one.birth
  return (order.startsWith('LAST') ? one.last : one.first)?.toLowerCase() ?? null
}

/** Nothing known comes last, whichever way; the id decides between equals, in the direction of the first. */
function before(orderBy: readonly string[]): (one: Known, other: Known) => number {
  return (one, other) => {
    for (const order of orderBy) {
      const [left, right] = [keyOf(order, one), keyOf(order, other)]
      if (left === right) continue
      if (left === null || right === null) return left === null ? 1 : -1
      return left < right === !order.endsWith('DESCENDING') ? -1 : 1
    }
    return one.id < other.id === !orderBy[0]?.endsWith('DESCENDING') ? -1 : 1
  }
}

/** Beside other tests a list of another time can take too long, and is then refused: that is asked again. */
async function patiently(
  as: Parameters<Lists['ask']>[0],
  variables: object,
  tries = 3,
): ReturnType<Lists['ask']> {
  const answer = await lists.ask(as, text, { ...variables })
  const late = answer.refused.some(told => /LIST_TOO_LARGE|BUSY/.test(told))
  return late && tries > 1 ? patiently(as, variables, tries - 1) : answer
}

test('pages put together are the whole, in order, each row once, whatever is asked', async () => {
  let rows = 0
  // At another time lists are read otherwise; nothing here changed since.
  const earlier = { ...kommune('LST-1'), at: new Date(Date.now() - 60_000) }
  const asked = fc.record({
    filter: filters,
    orderBy: orders,
    first: fc.constantFrom(7, 30, 100),
    as: fc.constantFrom(kommune('LST-1'), earlier),
  })
  await fc.assert(
    fc.asyncProperty(asked, async ({ filter, orderBy, first, as }) => {
      const where = {
        ...filter,
        and: [{ lastName: { startsWith: 'Zeta' } }, ...((filter.and as Filter[]) ?? [])],
      }
      const expected = everyone.filter(one => holds(filter, one)).toSorted(before(orderBy))
      const seen: string[] = []
      for (let after: string | null = null; ; ) {
        const { data, errors } = await patiently(as, { where, orderBy, first, after })
        expect(errors).toEqual([])
        const { edges, pageInfo, totalCount } = data.persons
        expect(totalCount).toBe(expected.length)
        seen.push(...edges.map(({ node }: { node: { id: string } }) => node.id))
        if (!pageInfo.hasNextPage) break
        expect(edges.length).toBe(first)
        after = edges.at(-1).cursor
      }
      expect(seen).toEqual(expected.map(({ id }) => id))
      rows += seen.length
    }),
    { numRuns: 60, seed: 3 },
  )
  expect(rows).toBeGreaterThan(500)
}, 240_000)
