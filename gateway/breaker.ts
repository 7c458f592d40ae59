// When a subgraph is left alone: a pure state machine that opens after enough failures, and closes when a probe succeeds.

/** When it opens, and for how long. */
export interface BreakerRules {
  /** So many failures within a window open it, if they are at least half of what was answered in it. */
  readonly failures: number
  readonly windowMs: number
  /** So long nothing is asked; then one request is let through as a probe. */
  readonly openMs: number
}

/**
 * `since`: when the window began, when it opened, or when the probe went out; milliseconds of a clock that only goes
 * forward.
 */
export type Breaker =
  | { readonly state: 'CLOSED'; readonly since: number; readonly answered: number; readonly failed: number }
  | { readonly state: 'OPEN'; readonly since: number }
  | { readonly state: 'HALF_OPEN'; readonly since: number }

/** How a request goes on: as any other, as the probe, or not at all. */
export type Admission = 'ASK' | 'PROBE' | 'LEAVE'

export const closedAt = (now: number): Breaker => ({ state: 'CLOSED', since: now, answered: 0, failed: 0 })

/** Asked before each request. */
export function admit(
  breaker: Breaker,
  now: number,
  { openMs }: BreakerRules,
): { readonly breaker: Breaker; readonly admission: Admission } {
  if (breaker.state === 'CLOSED') return { breaker, admission: 'ASK' }
  // A probe of which nothing was heard for so long is lost: the next one goes.
  if (now - breaker.since < openMs) return { breaker, admission: 'LEAVE' }
  return { breaker: { state: 'HALF_OPEN', since: now }, admission: 'PROBE' }
}

/** Told after each request that was let through. */
export function settle(
  breaker: Breaker,
  admission: Exclude<Admission, 'LEAVE'>,
  ok: boolean,
  now: number,
  rules: BreakerRules,
): Breaker {
  if (breaker.state === 'HALF_OPEN' && admission === 'PROBE')
    return ok ? closedAt(now) : { state: 'OPEN', since: now }
  // What was asked before it opened says nothing of now; nor does a probe that was given up.
  if (breaker.state !== 'CLOSED' || admission === 'PROBE') return breaker
  const begun = now - breaker.since < rules.windowMs ? breaker : { since: now, answered: 0, failed: 0 }
  const answered = begun.answered + 1
  const failed = begun.failed + (ok ? 0 : 1)
  // Half: a few operations that are always too heavy must not take the subgraph from everyone else.
  if (failed >= rules.failures && failed * 2 >= answered) return { state: 'OPEN', since: now }
  return { state: 'CLOSED', since: begun.since, answered, failed }
}
