// What a consent was used for is its authority's to know: its supplier reads by the consent, and not what others read by it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cases, kommune, openCases } from './asked.ts'
import { inForce, levFor } from './suppliers.ts'

let cases: Cases
let consent: string
beforeAll(async () => {
  cases = await openCases()
  consent = await cases.consented(kommune('KOM-17'), 'henrik', { fields: ['Person.civilStatus'] })
  await inForce(cases)
})
afterAll(() => cases?.close())

const read = 'query R($cpr: CPR!) { person(cpr: $cpr) { civilStatus { status } } }'
const uses = `query U($id: ID!) { consent(id: $id) { state uses { totalCount nodes { id } } recipients { times } } }`

test('the authority sees its own readings and its supplier’s', async () => {
  for (const as of [kommune('KOM-17'), levFor(cases, 'kommune', 'KOM-17')])
    expect((await cases.ask(as, read, { cpr: cases.cpr('henrik') })).refused).toEqual([])
  const { data, refused } = await cases.ask(kommune('KOM-17'), uses, { id: consent })
  expect([data.consent.state, data.consent.uses.totalCount, refused]).toEqual(['GRANTED', 2, []])
})

test('the supplier sees the consent by which it reads, and nothing of its uses', async () => {
  const { data, refused, recorded } = await cases.ask(levFor(cases, 'kommune', 'KOM-17'), uses, {
    id: consent,
  })
  expect(data.consent).toEqual({ state: 'GRANTED', uses: null, recipients: null })
  expect(refused).toEqual([
    'consent.recipients ACTIVITY_FIELD_OUTSIDE',
    'consent.uses ACTIVITY_FIELD_OUTSIDE',
  ])
  expect(recorded).toContain('Consent.uses ACTIVITY_FIELD_OUTSIDE')
})
