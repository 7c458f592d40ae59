// Future powers of attorney: dormant until Familieretshuset activates the whole or a part; then its grantor may still end it.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, give, inDays, kommune, openCases } from './asked.ts'
import type { As } from './platform.ts'
import {
  activateFuture,
  approvePower,
  command,
  endFuture,
  familySteward,
  noticesTo,
  operatorSteward,
  readFor,
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

/** Erik's to Freja, for the day when he cannot; its id. */
async function dormant(): Promise<string> {
  const { data } = await cases.ask(await cases.citizen('erik'), give, {
    input: {
      ...{ commandId: randomUUID(), holderCpr: cases.cpr('freja'), future: true },
      ...{
        actions: ['READ', 'CONSENT'],
        fields: ['Person.name', 'Person.civilStatus'],
        validTo: inDays(3650),
      },
    },
  })
  expect(data.givePowerOfAttorney).toMatchObject({ powerOfAttorney: { state: 'DORMANT' }, problems: [] })
  return data.givePowerOfAttorney.powerOfAttorney.id
}

const proposed = (id: string, part: object = {}, as: As = one) =>
  command(cases, as, activateFuture, { id, commandId: randomUUID(), interest: false, ...part })
const approved = (id: string, as: As = two) => command(cases, as, approvePower, { id, interest: false })
async function activated(id: string, part: object = {}) {
  const { proposal, problems } = await proposed(id, part)
  expect(problems).toEqual([])
  return approved(proposal!.id)
}
const reads = (field?: string) => readFor(cases, 'freja', 'erik', field)
const status = 'civilStatus { status }'

describe('a dormant one', () => {
  test('gives its holder nothing, and its existence is not confirmed (P14)', async () => {
    const without = await reads()
    const id = await dormant()
    expect([await reads(), without]).toEqual(['MANDATE_MISSING', 'MANDATE_MISSING'])
    const freja = await cases.citizen('freja')
    const held = '{ powersOfAttorney { totalCount nodes { id } } }'
    expect((await cases.ask(freja, held)).data.powersOfAttorney).toEqual({ totalCount: 0, nodes: [] })
    const byId = await cases.ask(freja, 'query P($id: ID!) { powerOfAttorney(id: $id) { state } }', { id })
    expect([byId.data.powerOfAttorney, byId.refused]).toEqual([null, []])
    expect(await noticesTo(cases, await cases.idOf('freja'))).toEqual([])
  })

  test('is to a municipality as none (P15)', async () => {
    const text = 'query P($id: ID!) { powerOfAttorney(id: $id) { state kind } }'
    const ask = (id: string) => cases.ask(kommune('KOM-17'), text, { id })
    const none = await ask(randomUUID())
    const known = await ask(await dormant())
    expect([known.data, known.errors]).toEqual([none.data, none.errors])
  })

  test('is seen by Familieretshuset in a case, on record about the grantor, and by no other steward', async () => {
    const id = await dormant()
    const text = 'query F($cpr: CPR!) { futurePowers(cpr: $cpr) { nodes { id state fields } } }'
    const cpr = cases.cpr('erik')
    const { data, records } = await cases.ask(one, text, { cpr })
    const fields = ['Person.name', 'Person.civilStatus']
    expect(data.futurePowers.nodes).toEqual([{ id, state: 'DORMANT', fields }])
    expect(records.map(({ subject_id }) => subject_id)).toContain(await cases.idOf('erik'))
    const other = await cases.ask({ ...operatorSteward(), caseReference: 'x-1' }, text, { cpr })
    expect(other.refused).toEqual(['futurePowers ACTIVITY_FIELD_OUTSIDE'])
    const nobody = await cases.ask(one, text, { cpr: cases.cpr('anna') })
    expect(nobody.data.futurePowers.nodes).toEqual([])
  })

  test('is ended by Familieretshuset without its holder hearing of it', async () => {
    const id = await dormant()
    const ended = await command(cases, one, endFuture, { id, commandId: randomUUID() })
    expect(ended.powerOfAttorney?.state).toBe('REVOKED')
    expect(await noticesTo(cases, await cases.idOf('freja'))).toEqual([])
    expect((await proposed(id)).problems).toEqual(['WRONG_STATE input.id'])
  })
})

describe('activated', () => {
  test('by two officers, it holds at once, and both sides are told', async () => {
    const id = await dormant()
    const { proposal, powerOfAttorney } = await proposed(id)
    expect([proposal?.state, powerOfAttorney]).toEqual(['OPEN', null])
    expect((await approved(proposal!.id, one)).problems).toEqual(['FOUR_EYES_NEEDED input.id'])
    expect(await reads()).toBe('MANDATE_MISSING')
    expect((await approved(proposal!.id)).powerOfAttorney).toEqual({ id, state: 'ACTIVE' })
    expect([await reads(), await reads(status)]).toEqual(['given', 'given'])
    for (const side of ['erik', 'freja'])
      expect((await noticesTo(cases, await cases.idOf(side))).at(-1)).toBe('POWER_OF_ATTORNEY_ACTIVATED')
  })

  test('in part, the rest stays dormant; more of it later, never less, and nothing that was not given', async () => {
    const id = await dormant()
    expect((await proposed(id, { activities: ['KOM-17', 'NO-SUCH'] })).problems).toEqual([
      'ACTIVITY_NOT_IN_FORCE input.activities.1',
    ])
    await activated(id, { fields: ['Person.name'], actions: ['READ'] })
    expect([await reads(), await reads(status)]).toEqual(['given', 'MANDATE_SCOPE'])
    expect((await proposed(id, { fields: ['Person.address'] })).problems).toEqual([
      'MANDATE_SCOPE input.fields',
    ])
    expect((await proposed(id, { fields: [], actions: ['CONSENT'] })).problems).toEqual([
      'MANDATE_SCOPE input.fields',
    ])
    await activated(id, { fields: ['Person.name', 'Person.civilStatus'], actions: ['READ'] })
    expect(await reads(status)).toBe('given')
  })

  test('in part: what stays dormant is shown to its grantor and Familieretshuset, and to nobody else', async () => {
    const id = await dormant()
    const text = `query P($id: ID!) { powerOfAttorney(id: $id) {
      dormant { fields actions activities { id } everyOtherActivity } } }`
    const shown = async (as: As) => {
      const { data, refused } = await cases.ask(as, text, { id })
      expect(refused).toEqual([])
      return data.powerOfAttorney?.dormant
    }
    const official = async () => {
      const file = `query F($cpr: CPR!) { futurePowers(cpr: $cpr) { nodes {
        dormant { fields actions activities { id } everyOtherActivity } } } }`
      const { data, refused } = await cases.ask(one, file, { cpr: cases.cpr('erik') })
      expect(refused).toEqual([])
      return data.futurePowers.nodes[0].dormant
    }
    const [erik, freja] = [await cases.citizen('erik'), await cases.citizen('freja')]
    const third = await cases.citizen('bo')
    const none = { activities: [], everyOtherActivity: false }
    const whole = { ...none, fields: ['Person.name', 'Person.civilStatus'], actions: ['READ', 'CONSENT'] }
    expect([await shown(erik), await official()]).toEqual([whole, whole])
    for (const other of [freja, third]) expect(await shown(other)).toBeUndefined()
    await activated(id, { fields: ['Person.name'], actions: ['READ'], activities: ['KOM-17'] })
    const rest = {
      activities: [],
      everyOtherActivity: true,
      fields: ['Person.civilStatus'],
      actions: ['CONSENT'],
    }
    expect([await shown(erik), await official(), await shown(freja)]).toEqual([rest, rest, null])
    expect(await shown(third)).toBeUndefined()
    await activated(id, {
      fields: ['Person.name', 'Person.civilStatus'],
      actions: ['READ', 'CONSENT'],
      activities: [],
    })
    expect([await shown(erik), await official()]).toEqual([null, null])
  })

  test('its grantor, while able, ends it at once (P17)', async () => {
    const id = await dormant()
    await activated(id)
    const end = `mutation E($input: EndPowerOfAttorneyInput!) {
      revokePowerOfAttorney(input: $input) { powerOfAttorney { state } problems { code } } }`
    const input = { id, commandId: randomUUID() }
    const ended = await cases.ask(await cases.citizen('erik'), end, { input })
    expect(ended.data.revokePowerOfAttorney.powerOfAttorney).toEqual({ state: 'REVOKED' })
    expect(await reads()).toBe('MANDATE_EXPIRED')
  })

  test('ended before the second officer approved: nothing begins', async () => {
    const id = await dormant()
    const { proposal } = await proposed(id)
    await command(cases, one, endFuture, { id, commandId: randomUUID() })
    expect((await approved(proposal!.id)).problems).toEqual(['WRONG_STATE input.id'])
    expect(await reads()).toBe('MANDATE_MISSING')
  })

  test('ordinary powers are not theirs to activate or end', async () => {
    const id = await cases.empowered('anna', 'sofie', {})
    expect((await proposed(id)).problems).toEqual(['NOT_FOUND input.id'])
    expect((await command(cases, one, endFuture, { id, commandId: randomUUID() })).problems).toEqual([
      'NOT_FOUND input.id',
    ])
  })
})
