// Delivers what stands in the outbox: at least once, by one node at a time, again after a failure, not for ever.
import type postgres from 'postgres'
import { type Connector, DeliveryFailed, toDelivery } from './connector.ts'
import type { NoticeKind, Parts } from './words.ts'

/** What came of one round. */
export interface Round {
  readonly delivered: number
  /** The connector will not take them: the recipient cannot be reached this way. */
  readonly refused: number
  /** To be tried again. */
  readonly failed: number
  /** Failed for the last time. */
  readonly givenUp: number
}

export interface RoundOptions {
  /** From 0 to below 1: spreads the attempts of what failed together. */
  readonly random?: () => number
  /** How long a connector may take. */
  readonly timeoutMs?: number
}

/** So many at once: as many as a killed process may have delivered without having noted it. */
export const roundSize = 10
/** With the pauses below: three days, which is a long week-end. */
export const mostAttempts = 80
// Stopping waits for a round: less than what a command gives its parts (commands/lifecycle.ts).
const deliveryTimeoutMs = 4_000
// Longer than a delivery and its two statements can take: what a dead process had in hand is due again after it.
const leaseSeconds = 30
const firstPauseSeconds = 5
const longestPauseSeconds = 3_600

/** How long to wait after so many failed attempts: doubled each time, at most an hour, less up to half of it. */
export function pauseAfter(attempts: number, random: number): number {
  const whole = Math.min(longestPauseSeconds, firstPauseSeconds * 2 ** Math.min(attempts - 1, 20))
  return whole * (1 - random / 2)
}

interface Due {
  readonly id: string
  readonly to: string
  readonly at: Date
  readonly kind: NoticeKind
  readonly parts: Parts
  readonly authority: string | null
  /** With the one that begins. */
  readonly attempts: number
}

interface Outcome extends Pick<Due, 'id' | 'attempts'> {
  /** Null when it was delivered. */
  readonly code: string | null
  readonly final: boolean
  /** Seconds until it is due again; null when it is done with. */
  readonly pause: number | null
}

/**
 * One round: takes what is due, delivers it, notes what came of it. What it took is leased meanwhile, so no other node
 * takes it; each statement stands for itself, so that no transaction is open while a connector works. Rejects when the
 * database fails; what was delivered then comes again after the lease.
 */
export async function dispatchDue(
  sql: postgres.Sql,
  connector: Connector,
  { random = Math.random, timeoutMs = deliveryTimeoutMs }: RoundOptions = {},
): Promise<Round> {
  const due = await takeDue(sql)
  const outcomes = await Promise.all(due.map(one => deliver(one, connector, random, timeoutMs)))
  if (outcomes.length > 0) await note(sql, outcomes)
  return count(outcomes)
}

const takeDue = (sql: postgres.Sql) => sql<Due[]>`
  with due as (
    select notice_id from notices.delivery where next_at <= now()
    order by next_at limit ${roundSize} for update skip locked
  ), leased as (
    update notices.delivery d
    set attempts = d.attempts + 1, next_at = clock_timestamp() + ${leaseSeconds} * interval '1 second'
    from due where d.notice_id = due.notice_id
    returning d.notice_id, d.attempts
  )
  select n.id, n.to_subject as to, n.created_at as at, n.kind, n.parts, a.name as authority, l.attempts
  from leased l
  join notices.notice n on n.id = l.notice_id
  left join access.named_authority a on a.cvr = n.authority`

async function deliver(
  due: Due,
  connector: Connector,
  random: () => number,
  timeoutMs: number,
): Promise<Outcome> {
  const { id, attempts } = due
  // Each attempt died with its process: it must not take the next one with it.
  if (attempts > mostAttempts) return { id, attempts, code: 'DIED', final: false, pause: null }
  try {
    await within(timeoutMs, async signal => connector.deliver(toDelivery(due), signal))
    return { id, attempts, code: null, final: false, pause: null }
  } catch (error) {
    const final = error instanceof DeliveryFailed && error.final
    const pause = final || attempts === mostAttempts ? null : pauseAfter(attempts, random())
    return { id, attempts, code: codeOf(error), final, pause }
  }
}

/** Rejects when the work takes longer, whether it heeds the signal or not. */
async function within(timeoutMs: number, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const late = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DeliveryFailed('TIME_OUT'))
      late.abort()
    }, timeoutMs)
  })
  await Promise.race([timeout, work(late.signal)]).finally(() => clearTimeout(timer))
}

/** Never the message: it may hold an address or a value. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{0,39}$/.test(code) ? code : 'FAILED'
}

/** Only while the attempt is the last: who was held up for longer than the lease says no more about it. */
async function note(sql: postgres.Sql, outcomes: readonly Outcome[]): Promise<void> {
  const rows = outcomes.map(({ id, attempts, code, pause }) => ({ id, attempts, code, pause }))
  await sql`
    update notices.delivery d set
      delivered_at = case when o.code is null then clock_timestamp() end,
      next_at = clock_timestamp() + o.pause * interval '1 second',
      failed_code = o.code
    from jsonb_to_recordset(${sql.json(rows)}) as o(id uuid, attempts integer, code text, pause double precision)
    where d.notice_id = o.id and d.attempts = o.attempts`
}

function count(outcomes: readonly Outcome[]): Round {
  const delivered = outcomes.filter(({ code }) => code === null).length
  const refused = outcomes.filter(({ final }) => final).length
  const failed = outcomes.filter(({ pause }) => pause !== null).length
  return { delivered, refused, failed, givenUp: outcomes.length - delivered - refused - failed }
}
