// Decrees of guardianship narrower than a loss of capacity: registered by two officers; the person can still act (P11, P12).
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, inDays, openCases, renounce, revoke } from './asked.ts'
import type { As } from './platform.ts'
import {
  approvePower,
  command,
  endDecree,
  familySteward,
  letterOf,
  noticesTo,
  operatorSteward,
  readFor,
  registerDecree,
  revokeFor,
} from './power-stewards.ts'

let cases: Cases
const one = familySteward(1)
const two = familySteward(2)
beforeAll(async () => {
  cases = await openCases()
})
afterAll(() => cases?.close())
beforeEach(
  () => cases.database.admin`
  truncate powers_of_attorney.power_of_attorney, powers_of_attorney.steward_command, notices.notice cascade`,
)

/** Freja for Erik, in what the decree names. */
const decreeOf = (overrides: object = {}) =>
  letterOf(cases, {
    ...{ grantor: { cpr: cases.cpr('erik') }, holder: { cpr: cases.cpr('freja') } },
    ...{ fields: ['Person.name', 'Person.businessRoles'], validTo: inDays(365), ...overrides },
  })
const proposed = (input: object = {}, as: As = one) => command(cases, as, registerDecree, decreeOf(input))
const approved = (id: string, as: As = two) => command(cases, as, approvePower, { id, interest: false })
async function decreed(input: object = {}): Promise<string> {
  const { proposal, problems } = await proposed(input)
  expect(problems).toEqual([])
  const { powerOfAttorney } = await approved(proposal!.id)
  return powerOfAttorney!.id
}
const reads = (field?: string) => readFor(cases, 'freja', 'erik', field)

describe('a decree', () => {
  test('takes two officers, and holds for what it names alone (P11)', async () => {
    const { proposal, powerOfAttorney } = await proposed()
    expect([proposal?.state, powerOfAttorney, await reads()]).toEqual(['OPEN', null, 'MANDATE_MISSING'])
    expect((await approved(proposal!.id, one)).problems).toEqual(['FOUR_EYES_NEEDED input.id'])
    expect((await approved(proposal!.id)).powerOfAttorney?.state).toBe('ACTIVE')
    expect([await reads(), await reads('birthDate')]).toEqual(['given', 'MANDATE_SCOPE'])
    for (const side of ['erik', 'freja'])
      expect(await noticesTo(cases, await cases.idOf(side))).toEqual(['POWER_OF_ATTORNEY_DECREED'])
  })

  test('leaves the person able to act (P12): what they give themselves holds', async () => {
    await decreed()
    const id = await cases.empowered('erik', 'anna', { fields: ['Person.name'] })
    expect(id).not.toBe('')
    expect(await readFor(cases, 'anna', 'erik')).toBe('given')
  })

  test('is not its parties’ to end, nor a letter’s steward’s; those who decreed it end it at once', async () => {
    const id = await decreed()
    const ask = async (who: string, text: string, name: string) => {
      const input = { id, commandId: randomUUID() }
      const { data } = await cases.ask(await cases.citizen(who), text, { input })
      return data[name].problems.map(({ code }: { code: string }) => code)
    }
    expect(await ask('erik', revoke, 'revokePowerOfAttorney')).toEqual(['WRONG_STATE'])
    expect(await ask('freja', renounce, 'renouncePowerOfAttorney')).toEqual(['WRONG_STATE'])
    const letters = await command(cases, operatorSteward(), revokeFor, { id, commandId: randomUUID() })
    expect(letters.problems).toEqual(['NOT_FOUND input.id'])
    expect(await reads()).toBe('given')
    const ended = await command(cases, one, endDecree, { id, commandId: randomUUID() })
    expect(ended.powerOfAttorney?.state).toBe('REVOKED')
    expect(await reads()).toBe('MANDATE_EXPIRED')
  })

  test('is seen by both sides as a decree, with what it rests on', async () => {
    const id = await decreed()
    const text = 'query P($id: ID!) { powerOfAttorney(id: $id) { kind givenBy registration { basis } } }'
    for (const side of ['erik', 'freja']) {
      const { data } = await cases.ask(await cases.citizen(side), text, { id })
      expect(data.powerOfAttorney).toEqual({
        kind: 'DECREE',
        givenBy: 'STEWARD',
        registration: { basis: 'DECREE' },
      })
    }
  })

  test('is not the operator’s to register', async () => {
    expect((await proposed({}, operatorSteward())).refused).toEqual(['registerDecree ACTIVITY_FIELD_OUTSIDE'])
  })
})
