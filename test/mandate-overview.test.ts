// One list of every mandate, from every source, with how it ends (case P30); and what it shows to whom.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cases, inDays, kommune, openCases } from './asked.ts'
import type { As } from './platform.ts'
import { openSignatories } from './signatories.ts'

let cases: Cases
let signatory: ReturnType<typeof openSignatories>['signatory']
beforeAll(async () => {
  cases = await openCases()
  signatory = openSignatories(cases).signatory
  await cases.empowered('anna', 'lars', {})
  await cases.empowered('erik', 'freja', { future: true })
})
afterAll(() => cases?.close())

const list = `query Mine($side: PowerOfAttorneySide! = BOTH, $first: Int = 50, $after: String) {
  myMandates(side: $side, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    nodes { source alone state endedBecause from until en: scope da: scope(language: DA) ending
      daEnding: ending(language: DA)
      grantor { __typename ... on Person { id } ... on Business { id } }
      holder { __typename ... on Person { id } ... on Business { id } }
      powerOfAttorney { id } } } }`

interface Node {
  readonly source: string
  readonly alone: boolean
  readonly state: string
  readonly en: string
  readonly da: string
  readonly ending: string
  readonly daEnding: string
  readonly grantor: { readonly id: string }
  readonly holder: { readonly id: string }
}

async function mine(as: As, variables: Record<string, unknown> = {}) {
  const answer = await cases.ask(as, list, variables)
  expect(answer.refused).toEqual([])
  return answer.data.myMandates as {
    readonly nodes: readonly Node[]
    readonly totalCount: number
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
  }
}

/** `SOURCE STATE` of each. */
const told = (nodes: readonly Node[]) => nodes.map(({ source, state }) => `${source} ${state}`)

describe('each source, in the list of both sides (P30)', () => {
  test.each`
    who        | side       | grantor   | holder     | source
    ${'anna'}  | ${'HELD'}  | ${'bo'}   | ${'anna'}  | ${'CUSTODY'}
    ${'bo'}    | ${'GIVEN'} | ${'bo'}   | ${'anna'}  | ${'CUSTODY'}
    ${'anna'}  | ${'GIVEN'} | ${'anna'} | ${'lars'}  | ${'VOLUNTARY'}
    ${'lars'}  | ${'HELD'}  | ${'anna'} | ${'lars'}  | ${'VOLUNTARY'}
    ${'dorte'} | ${'HELD'}  | ${'carl'} | ${'dorte'} | ${'GUARDIANSHIP'}
    ${'carl'}  | ${'GIVEN'} | ${'carl'} | ${'dorte'} | ${'GUARDIANSHIP'}
    ${'erik'}  | ${'GIVEN'} | ${'erik'} | ${'freja'} | ${'FUTURE'}
  `('$who sees $source of $grantor with $holder', async ({ who, side, grantor, holder, source }) => {
    const { nodes } = await mine(await cases.citizen(who), { side })
    const ids = [await cases.idOf(grantor), await cases.idOf(holder)]
    const found = nodes.filter(one => one.source === source)
    expect(found.map(one => [one.grantor.id, one.holder.id])).toContainEqual(ids)
    for (const { en, da, ending, daEnding } of found)
      for (const text of [en, da, ending, daEnding]) expect(text).toMatch(/^[A-ZÅØÆ].*\.$/)
  })

  test('a future one is unknown to its holder, and to whoever represents its grantor', async () => {
    expect(told((await mine(await cases.citizen('freja'))).nodes)).not.toContain('FUTURE DORMANT')
    expect(told((await mine(await cases.citizen('erik'))).nodes)).toContain('FUTURE DORMANT')
  })

  test.each`
    business         | person      | source            | alone
    ${'frisoer-ida'} | ${'ida'}    | ${'OWNER'}        | ${true}
    ${'nordhavn'}    | ${'anna'}   | ${'SIGNING_RULE'} | ${true}
    ${'vestkyst'}    | ${'preben'} | ${'SIGNING_RULE'} | ${false}
  `('$person acts for $business by $source', async ({ business, person, source, alone }) => {
    const { nodes } = await mine(await cases.citizen(person), { side: 'HELD' })
    const id = await cases.businessId(business)
    const own = nodes.filter(one => one.grantor.id === id)
    expect(own).toMatchObject([{ source, alone, state: 'ACTIVE', holder: { id: await cases.idOf(person) } }])
    expect(/missing/i.test(own[0]!.en)).toBe(!alone)
  })

  test('an authority, by whoever signs for it, sees its supplier', async () => {
    const id = await cases.businessId('lev')
    const nodes = (
      await cases.database.admin`
      select access.told_mandates(array[${id}::uuid]) -> 'suppliers' as found`
    )[0]!.found
    expect(nodes).toMatchObject([{ holder: id, activities: ['KOM-17'], state: 'ACTIVE' }])
  })
})

