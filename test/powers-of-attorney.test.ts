// The life of a power of attorney: its states and what a gift may hold as tables, then its commands against the platform.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type About,
  type Gift,
  giftProblems,
  type Named,
  namedProblems,
} from '../subgraphs/powers-of-attorney/gift.ts'
import { endedBecause, type Life, stateAt } from '../subgraphs/powers-of-attorney/lifecycle.ts'
import { classifyPlatform } from '../subgraphs/registry.ts'
import { type Cases, give, inDays as inDaysText, openCases, revoke } from './asked.ts'
import { activity, at, inDays } from './decision-facts.ts'

describe('the state now, and why it ended by itself', () => {
  const life = (changes: Partial<Life>): Life => ({
    ...{
      kind: 'VOLUNTARY',
      askedBy: 'GRANTOR',
      answerBy: inDays(5),
      confirmBy: inDays(5),
      validTo: inDays(9),
    },
    ...{ state: 'ACTIVE', gone: null, ...changes },
  })
  test.each`
    stored                | changes                                      | state                 | because
    ${'ACTIVE'}           | ${{}}                                        | ${'ACTIVE'}           | ${null}
    ${'ACTIVE'}           | ${{ validTo: at }}                           | ${'EXPIRED'}          | ${null}
    ${'ACTIVE'}           | ${{ answerBy: at, confirmBy: at }}           | ${'ACTIVE'}           | ${null}
    ${'ACTIVE'}           | ${{ gone: 'GRANTOR_DEAD' }}                  | ${'LAPSED'}           | ${'GRANTOR_DEAD'}
    ${'ACTIVE'}           | ${{ gone: 'CHAIN_ENDED' }}                   | ${'LAPSED'}           | ${'CHAIN_ENDED'}
    ${'ACTIVE'}           | ${{ gone: 'HOLDER_DEAD', validTo: at }}      | ${'EXPIRED'}          | ${null}
    ${'OFFERED'}          | ${{}}                                        | ${'OFFERED'}          | ${null}
    ${'OFFERED'}          | ${{ answerBy: at }}                          | ${'LAPSED'}           | ${'NOT_ANSWERED'}
    ${'OFFERED'}          | ${{ gone: 'GRANTOR_BANKRUPT' }}              | ${'LAPSED'}           | ${'GRANTOR_BANKRUPT'}
    ${'PARTLY_CONFIRMED'} | ${{ answerBy: at }}                          | ${'PARTLY_CONFIRMED'} | ${null}
    ${'PARTLY_CONFIRMED'} | ${{ confirmBy: at }}                         | ${'LAPSED'}           | ${'NOT_CONFIRMED'}
    ${'PARTLY_CONFIRMED'} | ${{ confirmBy: at, gone: 'GRANTOR_OF_AGE' }} | ${'LAPSED'}           | ${'NOT_CONFIRMED'}
    ${'DORMANT'}          | ${{}}                                        | ${'DORMANT'}          | ${null}
    ${'DORMANT'}          | ${{ gone: 'GRANTOR_DEAD' }}                  | ${'LAPSED'}           | ${'GRANTOR_DEAD'}
    ${'DORMANT'}          | ${{ validTo: at }}                           | ${'EXPIRED'}          | ${null}
    ${'REVOKED'}          | ${{ gone: 'GRANTOR_DEAD', validTo: at }}     | ${'REVOKED'}          | ${null}
    ${'RENOUNCED'}        | ${{ validTo: at }}                           | ${'RENOUNCED'}        | ${null}
  `('$stored with $changes → $state, $because', ({ stored, changes, state, because }) => {
    const now = life({ state: stored, ...changes })
    expect([stateAt(now, at), endedBecause(now, at)]).toEqual([state, because])
  })
})

