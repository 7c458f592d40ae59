// Cases T07 and T15: somebody withdraws in the middle of many requests, or of a list that is paged through.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Asked, type Cases, kommune, openCases, withdraw } from './asked.ts'

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
  // Before anything was asked under it: a version never changes otherwise.
  await cases.database.admin`update authorities.activity_version set reach = 'LIST' where activity = 'KOM-17'`
})
afterAll(() => cases?.close())

const kom17 = kommune('KOM-17')
const one = { fields: ['Person.civilStatus'] }

async function withdrawn(key: string, id: string): Promise<void> {
  const { data } = await cases.ask(await cases.citizen(key), withdraw, {
    input: { id, commandId: randomUUID() },
  })
  expect(data.withdrawConsent.problems).toEqual([])
}

/** What each record of an answer says of the field. */
const said = ({ records }: Asked) =>
  records.flatMap(({ given, refused }) => [
    ...given.flatMap(({ field, ground }) => (field === 'Person.civilStatus' ? [ground] : [])),
    ...refused.flatMap(({ field, code }) => (field === 'Person.civilStatus' ? [code] : [])),
  ])

test('of 50 requests those after the withdrawal are refused, and each has its record (T07)', async () => {
  const id = await cases.consented(kom17, 'anna', one)
  const text = 'query Q($cpr: CPR!) { person(cpr: $cpr) { civilStatus { status } } }'
  const many = () =>
    Promise.all(Array.from({ length: 25 }, () => cases.ask(kom17, text, { cpr: cases.cpr('anna') })))
  const before = await many()
  await withdrawn('anna', id)
  const after = await many()
  expect(before.flatMap(said)).toEqual(Array(25).fill('CONSENT'))
  expect(after.flatMap(said)).toEqual(Array(25).fill('CONSENT_WITHDRAWN'))
  expect(after.map(({ data }) => data.person)).toEqual(Array(25).fill({ civilStatus: null }))
  expect([...before, ...after].map(({ records }) => records.length)).toEqual(Array(50).fill(1))
})

test('who withdraws before their page is refused on it, and recorded so (T15)', async () => {
  const keys = ['anna', 'karen', 'thomas', 'henrik', 'freja', 'astrid']
  const consents = new Map<string, string>()
  for (const key of keys) consents.set(await cases.idOf(key), await cases.consented(kom17, key, one))
  const text = `query P($after: String) { persons(first: 5, after: $after) {
    nodes { id civilStatus { status } } pageInfo { hasNextPage endCursor } } }`
  const page = (after: string | null) => cases.ask(kom17, text, { after })
  type Node = { readonly id: string; readonly civilStatus: object | null }
  const shown = ({ data }: Asked): readonly Node[] => data.persons.nodes
  const first = await page(null)
  const seen = new Set(shown(first).map(({ id }) => id))
  const later: string[] = []
  for (const key of keys) {
    const id = await cases.idOf(key)
    if (seen.has(id)) continue
    later.push(id)
    await withdrawn(key, consents.get(id)!)
  }
  const found: string[] = []
  for (let last = first; last.data.persons.pageInfo.hasNextPage; ) {
    last = await page(last.data.persons.pageInfo.endCursor)
    for (const { id, civilStatus } of shown(last)) if (later.includes(id)) found.push(`${id} ${civilStatus}`)
    const own = last.records.filter(({ subject_id }) => later.includes(subject_id ?? ''))
    for (const record of own) expect(said({ ...last, records: [record] })).toEqual(['CONSENT_WITHDRAWN'])
    expect(own.length).toBe(shown(last).filter(({ id }) => later.includes(id)).length)
  }
  expect(later.length).toBeGreaterThan(0)
  expect(found.toSorted()).toEqual(later.map(id => `${id} null`).toSorted())
})
