// The feed of an authority's own consents: every change in the order of the commits, the ends of time among them.
import { and, asc, eq, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/postgres-js'
import type { State } from './lifecycle.ts'
import { consent, event } from './tables.ts'

type Db = ReturnType<typeof drizzle>

const given = sql.placeholder

/** Prepares the statements of the feed for a pool. */
export function openFeed(db: Db) {
  const page = db
    .select({
      position: event.position,
      consentId: event.consentId,
      state: sql<State>`${event.state}`.as('state'),
      at: event.at,
      authority: event.authority,
      subjectId: consent.subjectId,
      subjectKind: consent.subjectKind,
    })
    .from(event)
    .innerJoin(consent, eq(consent.id, event.consentId))
    .where(
      and(
        eq(event.authority, given('authority')),
        sql`${event.position} > ${given('after')}::bigint`,
        sql`(${given('within')}::text is null or ${consent.activity} = ${given('within')})`,
      ),
    )
    .orderBy(asc(event.position))
    .limit(given('limit'))
    .prepare('consent_changes')
  return {
    /**
     * What changed after a position (0: from the first change on), oldest first, one more than asked. A position is
     * given in the order of the commits: whoever reads on from the last one that they saw misses nothing. `within`: of
     * this activity alone.
     */
    async changes(authority: string, after: number, first: number, within: string | null = null) {
      // Ends of time are made as the feed is read, in a transaction of their own, before the page is looked at.
      await db.execute(sql`select consents.tell_ends(${authority})`)
      return page.execute({ authority, after, within, limit: first + 1 })
    },
  }
}

export type ConsentChange = Awaited<ReturnType<ReturnType<typeof openFeed>['changes']>>[number]
