// Reads packages: what powers of attorney can be given by, for everyone; and the drafts, for stewards.
import { and, asc, desc, eq, ne, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/postgres-js'
import { powerPackage } from './steward-tables.ts'

export type PackageRow = typeof powerPackage.$inferSelect

const given = sql.placeholder
/** Drafts that one steward has to look through at once; more are there when these are dealt with. */
const mostDrafts = 100

const ofAuthority = sql`(${given('authority')}::text is null or ${powerPackage.authority} = ${given('authority')})`
const published = and(ne(powerPackage.state, 'DRAFT'), ofAuthority)
const overtaken = sql`exists (select from powers_of_attorney.package later where later.id = ${powerPackage.id}
  and later.version > ${powerPackage.version} and later.state <> 'DRAFT')`

/** Prepares the statements for a pool. `authority`: null for every one. */
export function openPackageLists(db: ReturnType<typeof drizzle>) {
  const newest = db
    .select()
    .from(powerPackage)
    .where(and(eq(powerPackage.id, given('id')), ne(powerPackage.state, 'DRAFT')))
    .orderBy(desc(powerPackage.version))
    .limit(1)
    .prepare('power_package_newest')
  const version = db
    .select()
    .from(powerPackage)
    .where(and(eq(powerPackage.id, given('id')), eq(powerPackage.version, given('version'))))
    .prepare('power_package')
  const page = db
    .selectDistinctOn([powerPackage.id])
    .from(powerPackage)
    .where(and(published, sql`${powerPackage.id} > coalesce(${given('after')}::text, '')`))
    .orderBy(asc(powerPackage.id), desc(powerPackage.version))
    .limit(given('limit'))
    .prepare('power_packages')
  const count = db
    .select({ count: sql<number>`count(distinct ${powerPackage.id})::int` })
    .from(powerPackage)
    .where(published)
    .prepare('power_package_count')
  const drafts = db
    .select()
    .from(powerPackage)
    .where(and(eq(powerPackage.state, 'DRAFT'), ofAuthority, sql`not ${overtaken}`))
    .orderBy(desc(powerPackage.draftedAt), asc(powerPackage.id))
    .limit(mostDrafts)
    .prepare('power_package_drafts')
  return {
    /** The newest version that was published, closed or not. */
    newestPackage: async (id: string) => (await newest.execute({ id }))[0] ?? null,
    /** One version as it is now: a command of the same operation may have changed it. */
    packageVersion: async (id: string, number: number) =>
      (await version.execute({ id, version: number }))[0] ?? null,
    /** The newest published version of each, ordered by id: one more than asked. */
    listPackages: (authority: string | null, first: number, after: string | null) =>
      page.execute({ authority, after, limit: first + 1 }),
    countPackages: async (authority: string | null) => (await count.execute({ authority }))[0]!.count,
    /** Newest first. */
    packageDrafts: (authority: string) => drafts.execute({ authority }),
  }
}
