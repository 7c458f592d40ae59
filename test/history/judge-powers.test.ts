// The judge of powers of attorney on histories written by hand: each rule finds what breaks it, nothing in what keeps it.
import { describe, expect, test } from 'vitest'
import type { Command, Event, PowerCommand, Read } from './history.ts'
import { type Dead, judgePowers, powersAtOnce, type StoredPower } from './judge-powers.ts'

// `first GIVE a 10-20 DONE 2`: power, command, who holds it, sent and answered, outcome, and how often it may be passed on.
function commandOf(line: string): Command {
  const [right, command, holder, times, outcome, depth] = line.split(' ') as [
    string,
    PowerCommand,
    string,
    string,
    'DONE',
    string,
  ]
  const [sent, answered] = times.split('-')
  return {
    ...{
      lane: 'l',
      right,
      command,
      commandId: `${right} ${command}`,
      actor: 'x',
      needs: 1,
      race: null,
      node: 'one',
    },
    ...{
      sent: Number(sent),
      answered: answered ? Number(answered) : null,
      outcome,
      terms: { holder, depth: Number(depth ?? 0) },
    },
    state: command === 'REVOKE' ? 'REVOKED' : 'ACTIVE',
  }
}
function readOf(line: string): Read {
  const [reader, times, outcome, ...codes] = line.split(' ') as [string, string, 'GIVEN']
  const [sent, answered] = times.split('-')
  return {
    reference: 'x',
    lane: 'l',
    reader,
    node: 'two',
    sent: Number(sent),
    answered: Number(answered),
    outcome,
    codes,
  }
}

const states: Partial<Record<PowerCommand, string>> = { REVOKE: 'REVOKED', RENOUNCE: 'RENOUNCED' }
const far = 1_000_000
const powers = (validTo: number): readonly Omit<StoredPower, 'state' | 'revision'>[] => [
  { id: 'first', chain: [], holder: 'a', validTo },
  { id: 'second', chain: ['first'], holder: 'b', validTo },
  { id: 'third', chain: ['first', 'second'], holder: 'c', validTo },
]

interface Case {
  readonly commands: readonly string[]
  readonly reads?: readonly string[]
  /** Recorded by this power at this time of the database. */
  readonly recorded?: readonly [power: string, at: number]
  readonly dead?: readonly Dead[]
  readonly validTo?: number
}

/** The events are what the commands say, each at the time at which it was answered. */
function wrong({ commands, reads = [], recorded, dead = [], validTo = far }: Case) {
  const made = commands.map(commandOf)
  const events: Event[] = made
    .filter(({ outcome }) => outcome !== 'PROBLEM')
    .map((command, index) => ({
      ...{
        right: command.right!,
        command: command.command,
        commandId: command.commandId,
        authority: '',
        position: 0,
      },
      ...{ state: states[command.command as PowerCommand] ?? 'ACTIVE', at: command.answered ?? command.sent },
      revision: made.slice(0, index + 1).filter(({ right }) => right === command.right).length,
    }))
  const stored = powers(validTo).flatMap(power => {
    const last = events.findLast(({ right }) => right === power.id)
    return last ? [{ ...power, state: last.state, revision: last.revision }] : []
  })
  const records = recorded ? [{ reference: 'x', at: recorded[1], rights: [recorded[0]] }] : []
  const history = { commands: made, reads: reads.map(readOf), dead, clockOrigin: 0 }
  return judgePowers(history, { events, powers: stored, records }).map(({ rule }) => rule)
}

const chain = [
  'first GIVE a 10-20 DONE 2',
  'second PASS_ON b 21-30 DONE 1',
  'third PASS_ON c 31-40 DONE 0',
] as const
const bDied: Dead = { person: 'b', from: 60, until: 90, touched: 55, settled: 95 }