test('a business’s list, read for it by one who signs alone, holds everyone who signs', async () => {
  const { nodes } = await mine(await signatory('anna', 'nordhavn'), { side: 'GIVEN' })
  expect(nodes.map(({ holder }) => holder.id)).toContain(await cases.idOf('anna'))
})

test('one who holds a power that does not reach so far reads nobody’s list', async () => {
  const answer = await cases.ask(await cases.citizen('lars', 'anna'), list)
  expect(answer.refused).toEqual(['myMandates MANDATE_SCOPE'])
})

test('pages follow one another across the sources without a gap', async () => {
  const anna = await cases.citizen('anna')
  await cases.empowered('anna', 'jens', { validTo: inDays(20) })
  const whole = await mine(anna)
  const paged: string[] = []
  let after: string | null = null
  for (;;) {
    const page: Awaited<ReturnType<typeof mine>> = await mine(anna, { first: 1, after })
    paged.push(...page.nodes.map(one => `${one.source} ${one.grantor.id} ${one.holder.id}`))
    expect(page.totalCount).toBe(whole.nodes.length)
    if (!page.pageInfo.hasNextPage) break
    after = page.pageInfo.endCursor
  }
  expect(paged).toEqual(whole.nodes.map(one => `${one.source} ${one.grantor.id} ${one.holder.id}`))
  // Nor does the id of a power of attorney lead anywhere: whether there is one with it must not show.
  const others = await cases.empowered('lars', 'mette', {})
  const own = 'query Own($after: String) { powersOfAttorney(after: $after) { nodes { id } } }'
  for (const after of ['elsewhere', others, randomUUID()])
    expect([
      (await cases.ask(anna, list, { after })).refused,
      (await cases.ask(anna, own, { after })).refused,
    ]).toEqual([['myMandates PAGE_CURSOR'], ['powersOfAttorney PAGE_CURSOR']])
})

test('by source: those alone, counted, page by page; a cursor fits the source that it was given for', async () => {
  const anna = await cases.citizen('anna')
  const bySource = list
    .replace('$side:', '$source: MandateSource, $side:')
    .replace('(side: $side', '(source: $source, side: $side')
  const whole = await mine(anna)
  const of = async (source: string, variables: object = {}) => {
    const { data, refused } = await cases.ask(anna, bySource, { source, ...variables })
    return data?.myMandates ?? refused
  }
  const sources = [...new Set(whole.nodes.map(({ source }) => source))]
  expect(sources).toEqual(expect.arrayContaining(['CUSTODY', 'SIGNING_RULE', 'VOLUNTARY']))
  for (const source of [...sources, 'TRUSTEE', 'FUTURE']) {
    const wanted = whole.nodes.filter(one => one.source === source)
    expect(await of(source)).toMatchObject({ nodes: wanted, totalCount: wanted.length })
  }
  for (const source of ['VOLUNTARY', 'CUSTODY']) {
    const first = await of(source, { first: 1 })
    const next = await of(source, { first: 1, after: first.pageInfo.endCursor })
    expect([...first.nodes, ...next.nodes]).toEqual((await of(source)).nodes.slice(0, 2))
    expect(await of('OWNER', { after: first.pageInfo.endCursor })).toEqual(['myMandates PAGE_CURSOR'])
  }
})

test('a system has no list of its own', async () => {
  expect((await cases.ask(kommune('KOM-17'), list)).refused).toEqual(['myMandates CALLER_KIND'])
})

test("reading for a child, a protected holder's name stays hidden", async () => {
  const text = `{ myMandates { nodes { holder { ... on Person { name { full } } } } } }`
  const answer = await cases.ask(await cases.citizen('anna', 'bo'), text)
  expect(answer.data.myMandates.nodes.length).toBeGreaterThan(0)
  const others = answer.refused.filter(one => one.endsWith('holder.name MANDATE_MISSING'))
  expect(others.length).toBe(answer.data.myMandates.nodes.length - 1)
})
