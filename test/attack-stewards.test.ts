// Attacks on what stewards do about mandates and consents: their own cases, and what no record could hold.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, openCases } from './asked.ts'
import {
  approveProposal,
  kommuneSteward,
  command as onConsent,
  register,
  registrationOf,
} from './consent-stewards.ts'
import type { As } from './platform.ts'
import {
  activateFuture,
  approvePower,
  command,
  familySteward,
  letterOf,
  operatorSteward,
  registerDecree,
  registerLetter,
} from './power-stewards.ts'
import { openPowers, type Powers } from './powers-asked.ts'

let cases: Cases
let powers: Powers
beforeAll(async () => {
  cases = await openCases()
  powers = openPowers(cases)
})
afterAll(() => cases?.close())
beforeEach(async () => {
  await cases.database
    .admin`truncate powers_of_attorney.power_of_attorney, powers_of_attorney.steward_command,
    consents.consent, consents.feed, notices.notice cascade`
})

describe('stewards', () => {
  const being = (as: As, officerPerson: string): As => ({
    ...as,
    caller: { ...as.caller, officerPerson } as never,
  })

  test.each`
    who          | own        | waits
    ${'holder'}  | ${'sofie'} | ${true}
    ${'grantor'} | ${'anna'}  | ${true}
    ${'neither'} | ${'jens'}  | ${false}
  `('who are the $who need a second one, whatever they declare: $waits', async ({ own, waits }) => {
    const as = being(operatorSteward(1), await cases.idOf(own))
    const came = await command(cases, as, registerLetter, letterOf(cases))
    expect([came.problems, came.proposal !== null]).toEqual([[], waits])
  })

  test('do not approve what is their own', async () => {
    const decree = letterOf(cases, {
      grantor: { cpr: cases.cpr('erik') },
      holder: { cpr: cases.cpr('sofie') },
    })
    const { proposal } = await command(cases, familySteward(1), registerDecree, decree)
    const input = { id: proposal!.id, interest: false }
    const own = being(familySteward(2), await cases.idOf('sofie'))
    expect((await command(cases, own, approvePower, input)).problems).toEqual(['INTEREST_DECLARED input.id'])
    expect((await command(cases, familySteward(2), approvePower, input)).problems).toEqual([])
  })

  test('are told the same of consents: they approve nothing of their own', async () => {
    const [one, two] = [kommuneSteward(1), kommuneSteward(2)]
    const came = await onConsent(cases, one, register, registrationOf(cases, { interest: true }))
    const input = { id: came.proposal!.id, interest: false }
    const own = await onConsent(cases, being(two, await cases.idOf('anna')), approveProposal, input)
    expect(own.problems).toEqual(['INTEREST_DECLARED input.id'])
    expect((await onConsent(cases, two, approveProposal, input)).consent?.state).toBe('GRANTED')
  })

  test('are told the same of consents: what they register of their own waits, for another human', async () => {
    const [one, two] = [kommuneSteward(1), kommuneSteward(2)]
    const anna = await cases.idOf('anna')
    const came = await onConsent(cases, being(one, anna), register, registrationOf(cases))
    expect([came.problems, came.consent, came.proposal?.state]).toEqual([[], null, 'OPEN'])
    const input = { id: came.proposal!.id, interest: false }
    const own = await onConsent(cases, being(two, anna), approveProposal, input)
    expect(own.problems).toEqual(['FOUR_EYES_NEEDED input.id'])
    const other = being(two, await cases.idOf('jens'))
    expect((await onConsent(cases, other, approveProposal, input)).consent?.state).toBe('GRANTED')
  })

  test('activate something, or nothing', async () => {
    const { id } = await powers.command(
      'erik',
      'give',
      powers.gift('freja', { fields: ['Person.name'], future: true }),
    )
    const part = (changes: object) =>
      command(cases, familySteward(1), activateFuture, {
        id,
        commandId: randomUUID(),
        interest: false,
        ...changes,
      })
    expect((await part({ actions: [] })).problems).toEqual(['ACTIONS_MISSING input.actions'])
    expect((await part({ fields: [] })).problems).toEqual(['FIELDS_MISSING input.fields'])
  })

  test('name a person in a signing rule by an id, and by nothing else', async () => {
    const text = `mutation P($input: ProposeSigningReadingInput!) { proposeSigningReading(input: $input) { problems { code } } }`
    const rule = (person: string) => ({
      commandId: randomUUID(),
      cvr: cases.cvr('nordhavn'),
      ways: [{ parts: [{ person }] }],
    })
    const codes = async (person: string) => {
      const { data } = await cases.ask(operatorSteward(1), text, { input: rule(person) })
      return data.proposeSigningReading.problems.map(({ code }: { code: string }) => code)
    }
    expect(await codes('%')).toEqual(['SIGNING_RULE_FORM'])
    expect(await codes((await cases.idOf('anna')).toUpperCase())).toEqual(['SIGNING_RULE_FORM'])
    expect(await codes(await cases.idOf('anna'))).toEqual([])
  })
})