describe('reads', () => {
  test.each`
    what                                            | more                                | read                                 | at      | found
    ${'while all of the chain holds'}               | ${[]}                               | ${'c 50-60 GIVEN'}                   | ${55}   | ${[]}
    ${'after the first one was revoked'}            | ${['first REVOKE a 41-45 DONE']}    | ${'c 50-60 GIVEN'}                   | ${44}   | ${['LATE_READ']}
    ${'after the middle one was renounced'}         | ${['second RENOUNCE b 41-45 DONE']} | ${'c 50-60 GIVEN'}                   | ${44}   | ${['LATE_READ']}
    ${'sent before that was acknowledged'}          | ${['second RENOUNCE b 41-55 DONE']} | ${'c 50-60 GIVEN'}                   | ${44}   | ${[]}
    ${'recorded after it, by the database’s clock'} | ${['second RENOUNCE b 41-55 DONE']} | ${'c 50-60 GIVEN'}                   | ${57}   | ${['LATE_RELEASE']}
    ${'after it was limited to fewer'}              | ${['first LIMIT a 41-45 DONE 1']}   | ${'c 50-60 GIVEN'}                   | ${44}   | ${['LATE_READ']}
    ${'recorded after it was limited'}              | ${['first LIMIT a 41-55 DONE 1']}   | ${'c 50-60 GIVEN'}                   | ${57}   | ${['LATE_RELEASE']}
    ${'within what it was limited to'}              | ${['first LIMIT a 41-45 DONE 2']}   | ${'c 50-60 GIVEN'}                   | ${55}   | ${[]}
    ${'refused though all of it held'}              | ${[]}                               | ${'c 50-60 REFUSED MANDATE_EXPIRED'} | ${null} | ${['NOT_YET_GIVEN']}
    ${'refused while it was being revoked'}         | ${['first REVOKE a 55-65 DONE']}    | ${'c 50-60 REFUSED MANDATE_EXPIRED'} | ${null} | ${[]}
    ${'refused for want of an answer'}              | ${[]}                               | ${'c 50-60 REFUSED INDETERMINATE'}   | ${null} | ${[]}
    ${'given and in no record'}                     | ${[]}                               | ${'c 50-60 GIVEN'}                   | ${null} | ${['UNRECORDED']}
  `('$what: $found', ({ more, read, at, found }) => {
    const recorded = at === null ? {} : { recorded: ['third', at] as const }
    expect(wrong({ commands: [...chain, ...more], reads: [read], ...recorded })).toEqual(found)
  })

  test.each`
    what                               | read               | late
    ${'while the middle one was dead'} | ${'c 70-80 GIVEN'} | ${['LATE_READ']}
    ${'as that began'}                 | ${'c 58-80 GIVEN'} | ${[]}
    ${'once that was undone'}          | ${'c 85-99 GIVEN'} | ${[]}
    ${'by whoever stands above'}       | ${'a 70-80 GIVEN'} | ${[]}
  `('$what: $late', ({ read, late }) => {
    const recorded = [read.startsWith('c') ? 'third' : 'first', 55] as const
    expect(wrong({ commands: chain, reads: [read], recorded, dead: [bDied] })).toEqual(late)
  })

  test('past its end, by either clock', () => {
    const reads = ['a 500-510 GIVEN']
    expect(wrong({ commands: chain, reads, recorded: ['first', 2_000], validTo: 400 })).toEqual([
      'LATE_READ',
      'LATE_RELEASE',
    ])
  })

  test('straight after an end, on another node', () => {
    const commands = [...chain, 'first REVOKE a 41-45 DONE'].map(commandOf)
    const reads = ['c 46-50 REFUSED MANDATE_LAPSED', 'c 60-70 REFUSED MANDATE_LAPSED'].map(readOf)
    expect(powersAtOnce({ commands, reads })).toHaveLength(1)
  })
})

describe('commands', () => {
  test.each`
    what                             | commands                                                                  | found
    ${'a whole chain, then its end'} | ${[...chain, 'first REVOKE a 41-45 DONE']}                                | ${[]}
    ${'ended twice'}                 | ${[...chain, 'first REVOKE a 41-45 DONE', 'first RENOUNCE a 46-50 DONE']} | ${['ILLEGAL']}
    ${'limited after its end'}       | ${[...chain, 'first REVOKE a 41-45 DONE', 'first LIMIT a 46-50 DONE 0']}  | ${['ILLEGAL']}
  `('$what: $found', ({ commands, found }) => {
    expect(wrong({ commands })).toEqual(found)
  })
})
