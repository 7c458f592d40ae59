// The life of a consent as tables: its state at an instant, which command leads where, and who must agree.
import { describe, expect, test } from 'vitest'
import { agreement, confirmBy, counts, stillCounts } from '../subgraphs/consents/agreement.ts'
import { change, type State, stateAt, storedAs } from '../subgraphs/consents/lifecycle.ts'
import { noticeOf } from '../subgraphs/consents/notices.ts'
import { at, inDays } from './decision-facts.ts'

const life = (state: string, overrides: object = {}) => ({
  state: state as never,
  answerBy: inDays(10),
  confirmBy: null,
  askedFrom: null,
  validTo: inDays(30),
  ...overrides,
})
const agreed = { at, dead: false, agreed: true, confirmed: false, others: 0 }

describe('the state now', () => {
  test.each`
    stored                | overrides                   | dead     | expected
    ${'DRAFT'}            | ${{ answerBy: at }}         | ${true}  | ${'DRAFT'}
    ${'REQUESTED'}        | ${{}}                       | ${false} | ${'REQUESTED'}
    ${'REQUESTED'}        | ${{ answerBy: at }}         | ${false} | ${'LAPSED'}
    ${'REQUESTED'}        | ${{ validTo: at }}          | ${false} | ${'LAPSED'}
    ${'REQUESTED'}        | ${{}}                       | ${true}  | ${'LAPSED'}
    ${'PARTLY_CONFIRMED'} | ${{}}                       | ${false} | ${'PARTLY_CONFIRMED'}
    ${'PARTLY_CONFIRMED'} | ${{ answerBy: at }}         | ${false} | ${'LAPSED'}
    ${'PARTLY_CONFIRMED'} | ${{}}                       | ${true}  | ${'LAPSED'}
    ${'PARTLY_CONFIRMED'} | ${{ confirmBy: at }}        | ${false} | ${'LAPSED'}
    ${'GRANTED'}          | ${{}}                       | ${false} | ${'GRANTED'}
    ${'GRANTED'}          | ${{ answerBy: inDays(-9) }} | ${false} | ${'GRANTED'}
    ${'GRANTED'}          | ${{ validTo: at }}          | ${false} | ${'EXPIRED'}
    ${'GRANTED'}          | ${{}}                       | ${true}  | ${'INVALIDATED'}
    ${'SUSPENDED'}        | ${{}}                       | ${false} | ${'SUSPENDED'}
    ${'SUSPENDED'}        | ${{ validTo: at }}          | ${false} | ${'EXPIRED'}
    ${'SUSPENDED'}        | ${{}}                       | ${true}  | ${'INVALIDATED'}
    ${'WITHDRAWN'}        | ${{ validTo: at }}          | ${true}  | ${'WITHDRAWN'}
    ${'DECLINED'}         | ${{ validTo: at }}          | ${true}  | ${'DECLINED'}
    ${'CANCELLED'}        | ${{ answerBy: at }}         | ${false} | ${'CANCELLED'}
    ${'SUPERSEDED'}       | ${{ validTo: at }}          | ${true}  | ${'SUPERSEDED'}
    ${'INVALIDATED'}      | ${{ validTo: at }}          | ${false} | ${'INVALIDATED'}
  `('$stored, dead: $dead → $expected', ({ stored, overrides, dead, expected }) => {
    expect(stateAt(life(stored, overrides), at, dead)).toBe(expected)
  })

  test.each`
    state          | stored
    ${'REQUESTED'} | ${[{ state: 'REQUESTED', over: false }]}
    ${'LAPSED'}    | ${[{ state: 'REQUESTED', over: true }, { state: 'PARTLY_CONFIRMED', over: true }]}
    ${'EXPIRED'}   | ${[{ state: 'GRANTED', over: true }, { state: 'SUSPENDED', over: true }]}
    ${'WITHDRAWN'} | ${[{ state: 'WITHDRAWN', over: false }]}
  `('$state is found in the rows that are so', ({ state, stored }) => {
    expect(storedAs(state as State)).toEqual(stored)
  })
})

// From each state in this order: what the diagram of ACCESS.md section 9 allows, and `-` for WRONG_STATE.
const commands = [
  'SEND',
  'GRANT',
  'DECLINE',
  'CANCEL',
  'WITHDRAW',
  'SUSPEND',
  'RESUME',
  'SUPERSEDE',
  'INVALIDATE',
] as const

