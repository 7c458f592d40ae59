// Several operations, several callers and failures, in three ways: none lends its answer, or what went wrong, to another.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bank, type Cases, expectNowhere, kommune, su } from './asked.ts'
import { requestOf } from './platform.ts'
import { openThreeWays, type ThreeWays, threeWays } from './three-ways.ts'

let cases: ThreeWays
beforeAll(async () => {
  cases = await openThreeWays()
})
afterAll(() => cases?.close())

// KOM-18 has Person.name by law and no right to Person.address.
const kom18 = kommune('KOM-18')
const annas = ['Ternefyrvej', '8000', 'Aarhus', '0751']

describe.each(threeWays)('%s: several operations in one document', way => {
  const ask: Cases['ask'] = (...asked) => cases.by(way).ask(...asked)

  const text = `query Permitted($cpr: CPR!) { person(cpr: $cpr) { name { full } } }
    query Refused($cpr: CPR!) { person(cpr: $cpr) { address { lines } } }`
  test.each`
    operation      | refused
    ${'Permitted'} | ${[]}
    ${'Refused'}   | ${['person.address ACTIVITY_FIELD_OUTSIDE']}
  `('$operation alone is executed and decided', async ({ operation, refused }) => {
    const answer = await ask(kom18, text, { cpr: cases.cpr('anna') }, operation)
    expect(answer.refused).toEqual(refused)
    expect(answer.recorded.some(line => line.startsWith('Person.address'))).toBe(refused.length > 0)
  })

  test.each([undefined, 'Neither', '__proto__', 'constructor'])(
    'operationName %s: none is executed',
    async operation => {
      const answer = await ask(kom18, text, { cpr: cases.cpr('anna') }, operation)
      expect([answer.data ?? null, answer.records]).toEqual([null, []])
    },
  )
})

describe.each(threeWays)('%s: two callers on one gateway', way => {
  const ask: Cases['ask'] = (...asked) => cases.by(way).ask(...asked)

  const text =
    'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } address { lines } civilStatus { status } } }'

  test('the same document at the same moment: each gets its own answer, plan and loaders shared or not (G24, G25, G26)', async () => {
    const callers = [kommune('KOM-17'), kom18, bank('BANK-1'), bank('BANK-2'), su]
    const variables = { cpr: cases.cpr('anna') }
    const alone = []
    for (const as of callers) alone.push(await ask(as, text, variables))
    const turns = Array.from({ length: 40 }, (_, turn) => (turn * 7) % callers.length)
    const together = await Promise.all(turns.map(turn => ask(callers[turn]!, text, variables)))
    for (const [index, answer] of together.entries()) {
      const expected = alone[turns[index]!]!
      expect([answer.data, answer.refused, answer.recorded]).toEqual([
        expected.data,
        expected.refused,
        expected.recorded,
      ])
    }
    // SU and the bank's second activity may read the same; the others differ from them and from each other.
    expect(new Set(alone.map(({ data, refused }) => JSON.stringify([data, refused]))).size).toBe(4)
  })

  test('a permitted operation before a forbidden one lends it nothing (G21)', async () => {
    const [permitted, forbidden] = await Promise.all([
      ask(kommune('KOM-17'), text, { cpr: cases.cpr('anna') }),
      ask(kom18, text, { cpr: cases.cpr('anna') }),
    ])
    expect(permitted.data.person.address).not.toBeNull()
    expect(forbidden.data.person.address).toBeNull()
    expectNowhere(forbidden, annas)
  })
})

describe.each(threeWays)('%s: what leaves when something breaks (G35)', way => {
  const ask: Cases['ask'] = (...asked) => cases.by(way).ask(...asked)

  test('a database that fails tells nothing of what it was asked', async () => {
    const { admin } = cases.database
    await admin`alter table persons.name rename to name_away`
    const answer = await ask(
      kommune('KOM-17'),
      'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } address { lines } } }',
      {
        cpr: cases.cpr('anna'),
      },
    )
    await admin`alter table persons.name_away rename to name`
    // Both come by one statement.
    expect(answer.data.person).toEqual({ name: null, address: null })
    expect(answer.refused.toSorted()).toEqual(['person.address INTERNAL', 'person.name INTERNAL'])
    expect(answer.text).not.toMatch(/persons\.|relation|select|stack|\.ts|node_modules/i)
  })
})

test('a request that has an id of its own is recorded under it, whatever the document says', async () => {
  const asked = requestOf(kom18)
  const { status, body } = await cases.gateway.answer({
    request: asked,
    documentText: 'query Q($cpr: CPR!) { person(cpr: $cpr) { name { full } } }',
    variables: { cpr: cases.cpr('anna'), id: 'x', operation_id: 'x' },
  })
  const answer = await cases.readBack(asked.id, status, JSON.stringify(body))
  expect(answer.records).toHaveLength(1)
})
