// Reads what stewards commanded: proposals that wait, what registered powers rest on, and what a grantor has given.
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/postgres-js'
import { isOneOf, listOf } from '../../database/columns.ts'
import { isId } from '../../schema/id.ts'
import type { Order } from '../page.ts'
import { afterPlace, directions, inEitherOrder, pageValues, type TimePage } from '../time-order.ts'
import type { Kind } from './lifecycle.ts'
import { futureScope, registration, stewardCommand } from './steward-tables.ts'
import { powerOfAttorney } from './tables.ts'

const given = sql.placeholder
/** A grantor has few; more are told once these have ended. */
const mostListed = 100

const open = and(
  eq(stewardCommand.authority, given('authority')),
  isNotNull(stewardCommand.decideBy),
  isNull(stewardCommand.decision),
  sql`${stewardCommand.decideBy} > clock_timestamp()`,
)

/** Prepares the statements for a pool. */
export function openStewardLists(db: ReturnType<typeof drizzle>) {
  const columns = {
    ...{ id: stewardCommand.id, authority: stewardCommand.authority, command: stewardCommand.command },
    ...{ powerOfAttorneyId: stewardCommand.powerOfAttorneyId, content: stewardCommand.content },
    ...{ grantorId: stewardCommand.grantorId, grantorKind: stewardCommand.grantorKind },
    ...{ officer: stewardCommand.officer, interest: stewardCommand.interest, at: stewardCommand.at },
    ...{ decideBy: stewardCommand.decideBy, decision: stewardCommand.decision },
    place: sql<string>`${stewardCommand.at}::text`,
    now: sql<Date>`clock_timestamp()`.mapWith(stewardCommand.at),
  }
  const byId = db
    .select(columns)
    .from(stewardCommand)
    .where(and(eq(stewardCommand.id, given('id')), isNotNull(stewardCommand.decideBy)))
    .prepare('power_proposal')
  const pages = inEitherOrder(order => {
    const { by } = directions[order]
    return db
      .select(columns)
      .from(stewardCommand)
      .where(and(open, afterPlace(order, stewardCommand.at, stewardCommand.id)))
      .orderBy(by(stewardCommand.at), by(stewardCommand.id))
      .limit(given('limit'))
      .prepare(`power_proposals_${order}`)
  })
  const count = db
    .select({ count: sql<number>`count(*)::int` })
    .from(stewardCommand)
    .where(open)
    .prepare('power_proposal_count')
  const basis = db
    .select()
    .from(registration)
    .where(isOneOf(registration.powerOfAttorneyId, given('ids'), 'uuid'))
    .prepare('power_registration')
  const ofGrantor = inEitherOrder(order => {
    const { by } = directions[order]
    return db
      .select({ id: powerOfAttorney.id })
      .from(powerOfAttorney)
      .where(
        and(
          isOneOf(powerOfAttorney.grantorId, given('grantor'), 'uuid'),
          isOneOf(powerOfAttorney.kind, given('kinds')),
        ),
      )
      .orderBy(by(powerOfAttorney.givenAt), by(powerOfAttorney.id))
      .limit(mostListed)
      .prepare(`powers_of_grantor_${order}`)
  })
  const scope = db
    .select()
    .from(futureScope)
    .where(eq(futureScope.powerOfAttorneyId, given('id')))
    .prepare('future_scope')
  return {
    /** Null for an id that is no proposal's. */
    proposal: async (id: string) => (isId(id) ? ((await byId.execute({ id }))[0] ?? null) : null),
    /** Those that wait for a second steward: one more than asked. */
    openProposals: (authority: string, page: TimePage) =>
      pages[page.order].execute({ authority, ...pageValues(page) }),
    countProposals: async (authority: string) => (await count.execute({ authority }))[0]!.count,
    /** What those of the powers of attorney that a steward registered rest on. */
    registrations: (ids: readonly string[]) => basis.execute({ ids: listOf(ids) }),
    /** Of these kinds; `grantor`: every id of theirs. */
    powersOfGrantor: async (grantor: readonly string[], kinds: readonly Kind[], order: Order) =>
      (await ofGrantor[order].execute({ grantor: listOf(grantor), kinds: listOf(kinds) })).map(
        ({ id }) => id,
      ),
    /** As it was given; null while none of it was activated. */
    futureScope: async (id: string) => (await scope.execute({ id }))[0] ?? null,
  }
}

export type Proposal = Awaited<ReturnType<ReturnType<typeof openStewardLists>['openProposals']>>[number]