describe('which command leads where; every other is WRONG_STATE (C12)', () => {
  test.each`
    state                 | send           | grant        | decline       | cancel         | withdraw       | suspend        | resume       | supersede       | invalidate
    ${'DRAFT'}            | ${'REQUESTED'} | ${'-'}       | ${'-'}        | ${'CANCELLED'} | ${'-'}         | ${'-'}         | ${'-'}       | ${'-'}          | ${'-'}
    ${'REQUESTED'}        | ${'-'}         | ${'GRANTED'} | ${'DECLINED'} | ${'CANCELLED'} | ${'-'}         | ${'-'}         | ${'-'}       | ${'-'}          | ${'-'}
    ${'PARTLY_CONFIRMED'} | ${'-'}         | ${'GRANTED'} | ${'DECLINED'} | ${'CANCELLED'} | ${'-'}         | ${'-'}         | ${'-'}       | ${'-'}          | ${'-'}
    ${'GRANTED'}          | ${'-'}         | ${'-'}       | ${'-'}        | ${'-'}         | ${'WITHDRAWN'} | ${'SUSPENDED'} | ${'-'}       | ${'SUPERSEDED'} | ${'INVALIDATED'}
    ${'SUSPENDED'}        | ${'-'}         | ${'-'}       | ${'-'}        | ${'-'}         | ${'WITHDRAWN'} | ${'-'}         | ${'GRANTED'} | ${'SUPERSEDED'} | ${'INVALIDATED'}
    ${'DECLINED'}         | ${'-'}         | ${'-'}       | ${'-'}        | ${'-'}         | ${'-'}         | ${'-'}         | ${'-'}       | ${'-'}          | ${'-'}
    ${'CANCELLED'}        | ${'-'}         | ${'-'}       | ${'-'}        | ${'-'}         | ${'-'}         | ${'-'}         | ${'-'}       | ${'-'}          | ${'-'}
    ${'WITHDRAWN'}        | ${'-'}         | ${'-'}       | ${'-'}        | ${'-'}         | ${'-'}         | ${'-'}         | ${'-'}       | ${'-'}          | ${'-'}
    ${'SUPERSEDED'}       | ${'-'}         | ${'-'}       | ${'-'}        | ${'-'}         | ${'-'}         | ${'-'}         | ${'-'}       | ${'-'}          | ${'-'}
    ${'INVALIDATED'}      | ${'-'}         | ${'-'}       | ${'-'}        | ${'-'}         | ${'-'}         | ${'-'}         | ${'-'}       | ${'-'}          | ${'-'}
  `('from $state', ({ state, ...expected }) => {
    const found = commands.map(command => {
      const changed = change(life(state), command, agreed)
      return 'code' in changed ? '-' : changed.state
    })
    expect(found).toEqual(Object.values(expected))
  })

  test.each`
    what                        | state                 | overrides           | dead     | command
    ${'lapsed'}                 | ${'REQUESTED'}        | ${{ answerBy: at }} | ${false} | ${'GRANT'}
    ${'lapsed'}                 | ${'PARTLY_CONFIRMED'} | ${{ answerBy: at }} | ${false} | ${'GRANT'}
    ${'lapsed'}                 | ${'REQUESTED'}        | ${{ answerBy: at }} | ${false} | ${'CANCEL'}
    ${'asked of somebody dead'} | ${'REQUESTED'}        | ${{}}               | ${true}  | ${'GRANT'}
    ${'expired'}                | ${'GRANTED'}          | ${{ validTo: at }}  | ${false} | ${'WITHDRAW'}
    ${'expired'}                | ${'SUSPENDED'}        | ${{ validTo: at }}  | ${false} | ${'RESUME'}
    ${'given by somebody dead'} | ${'GRANTED'}          | ${{}}               | ${true}  | ${'SUSPEND'}
  `('what has $what takes no $command', ({ state, overrides, dead, command }) => {
    expect(change(life(state, overrides), command, { ...agreed, dead })).toEqual({ code: 'WRONG_STATE' })
  })

  test.each`
    from            | askedFrom     | expected
    ${'the answer'} | ${null}       | ${at}
    ${'the past'}   | ${inDays(-5)} | ${at}
    ${'the future'} | ${inDays(5)}  | ${inDays(5)}
  `('asked from $from, granted it holds from $expected', ({ askedFrom, expected }) => {
    const granted = change(life('REQUESTED', { askedFrom }), 'GRANT', agreed)
    expect(granted).toEqual({ state: 'GRANTED', validFrom: expected })
  })
})

const given = (...people: readonly string[]) => people.map(person => ({ person, at }))

