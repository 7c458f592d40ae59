// `mandates(for, by)`: a caseworker's system asks whether one may act for another, and is told what that one would meet.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Cases, kommune, openCases } from './asked.ts'

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
  await cases.empowered('anna', 'lars', {})
  await cases.empowered('erik', 'freja', { future: true, fields: ['Person.name'] })
})
afterAll(() => cases?.close())

const question = `query May($for: ID!, $by: ID!, $action: MandateAction! = READ, $field: String, $activity: ID) {
  mandates(for: $for, by: $by, action: $action, field: $field, activity: $activity) {
    answer { allowed right until code help da: help(language: DA) } } }`

const idOf = (key: string) => (key === 'nobody' ? '11111111-2222-4333-8444-555555555555' : cases.idOf(key))
const ask = async (whom: string, by: string, rest: object = {}, activity = 'KOM-18') =>
  cases.ask(kommune(activity), question, { for: await idOf(whom), by: await idOf(by), ...rest })

const own = `query Read($id: ID!) { personById(id: $id) { name { full } } }`

describe('the answer is what a request of theirs meets', () => {
  test.each`
    by         | for       | field              | allowed  | right             | code
    ${'lars'}  | ${'anna'} | ${'Person.name'}   | ${true}  | ${'VOLUNTARY'}    | ${null}
    ${'lars'}  | ${'anna'} | ${'Person.status'} | ${false} | ${null}           | ${'MANDATE_SCOPE'}
    ${'lars'}  | ${'anna'} | ${'Person.none'}   | ${false} | ${null}           | ${'MANDATE_SCOPE'}
    ${'anna'}  | ${'bo'}   | ${'Person.name'}   | ${true}  | ${'CUSTODY'}      | ${null}
    ${'dorte'} | ${'carl'} | ${'Person.name'}   | ${false} | ${null}           | ${'MANDATE_SCOPE'}
    ${'dorte'} | ${'carl'} | ${null}            | ${true}  | ${'GUARDIANSHIP'} | ${null}
    ${'freja'} | ${'erik'} | ${'Person.name'}   | ${false} | ${null}           | ${'MANDATE_MISSING'}
    ${'jens'}  | ${'anna'} | ${'Person.name'}   | ${false} | ${null}           | ${'MANDATE_MISSING'}
    ${'anna'}  | ${'anna'} | ${'Person.name'}   | ${false} | ${null}           | ${'MANDATE_MISSING'}
  `('$by for $for, $field: $allowed', async ({ by, for: whom, field, ...expected }) => {
    const answer = await ask(whom, by, { field })
    expect(answer.refused).toEqual([])
    const { allowed, right, code } = answer.data.mandates.answer
    expect({ allowed, right, code }).toEqual(expected)
    if (field !== 'Person.name' || by === whom) return
    const theirs = await cases.ask(await cases.citizen(by, whom), own, { id: await idOf(whom) })
    expect(theirs.refused.length === 0).toBe(allowed)
  })

  test('commands: custody acts, one who was only to read does not', async () => {
    expect((await ask('bo', 'anna', { action: 'ACT' })).data.mandates.answer).toMatchObject({ allowed: true })
    expect((await ask('anna', 'lars', { action: 'ACT' })).data.mandates.answer).toMatchObject({
      allowed: false,
      code: 'MANDATE_SCOPE',
      help: expect.stringMatching(/\S/),
      da: expect.stringMatching(/\S/),
    })
  })

  test("a child's other custody holder counts where the activity asks all (P08)", async () => {
    const { data } = await ask('bo', 'anna', { action: 'CONSENT', activity: 'KOM-18' })
    expect(data.mandates.answer).toMatchObject({ allowed: false, code: 'SIGNING_RULE_UNMET' })
  })
})

describe('nobody can tell who is registered, or who has a dormant power (P15)', () => {
  test.each`
    activity    | whom        | by
    ${'KOM-18'} | ${'erik'}   | ${'nobody'}
    ${'KOM-18'} | ${'nobody'} | ${'freja'}
    ${'KOM-22'} | ${'nobody'} | ${'freja'}
  `('$whom by $by under $activity is answered as none', async ({ activity, whom, by }) => {
    const plain = await ask('erik', 'jens', {}, activity)
    const answer = await ask(whom, by, {}, activity)
    expect([answer.data, answer.refused]).toEqual([plain.data, plain.refused])
    expect((await ask('erik', 'freja', {}, activity)).data).toEqual(plain.data)
  })
})

test('it is recorded about both', async () => {
  const { records } = await ask('anna', 'lars', { field: 'Person.name' })
  expect(records.map(({ subject_id }) => subject_id).sort()).toEqual(
    [await cases.idOf('anna'), await cases.idOf('lars')].sort(),
  )
  for (const record of records)
    expect(record.given).toContainEqual({ field: 'MandateAnswer.allowed', ground: 'LAW' })
})

test.each`
  activity     | code
  ${'KOM-21'}  | ${'ACTIVITY_FIELD_OUTSIDE'}
  ${'KOM-20'}  | ${'ACTIVITY_REACH'}
  ${undefined} | ${'ACTIVITY_MISSING'}
`('under $activity it is refused: $code', async ({ activity, code }) => {
  const moved = await cases.ask(kommune(activity), question, {
    for: await idOf('nobody'),
    by: await idOf('lars'),
  })
  expect(new Set(moved.refused.map(text => text.split(' ')[1]))).toEqual(new Set([code]))
})

test('a person does not ask it', async () => {
  const answer = await cases.ask(await cases.citizen('anna'), question, {
    for: await idOf('anna'),
    by: await idOf('lars'),
  })
  expect(answer.refused).toEqual(['mandates CALLER_KIND'])
})
