// The judge on histories written by hand: each rule finds what breaks it, and nothing in what keeps it.
import { describe, expect, test } from 'vitest'
import type { AccessRecord, Command, CommandName, Event, Evidence, History, Read } from './history.ts'
import { judge } from './judge.ts'
import { countRaces } from './judge-commands.ts'
import { atOnceOf } from './judge-reads.ts'

// `a GRANT 10-20 DONE`: command id, command, sent and answered (`-` for never), outcome.
function commandOf(line: string, about: Partial<Command> = {}): Command {
  const [commandId, command, times, outcome] = line.split(' ') as [string, CommandName, string, 'DONE']
  const [sent, answered] = times.split('-')
  return {
    ...{ lane: 'anna', right: 'c', actor: 'anna', needs: 1, race: null, node: 'one', state: null },
    ...{ commandId, command, outcome, sent: Number(sent), answered: answered ? Number(answered) : null },
    ...about,
  }
}
function readOf(line: string): Read {
  const [reference, times, outcome, ...codes] = line.split(' ') as [string, string, 'GIVEN']
  const [sent, answered] = times.split('-')
  const place = { reference, lane: 'anna', node: 'other' }
  return { ...place, outcome, codes, sent: Number(sent), answered: Number(answered) }
}
// `GRANT GRANTED 2000 a`: command, state, the database's time, command id.
const lifeOf = (lines: readonly string[], right = 'c', from = 1): Event[] =>
  lines.map((line, index) => {
    const [command, state, at, commandId] = line.split(' ') as [string, string, string, string?]
    const place = { revision: index + 1, position: index + from, authority: 'k' }
    return { right, command, state, at: Number(at), commandId: commandId ?? null, ...place }
  })
const recordOf = (reference: string, at: number): AccessRecord => ({ reference, at, rights: ['c'] })

const request = commandOf('r REQUEST 0-5 DONE')
const asked = 'REQUEST REQUESTED 1000 r'
const given = 'GRANT GRANTED 2000 a'
const withdrawn = 'WITHDRAW WITHDRAWN 3000 w'
const grant = commandOf('a GRANT 10-20 DONE', { state: 'GRANTED' })
const withdraw = commandOf('w WITHDRAW 30-40 DONE')

/** What is wrong with it all, as `RULE what`. The last event leads to what is stored unless told. */
function wrong(history: Partial<History>, events: readonly Event[], evidence: Partial<Evidence> = {}) {
  const last = events.at(-1)
  const stored = last ? [{ id: last.right, state: last.state, revision: events.length }] : []
  const whole = { events, rights: stored, records: [], faults: [], ...evidence }
  const found = judge({ commands: [], reads: [], followed: [], ...history }, whole, 'k')
  return found.map(({ rule, what }) => `${rule} ${what}`)
}

test('a life that is whole, read before, during and after its end', () => {
  const reads = [
    'x 25-28 GIVEN',
    'y 32-50 GIVEN',
    'z 35-45 REFUSED CONSENT_WITHDRAWN',
    'q 41-45 REFUSED CONSENT_WITHDRAWN',
  ]
  const history = { commands: [request, grant, withdraw], reads: reads.map(readOf) }
  const records = [recordOf('x', 2500), recordOf('y', 2999.9)]
  expect(wrong(history, lifeOf([asked, given, withdrawn]), { records })).toEqual([])
})

