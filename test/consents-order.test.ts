// Lists of consents in either order: page by page, those that wait for an answer first, and a cursor fits its own order alone.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { business } from '../sample/businesses.ts'
import { type Cases, grant, kommune, openCases } from './asked.ts'
import { kommuneSteward } from './consent-stewards.ts'
import { type As, today } from './platform.ts'
import { openSignatories } from './signatories.ts'

let cases: Cases
let anna: As
let ida: As
const kom17 = kommune('KOM-17')
/** Of Anna's, in the order in which they were asked for: the first and the fourth wait for an answer. */
const made: string[] = []
const ofBusiness: string[] = []
const { cvr } = business('frisoer-ida', today)

beforeAll(async () => {
  cases = await openCases()
  anna = await cases.citizen('anna')
  ida = await openSignatories(cases).signatory('ida', 'frisoer-ida')
  const { admin } = cases.database
  await admin`truncate consents.consent cascade`
  for (let index = 0; index < 6; index++)
    made.push(await cases.requested(kom17, 'anna', { fields: ['Person.civilStatus'] }))
  for (const id of made.filter((_, index) => index % 3 !== 0))
    await cases.ask(anna, grant, { input: { id, commandId: randomUUID() } })
  const parameters = [{ name: 'year', values: ['2025'] }]
  for (let index = 0; index < 3; index++)
    ofBusiness.push(
      await cases.requested(kom17, 'anna', { cpr: undefined, cvr, template: 'own-business', parameters }),
    )
})
afterAll(() => cases?.close())

const at = (...places: readonly number[]) => places.map(place => made[place]!)
const consents = (more: string) => `consents(${more}) { nodes { id } pageInfo { hasNextPage endCursor } }`

interface List {
  readonly as: () => As
  readonly text: (more: string) => string
  /** The newest first, and the oldest. */
  readonly expected: () => readonly [readonly string[], readonly string[]]
}
const waitingFirst = () => [at(3, 0, 5, 4, 2, 1), at(0, 3, 1, 2, 4, 5)] as const
const byTime = () => [[...made, ...ofBusiness].toReversed(), [...made, ...ofBusiness]] as const
const lists: Readonly<Record<string, List>> = {
  "a person's own": { as: () => anna, text: consents, expected: waitingFirst },
  'Person.consents': { as: () => anna, text: more => `me { ${consents(more)} }`, expected: waitingFirst },
  "an authority's": { as: () => kom17, text: consents, expected: byTime },
  "an authority's by state": {
    ...{ as: () => kom17, text: more => consents(`states: [GRANTED, REQUESTED], ${more}`) },
    expected: byTime,
  },
  'ProcessingActivity.consents': {
    ...{ as: () => kom17, text: more => `activity(id: "KOM-17") { ${consents(more)} }` },
    expected: byTime,
  },
  'Business.consents': {
    ...{ as: () => ida, text: more => `represented { ... on Business { ${consents(more)} } }` },
    expected: () => [ofBusiness.toReversed(), ofBusiness],
  },
  "a steward's search": {
    as: () => kommuneSteward(),
    text: more => consents(more).replace('consents', 'consentSearch'),
    expected: byTime,
  },
}

async function page(name: string, order: string, after: string | null) {
  const { as, text } = lists[name]!
  const asked = `query L($after: String) { ${text(`${order}first: 2, after: $after`)} }`
  const { data, refused } = await cases.ask(as(), asked, { after })
  const [root] = Object.values<Record<string, unknown>>(data ?? {})
  return { refused, ...((root?.consents ?? root) as Found) }
}
interface Found {
  readonly nodes: readonly { readonly id: string }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
}

async function walk(name: string, order: string): Promise<readonly string[]> {
  const found: string[] = []
  for (let after: string | null = null; ; ) {
    const { nodes, pageInfo, refused } = await page(name, order, after)
    expect(refused).toEqual([])
    found.push(...nodes.map(({ id }) => id))
    if (!pageInfo.hasNextPage) return found
    after = pageInfo.endCursor
  }
}

describe.each(Object.keys(lists).map(name => ({ name })))('$name', ({ name }) => {
  test('is read page by page in the order that is chosen, newest first without one', async () => {
    const [newest, oldest] = lists[name]!.expected()
    expect(await walk(name, 'order: OLDEST_FIRST, ')).toEqual(oldest)
    expect(await walk(name, 'order: NEWEST_FIRST, ')).toEqual(newest)
    expect(await walk(name, '')).toEqual(newest)
  })

  test('a cursor fits the order that it was given for', async () => {
    const { pageInfo } = await page(name, 'order: OLDEST_FIRST, ', null)
    const { refused } = await page(name, 'order: NEWEST_FIRST, ', pageInfo.endCursor)
    expect(refused).toEqual([expect.stringMatching(/ PAGE_CURSOR$/)])
  })
})

test("by state, an authority's that time has ended stand where they ended, from either end", async () => {
  const { admin } = cases.database
  for (const [place, days] of [
    [1, 3],
    [2, 5],
    [4, 1],
  ] as const)
    await admin`update consents.consent set requested_at = clock_timestamp() - interval '20 days', valid_from = null,
      valid_to = clock_timestamp() - make_interval(days => ${days}) where id = ${made[place]!}`
  const ended = async (order: string) => {
    const { data } = await cases.ask(kom17, `{ ${consents(`states: [EXPIRED], order: ${order}`)} }`)
    return data.consents.nodes.map(({ id }: { id: string }) => id)
  }
  expect([await ended('OLDEST_FIRST'), await ended('NEWEST_FIRST')]).toEqual([at(2, 1, 4), at(4, 1, 2)])
})

test('of a state that is asked for twice each is listed once', async () => {
  const { data } = await cases.ask(
    kom17,
    `{ consents(states: [REQUESTED, REQUESTED]) { totalCount nodes { id } } }`,
  )
  const { totalCount, nodes } = data.consents
  expect([nodes.length, new Set(nodes.map(({ id }: { id: string }) => id)).size]).toEqual([
    totalCount,
    totalCount,
  ])
})