describe('several must agree', () => {
  const both = { form: 'ALL_OF', persons: ['mother', 'father'] } as const
  test.each`
    needed                             | confirmations             | met      | missing
    ${{ form: 'ONE' }}                 | ${[]}                     | ${false} | ${[]}
    ${{ form: 'ONE' }}                 | ${['anyone']}             | ${true}  | ${[]}
    ${both}                            | ${[]}                     | ${false} | ${['mother', 'father']}
    ${both}                            | ${['mother']}             | ${false} | ${['father']}
    ${both}                            | ${['mother', 'mother']}   | ${false} | ${['father']}
    ${both}                            | ${['mother', 'stranger']} | ${false} | ${['father']}
    ${both}                            | ${['father', 'mother']}   | ${true}  | ${[]}
    ${{ form: 'ALL_OF', persons: [] }} | ${['anyone']}             | ${false} | ${[]}
  `('$needed.form of $needed.persons, confirmed by $confirmations → $met', row => {
    const { met, missing } = row
    expect(agreement(row.needed, given(...row.confirmations), at)).toEqual({ met, missing, signature: null })
  })

  test('a confirmation counts of those alone who must agree', () => {
    expect(['mother', 'stranger'].map(person => counts(both, person))).toEqual([true, false])
    expect(counts({ form: 'ONE' }, 'stranger')).toBe(true)
  })

  test('of parents time ends no confirmation', () => {
    expect(confirmBy(both, given('mother'))).toBe(null)
    expect(stillCounts(both, { person: 'mother', at: inDays(-1_000) }, at)).toBe(true)
  })

  test.each`
    state                 | command       | agreed   | confirmed | others | expected
    ${'REQUESTED'}        | ${'GRANT'}    | ${false} | ${false}  | ${0}   | ${'PARTLY_CONFIRMED'}
    ${'PARTLY_CONFIRMED'} | ${'GRANT'}    | ${false} | ${false}  | ${1}   | ${'PARTLY_CONFIRMED'}
    ${'PARTLY_CONFIRMED'} | ${'GRANT'}    | ${false} | ${true}   | ${0}   | ${'-'}
    ${'PARTLY_CONFIRMED'} | ${'GRANT'}    | ${true}  | ${false}  | ${1}   | ${'GRANTED'}
    ${'PARTLY_CONFIRMED'} | ${'GRANT'}    | ${true}  | ${true}   | ${0}   | ${'GRANTED'}
    ${'PARTLY_CONFIRMED'} | ${'WITHDRAW'} | ${false} | ${true}   | ${0}   | ${'REQUESTED'}
    ${'PARTLY_CONFIRMED'} | ${'WITHDRAW'} | ${false} | ${true}   | ${1}   | ${'PARTLY_CONFIRMED'}
    ${'PARTLY_CONFIRMED'} | ${'WITHDRAW'} | ${false} | ${false}  | ${1}   | ${'-'}
    ${'PARTLY_CONFIRMED'} | ${'DECLINE'}  | ${false} | ${false}  | ${1}   | ${'DECLINED'}
  `(
    '$state, $command by one who confirmed: $confirmed → $expected',
    ({ state, command, expected, ...rest }) => {
      const changed = change(life(state), command, { ...agreed, ...rest })
      expect('code' in changed ? '-' : changed.state).toBe(expected)
    },
  )
})

test.each`
  command         | from                  | to                    | by                  | sent     | expected
  ${'SEND'}       | ${'DRAFT'}            | ${'REQUESTED'}        | ${'SYSTEM'}         | ${false} | ${'CONSENT_REQUESTED'}
  ${'GRANT'}      | ${'REQUESTED'}        | ${'GRANTED'}          | ${'SUBJECT'}        | ${true}  | ${null}
  ${'GRANT'}      | ${'REQUESTED'}        | ${'GRANTED'}          | ${'REPRESENTATIVE'} | ${true}  | ${'CONSENT_GRANTED_FOR_YOU'}
  ${'GRANT'}      | ${'REQUESTED'}        | ${'PARTLY_CONFIRMED'} | ${'REPRESENTATIVE'} | ${true}  | ${'CONSENT_PARTLY_CONFIRMED'}
  ${'DECLINE'}    | ${'REQUESTED'}        | ${'DECLINED'}         | ${'SUBJECT'}        | ${true}  | ${null}
  ${'DECLINE'}    | ${'REQUESTED'}        | ${'DECLINED'}         | ${'REPRESENTATIVE'} | ${true}  | ${'CONSENT_DECLINED_FOR_YOU'}
  ${'CANCEL'}     | ${'REQUESTED'}        | ${'CANCELLED'}        | ${'SYSTEM'}         | ${true}  | ${'CONSENT_CANCELLED'}
  ${'CANCEL'}     | ${'DRAFT'}            | ${'CANCELLED'}        | ${'SYSTEM'}         | ${false} | ${null}
  ${'WITHDRAW'}   | ${'GRANTED'}          | ${'WITHDRAWN'}        | ${'SUBJECT'}        | ${true}  | ${null}
  ${'WITHDRAW'}   | ${'GRANTED'}          | ${'WITHDRAWN'}        | ${'STEWARD'}        | ${true}  | ${'CONSENT_WITHDRAWN_FOR_YOU'}
  ${'WITHDRAW'}   | ${'PARTLY_CONFIRMED'} | ${'REQUESTED'}        | ${'REPRESENTATIVE'} | ${true}  | ${null}
  ${'SUSPEND'}    | ${'GRANTED'}          | ${'SUSPENDED'}        | ${'STEWARD'}        | ${true}  | ${'CONSENT_SUSPENDED'}
  ${'RESUME'}     | ${'SUSPENDED'}        | ${'GRANTED'}          | ${'STEWARD'}        | ${true}  | ${'CONSENT_RESUMED'}
  ${'INVALIDATE'} | ${'GRANTED'}          | ${'INVALIDATED'}      | ${'STEWARD'}        | ${true}  | ${'CONSENT_INVALIDATED'}
  ${'SUPERSEDE'}  | ${'GRANTED'}          | ${'SUPERSEDED'}       | ${'SUBJECT'}        | ${true}  | ${null}
`('$command by $by tells the person: $expected', ({ command, expected, ...rest }) => {
  expect(noticeOf(command, rest)).toBe(expected)
})