describe('the problems of a gift, all at once', () => {
  const gift: Gift = {
    commandId: 'a',
    fields: ['Person.name'],
    actions: ['READ'],
    activities: [],
    validTo: inDays(30),
    passOnDepth: 0,
    kind: 'VOLUNTARY',
  }
  const terms = {
    ...{ id: 'tax', version: 2, state: 'PUBLISHED', longestDays: 20, grantorFromAge: 18, holderFromAge: 18 },
    ...{ fields: ['Person.name'], actions: ['READ'], activities: ['KOM-17'] },
  } as const
  const about: About = {
    ...{ platform: classifyPlatform(), at, longestYears: 25, package: null, activities: [] },
  }
  const packaged = { package: 'tax', fields: null, actions: null, validTo: inDays(20) }
  const closed = { package: { ...terms, state: 'CLOSED' } }
  // 25 years to the day, and a millisecond more.
  const years25 = new Date('2051-05-01T12:00:00Z')
  test.each`
    changes                                           | held                                           | codes
    ${{}}                                             | ${{}}                                          | ${[]}
    ${{ commandId: '' }}                              | ${{}}                                          | ${['ID_LENGTH']}
    ${{ actions: null }}                              | ${{}}                                          | ${['ACTIONS_MISSING']}
    ${{ fields: null }}                               | ${{}}                                          | ${['FIELDS_MISSING']}
    ${{ fields: [], actions: ['CONSENT'] }}           | ${{}}                                          | ${[]}
    ${{ fields: ['Person.name', 'Person.shoeSize'] }} | ${{}}                                          | ${['FIELD_UNKNOWN']}
    ${{ fields: ['Business.name', 'Address.lines'] }} | ${{}}                                          | ${['FIELD_OPEN', 'FIELD_PART']}
    ${{ activities: ['KOM-17'] }}                     | ${{ activities: [activity()] }}                | ${[]}
    ${{ activities: ['KOM-99'] }}                     | ${{ activities: [null] }}                      | ${['ACTIVITY_NOT_IN_FORCE']}
    ${{ activities: ['KOM-17'] }}                     | ${{ activities: [activity({ validTo: at })] }} | ${['ACTIVITY_NOT_IN_FORCE']}
    ${{ validTo: at }}                                | ${{}}                                          | ${['PERIOD_REVERSED']}
    ${{ validFrom: inDays(40) }}                      | ${{}}                                          | ${['PERIOD_REVERSED']}
    ${{ validTo: years25 }}                           | ${{}}                                          | ${[]}
    ${{ validTo: new Date(years25.getTime() + 1) }}   | ${{}}                                          | ${['PERIOD_TOO_LONG']}
    ${{ validTo: new Date('2028-05-01T12:00:01Z') }}  | ${{ longestYears: 2 }}                         | ${['PERIOD_TOO_LONG']}
    ${{ passOnDepth: 3 }}                             | ${{}}                                          | ${[]}
    ${{ passOnDepth: 4 }}                             | ${{}}                                          | ${['PASS_ON_DEPTH']}
    ${{ passOnDepth: 1, kind: 'FUTURE' }}             | ${{}}                                          | ${['PASS_ON_DEPTH']}
    ${packaged}                                       | ${{ package: terms }}                          | ${[]}
    ${packaged}                                       | ${{}}                                          | ${['PACKAGE_UNKNOWN']}
    ${packaged}                                       | ${closed}                                      | ${['PACKAGE_CLOSED']}
    ${{ ...packaged, fields: ['Person.name'] }}       | ${{ package: terms }}                          | ${['PACKAGE_ALONE']}
    ${{ ...packaged, validTo: inDays(21) }}           | ${{ package: terms }}                          | ${['PERIOD_TOO_LONG']}
    ${{ commandId: '', actions: [], validTo: at }}    | ${{}}                                          | ${['ID_LENGTH', 'ACTIONS_MISSING', 'PERIOD_REVERSED']}
  `('$changes → $codes (C19, P28)', ({ changes, held, codes }) => {
    const found = giftProblems({ ...gift, ...changes }, { ...about, ...held })
    expect(found.map(({ code }) => code)).toEqual(codes)
  })

  test.each`
    named                                    | codes
    ${{ id: randomUUID() }}                  | ${[]}
    ${{ cpr: '0101010000' }}                 | ${[]}
    ${{}}                                    | ${['SUBJECT_AMBIGUOUS']}
    ${{ id: randomUUID(), cvr: '99000001' }} | ${['SUBJECT_AMBIGUOUS']}
    ${{ id: 'no id' }}                       | ${['NOT_FOUND']}
  `('$named → $codes', ({ named, codes }: { named: Named; codes: readonly string[] }) => {
    expect(namedProblems(named, 'input.holder').map(({ code }) => code)).toEqual(codes)
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
    const codes = [
      ['Person.shoeSize', 'FIELD_UNKNOWN'],
      ['Business.name', 'FIELD_OPEN'],
      ['__proto__.constructor', 'FIELD_UNKNOWN'],
      ['Person.__proto__', 'FIELD_UNKNOWN'],
      ['Person', 'FIELD_UNKNOWN'],
    ] as const
    for (const [field, code] of codes) {
      const answer = await cases.ask(anna, give, input({ fields: [field] }))
      expect(answer.data.givePowerOfAttorney.problems, field).toEqual([{ code, path: 'input.fields.0' }])
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

  test('whoever holds one gives none on behalf of another: passing on is a right of its own', async () => {
    await cases.empowered('anna', 'lars', { actions: ['READ', 'CONSENT', 'ACT'] })
    const answer = await cases.ask(await cases.citizen('lars', 'anna'), give, input())
    expect(answer.data.givePowerOfAttorney.problems).toEqual([{ code: 'RIGHT_OUTSIDE', path: 'input' }])
  })

  test('events are only ever added', async () => {
    const sql = cases.database.sql('powers_of_attorney')
    await expect(sql`update powers_of_attorney.event set state = 'ACTIVE'`).rejects.toThrow(
      /permission denied/,
    )
    await expect(sql`update powers_of_attorney.power_of_attorney set valid_to = 'infinity'`).rejects.toThrow(
      /permission denied/,
    )
    await expect(sql`delete from powers_of_attorney.power_of_attorney`).rejects.toThrow(/permission denied/)
  })
})
