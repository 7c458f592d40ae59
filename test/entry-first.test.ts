// Refused means that nothing was looked up: what depends on no subject is decided before, and known and unknown cost the same.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bank, type Cases, kommune, openCases } from './asked.ts'
import { type As, openPlatform, type Platform, requestOf } from './platform.ts'
import { countStatements, type StatementCounter } from './statement-counter.ts'

let cases: Cases
let counter: StatementCounter
let platform: Platform
beforeAll(async () => {
  cases = await openCases()
  counter = await countStatements(cases.database.url)
  platform = await openPlatform({ ...cases.database, url: counter.url })
})
afterAll(async () => {
  await platform?.close()
  await counter?.close()
  await cases?.close()
})

const byNumber = 'query Q($of: CPR!) { person(cpr: $of) { name { full } } }'
const byId = 'query Q($of: ID!) { personById(id: $of) { name { full } } }'
const noNumber = '0101700000'

async function ask(as: As, text: string, of: string) {
  const request = requestOf(as)
  const { status, body } = await platform.gateway.answer({ request, documentText: text, variables: { of } })
  return { status, text: JSON.stringify(body), body }
}

/** Statements of an operation whose connections and statements stand already. */
async function cost(as: As, text: string, of: string): Promise<number> {
  await Promise.all(Array.from({ length: 8 }, () => ask(as, text, of)))
  return counter.count(() => ask(as, text, of))
}

/** Whose activity covers no field of anybody. */
const steward: As = {
  caller: { kind: 'SYSTEM', client: 'kommune-forvalter', officer: 'kommune-steward-1' },
  activity: 'ADM-1',
}

const wrong = [
  ['ACTIVITY_MISSING', kommune()],
  ['ACTIVITY_UNKNOWN', kommune('NIX-1')],
  ['ACTIVITY_UNKNOWN', kommune('SU-3')],
  ['ACTIVITY_ENDED', kommune('KOM-9')],
  ['ACTIVITY_FIELD_OUTSIDE', steward],
] as const

describe.each([
  ['by number', byNumber, () => cases.cpr('anna'), noNumber],
  ['by id', byId, () => cases.idOf('anna'), randomUUID()],
] as const)('%s', (_, text, known, unknown) => {
  test.each(wrong)('%s: the facts, the record, and no look-up', async (code, as) => {
    for (const id of [await known(), unknown]) {
      const { body } = await ask(as, text, id)
      expect(body.errors?.map(({ extensions }) => extensions?.code)).toEqual([code])
      expect(await cost(as, text, id)).toBe(2)
    }
  })

  test.each([
    ['given by law', kommune('KOM-17')],
    ['refused to all', kommune('NIX-1')],
    ['by consent alone', bank('BANK-1')],
  ])('%s: known and unknown take the same statements before a field is read', async (_name, as) => {
    // No field but the opaque id: what is counted is the entry.
    const bare = text.replace('name { full }', '__typename')
    expect(await cost(as, bare, await known())).toBe(await cost(as, bare, unknown))
  })

  test('where something would be given, one who is not registered is null without an error', async () => {
    const { body } = await ask(kommune('KOM-17'), text, unknown)
    expect([Object.values(body.data ?? {}), body.errors]).toEqual([[null], undefined])
  })
})

test('a business where a person is asked for is nobody, in the answer and in the log', async () => {
  const business = await cases.businessId('nordhavn')
  for (const as of [kommune('KOM-17'), kommune('NIX-1'), bank('BANK-1')]) {
    const [one, other] = [await ask(as, byId, business), await ask(as, byId, randomUUID())]
    const bare = ({ text: answer }: { text: string }) => answer.replace(/"asOf":\{[^}]*\}/, '')
    expect(bare(one)).toBe(bare(other))
  }
  const rows = await cases.database.admin`select id from access_log.record where subject_id = ${business}`
  expect(rows).toEqual([])
})

test('several look-ups at once are decided by one set of facts', async () => {
  const text = 'query Q($a: ID!, $b: CPR!) { a: personById(id: $a) { id } b: person(cpr: $b) { id } }'
  const variables = { a: await cases.idOf('anna'), b: cases.cpr('karen') }
  const run = () =>
    platform.gateway.answer({ request: requestOf(kommune('KOM-17')), documentText: text, variables })
  await Promise.all(Array.from({ length: 8 }, run))
  // The facts, which say who is registered, and the record.
  expect(await counter.count(run)).toBe(2)
})
