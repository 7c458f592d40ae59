// The life of a power of attorney: its states and what a gift may hold as tables, then its commands against the platform.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endable, endedBecause, giftProblems, stateAt } from '../subgraphs/powers-of-attorney/lifecycle.ts'
import { type Cases, give, inDays as inDaysText, openCases, revoke } from './asked.ts'
import { at, inDays } from './decision-facts.ts'

const living = { grantor: false, holder: false }
const life = (state: string, validTo = inDays(9)) => ({ state: state as never, validTo })

describe('the state now, and why it ended by itself', () => {
  test.each`
    stored         | validTo      | deaths                             | state          | because
    ${'ACTIVE'}    | ${inDays(9)} | ${living}                          | ${'ACTIVE'}    | ${null}
    ${'ACTIVE'}    | ${at}        | ${living}                          | ${'EXPIRED'}   | ${null}
    ${'ACTIVE'}    | ${inDays(9)} | ${{ ...living, grantor: true }}    | ${'LAPSED'}    | ${'GRANTOR_DEAD'}
    ${'ACTIVE'}    | ${inDays(9)} | ${{ ...living, holder: true }}     | ${'LAPSED'}    | ${'HOLDER_DEAD'}
    ${'ACTIVE'}    | ${at}        | ${{ grantor: true, holder: true }} | ${'EXPIRED'}   | ${null}
    ${'OFFERED'}   | ${inDays(9)} | ${{ ...living, grantor: true }}    | ${'LAPSED'}    | ${'GRANTOR_DEAD'}
    ${'REVOKED'}   | ${at}        | ${{ ...living, grantor: true }}    | ${'REVOKED'}   | ${null}
    ${'RENOUNCED'} | ${at}        | ${living}                          | ${'RENOUNCED'} | ${null}
  `('$stored → $state, $because', ({ stored, validTo, deaths, state, because }) => {
    expect(stateAt(life(stored, validTo), at, deaths)).toBe(state)
    expect(endedBecause(life(stored, validTo), at, deaths)).toBe(because)
  })

  test.each`
    stored         | validTo      | expected
    ${'ACTIVE'}    | ${inDays(9)} | ${true}
    ${'OFFERED'}   | ${inDays(9)} | ${true}
    ${'ACTIVE'}    | ${at}        | ${false}
    ${'REVOKED'}   | ${inDays(9)} | ${false}
    ${'RENOUNCED'} | ${inDays(9)} | ${false}
  `('$stored can be ended: $expected', ({ stored, validTo, expected }) => {
    expect(endable(life(stored, validTo), at)).toBe(expected)
  })
})

describe('the problems of a gift, all at once', () => {
  const gift = {
    commandId: 'a',
    holder: 'a0000000-0000-4000-8000-000000000002',
    fields: ['Person.name'],
    actions: ['READ'] as const,
    activities: [],
    validTo: inDays(30),
  }
  // 25 years to the day, and a millisecond more.
  const years25 = new Date('2051-05-01T12:00:00Z')
  test.each`
    changes                                                      | codes
    ${{}}                                                        | ${[]}
    ${{ commandId: '' }}                                         | ${['ID_LENGTH']}
    ${{ holder: null }}                                          | ${['SUBJECT_AMBIGUOUS']}
    ${{ holder: 'no id' }}                                       | ${['NOT_FOUND']}
    ${{ holderCpr: '0101010000' }}                               | ${['SUBJECT_AMBIGUOUS']}
    ${{ actions: [] }}                                           | ${['ACTIONS_MISSING']}
    ${{ fields: [] }}                                            | ${['FIELDS_MISSING']}
    ${{ fields: [], actions: ['CONSENT'] }}                      | ${[]}
    ${{ fields: ['Person.name', 'Person.shoeSize'] }}            | ${['FIELD_UNKNOWN']}
    ${{ validTo: at }}                                           | ${['PERIOD_REVERSED']}
    ${{ validFrom: inDays(40) }}                                 | ${['PERIOD_REVERSED']}
    ${{ validTo: years25 }}                                      | ${[]}
    ${{ validTo: new Date(years25.getTime() + 1) }}              | ${['PERIOD_TOO_LONG']}
    ${{ commandId: '', holder: null, actions: [], validTo: at }} | ${['ID_LENGTH', 'SUBJECT_AMBIGUOUS', 'ACTIONS_MISSING', 'PERIOD_REVERSED']}
  `('$changes → $codes (C19, P28)', ({ changes, codes }) => {
    const known = (coordinate: string) => coordinate === 'Person.name'
    expect(giftProblems({ ...gift, ...changes }, at, known).map(({ code }) => code)).toEqual(codes)
  })
})

