// The stewards' list of signing rules that somebody asked by and nobody has read: what comes onto it, and what takes it off.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, kommune, openCases } from './asked.ts'
import { operatorSteward, packageSteward } from './power-stewards.ts'

let cases: Cases
const one = operatorSteward(1)
const two = operatorSteward(2)
const text = 'Selskabet tegnes af ledelsen.'
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())
beforeEach(async () => {
  const { admin } = cases.database
  await admin`truncate powers_of_attorney.signing_reading, powers_of_attorney.unread_signing_rule`
})

const list = `query L($first: Int = 20, $after: String) { unparsedSigningRules(first: $first, after: $after) {
  nodes { business { id } text status since times } totalCount pageInfo { hasNextPage endCursor } } }`
const told = async (variables = {}) => {
  const { data, refused, records } = await cases.ask(one, list, variables)
  expect(refused).toEqual([])
  return { ...data.unparsedSigningRules, records }
}
const rows = async () => (await told()).nodes
const times = async () => (await rows()).map((row: { readonly times: number }) => row.times)

/** What somebody reads for a business: `given`, or the code of the refusal. */
async function reads(who: string, key = 'limfjord'): Promise<string> {
  const { caller } = await cases.citizen(who)
  const represented = { kind: 'BUSINESS', id: await cases.businessId(key) } as const
  const query = 'query B($cvr: CVR!) { business(cvr: $cvr) { employment(year: 2020) { employees } } }'
  const { refused } = await cases.ask({ caller, represented }, query, { cvr: cases.cvr(key) })
  return refused[0]?.split(' ')[1] ?? 'given'
}

/** A reading by two stewards: its id. */
async function read(key = 'limfjord'): Promise<string> {
  const mutation = (name: string, type: string) =>
    `mutation M($input: ${type}!) { made: ${name}(input: $input) { reading { id } problems { code } } }`
  const ways = [{ parts: [{ group: 'CHAIR', count: 1 }] }]
  const wanted = { commandId: randomUUID(), cvr: cases.cvr(key), ways }
  const propose = mutation('proposeSigningReading', 'ProposeSigningReadingInput')
  const { id } = (await cases.ask(one, propose, { input: wanted })).data.made.reading
  const approve = mutation('approveSigningReading', 'ApproveSigningReadingInput')
  const { made } = (await cases.ask(two, approve, { input: { id, interest: false } })).data
  expect(made.problems).toEqual([])
  return id
}

async function rewrite(value: string) {
  const business = await cases.businessId('limfjord')
  await cases.database.admin`update businesses.attribute set value = ${value}
    where business_id = ${business} and type = 'TEGNINGSREGEL'`
}

describe('comes onto the list', () => {
  test('once somebody was refused by it, counted; reading the list is recorded about the business', async () => {
    expect(await rows()).toEqual([])
    expect([await reads('peter'), await reads('martin')]).toEqual(Array(2).fill('SIGNING_RULE_UNPARSED'))
    const { nodes, totalCount, records } = await told()
    const business = await cases.businessId('limfjord')
    const since = expect.stringMatching(/^20/)
    expect(nodes).toEqual([{ business: { id: business }, text, status: 'NORMAL', since, times: 2 }])
    expect(totalCount).toBe(1)
    expect(records.map(({ subject_id }: { subject_id: string | null }) => subject_id)).toContain(business)
  })

  test('each of several at once, in one row', async () => {
    await Promise.all(['peter', 'martin', 'peter', 'martin'].map(who => reads(who)))
    expect(await times()).toEqual([4])
  })

  test('an association of which the register says nothing', async () => {
    expect(await reads('lars', 'klub-k')).toBe('SIGNING_RULE_UNPARSED')
    expect(await rows()).toMatchObject([{ text: null, times: 1 }])
  })

  test('once a caseworker asked whether somebody may act by it', async () => {
    const question = `query May($for: ID!, $by: ID!) { mandates(for: $for, by: $by, field: "Business.employment") {
      answer { code } } }`
    const asked = { for: await cases.businessId('limfjord'), by: await cases.idOf('peter') }
    const { data } = await cases.ask(kommune('KOM-17'), question, asked)
    expect(data.mandates.answer.code).toBe('SIGNING_RULE_UNPARSED')
    expect(await times()).toEqual([1])
  })

  test.each`
    who         | key              | code
    ${'preben'} | ${'nordhavn'}    | ${'MANDATE_MISSING'}
    ${'anders'} | ${'vestkyst'}    | ${'SIGNING_RULE_UNMET'}
    ${'thomas'} | ${'dahl-byg'}    | ${'MANDATE_LAPSED'}
    ${'anna'}   | ${'limfjord'}    | ${'MANDATE_MISSING'}
    ${'ida'}    | ${'frisoer-ida'} | ${'given'}
  `('$who for $key does not: $code', async ({ who, key, code }) => {
    expect(await reads(who, key)).toBe(code)
    expect(await rows()).toEqual([])
  })

  test('in pages, the last that was first asked by first', async () => {
    await reads('peter')
    await reads('lars', 'klub-k')
    const first = await told({ first: 1 })
    expect(first).toMatchObject({ totalCount: 2, nodes: [{ text: null }], pageInfo: { hasNextPage: true } })
    const second = await told({ first: 1, after: first.pageInfo.endCursor })
    expect(second).toMatchObject({ nodes: [{ text }], pageInfo: { hasNextPage: false } })
  })
})

describe('leaves the list', () => {
  test('when a reading is approved; is there again when that is ended', async () => {
    await reads('peter')
    const id = await read()
    expect([await rows(), await reads('peter')]).toEqual([[], 'given'])
    const end =
      'mutation E($input: EndSigningReadingInput!) { endSigningReading(input: $input) { problems { code } } }'
    await cases.ask(one, end, { input: { id } })
    expect(await times()).toEqual([1])
  })

  test('when the text changes; asked by again, it counts from one, in the same row', async () => {
    await reads('peter')
    await reads('peter')
    const other = 'Selskabet tegnes af ledelsen i fællesskab.'
    await rewrite(other)
    expect(await rows()).toEqual([])
    await reads('peter')
    expect(await rows()).toMatchObject([{ text: other, times: 1 }])
    await rewrite(text)
    const { admin } = cases.database
    expect(await admin`select from powers_of_attorney.unread_signing_rule`).toHaveLength(1)
  })
})

test('is for the stewards who read signing rules, and for nobody else', async () => {
  await reads('peter')
  const { data, refused } = await cases.ask(packageSteward(), list)
  expect([data.unparsedSigningRules, refused]).toEqual([
    null,
    ['unparsedSigningRules ACTIVITY_FIELD_OUTSIDE'],
  ])
})
