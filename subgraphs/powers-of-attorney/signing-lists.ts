// Reads signing rules for stewards: what the register says of one business, and readings that wait for a second steward.
import { and, asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/postgres-js'
import { readSigning } from '../../access/signing.ts'
import { isId } from '../../schema/id.ts'
import { signingReading } from './signing-tables.ts'

const given = sql.placeholder
/** What one steward has to look through at once; more are there when these are dealt with. */
const mostOpen = 100

/** Prepares the statements for a pool. */
export function openSigningLists(db: ReturnType<typeof drizzle>) {
  const columns = {
    ...{ id: signingReading.id, businessId: signingReading.businessId, rule: signingReading.rule },
    ...{ text: signingReading.text, status: signingReading.status, authority: signingReading.authority },
    ...{ proposedBy: signingReading.proposedBy, proposedAt: signingReading.proposedAt },
    ...{ approvedBy: signingReading.approvedBy, approvedAt: signingReading.approvedAt },
    endedAt: signingReading.endedAt,
    now: sql<Date>`clock_timestamp()`.mapWith(signingReading.proposedAt),
  }
  const byId = db
    .select(columns)
    .from(signingReading)
    .where(eq(signingReading.id, given('id')))
    .prepare('signing_reading')
  const waiting = and(
    isNull(signingReading.approvedAt),
    isNull(signingReading.endedAt),
    sql`${signingReading.proposedAt} > clock_timestamp() - interval '14 days'`,
  )
  const open = db
    .select(columns)
    .from(signingReading)
    .where(and(eq(signingReading.authority, given('authority')), waiting))
    .orderBy(asc(signingReading.proposedAt), asc(signingReading.id))
    .limit(mostOpen)
    .prepare('signing_readings_open')
  const approved = db
    .select(columns)
    .from(signingReading)
    .where(
      and(
        eq(signingReading.businessId, given('business')),
        isNotNull(signingReading.approvedAt),
        isNull(signingReading.endedAt),
      ),
    )
    .orderBy(desc(signingReading.approvedAt))
    .limit(1)
    .prepare('signing_reading_approved')
  return {
    /** What decides on who signs for a business now; null when there is no such business. */
    async signing(business: string) {
      const [row] = await db.execute<{ signing: unknown }>(
        sql`select access.read_signing(${business}::uuid) as signing`,
      )
      return readSigning(row!.signing)
    },
    /** As it is now; null for an id that is no reading's. */
    reading: async (id: string) => (isId(id) ? ((await byId.execute({ id }))[0] ?? null) : null),
    /** That was approved last, and not ended since; null when there is none. */
    approvedReading: async (business: string) => (await approved.execute({ business }))[0] ?? null,
    /** Those that wait for a second steward, the oldest first. */
    openReadings: (authority: string) => open.execute({ authority }),
  }
}

export type Reading = Awaited<ReturnType<ReturnType<typeof openSigningLists>['openReadings']>>[number]
