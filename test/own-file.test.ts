// An officer who reads their own file (F13): it is given as the activity has it, and the controller sees that it was their own.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cases, openCases } from './asked.ts'
import type { As } from './platform.ts'

let cases: Cases
let karen: string
beforeAll(async () => {
  cases = await openCases()
  karen = await cases.idOf('karen')
})
afterAll(() => cases?.close())

/** An officer of the municipality at its case system. `officerPerson`: who the officer is outside office hours. */
const officer = (officerPerson?: string): As => ({
  caller: { kind: 'SYSTEM', client: 'kommune-sagssystem', officer: 'kommune-steward-1', officerPerson },
  activity: 'KOM-17',
})

const read = (as: As, id: string) =>
  cases.ask(as, 'query Q($id: ID!) { personById(id: $id) { name { full } citizenship { countryCode } } }', {
    id,
  })

/** What the controller's officers see of the readings about someone: newest first. */
async function seen(id: string): Promise<readonly { ownFile: boolean }[]> {
  const auditor: As = {
    caller: { kind: 'SYSTEM', client: 'kommune-forvalter', officer: 'kommune-steward-1' },
    activity: 'ADM-3',
    caseReference: 'tilsyn-1',
  }
  const text = 'query S($id: ID!) { accessRecords(subject: $id, first: 2) { nodes { system ownFile } } }'
  const { data } = await cases.ask(auditor, text, { id })
  return data.accessRecords.nodes.filter(({ system }: { system: string }) => system === 'kommune-sagssystem')
}

test('the reading is answered and refused as any other', async () => {
  const [own, others] = [await read(officer(karen), karen), await read(officer(), karen)]
  expect(own.data).toEqual(others.data)
  expect(own.refused).toEqual(others.refused)
  expect(own.recorded).toEqual(others.recorded)
})

test.each`
  who                                        | of                          | marked
  ${'the officer is the one whom they read'} | ${() => karen}              | ${true}
  ${'the officer is somebody else'}          | ${() => cases.idOf('anna')} | ${false}
  ${'the token does not tell who they are'}  | ${() => undefined}          | ${false}
`('$who: $marked', async ({ of, marked }) => {
  const { records } = await read(officer(await of()), karen)
  const entries = records.flatMap(({ given, refused }) => [...given, ...refused]) as { ownFile?: boolean }[]
  expect(entries.length).toBeGreaterThan(1)
  expect(entries.every(({ ownFile = false }) => ownFile === marked)).toBe(true)
  expect((await seen(karen))[0]).toMatchObject({ ownFile: marked })
})

test('of two people read at once, the own file alone is marked', async () => {
  const text =
    'query Q($a: ID!, $b: ID!) { a: personById(id: $a) { name { full } } b: personById(id: $b) { name { full } } }'
  const { records } = await cases.ask(officer(karen), text, { a: karen, b: await cases.idOf('anna') })
  const marks = records.map(({ subject_id, given }) => [subject_id === karen, 'ownFile' in given[0]!])
  expect(marks.toSorted()).toEqual([
    [false, false],
    [true, true],
  ])
})
