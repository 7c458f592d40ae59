// When the gateway leaves a subgraph alone and when it asks again, as tables: time is an argument.
import { describe, expect, test } from 'vitest'
import { admit, type Breaker, closedAt, settle } from '../gateway/breaker.ts'
import { guarded } from '../gateway/guarded.ts'
import { Overloaded, type SubgraphResponse } from '../gateway/transport.ts'

const rules = { failures: 3, windowMs: 1_000, openMs: 500 }

/** One step a word: `+` an answer, `-` a failure, `>N` so many milliseconds later. What was said of each request. */
function play(steps: string) {
  let now = 0
  let breaker: Breaker = closedAt(now)
  const said: string[] = []
  for (const step of steps.split(' ')) {
    if (step.startsWith('>')) {
      now += Number(step.slice(1))
      continue
    }
    const admitted = admit(breaker, now, rules)
    breaker = admitted.breaker
    said.push(admitted.admission)
    if (admitted.admission !== 'LEAVE')
      breaker = settle(breaker, admitted.admission, step === '+', now, rules)
  }
  return { said: said.at(-1), state: breaker.state }
}

describe('the breaker', () => {
  test.each`
    what                                   | steps                    | said       | state
    ${'answers'}                           | ${'+ + +'}               | ${'ASK'}   | ${'CLOSED'}
    ${'too few failures'}                  | ${'- -'}                 | ${'ASK'}   | ${'CLOSED'}
    ${'enough failures'}                   | ${'- - -'}               | ${'ASK'}   | ${'OPEN'}
    ${'enough, among as many answers'}     | ${'+ - + - + -'}         | ${'ASK'}   | ${'OPEN'}
    ${'enough, but most is answered'}      | ${'+ + + + - - -'}       | ${'ASK'}   | ${'CLOSED'}
    ${'enough, in two windows'}            | ${'- - >1000 - -'}       | ${'ASK'}   | ${'CLOSED'}
    ${'open: nothing is asked'}            | ${'- - - >499 +'}        | ${'LEAVE'} | ${'OPEN'}
    ${'... until one tries'}               | ${'- - - >500 +'}        | ${'PROBE'} | ${'CLOSED'}
    ${'... and fails: as long again'}      | ${'- - - >500 - >499 +'} | ${'LEAVE'} | ${'OPEN'}
    ${'... and then another one'}          | ${'- - - >500 - >500 +'} | ${'PROBE'} | ${'CLOSED'}
    ${'closed again, it forgets what was'} | ${'- - - >500 + - -'}    | ${'ASK'}   | ${'CLOSED'}
  `('$what', ({ steps, said, state }) => {
    expect(play(steps)).toEqual({ said, state })
  })

  test('only one tries at a time, and one that is lost does not close it for good', () => {
    const open: Breaker = { state: 'OPEN', since: 0 }
    const first = admit(open, 500, rules)
    expect(first.admission).toBe('PROBE')
    expect(admit(first.breaker, 999, rules).admission).toBe('LEAVE')
    const second = admit(first.breaker, 1_000, rules)
    expect(second.admission).toBe('PROBE')
  })

  test('what was asked before it opened, and comes late, changes nothing', () => {
    const open: Breaker = { state: 'OPEN', since: 0 }
    for (const ok of [true, false]) {
      expect(settle(open, 'ASK', ok, 100, rules)).toBe(open)
      const { breaker } = admit(open, 500, rules)
      expect(settle(breaker, 'ASK', ok, 600, rules)).toBe(breaker)
    }
  })
})

describe('asking with patience', () => {
  const query = { query: 'query { a }', variables: {} }
  const mutation = { query: 'mutation { a }', variables: {} }

  /** A subgraph that fails as told, each time after so many milliseconds; how often it was asked, and what came. */
  async function ask(request: typeof query, failures: readonly Error[], takesMs = 0, retries = 2) {
    let asked = 0
    let now = 0
    const waits: number[] = []
    const transport = guarded<null>(
      async () => {
        now += takesMs
        const failure = failures[asked++]
        if (failure) throw failure
        return { data: { a: 1 } }
      },
      {
        ...{ timeoutMs: 1_000, retries, now: () => now, random: () => 0.5 },
        breaker: { failures: 3, windowMs: 60_000, openMs: 500 },
        wait: async ms => void waits.push(ms),
      },
    )
    const answer = await transport(request, null).catch((error: Error): SubgraphResponse => {
      return { errors: [{ message: error.name }] }
    })
    return { asked, waits, given: answer.data !== undefined }
  }
  const down = new Error('down')

  test.each`
    what                                | request                              | failures                    | takesMs | asked | given
    ${'an answer'}                      | ${query}                             | ${[]}                       | ${0}    | ${1}  | ${true}
    ${'a query that failed'}            | ${query}                             | ${[down]}                   | ${0}    | ${2}  | ${true}
    ${'... twice'}                      | ${query}                             | ${[down, down]}             | ${0}    | ${3}  | ${true}
    ${'... for good'}                   | ${query}                             | ${[down, down, down, down]} | ${0}    | ${3}  | ${false}
    ${'... without a name'}             | ${{ query: '{ a }', variables: {} }} | ${[down]}                   | ${0}    | ${2}  | ${true}
    ${'... slowly'}                     | ${query}                             | ${[down]}                   | ${501}  | ${1}  | ${false}
    ${'... and the second time slowly'} | ${query}                             | ${[down, down]}             | ${300}  | ${2}  | ${false}
    ${'a mutation that failed'}         | ${mutation}                          | ${[down]}                   | ${0}    | ${1}  | ${false}
    ${'too much to do'}                 | ${query}                             | ${[new Overloaded('')]}     | ${0}    | ${1}  | ${false}
  `('$what: asked $asked times', async ({ request, failures, takesMs, asked, given }) => {
    const outcome = await ask(request, failures, takesMs)
    expect(outcome).toMatchObject({ asked, given })
    expect(outcome.waits).toEqual(Array(asked - 1).fill(75))
  })

  test('without new tries a query is asked once, too', async () => {
    expect(await ask(query, [down], 0, 0)).toMatchObject({ asked: 1, given: false })
  })

  test('while it is left alone nothing is asked, until one request finds it answering', async () => {
    let [now, asked] = [0, 0]
    let isDown = true
    const transport = guarded<null>(
      async () => {
        asked++
        if (isDown) throw down
        return { data: {} }
      },
      { timeoutMs: 1_000, retries: 0, breaker: rules, now: () => now },
    )
    const send = () =>
      transport(query, null).then(
        () => 'answered',
        (error: Error) => error.name,
      )
    expect(await Promise.all([send(), send(), send()])).toEqual(['Error', 'Error', 'Error'])
    expect([await send(), asked]).toEqual(['LeftAlone', 3])
    isDown = false
    now = 500
    expect(await Promise.all([send(), send()])).toEqual(['answered', 'LeftAlone'])
    expect([await send(), asked]).toEqual(['answered', 5])
  })
})