describe('reads', () => {
  const suspend = commandOf('s SUSPEND 25-28 DONE')
  const resume = (line: string) => commandOf(`m RESUME ${line}`)
  test.each`
    what                                     | commands                                                                                                          | read               | late
    ${'after the end'}                       | ${[grant, withdraw]}                                                                                              | ${'x 41-50 GIVEN'} | ${true}
    ${'sent before the acknowledgement'}     | ${[grant, withdraw]}                                                                                              | ${'x 39-50 GIVEN'} | ${false}
    ${'after an end that nobody confirmed'}  | ${[grant, commandOf('w WITHDRAW 30- UNKNOWN')]}                                                                   | ${'x 41-50 GIVEN'} | ${false}
    ${'before it was ever given'}            | ${[commandOf('a GRANT 60-70 DONE')]}                                                                              | ${'x 41-50 GIVEN'} | ${true}
    ${'never given but refused'}             | ${[commandOf('a GRANT 10-20 PROBLEM')]}                                                                           | ${'x 41-50 GIVEN'} | ${true}
    ${'given by whoever got no answer'}      | ${[commandOf('a GRANT 10- UNKNOWN')]}                                                                             | ${'x 41-50 GIVEN'} | ${false}
    ${'declined'}                            | ${[grant, commandOf('d DECLINE 10-20 DONE')]}                                                                     | ${'x 41-50 GIVEN'} | ${true}
    ${'held back'}                           | ${[grant, suspend]}                                                                                               | ${'x 30-50 GIVEN'} | ${true}
    ${'held back, and going on meanwhile'}   | ${[grant, suspend, resume('40-60 DONE')]}                                                                         | ${'x 30-50 GIVEN'} | ${false}
    ${'held back, and going on, perhaps'}    | ${[grant, suspend, resume('26- UNKNOWN')]}                                                                        | ${'x 30-50 GIVEN'} | ${false}
    ${'held back after it had gone on'}      | ${[grant, suspend, resume('21-24 DONE')]}                                                                         | ${'x 30-50 GIVEN'} | ${true}
    ${'agreed to by one of two'}             | ${[{ ...grant, needs: 2 }]}                                                                                       | ${'x 30-50 GIVEN'} | ${true}
    ${'agreed to by both'}                   | ${[{ ...grant, needs: 2 }, { ...grant, actor: 'jens', needs: 2 }]}                                                | ${'x 30-50 GIVEN'} | ${false}
    ${'of several, one took back their own'} | ${[{ ...grant, needs: 2 }, { ...grant, actor: 'jens', needs: 2 }, { ...withdraw, needs: 2, state: 'REQUESTED' }]} | ${'x 41-50 GIVEN'} | ${false}
    ${'of several, one withdrew'}            | ${[{ ...grant, needs: 2 }, { ...grant, actor: 'jens', needs: 2 }, { ...withdraw, needs: 2, state: 'WITHDRAWN' }]} | ${'x 41-50 GIVEN'} | ${true}
  `('$what: late $late', ({ commands, read, late }) => {
    const found = wrong({ commands, reads: [readOf(read)] }, [], { records: [recordOf('x', 0)] })
    expect(found.includes('LATE_READ x')).toBe(late)
  })

  test.each`
    at        | late     | why
    ${2000}   | ${false} | ${'in the millisecond of the grant'}
    ${2999}   | ${false} | ${'before the end'}
    ${3000.9} | ${false} | ${'in the millisecond of the end'}
    ${3001}   | ${true}  | ${'after the end'}
    ${1999.9} | ${true}  | ${'before the grant'}
  `('recorded $why: late $late', ({ at, late }) => {
    const found = wrong({}, lifeOf([asked, given, withdrawn]), { records: [recordOf('x', at)] })
    expect(found.includes('LATE_RELEASE x')).toBe(late)
  })

  test.each`
    read                                 | commands             | found
    ${'x 21-25 REFUSED CONSENT_MISSING'} | ${[grant]}           | ${['NOT_YET_GIVEN x']}
    ${'x 19-25 REFUSED CONSENT_MISSING'} | ${[grant]}           | ${[]}
    ${'x 21-25 REFUSED INDETERMINATE'}   | ${[grant]}           | ${[]}
    ${'x 21-35 REFUSED CONSENT_MISSING'} | ${[grant, withdraw]} | ${[]}
    ${'x 21-25 GIVEN'}                   | ${[grant]}           | ${['UNRECORDED x']}
  `('$read', ({ read, commands, found }) => {
    const rules = wrong({ commands, reads: [readOf(read)] }, [])
    expect(rules.filter(rule => /^(NOT_YET|UNREC)/.test(rule))).toEqual(found)
  })
})

