// Asks a subgraph on another host with patience and an end to it: queries again when it failed at once, nothing while it is down.
import { setTimeout as sleep } from 'node:timers/promises'
import { admit, type BreakerRules, closedAt, settle } from './breaker.ts'
import { Overloaded, type SubgraphResponse, type Transport } from './transport.ts'

export interface SubgraphRules {
  /** Milliseconds for one answer; the time that new tries take is within it. */
  readonly timeoutMs: number
  /** How often a query is sent again. A mutation never is: nobody knows whether it was carried out. */
  readonly retries: number
  readonly breaker: BreakerRules
}

export interface GuardOptions extends SubgraphRules {
  /** Milliseconds of a clock that only goes forward. */
  readonly now?: () => number
  readonly wait?: (ms: number) => Promise<unknown>
  /** From 0 to 1. */
  readonly random?: () => number
}

const retryAfterMs = 50

/** Rejects as `transport` does; at once, without asking, while the breaker is open. */
export function guarded<Context>(
  transport: Transport<Context>,
  { now = () => performance.now(), wait = sleep, random = Math.random, ...rules }: GuardOptions,
): Transport<Context> {
  let breaker = closedAt(now())

  async function once(...asked: Parameters<Transport<Context>>): Promise<SubgraphResponse> {
    const admitted = admit(breaker, now(), rules.breaker)
    const { admission } = admitted
    breaker = admitted.breaker
    if (admission === 'LEAVE') throw new LeftAlone()
    try {
      const response = await transport(...asked)
      breaker = settle(breaker, admission, true, now(), rules.breaker)
      return response
    } catch (error) {
      breaker = settle(breaker, admission, false, now(), rules.breaker)
      throw error
    }
  }

  return async (request, context) => {
    const tries = isQuery(request.query) ? rules.retries : 0
    const began = now()
    for (let tried = 0; ; tried++) {
      try {
        return await once(request, context)
      } catch (error) {
        // What failed slowly would fail too late again; and one that has too much to do is not asked for more.
        const slow = now() - began > rules.timeoutMs / 2
        if (tried >= tries || slow || error instanceof LeftAlone || error instanceof Overloaded) throw error
      }
      // Not all at the same moment.
      await wait(retryAfterMs * (1 + random()))
    }
  }
}

class LeftAlone extends Error {
  override readonly name = 'LeftAlone'

  constructor() {
    super('The subgraph failed too often and is not asked for a while.')
  }
}

/** As the planner prints operations. What is not surely a query is never sent twice. */
const isQuery = (text: string): boolean => /^\s*(query\b|\{)/.test(text)