describe('against the platform', () => {
  let cases: Cases
  beforeAll(async () => {
    cases = await openCases()
  })
  afterAll(() => cases?.close())

  const input = (changes: object = {}) => ({
    input: {
      commandId: randomUUID(),
      holderCpr: cases.cpr('sofie'),
      fields: ['Person.name'],
      actions: ['READ'],
      validTo: inDaysText(30),
      ...changes,
    },
  })

  test('the same command id with the same content is the same; with other content a REPLAY', async () => {
    const anna = await cases.citizen('anna')
    const wanted = input({ commandId: 'once' })
    const first = await cases.ask(anna, give, wanted)
    expect((await cases.ask(anna, give, wanted)).data).toEqual(first.data)
    for (const changes of [
      { fields: ['Person.address'] },
      { actions: ['READ', 'CONSENT'] },
      { holderCpr: cases.cpr('lars') },
    ]) {
      const other = await cases.ask(anna, give, { input: { ...wanted.input, ...changes } })
      expect(other.data.givePowerOfAttorney.problems).toEqual([{ code: 'REPLAY', path: 'input.commandId' }])
    }
    const another = await cases.ask(await cases.citizen('lars'), give, wanted)
    expect(another.data.givePowerOfAttorney.problems).toEqual([])
    const events = await cases.database
      .admin`select command_id from powers_of_attorney.event where command_id = 'once'`
    expect(events).toHaveLength(2)
  })

  test('nobody gives one to themselves, nor for a field that is not there or is open to all', async () => {
    const anna = await cases.citizen('anna')
    const self = await cases.ask(anna, give, input({ holderCpr: cases.cpr('anna') }))
    expect(self.data.givePowerOfAttorney.problems).toMatchObject([{ code: 'SELF' }])
    for (const field of [
      'Person.shoeSize',
      'Business.name',
      '__proto__.constructor',
      'Person.__proto__',
      'Person',
    ]) {
      const answer = await cases.ask(anna, give, input({ fields: [field] }))
      expect(answer.data.givePowerOfAttorney.problems, field).toEqual([
        { code: 'FIELD_UNKNOWN', path: 'input.fields' },
      ])
    }
  })

  test('any well-formed number is accepted alike, whether registered or not', async () => {
    const answers = await Promise.all(
      [cases.cpr('jens'), '0101010008'].map(async holderCpr =>
        cases.ask(await cases.citizen('anna'), give, input({ holderCpr })),
      ),
    )
    for (const { data } of answers)
      expect(data.givePowerOfAttorney).toMatchObject({ powerOfAttorney: { state: 'ACTIVE' }, problems: [] })
  })

  test('each side lists its own, and a third neither sees nor finds it', async () => {
    const id = await cases.empowered('erik', 'freja', {})
    const list = (side: string) =>
      `{ powersOfAttorney(side: ${side}) { totalCount nodes { id grantor { ... on Person { id } } holder { ... on Person { id } } fields actions } } }`
    const seen = async (key: string, side: string) => {
      const { data } = await cases.ask(await cases.citizen(key), list(side))
      return data.powersOfAttorney.nodes.map((node: { id: string }) => node.id)
    }
    expect(await seen('erik', 'GIVEN')).toEqual([id])
    expect(await seen('freja', 'HELD')).toEqual([id])
    expect([await seen('erik', 'HELD'), await seen('freja', 'GIVEN'), await seen('thomas', 'BOTH')]).toEqual([
      [],
      [],
      [],
    ])
    const text = 'query Q($id: ID!) { powerOfAttorney(id: $id) { id state } }'
    const third = await cases.citizen('thomas')
    const [there, absent] = [
      await cases.ask(third, text, { id }),
      await cases.ask(third, text, { id: randomUUID() }),
    ]
    expect([there.data, there.errors]).toEqual([absent.data, absent.errors])
    expect(there.data).toEqual({ powerOfAttorney: null })
  })

  test('ended once, it cannot be ended again', async () => {
    const id = await cases.empowered('erik', 'freja', {})
    const erik = await cases.citizen('erik')
    const end = (commandId: string) => cases.ask(erik, revoke, { input: { id, commandId } })
    const first = await end('e1')
    expect((await end('e1')).data).toEqual(first.data)
    expect((await end('e2')).data.revokePowerOfAttorney.problems).toEqual([
      { code: 'WRONG_STATE', path: 'input.id' },
    ])
  })

  test('a representative gives no powers of attorney on behalf of another', async () => {
    await cases.empowered('anna', 'lars', { actions: ['READ', 'CONSENT', 'ACT'] })
    const answer = await cases.ask(await cases.citizen('lars', 'anna'), give, input())
    expect(answer.refused).toEqual(['givePowerOfAttorney MANDATE_SCOPE'])
    expect(answer.recorded).toEqual(['Mutation.givePowerOfAttorney MANDATE_SCOPE'])
  })

  test('events are only ever added', async () => {
    const sql = cases.database.sql('powers_of_attorney')
    await expect(sql`update powers_of_attorney.event set state = 'ACTIVE'`).rejects.toThrow(
      /permission denied/,
    )
    await expect(sql`update powers_of_attorney.power_of_attorney set fields = '{}'`).rejects.toThrow(
      /permission denied/,
    )
    await expect(sql`delete from powers_of_attorney.power_of_attorney`).rejects.toThrow(/permission denied/)
  })
})
