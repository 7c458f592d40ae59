// Powers of attorney on paper: registered by the operator's stewards, told to both sides, ended for a grantor who asks.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, inDays, openCases } from './asked.ts'
import type { As } from './platform.ts'
import {
  approvePower,
  command,
  draftPackage,
  familySteward,
  letterOf,
  noticesTo,
  operatorSteward,
  packageOf,
  packageSteward,
  publishPackage,
  readFor,
  registerLetter,
  rejectPower,
  revokeFor,
} from './power-stewards.ts'

let cases: Cases
const one = operatorSteward(1)
const two = operatorSteward(2)
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())
beforeEach(
  () => cases.database.admin`
  truncate powers_of_attorney.power_of_attorney, powers_of_attorney.steward_command, notices.notice cascade`,
)

const registered = (input: object = {}, as: As = one) =>
  command(cases, as, registerLetter, letterOf(cases, input))
const decided = (as: As, text: string, id: string, interest = false) =>
  command(cases, as, text, { id, interest })
/** A package of the municipality's, drafted by one of its stewards and published by another. */
async function publish(whose: Cases, id: string, input: object): Promise<void> {
  const drafted = await command(whose, packageSteward(1), draftPackage, packageOf({ id, ...input }))
  expect(drafted.problems).toEqual([])
  const version = { id, version: 1, commandId: randomUUID() }
  expect((await command(whose, packageSteward(2), publishPackage, version)).problems).toEqual([])
}
const read = (field?: string) => readFor(cases, 'sofie', 'anna', field)

describe('a letter', () => {
  test('holds at once, for its scope alone, and both sides are told', async () => {
    expect(await read()).toBe('MANDATE_MISSING')
    const { powerOfAttorney, proposal, problems, recorded } = await registered()
    expect([problems, powerOfAttorney?.state, proposal]).toEqual([[], 'ACTIVE', null])
    expect(recorded).toContain('Mutation.registerPowerOfAttorney LAW')
    expect(await read()).toBe('given')
    expect(await read('civilStatus { status }')).toBe('MANDATE_SCOPE')
    for (const side of ['anna', 'sofie'])
      expect(await noticesTo(cases, await cases.idOf(side))).toEqual(['POWER_OF_ATTORNEY_REGISTERED'])
    const rows = await cases.database.admin`
      select command, officer, second_officer, client, case_reference from powers_of_attorney.event`
    expect([...rows]).toEqual([
      {
        ...{ command: 'REGISTER', officer: 'operator-steward-1', second_officer: null },
        ...{ client: 'operator-forvalter', case_reference: '2026-4712' },
      },
    ])
  })

  test('names a package in place of a scope: it holds as that version says, and no longer', async () => {
    await publish(cases, 'letter-package', { activities: [], fields: ['Person.name'], longestDays: 30 })
    const named = { package: 'letter-package', fields: undefined, actions: undefined, validTo: inDays(20) }
    const { powerOfAttorney, problems } = await registered(named)
    expect(problems).toEqual([])
    const text = 'query P($id: ID!) { powerOfAttorney(id: $id) { package { id version } fields actions } }'
    const { data } = await cases.ask(await cases.citizen('anna'), text, { id: powerOfAttorney!.id })
    expect(data.powerOfAttorney).toEqual({
      ...{ package: { id: 'letter-package', version: 1 }, fields: ['Person.name'], actions: ['READ'] },
    })
    expect([await read(), await read('civilStatus { status }')]).toEqual(['given', 'MANDATE_SCOPE'])
    const wrong = async (input: object) => (await registered({ ...named, ...input })).problems
    expect(await wrong({ validTo: inDays(40) })).toEqual(['PERIOD_TOO_LONG input.validTo'])
    expect(await wrong({ package: 'no-such' })).toEqual(['PACKAGE_UNKNOWN input.package'])
    expect(await wrong({ fields: ['Person.name'] })).toEqual(['PACKAGE_ALONE input.package'])
    await publish(cases, 'letter-elders', { activities: [], holderFromAge: 60 })
    expect(await wrong({ package: 'letter-elders' })).toEqual(['HOLDER_YOUNG input.holder'])
    expect(await wrong({ package: undefined })).toEqual(['ACTIONS_MISSING input.actions'])
  })

  test('is seen by both sides with what it rests on, and its grantor ends it', async () => {
    const { powerOfAttorney } = await registered()
    const text =
      'query P($id: ID!) { powerOfAttorney(id: $id) { state registration { basis dated document } } }'
    const dated = inDays(-1).slice(0, 10)
    for (const side of ['anna', 'sofie']) {
      const { data } = await cases.ask(await cases.citizen(side), text, { id: powerOfAttorney!.id })
      expect(data.powerOfAttorney).toEqual({
        state: 'ACTIVE',
        registration: { basis: 'LETTER', dated, document: 'ark-2026-18' },
      })
    }
    const end = `mutation E($input: EndPowerOfAttorneyInput!) {
      revokePowerOfAttorney(input: $input) { powerOfAttorney { state } problems { code } } }`
    const input = { id: powerOfAttorney!.id, commandId: randomUUID() }
    const ended = await cases.ask(await cases.citizen('anna'), end, { input })
    expect(ended.data.revokePowerOfAttorney.powerOfAttorney).toEqual({ state: 'REVOKED' })
    expect(await read()).toBe('MANDATE_EXPIRED')
  })

  test('is ended for a grantor who asks: at once, both sides told, once for each command', async () => {
    const { powerOfAttorney } = await registered()
    const input = { id: powerOfAttorney!.id, commandId: randomUUID() }
    const ended = await command(cases, two, revokeFor, input)
    expect([ended.problems, ended.powerOfAttorney?.state]).toEqual([[], 'REVOKED'])
    expect(await read()).toBe('MANDATE_EXPIRED')
    expect((await command(cases, two, revokeFor, input)).powerOfAttorney).toEqual(ended.powerOfAttorney)
    const again = await command(cases, two, revokeFor, { ...input, commandId: randomUUID() })
    expect(again.problems).toEqual(['WRONG_STATE input.id'])
    expect(await noticesTo(cases, await cases.idOf('anna'))).toEqual([
      'POWER_OF_ATTORNEY_REGISTERED',
      'POWER_OF_ATTORNEY_REVOKED_FOR_YOU',
    ])
    expect((await noticesTo(cases, await cases.idOf('sofie'))).at(-1)).toBe('POWER_OF_ATTORNEY_REVOKED')
  })

  test('is found by the steward whom its grantor asks: in a case, on record about the grantor', async () => {
    const { powerOfAttorney } = await registered()
    const text =
      'query O($cpr: CPR, $cvr: CVR) { powersOfGrantor(cpr: $cpr, cvr: $cvr) { nodes { id state kind } } }'
    const { data, records } = await cases.ask(one, text, { cpr: cases.cpr('anna') })
    expect(data.powersOfGrantor.nodes).toEqual([{ ...powerOfAttorney, kind: 'VOLUNTARY' }])
    expect(records.map(({ subject_id }) => subject_id)).toContain(await cases.idOf('anna'))
    const none = await cases.ask(one, text, { cvr: cases.cvr('klub-k') })
    expect(none.data.powersOfGrantor.nodes).toEqual([])
    expect((await cases.ask(one, text, {})).refused).toEqual(['powersOfGrantor SUBJECT_AMBIGUOUS'])
  })

  test('sent again, answers the same; with another content it is told', async () => {
    const input = letterOf(cases)
    const first = await command(cases, one, registerLetter, input)
    expect((await command(cases, one, registerLetter, input)).powerOfAttorney).toEqual(first.powerOfAttorney)
    const other = await command(cases, one, registerLetter, { ...input, document: 'ark-2026-19' })
    expect(other.problems).toEqual(['REPLAY input.commandId'])
  })
})

