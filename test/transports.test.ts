// One operation over five subgraphs (G44): in process and over HTTP it has the same data, errors, obligations and records.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Asked, kommune } from './asked.ts'
import { headersOf, post } from './over-http.ts'
import { openThreeWays, type ThreeWays } from './three-ways.ts'

let cases: ThreeWays
beforeAll(async () => {
  cases = await openThreeWays()
})
afterAll(() => cases?.close())

const text = `query Case($cpr: CPR!) {
  person(cpr: $cpr) {
    id name { full } cpr civilStatus { status } nameAndAddressProtected
    businessRoles { nodes { business { cvr name participants { nodes { name party { __typename ... on Person { id birthDate } } } } } } }
  }
  activity(id: "KOM-17") { purpose controller { name } }
}`
const kom17 = kommune('KOM-17')

test.each(['anna', 'gitte', 'bo'])('about %s', async key => {
  const ask = (way: 'in process' | 'over HTTP') => cases.by(way).ask(kom17, text, { cpr: cases.cpr(key) })
  const [local, remote] = [await ask('in process'), await ask('over HTTP')]
  expect([remote.status, remote.data]).toEqual([200, local.data])
  expect(byPath(remote)).toEqual(byPath(local))
  expect(remote.recorded).toEqual(local.recorded)
  const told = ({ extensions }: Asked) => (extensions as { access?: object } | undefined)?.access
  expect(told(remote)).toEqual(told(local))
  expect(local.errors.length).toBeGreaterThan(0)
})

const byPath = ({ errors }: Asked) =>
  errors
    .map(({ message, path, extensions }: Asked['errors'][number] & { extensions?: object }) =>
      JSON.stringify([path, message, extensions]),
    )
    .sort()

test('each process makes its own record of a person, in the one operation that the client sent', async () => {
  const { admin } = cases.database
  const headers = await headersOf(cases, { ...kom17, caseReference: 'processes' })
  const body = { query: text, variables: { cpr: cases.cpr('bo') } }
  expect((await post(cases.url('gateway'), headers, body)).status).toBe(200)
  const rows = await admin<{ process: string; subject_id: string }[]>`
    select process, subject_id from access_log.record where case_reference = 'processes'`
  expect(rows.map(({ process }) => process).sort()).toEqual(['businesses', 'persons'])
  expect(new Set(rows.map(({ subject_id }) => subject_id))).toEqual(new Set([await cases.idOf('bo')]))
})
