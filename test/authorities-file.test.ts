// What is on file of an authority, its systems and officers: for the operator's stewards, in a case, and on record.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AsOfficer, asOfficer } from './access-log-asked.ts'
import { type Cases, openCases } from './asked.ts'

let cases: Cases
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())

const text = `query Q($cvr: CVR!) { authority(cvr: $cvr) {
  authority { cvr name kind } systems { client officersOnly } officers { id name roles } } }`
const operator: AsOfficer = {
  client: 'operator-forvalter',
  officer: 'operator-steward-1',
  activity: 'ADM-2',
}
const municipality: AsOfficer = { activity: 'ADM-1' }
const ask = (as: AsOfficer, cvr = cases.cvr('kommune')) => asOfficer(cases, text, { cvr }, as)

test('systems, officers and their roles of any authority; the search is on record with its case', async () => {
  const answer = await ask(operator)
  expect(answer.errors).toEqual([])
  expect(answer.data.authority).toMatchObject({
    authority: { cvr: cases.cvr('kommune'), name: 'Strandby Kommune', kind: 'PUBLIC' },
    systems: [
      { client: 'kommune-forvalter', officersOnly: true },
      { client: 'kommune-sagssystem', officersOnly: false },
    ],
    officers: [
      { id: 'kommune-steward-1', name: 'Dataforvalter 1', roles: ['STEWARD'] },
      { id: 'kommune-steward-2', name: 'Dataforvalter 2', roles: ['STEWARD'] },
    ],
  })
  expect(answer.recorded).toEqual(['Query.authority LAW'])
  const [record] = await cases.database.admin`select officer, activity, case_reference from access_log.record
    where given @> '[{"field":"Query.authority"}]'`
  expect(record).toEqual({ officer: 'operator-steward-1', activity: 'ADM-2', case_reference: 'tilsyn-1' })
})

test('a number of no authority is null', async () => {
  const answer = await ask(operator, cases.cvr('nordhavn'))
  expect([answer.data, answer.errors]).toEqual([{ authority: null }, []])
})

describe('refused', () => {
  beforeAll(async () => {
    // Approved by mistake: an activity of the municipality that names the field.
    await cases.database
      .admin`insert into authorities.activity_field values ('ADM-3', 1, 'Query.authority', 'LAW')`
  })

  test.each`
    who                                        | as                                    | code
    ${"the operator's steward without a case"} | ${{ ...operator, inCase: null }}      | ${'CASE_REFERENCE_MISSING'}
    ${"the operator's, for another purpose"}   | ${{ ...operator, activity: 'ADM-4' }} | ${'ACTIVITY_FIELD_OUTSIDE'}
    ${"the operator's system by itself"}       | ${{ ...operator, officer: null }}     | ${'CALLER_KIND'}
    ${"another authority's steward"}           | ${municipality}                       | ${'ACTIVITY_FIELD_OUTSIDE'}
    ${'that one, whatever the activity says'}  | ${{ activity: 'ADM-3' }}              | ${'OPERATOR_ONLY'}
  `('$who: $code', async ({ as, code }) => {
    const answer = await ask(as)
    expect([answer.refused, answer.data?.authority ?? null]).toEqual([[`authority ${code}`], null])
    expect(answer.text).not.toContain('kommune-sagssystem')
  })

  test('a citizen', async () => {
    const answer = await cases.ask(await cases.citizen('anna'), text, { cvr: cases.cvr('kommune') })
    expect(answer.refused).toEqual(['authority CALLER_KIND'])
  })
})
