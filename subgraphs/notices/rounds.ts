// Goes round after round through the outbox until it is stopped, resting when there is nothing to do or nothing works.
import type postgres from 'postgres'
import type { Connector } from './connector.ts'
import { dispatchDue, type Round, type RoundOptions, roundSize } from './dispatcher.ts'

export interface RoundsOptions extends RoundOptions {
  /** How long to rest when nothing is due, on average. */
  readonly restMs?: number
  /** What did not go well in a round: counts, and no values. */
  readonly onTrouble?: (round: Round) => void
  /** The database failed. */
  readonly onFault?: (error: unknown) => void
}

const defaultRestMs = 1_000
const longestRestMs = 30_000

/** How long to rest: the usual time, doubled with each round in a row in which nothing worked; give or take a half. */
export function restAfter(failures: number, restMs: number, random: number): number {
  return Math.min(longestRestMs, restMs * 2 ** Math.min(failures, 10)) * (0.5 + random)
}

/** Begins at once. The function that is returned stops it after the round that is under way. */
export function startRounds(
  sql: postgres.Sql,
  connector: Connector,
  options: RoundsOptions = {},
): () => Promise<void> {
  const { random = Math.random, restMs = defaultRestMs, onTrouble, onFault } = options
  const stopping = new AbortController()
  const running = (async () => {
    let failures = 0
    while (!stopping.signal.aborted) {
      const round = await dispatchDue(sql, connector, options).catch(error => {
        if (!stopping.signal.aborted) onFault?.(error)
        return null
      })
      if (round && round.failed + round.givenUp > 0) onTrouble?.(round)
      const bad = round === null || (round.failed > 0 && round.failed === taken(round))
      failures = bad ? failures + 1 : 0
      if (bad || taken(round) < roundSize) await rest(restAfter(failures, restMs, random()), stopping.signal)
    }
  })()
  return async () => {
    stopping.abort()
    await running
  }
}

const taken = ({ delivered, refused, failed, givenUp }: Round): number =>
  delivered + refused + failed + givenUp

/** Resolves when the time is over or the signal aborts. */
function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
