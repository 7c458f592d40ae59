// What whoever signs for a business reads of its mandates: what it gave, what it holds, its suppliers; alone or with others.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cases, openCases } from './asked.ts'
import type { As } from './platform.ts'
import { openSignatories } from './signatories.ts'

let cases: Cases
let signatories: ReturnType<typeof openSignatories>
const held: Record<string, string> = {}
beforeAll(async () => {
  cases = await openCases()
  signatories = openSignatories(cases)
  for (const business of ['nordhavn', 'frisoer-ida', 'vestkyst'])
    held[business] = await given('karen', business)
})
afterAll(() => cases?.close())

const given = (grantor: string, business: string) =>
  cases.empowered(grantor, 'anna', { holderCpr: undefined, holderCvr: cases.cvr(business) })

const one =
  'query One($id: ID!) { powerOfAttorney(id: $id) { state fields grantor { ... on Person { id } } } }'
const list = `{ powersOfAttorney(side: HELD) { nodes { id state } } }`
const overview = `query Mine($side: PowerOfAttorneySide! = BOTH) { myMandates(side: $side) { totalCount nodes {
  source alone scope holder { ... on Business { id } ... on Person { id } } powerOfAttorney { id state } } } }`

interface Row {
  readonly source: string
  readonly scope: string
  readonly holder: { readonly id: string }
  readonly powerOfAttorney: { readonly id: string; readonly state: string } | null
}
const rowsOf = ({ data }: { data: { myMandates: { nodes: readonly Row[] } } }) => data.myMandates.nodes

describe('a power of attorney that a business holds', () => {
  test.each`
    business         | person      | reads
    ${'nordhavn'}    | ${'anna'}   | ${true}
    ${'frisoer-ida'} | ${'ida'}    | ${true}
    ${'vestkyst'}    | ${'preben'} | ${true}
    ${'vestkyst'}    | ${'anders'} | ${true}
    ${'vestkyst'}    | ${'lars'}   | ${false}
    ${'nordhavn'}    | ${'preben'} | ${false}
  `('of $business, read by $person: $reads', async ({ business, person, reads }) => {
    const as = await signatories.signatory(person, business)
    const { data, refused } = await cases.ask(as, one, { id: held[business] })
    expect(refused).toEqual([])
    const grantor = { id: await cases.idOf('karen') }
    const told = { state: 'ACTIVE', fields: ['Person.name', 'Person.address'], grantor }
    // To anyone else it looks like one that does not exist.
    expect(data.powerOfAttorney).toEqual(reads ? told : null)
  })

  test('stands in the list of those who sign, with the right on record', async () => {
    const answer = await cases.ask(await signatories.signatory('anders', 'vestkyst'), list)
    expect(answer.refused).toEqual([])
    expect(answer.data.powersOfAttorney.nodes).toEqual([{ id: held.vestkyst, state: 'ACTIVE' }])
    expect(answer.recorded).toContain('PowerOfAttorney.state MANDATE')
  })

  test('a power of attorney from the business to read those that it gave tells nothing of those that it holds', async () => {
    const { data } = await cases.ask(
      await signatories.signatory('anna', 'nordhavn'),
      `mutation Give($input: GivePowerOfAttorneyInput!) {
        givePowerOfAttorney(input: $input) { powerOfAttorney { id } problems { code } } }`,
      {
        input: {
          ...{ commandId: 'to-read', holderCpr: cases.cpr('lars'), actions: ['READ'] },
          ...{ fields: ['PowerOfAttorney.state'], validTo: new Date(Date.now() + 86_400_000).toISOString() },
        },
      },
    )
    expect(data.givePowerOfAttorney.problems).toEqual([])
    const lars = await signatories.signatory('lars', 'nordhavn')
    const state = 'query One($id: ID!) { powerOfAttorney(id: $id) { state } }'
    const gave = await cases.ask(lars, state, { id: data.givePowerOfAttorney.powerOfAttorney.id })
    expect(gave.data.powerOfAttorney).toEqual({ state: 'ACTIVE' })
    const holds = await cases.ask(lars, state, { id: held.nordhavn })
    expect(holds.data).toEqual({ powerOfAttorney: null })
  })

  test('of a ward, one that they hold is told to nobody else', async () => {
    const id = await cases.empowered('karen', 'carl', {})
    expect((await cases.ask(await cases.citizen('carl'), one, { id })).data.powerOfAttorney.state).toBe(
      'ACTIVE',
    )
    expect((await cases.ask(await cases.citizen('dorte', 'carl'), one, { id })).data).toEqual({
      powerOfAttorney: null,
    })
  })
})