describe('four eyes', () => {
  const klub = () => ({
    grantor: { cvr: cases.cvr('klub-k') },
    holder: { cpr: cases.cpr('lars') },
    ...{ fields: ['Business.employment'], actions: ['READ', 'CONSENT'] },
  })

  test('an association’s documents: nothing holds before a second steward has approved (J15)', async () => {
    const reads = async () => {
      const text = 'query B($cvr: CVR!) { business(cvr: $cvr) { employment(year: 2025) { employees } } }'
      const caller = (await cases.citizen('lars')).caller
      const represented = { kind: 'BUSINESS', id: await cases.businessId('klub-k') } as const
      const { refused } = await cases.ask({ caller, represented }, text, { cvr: cases.cvr('klub-k') })
      return refused.map(told => told.split(' ')[1]).join()
    }
    expect(await reads()).not.toBe('')
    const { powerOfAttorney, proposal } = await registered(klub())
    expect([powerOfAttorney, proposal?.state]).toEqual([null, 'OPEN'])
    expect(await reads()).not.toBe('')
    expect((await decided(one, approvePower, proposal!.id)).problems).toEqual(['FOUR_EYES_NEEDED input.id'])
    expect((await decided(two, approvePower, proposal!.id, true)).problems).toEqual([
      'INTEREST_DECLARED input.id',
    ])
    const approved = await decided(two, approvePower, proposal!.id)
    expect([approved.powerOfAttorney?.state, approved.proposal?.state]).toEqual(['ACTIVE', 'APPROVED'])
    expect(await reads()).toBe('')
    expect((await decided(two, approvePower, proposal!.id)).powerOfAttorney).toEqual(approved.powerOfAttorney)
    const rows = await cases.database.admin`select officer, second_officer from powers_of_attorney.event`
    expect([...rows]).toEqual([{ officer: 'operator-steward-1', second_officer: 'operator-steward-2' }])
  })

  test('whoever gains from the case waits for a second steward; a rejected proposal gives nothing', async () => {
    const { proposal } = await registered({ interest: true })
    expect((await decided(two, rejectPower, proposal!.id)).proposal?.state).toBe('REJECTED')
    expect((await decided(two, approvePower, proposal!.id)).problems).toEqual(['WRONG_STATE input.id'])
    expect(await read()).toBe('MANDATE_MISSING')
  })

  test('the second steward sees what they approve, on record about the grantor; another authority’s is not there', async () => {
    const { proposal } = await registered({ interest: true })
    const text = `{ powerOfAttorneyProposals { totalCount nodes { id command state interest proposedBy fields actions
      grantor { ... on Person { id } } holder { ... on Person { id } } registration { document } } } }`
    const { data, records } = await cases.ask(two, text)
    const [anna, sofie] = [await cases.idOf('anna'), await cases.idOf('sofie')]
    expect(data.powerOfAttorneyProposals).toEqual({
      totalCount: 1,
      nodes: [
        {
          ...{ id: proposal!.id, command: 'REGISTER', state: 'OPEN', interest: true },
          ...{
            proposedBy: 'operator-steward-1',
            fields: ['Person.name', 'Person.address'],
            actions: ['READ'],
          },
          ...{ grantor: { id: anna }, holder: { id: sofie }, registration: { document: 'ark-2026-18' } },
        },
      ],
    })
    expect(records.map(({ subject_id }) => subject_id)).toContain(anna)
    const family = await cases.ask(familySteward(), text)
    expect(family.data.powerOfAttorneyProposals.nodes).toEqual([])
    expect((await decided(familySteward(), approvePower, proposal!.id)).problems).toEqual([
      'NOT_FOUND input.id',
    ])
  })

  test('approved twice at once, it is registered once', async () => {
    const { proposal } = await registered({ interest: true })
    const both = await Promise.all([1, 2].map(() => decided(two, approvePower, proposal!.id)))
    expect(both.map(({ powerOfAttorney }) => powerOfAttorney?.state)).toEqual(['ACTIVE', 'ACTIVE'])
    const rows = await cases.database.admin`select command from powers_of_attorney.event`
    expect([...rows]).toEqual([{ command: 'REGISTER' }])
  })

  test('what was proposed more than 14 days ago cannot be approved', async () => {
    const { proposal } = await registered({ interest: true })
    await cases.database.admin`update powers_of_attorney.steward_command set decide_by = clock_timestamp()`
    expect((await decided(two, approvePower, proposal!.id)).problems).toEqual(['WRONG_STATE input.id'])
  })
})

