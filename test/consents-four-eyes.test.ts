// Four eyes: what a steward proposes gives nothing until a second one, without an interest of their own, approves it (C23).
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, kommune } from './asked.ts'
import {
  approveProposal,
  command,
  kommuneSteward,
  openStewards,
  operatorSteward,
  register,
  registrationOf,
  rejectProposal,
  type Stewards,
} from './consent-stewards.ts'
import { closeTemplate, publishTemplate } from './consent-templates.ts'
import type { As } from './platform.ts'

let stewards: Stewards
let cases: Cases
const one = kommuneSteward(1)
const two = kommuneSteward(2)
const operator = operatorSteward()
const field = { fields: ['Person.civilStatus'] }
beforeAll(async () => {
  stewards = await openStewards()
  cases = stewards.cases
})
afterAll(() => stewards?.close())
beforeEach(() => stewards.empty())

const read = () => stewards.read()
const registered = (input: object) => stewards.registered(input)
const decided = (as: As, text: string, id: string, interest = false) =>
  stewards.decided(as, text, id, interest)
const notices = () => stewards.notices()

describe('four eyes', () => {
  const proposed = async (overrides: object = { interest: true }) => {
    const { consent, proposal, problems } = await registered(overrides)
    expect([problems, consent, proposal?.state]).toEqual([[], null, 'OPEN'])
    return proposal!.id
  }

  test('whoever gains from the case waits for a second steward, and until then it gives nothing (C23)', async () => {
    const id = await proposed()
    expect(await read()).toBe('CONSENT_MISSING')
    expect(await notices()).toEqual([])
    expect((await decided(one, approveProposal, id)).problems).toEqual(['FOUR_EYES_NEEDED input.id'])
    expect((await decided(two, approveProposal, id, true)).problems).toEqual(['INTEREST_DECLARED input.id'])
    expect(await read()).toBe('CONSENT_MISSING')
    const { consent, proposal } = await decided(two, approveProposal, id)
    expect([consent?.state, proposal?.state]).toEqual(['GRANTED', 'APPROVED'])
    expect(await read()).toBe('given')
    const rows = await cases.database.admin`select officer, second_officer, interest from consents.event`
    expect([...rows]).toEqual([
      { officer: 'kommune-steward-1', second_officer: 'kommune-steward-2', interest: true },
    ])
    expect((await decided(two, approveProposal, id)).consent?.id).toBe(consent!.id)
    expect((await decided(one, approveProposal, id)).problems).toEqual(['WRONG_STATE input.id'])
    expect(await notices()).toEqual(['CONSENT_REGISTERED'])
  })

  test('sent again, the proposer is told of the proposal, and once it is approved of the consent', async () => {
    const input = registrationOf(cases, { interest: true })
    const first = await command(cases, one, register, input)
    const again = await command(cases, one, register, input)
    expect(again.proposal).toEqual(first.proposal)
    const { consent } = await decided(two, approveProposal, first.proposal!.id)
    expect((await command(cases, one, register, input)).consent?.id).toBe(consent!.id)
  })

  test.each`
    what                          | input
    ${'all custody holders sign'} | ${{ template: 'day-care', cpr: 'bo' }}
    ${'a business signs'}         | ${{ template: 'employment', cpr: null, cvr: 'lev', fields: null }}
  `('also where $what', async ({ input }) => {
    await publishTemplate(cases.database.admin, {
      ...{ id: 'employment', activity: 'KOM-17', fields: ['Business.employment'] },
      version: 1 + Math.trunc(Date.now() % 1_000_000),
    })
    const named = {
      ...(input.cpr && { cpr: cases.cpr(input.cpr) }),
      ...(input.cvr && { cvr: cases.cvr(input.cvr) }),
    }
    const id = await proposed({ ...input, ...named })
    expect((await decided(two, approveProposal, id)).consent?.state).toBe('GRANTED')
  })

  test('what a registration is bound to is shown before it is approved, and holds after', async () => {
    const year = { name: 'year', place: 'Business.employment(year:)', da: 'År', en: 'Year' }
    await publishTemplate(cases.database.admin, {
      ...{ id: 'by-year', activity: 'KOM-17', fields: ['Business.employment'], parameters: [year] },
    })
    const business = { template: 'by-year', cpr: null, cvr: cases.cvr('lev'), fields: null }
    expect((await registered(business)).problems).toEqual(['PARAMETER_MISSING input.parameters'])
    const id = await proposed({ ...business, parameters: [{ name: 'year', values: ['2025'] }] })
    const bound = [{ label: 'År', place: year.place, values: ['2025'] }]
    const parameters = 'parameters(language: DA) { label place values }'
    const { data } = await cases.ask(two, `{ consentProposals { nodes { ${parameters} } } }`)
    expect(data.consentProposals.nodes).toEqual([{ parameters: bound }])
    const { consent } = await decided(two, approveProposal, id)
    const text = `query C($id: ID!) { consent(id: $id) { ${parameters} } }`
    const shown = await cases.ask(kommune('KOM-17'), text, { id: consent!.id })
    expect(shown.data.consent.parameters).toEqual(bound)
  })

  test('another authority’s proposals are not there', async () => {
    const id = await proposed()
    for (const text of [approveProposal, rejectProposal])
      expect((await decided(operator, text, id)).problems).toEqual(['NOT_FOUND input.id'])
    const list = '{ consentProposals { nodes { id } } }'
    expect((await cases.ask(operator, list)).data.consentProposals.nodes).toEqual([])
  })

  test('the second steward sees what they approve, on record about the person', async () => {
    const id = await proposed()
    const text = `{ consentProposals { totalCount nodes { id command state interest proposedBy fields
      from { ... on Person { id } } template { id } registration { channel document } } } }`
    const { data, records, recorded } = await cases.ask(two, text)
    const person = await cases.idOf('anna')
    expect(data.consentProposals).toEqual({
      totalCount: 1,
      nodes: [
        {
          ...{ id, command: 'REGISTER', state: 'OPEN', interest: true, proposedBy: 'kommune-steward-1' },
          ...{ fields: field.fields, from: { id: person }, template: { id: 'housing-support' } },
          registration: { channel: 'PAPER', document: 'ark-2026-17' },
        },
      ],
    })
    expect(records.map(({ subject_id }) => subject_id)).toContain(person)
    expect(recorded).toContain('ConsentProposal.from PARTY')
  })

  test('not decided in time, or rejected, it gives nothing and is nothing to approve', async () => {
    const late = await proposed()
    await cases.database.admin`update consents.proposal set expires_at = clock_timestamp() where id = ${late}`
    expect((await decided(two, approveProposal, late)).problems).toEqual(['WRONG_STATE input.id'])
    const id = await proposed()
    expect((await decided(one, rejectProposal, id)).proposal?.state).toBe('REJECTED')
    expect((await decided(two, approveProposal, id)).problems).toEqual(['WRONG_STATE input.id'])
    expect(await read()).toBe('CONSENT_MISSING')
  })

  test('what no longer fits as it is approved is refused', async () => {
    await publishTemplate(cases.database.admin, { id: 'closing', activity: 'KOM-17', ...field })
    const id = await proposed({ interest: true, template: 'closing' })
    await closeTemplate(cases.database.admin, 'closing')
    expect((await decided(two, approveProposal, id)).problems).toEqual(['TEMPLATE_CLOSED input.id'])
    const [row] = await cases.database.admin`select decision from consents.proposal where id = ${id}`
    expect(row).toEqual({ decision: null })
  })

  test('two who approve at once: one consent', async () => {
    const id = await proposed()
    const came = await Promise.all([1, 2].map(() => decided(two, approveProposal, id)))
    expect(new Set(came.map(({ consent }) => consent?.id)).size).toBe(1)
    expect(await notices()).toEqual(['CONSENT_REGISTERED'])
  })
})
