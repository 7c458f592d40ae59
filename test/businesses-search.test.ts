// Lists of businesses: public, for everyone and without a record; filters, orders and pages as the register has them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bank, kommune } from './asked.ts'
import { type Lists, openLists } from './lists-loaded.ts'

let lists: Lists
let all: readonly { cvr: string; name: string; form: { code: number } | null }[]
beforeAll(async () => {
  lists = await openLists()
  const { data } = await lists.ask(kommune(), query('nodes { cvr name form { code } }'))
  all = data.businesses.nodes
}, 240_000)
afterAll(() => lists?.close())

const query = (fields: string) =>
  `query L($where: BusinessFilter, $orderBy: [BusinessOrder!]! = [], $first: Int! = 100, $after: String) {
    businesses(where: $where, orderBy: $orderBy, first: $first, after: $after) { ${fields} } }`

test.each`
  who                               | as
  ${'a system without an activity'} | ${() => kommune()}
  ${'a private one'}                | ${() => bank('BANK-1')}
  ${'a citizen'}                    | ${() => lists.citizen('anna')}
  ${'a citizen for another'}        | ${() => lists.citizen('anna', 'jens')}
`('$who lists businesses, and no record is made of what is public', async ({ as }) => {
  const answer = await lists.ask(await as(), query('nodes { name } totalCount'))
  expect([answer.errors, answer.records]).toEqual([[], []])
  expect([answer.data.businesses.nodes.length, answer.data.businesses.totalCount]).toEqual([20, 20])
})

test('what is not public in them is decided for each', async () => {
  const text = query('nodes { name employment(year: 2024) { employees } }')
  const { refused } = await lists.ask(kommune(), text, { first: 2 })
  expect(refused).toEqual([0, 1].map(index => `businesses.nodes.${index}.employment ACTIVITY_MISSING`))
})

describe('a filter', () => {
  type Kept = (name: string, code: number | null) => boolean
  test.each`
    filter                                                             | keeps
    ${{ name: { startsWith: 'NORDHAVN' } }}                            | ${(name: string) => name.startsWith('Nordhavn')}
    ${{ formCode: { eq: 80 } }}                                        | ${(_: string, code: number) => code === 80}
    ${{ formCode: { in: [60, 80] } }}                                  | ${(_: string, code: number) => code === 60 || code === 80}
    ${{ formCode: { gt: 60, lte: 110 } }}                              | ${(_: string, code: number | null) => code !== null && code > 60 && code <= 110}
    ${{ not: { formCode: { lt: 80 } } }}                               | ${(_: string, code: number | null) => code === null || code >= 80}
    ${{ or: [{ formCode: { eq: 10 } }, { name: { eq: 'lev a/s' } }] }} | ${(name: string, code: number) => code === 10 || name === 'Lev A/S'}
  `('$filter', async ({ filter, keeps }: { filter: object; keeps: Kept }) => {
    const { data, errors } = await lists.ask(kommune(), query('nodes { cvr } totalCount'), { where: filter })
    const expected = all
      .filter(({ name, form }) => keeps(name, form?.code ?? null))
      .map(({ cvr }) => ({ cvr }))
    expect(errors).toEqual([])
    expect(expected.length).toBeGreaterThan(0)
    expect(data.businesses).toEqual({ nodes: expected, totalCount: expected.length })
  })

  test.each(['status', 'startDate', 'mainIndustry { code }', 'address { postalCode municipalityCode }'])(
    'on %s finds those who have the value',
    async fields => {
      const { data } = await lists.ask(kommune(), query(`nodes { id ${fields} }`))
      const nodes = data.businesses.nodes as Record<string, never>[]
      const found = await Promise.all(
        nodes.map(async node => {
          const { where, same } = conditionOf(node)
          const answer = await lists.ask(kommune(), query(`nodes { id }`), { where })
          expect(answer.errors).toEqual([])
          const expected = nodes.filter(same).map(({ id }) => ({ id }))
          expect(answer.data.businesses.nodes).toEqual(expected)
          return expected.length
        }),
      )
      expect(Math.min(...found)).toBeGreaterThan(0)
    },
  )

  /** A filter that the business itself passes, and those who should pass it too. */
  function conditionOf(node: Record<string, never>) {
    const read = (one: Record<string, object | null>): Record<string, unknown> => {
      const { id: _, mainIndustry, address, ...rest } = one
      const industry = mainIndustry as { code: string } | null | undefined
      return { ...rest, ...(industry && { industryCode: industry.code }), ...address }
    }
    const given = Object.entries(read(node)).filter(([, value]) => value !== null)
    const same = (other: Record<string, never>) => given.every(([key, value]) => read(other)[key] === value)
    return { where: Object.fromEntries(given.map(([key, value]) => [key, { eq: value }])), same }
  }

  test('of numbers takes 1,000 of them in one variable', async () => {
    const others = Array.from({ length: 980 }, (_, index) => String(10_000_000 + index))
    const where = { cvr: { in: [...all.map(({ cvr }) => cvr), ...others] } }
    const { data } = await lists.ask(kommune(), query('totalCount'), { where })
    expect(data.businesses.totalCount).toBe(20)
  })

  test.each([
    [{ cvr: { in: Array.from({ length: 1_001 }, (_, index) => String(10_000_000 + index)) } }, 'FILTER_SIZE'],
    [{ name: { eq: null } }, 'FILTER_EMPTY'],
  ])('that cannot be used is refused: %#', async (where, code) => {
    expect((await lists.ask(kommune(), query('totalCount'), { where })).refused).toEqual([
      `businesses ${code}`,
    ])
  })
})

describe('an order', () => {
  const byName = (one: { name: string }, other: { name: string }) =>
    one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1
  test.each`
    orderBy                       | sorted
    ${['NAME']}                   | ${() => all.toSorted(byName)}
    ${['NAME_DESCENDING']}        | ${() => all.toSorted(byName).reverse()}
    ${['CVR']}                    | ${() => all.toSorted((one, other) => (one.cvr < other.cvr ? -1 : 1))}
    ${['CVR_DESCENDING', 'NAME']} | ${() => all.toSorted((one, other) => (one.cvr < other.cvr ? 1 : -1))}
  `('by $orderBy, in pages of three', async ({ orderBy, sorted }) => {
    const text = query('edges { cursor node { cvr } } pageInfo { hasNextPage hasPreviousPage endCursor }')
    const seen: string[] = []
    let after: string | null = null
    do {
      const { data } = await lists.ask(kommune(), text, { orderBy, first: 3, after })
      const { edges, pageInfo } = data.businesses
      expect([pageInfo.hasPreviousPage, pageInfo.endCursor]).toEqual([after !== null, edges.at(-1).cursor])
      seen.push(...edges.map(({ node }: { node: { cvr: string } }) => node.cvr))
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    } while (after)
    expect(seen).toEqual(sorted().map(({ cvr }: { cvr: string }) => cvr))
  })
})

test.each`
  at              | name              | count
  ${undefined}    | ${'Nordhavn ApS'} | ${1}
  ${'1990-01-01'} | ${'Nordhavn ApS'} | ${0}
`('in effect at $at $count is called $name', async ({ at, name, count }) => {
  const as = { ...kommune(), ...(at && { at: new Date(at) }) }
  const { data } = await lists.ask(as, query('totalCount'), { where: { name: { eq: name } } })
  expect(data.businesses.totalCount).toBe(count)
})
