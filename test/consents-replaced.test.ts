// Stewards, for whoever asks them: what not all have confirmed yet ends, and what is registered replaces what was given before.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Cases, grant, inDays, kommune } from './asked.ts'
import {
  approveProposal,
  command,
  kommuneSteward,
  openStewards,
  register,
  registrationOf,
  type Stewards,
  withdrawFor,
} from './consent-stewards.ts'
import type { As } from './platform.ts'

const kom17 = kommune('KOM-17')
const kom18 = kommune('KOM-18')
const one = kommuneSteward(1)
const two = kommuneSteward(2)
const field = { fields: ['Person.civilStatus'] }
let stewards: Stewards
let cases: Cases
let anna: As
beforeAll(async () => {
  stewards = await openStewards()
  cases = stewards.cases
  anna = await cases.citizen('anna')
})
afterAll(() => stewards?.close())
beforeEach(() => stewards.empty())

const on = (as: As, id: string, input: object = {}) =>
  command(cases, as, withdrawFor, {
    ...{ id, commandId: randomUUID(), channel: 'PAPER', interest: false },
    ...input,
  })
const stateOf = async (id: string): Promise<string> => {
  const [row] = await cases.database.admin`select state from consents.consent where id = ${id}`
  return row!.state
}

describe('what not all have confirmed yet', () => {
  const confirmed = async () => {
    const id = await cases.requested(kom18, 'bo', { template: 'day-care', ...field })
    const by = await cases.citizen('anna', 'bo')
    await cases.ask(by, grant, { input: { id, commandId: randomUUID() } })
    expect(await stateOf(id)).toBe('PARTLY_CONFIRMED')
    return id
  }

  test('a steward takes back for one who confirmed: declined, for a single no is enough', async () => {
    const id = await confirmed()
    const { consent, problems } = await on(one, id)
    expect([problems, consent?.state]).toEqual([[], 'DECLINED'])
    const [row] = await cases.database.admin`
      select command, actor_kind, officer, channel from consents.event where state = 'DECLINED'`
    expect(row).toEqual({
      ...{ command: 'DECLINE', actor_kind: 'STEWARD', officer: 'kommune-steward-1', channel: 'PAPER' },
    })
    expect(await stewards.notices()).toContain('CONSENT_DECLINED_FOR_YOU')
  })

  test('nobody can confirm it afterwards', async () => {
    const id = await confirmed()
    await on(one, id)
    const jens = await cases.citizen('jens', 'bo')
    const { data } = await cases.ask(jens, grant, { input: { id, commandId: 'late' } })
    expect(data.grantConsent.problems).toMatchObject([{ code: 'WRONG_STATE' }])
  })

  test('sent again it answers the same; under the same id something else is a replay', async () => {
    const id = await confirmed()
    for (const _ of [1, 2]) {
      const { consent, problems } = await on(one, id, { commandId: 'back' })
      expect([consent?.state, problems]).toEqual(['DECLINED', []])
    }
    expect((await on(one, id)).problems).toEqual(['WRONG_STATE input.id'])
  })

  test('what nobody has answered stays its system’s to take back', async () => {
    const id = await cases.requested(kom17, 'anna', field)
    expect((await on(one, id)).problems).toEqual(['WRONG_STATE input.id'])
    expect(await stateOf(id)).toBe('REQUESTED')
  })
})

describe('a registration that replaces', () => {
  const replacing = (supersedes: string, input: object = {}) => stewards.registered({ supersedes, ...input })

  test('ends the one before as it holds, in one transaction, with both events', async () => {
    const old = await cases.consented(kom17, 'anna', field)
    const { consent, problems } = await replacing(old)
    expect(problems).toEqual([])
    expect([await stateOf(old), await stateOf(consent!.id)]).toEqual(['SUPERSEDED', 'GRANTED'])
    expect(await stewards.read()).toBe('given')
    const rows = await cases.database.admin`
      select consent_id = ${old} as old, command, actor_kind from consents.event order by position desc limit 2`
    expect([...rows]).toEqual([
      { old: false, command: 'REGISTER', actor_kind: 'STEWARD' },
      { old: true, command: 'SUPERSEDE', actor_kind: 'STEWARD' },
    ])
    const text = '{ me { consents { nodes { state supersedes { id } } } } }'
    const { data } = await cases.ask(anna, text)
    expect(data.me.consents.nodes).toContainEqual({ state: 'GRANTED', supersedes: { id: old } })
  })

  test.each`
    what                      | id
    ${'nobody knows'}         | ${async () => randomUUID()}
    ${'that is no id'}        | ${async () => 'x'}
    ${'somebody else gave'}   | ${async () => cases.consented(kom17, 'jens', field)}
    ${'for another activity'} | ${async () => cases.requested(kom18, 'anna', { template: 'day-care', ...field })}
    ${'that is not in force'} | ${async () => cases.requested(kom17, 'anna', field)}
  `('one $what is a problem', async ({ id }) => {
    const old = await id()
    const came = await replacing(old)
    expect([came.consent, came.problems]).toEqual([null, ['SUPERSEDES_OUTSIDE input.supersedes']])
  })

  test('one that a second steward must approve ends the other then, and shows it before', async () => {
    const old = await cases.consented(kom17, 'anna', field)
    const { proposal } = await replacing(old, { interest: true })
    expect(await stateOf(old)).toBe('GRANTED')
    const text = '{ consentProposals { nodes { id supersedes { id } } } }'
    const { data } = await cases.ask(two, text)
    expect(data.consentProposals.nodes).toEqual([{ id: proposal!.id, supersedes: { id: old } }])
    const { consent } = await stewards.decided(two, approveProposal, proposal!.id)
    expect([consent?.state, await stateOf(old)]).toEqual(['GRANTED', 'SUPERSEDED'])
  })

  test('what has ended meanwhile stays as it ended', async () => {
    const old = await cases.consented(kom17, 'anna', field)
    const { proposal } = await replacing(old, { interest: true })
    await on(one, old)
    const { consent } = await stewards.decided(two, approveProposal, proposal!.id)
    expect([consent?.state, await stateOf(old)]).toEqual(['GRANTED', 'WITHDRAWN'])
  })

  test('which one it replaces is part of what was registered', async () => {
    const old = await cases.consented(kom17, 'anna', field)
    const input = registrationOf(cases, { id: 'paper-1', supersedes: old, validTo: inDays(60) })
    for (const _ of [1, 2]) expect((await command(cases, one, register, input)).problems).toEqual([])
    const other = { ...input, supersedes: null }
    expect((await command(cases, one, register, other)).problems).toEqual(['REPLAY input.id'])
  })
})