test('whoever acts for it by a power of attorney is told neither ids nor counts of what it holds', async () => {
  const { data } = await cases.ask(
    await signatories.signatory('anna', 'nordhavn'),
    `mutation Give($input: GivePowerOfAttorneyInput!) {
      givePowerOfAttorney(input: $input) { powerOfAttorney { id } problems { code } } }`,
    {
      input: {
        ...{ commandId: 'to-see', holderCpr: cases.cpr('jens'), actions: ['READ'] },
        ...{ fields: ['PowerOfAttorney.state', 'Mandate.source'] },
        validTo: new Date(Date.now() + 86_400_000).toISOString(),
      },
    },
  )
  expect(data.givePowerOfAttorney.problems).toEqual([])
  const own = data.givePowerOfAttorney.powerOfAttorney.id
  const jens = await signatories.signatory('jens', 'nordhavn')
  const counted = async (side: string) => {
    const text = `query C($side: PowerOfAttorneySide!) {
      powersOfAttorney(side: $side) { totalCount nodes { id } }
      myMandates(side: $side) { totalCount nodes { source } } }`
    const answer = await cases.ask(jens, text, { side })
    expect(answer.refused).toEqual([])
    const { powersOfAttorney: list, myMandates: all } = answer.data
    expect(list.nodes).toHaveLength(list.totalCount)
    expect(all.nodes).toHaveLength(all.totalCount)
    return { ids: list.nodes.map(({ id }: { id: string }) => id), mandates: all.totalCount }
  }
  expect(await counted('HELD')).toEqual({ ids: [], mandates: 0 })
  const given = await counted('GIVEN')
  expect(given.ids).toContain(own)
  expect(await counted('BOTH')).toEqual(given)
})

describe("a business's overview", () => {
  test.each`
    business      | person      | code
    ${'nordhavn'} | ${'anna'}   | ${null}
    ${'vestkyst'} | ${'preben'} | ${null}
    ${'vestkyst'} | ${'anders'} | ${null}
    ${'vestkyst'} | ${'lars'}   | ${'MANDATE_MISSING'}
  `('of $business, read by $person: $code', async ({ business, person, code }) => {
    const answer = await cases.ask(await signatories.signatory(person, business), overview)
    if (code !== null) return expect(answer.refused).toEqual([`myMandates ${code}`])
    expect(answer.refused).toEqual([])
    const rows = rowsOf(answer)
    expect(rows.filter(({ source }) => source === 'SIGNING_RULE').length).toBeGreaterThan(0)
    expect(rows.map(row => row.powerOfAttorney)).toContainEqual({ id: held[business], state: 'ACTIVE' })
  })

  test('what else a business has, those who sign together do not read singly', async () => {
    const text =
      '{ represented { ... on Business { employment(year: 2020) { employees } } } myMandates { totalCount } }'
    const answer = await cases.ask(await signatories.signatory('anders', 'vestkyst'), text)
    expect(answer.refused).toEqual(['represented.employment SIGNING_RULE_UNMET'])
  })

  test("a guardian reads nothing of the ward's", async () => {
    const answer = await cases.ask(await cases.citizen('dorte', 'carl'), overview)
    expect(answer.refused).toEqual(['myMandates MANDATE_SCOPE'])
  })
})

describe('suppliers', () => {
  const signedInFor = async (person: string, business: string): Promise<As> => {
    const { caller } = await cases.citizen(person)
    return { caller: { ...caller, business: await cases.businessId(business) } as As['caller'] }
  }
  const contracts = async (as: As, side = 'BOTH') => {
    const answer = await cases.ask(as, overview, { side })
    expect(answer.refused).toEqual([])
    const rows = rowsOf(answer)
    expect(answer.data.myMandates.totalCount).toBe(rows.length)
    return rows.filter(({ source }) => source === 'SUPPLIER').map(({ scope }) => scope)
  }

  test.each`
    business     | side       | told
    ${'kommune'} | ${'BOTH'}  | ${['Only for KOM-17.']}
    ${'kommune'} | ${'GIVEN'} | ${['Only for KOM-17.']}
    ${'kommune'} | ${'HELD'}  | ${[]}
    ${'lev'}     | ${'BOTH'}  | ${['Only for KOM-17.']}
    ${'lev'}     | ${'HELD'}  | ${['Only for KOM-17.']}
    ${'bank'}    | ${'BOTH'}  | ${[]}
  `('$side, signed in for $business: $told', async ({ business, side, told }) => {
    expect(await contracts(await signedInFor('karen', business), side)).toEqual(told)
  })

  test('a person sees none', async () => {
    expect(await contracts(await cases.citizen('karen'))).toEqual([])
  })
})

test('whoever has left the management reads nothing more', async () => {
  const anna = await signatories.signatory('anna', 'nordhavn')
  expect((await cases.ask(anna, list)).refused).toEqual([])
  await signatories.leave('anna', 'nordhavn')
  const answer = await cases.ask(anna, list)
  expect(answer.text).not.toContain('"ACTIVE"')
  expect(answer.refused.length).toBeGreaterThan(0)
  expect((await cases.ask(anna, overview)).refused.length).toBeGreaterThan(0)
})