describe('what is refused', () => {
  test('every problem at once', async () => {
    const { problems } = await registered({
      ...{
        commandId: '',
        grantor: {},
        holder: { cpr: cases.cpr('sofie'), person: 'x' },
        fields: ['Person.id'],
      },
      ...{
        activities: ['NO-1'],
        validTo: inDays(-1),
        dated: inDays(2).slice(0, 10),
        document: '010101-0101',
      },
    })
    expect([...problems].sort()).toEqual([
      'ACTIVITY_NOT_IN_FORCE input.activities.0',
      'DATED_LATER input.dated',
      'DOCUMENT_REFERENCE input.document',
      'FIELD_OPEN input.fields.0',
      'ID_LENGTH input.commandId',
      'NOT_FOUND input.holder',
      'PERIOD_REVERSED input.validTo',
      'SUBJECT_AMBIGUOUS input.grantor',
      'SUBJECT_AMBIGUOUS input.holder',
    ])
  })

  test.each`
    what                    | input                            | problem
    ${'more than 25 years'} | ${{ validTo: inDays(26 * 365) }} | ${'PERIOD_TOO_LONG input.validTo'}
    ${'a child as holder'}  | ${{ holder: 'bo' }}              | ${'HOLDER_YOUNG input.holder'}
    ${'oneself'}            | ${{ holder: 'anna' }}            | ${'SELF input.holder'}
  `('$what', async ({ input, problem }) => {
    const holder = input.holder && { holder: { cpr: cases.cpr(input.holder) } }
    expect((await registered({ ...input, ...holder })).problems).toEqual([problem])
    expect(await read()).toBe('MANDATE_MISSING')
  })

  test.each`
    who       | fields                      | problem                             | why
    ${'bo'}   | ${['Person.name']}          | ${'GIVER_MINOR input.grantor'}      | ${'a child'}
    ${'carl'} | ${['Person.businessRoles']} | ${'CAPACITY_REMOVED input.grantor'} | ${'a ward, in a matter of money (P13)'}
    ${'carl'} | ${['Person.name']}          | ${undefined}                        | ${'a ward, in no matter of money'}
  `('a letter of $why', async ({ who, fields, problem }) => {
    const { problems } = await registered({ grantor: { cpr: cases.cpr(who) }, fields })
    expect(problems[0]).toBe(problem)
  })

  test('without a case', async () => {
    const { refused } = await registered({}, operatorSteward(1, undefined))
    const none = { ...one }
    delete (none as { caseReference?: string }).caseReference
    expect(refused).toEqual([])
    expect((await registered({}, none)).refused).toEqual(['registerPowerOfAttorney CASE_REFERENCE_MISSING'])
  })

  test('to another authority’s steward', async () => {
    expect((await registered({}, familySteward())).refused).toEqual([
      'registerPowerOfAttorney ACTIVITY_FIELD_OUTSIDE',
    ])
  })
})