describe('commands', () => {
  const all = [request, grant, withdraw]
  test.each`
    what                                    | commands                                                                       | life                                                                | found
    ${'acknowledged and lost'}              | ${all}                                                                         | ${[asked, given]}                                                   | ${['LOST_COMMAND w']}
    ${'unknown, and not there'}             | ${[request, grant, commandOf('w WITHDRAW 30- UNKNOWN')]}                       | ${[asked, given]}                                                   | ${[]}
    ${'unknown, and there'}                 | ${[request, grant, commandOf('w WITHDRAW 30- UNKNOWN')]}                       | ${[asked, given, withdrawn]}                                        | ${[]}
    ${'refused, and there'}                 | ${[request, grant, commandOf('w WITHDRAW 30-40 PROBLEM')]}                     | ${[asked, given, withdrawn]}                                        | ${['UNASKED w']}
    ${'never sent, and there'}              | ${[request, grant]}                                                            | ${[asked, given, withdrawn]}                                        | ${['UNASKED c 3']}
    ${'there as something else'}            | ${[request, commandOf('a DECLINE 10-20 DONE')]}                                | ${[asked, given]}                                                   | ${['UNASKED a']}
    ${'there twice'}                        | ${[request, grant]}                                                            | ${[asked, given, 'GRANT GRANTED 2001 a']}                           | ${['TWICE a', 'ILLEGAL c 3']}
    ${'two that exclude each other'}        | ${[request, grant, commandOf('d DECLINE 10-20 DONE')]}                         | ${[asked, given, 'DECLINE DECLINED 2001 d']}                        | ${['ILLEGAL c 3']}
    ${'one before the other, turned round'} | ${[request, commandOf('a GRANT 30-40 DONE'), commandOf('b GRANT 10-20 DONE')]} | ${[asked, 'GRANT PARTLY_CONFIRMED 2000 a', 'GRANT GRANTED 2001 b']} | ${['ORDER b a']}
  `('$what', ({ commands, life, found }) => {
    expect(wrong({ commands }, lifeOf(life)).toSorted()).toEqual([...found].toSorted())
  })

  test.each`
    outcomes                  | found
    ${['DONE', 'PROBLEM']}    | ${[]}
    ${['DONE', 'DONE']}       | ${['RACE 1']}
    ${['PROBLEM', 'PROBLEM']} | ${['RACE 1']}
    ${['PROBLEM', 'UNKNOWN']} | ${[]}
    ${['DONE', 'UNKNOWN']}    | ${[]}
  `('of those that race: $outcomes', ({ outcomes, found }) => {
    const commands = (outcomes as string[]).map((outcome, index) =>
      commandOf(`w${index} WITHDRAW 30-40 ${outcome}`, { race: '1', right: `c${index}` }),
    )
    expect(wrong({ commands }, []).filter(rule => rule.startsWith('RACE'))).toEqual(found)
    expect(countRaces(commands.map(command => ({ ...command, right: 'c' })))).toBe(1)
  })

  test('an end of time is told and changes no state', () => {
    const rights = [{ id: 'c', state: 'REQUESTED', revision: 2 }]
    expect(wrong({ commands: [request] }, lifeOf([asked, 'TIME LAPSED 2000']), { rights })).toEqual([])
  })

  test('a state to which no event led', () => {
    const rights = [{ id: 'c', state: 'WITHDRAWN', revision: 3 }]
    expect(wrong({ commands: [request, grant] }, lifeOf([asked, given]), { rights })).toEqual([
      'ILLEGAL c at its end',
    ])
  })
})

describe('the feed', () => {
  const commands = [request, grant]
  const events = lifeOf([asked, given])
  const told = (...states: string[]) => [{ reader: 'f', seen: states.map(state => ({ right: 'c', state })) }]
  test.each`
    seen                                       | found
    ${told('REQUESTED', 'GRANTED')}            | ${[]}
    ${told('REQUESTED')}                       | ${['FEED f at 2 of 2']}
    ${told('GRANTED', 'REQUESTED')}            | ${['FEED f at 1 of 2']}
    ${told('REQUESTED', 'GRANTED', 'GRANTED')} | ${['FEED f at 3 of 2']}
  `('whoever saw $seen.0.seen', ({ seen, found }) => {
    expect(wrong({ commands, followed: seen }, events)).toEqual(found)
  })

  test('a gap in its positions, and a chain that is broken', () => {
    const found = wrong({ commands }, lifeOf([asked, given], 'c', 2), { faults: ['c 2 CONTENT'] })
    expect(found).toEqual(['CHAIN c 2 CONTENT', 'FEED k position 1'])
  })
})

test('straight after a withdrawal: sent to another node within 10 ms of its acknowledgement, and decided', () => {
  const on = (node: string, line: string) => ({ ...readOf(line), node })
  const reads = [
    on('other', 'early 39-44 GIVEN'),
    on('one', 'same 41-44 REFUSED CONSENT_WITHDRAWN'),
    on('other', 'now 40-44 REFUSED CONSENT_WITHDRAWN'),
    on('third', 'unsure 49-60 REFUSED INDETERMINATE'),
    on('third', 'shed 42-43 REFUSED OVERLOADED'),
    on('other', 'after 51-55 REFUSED CONSENT_WITHDRAWN'),
  ]
  const twice = commandOf('v WITHDRAW 31-40 DONE', { right: 'd' })
  const found = atOnceOf({ commands: [request, grant, withdraw, twice], reads })
  expect(found.map(({ reference }) => reference)).toEqual(['now', 'unsure'])
})
