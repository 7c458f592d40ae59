// Lists of templates: what authorities may ask by, for everyone; and the drafts, for stewards.
import { and, asc, desc, eq, ne, sql } from 'drizzle-orm'
import type { drizzle } from 'drizzle-orm/postgres-js'
import { template } from './tables.ts'

const given = sql.placeholder
/** Drafts that one steward has to look through at once; more are there when these are dealt with. */
const mostDrafts = 100

const ofAuthority = sql`(${given('authority')}::text is null or ${template.authority} = ${given('authority')})`
const published = and(ne(template.state, 'DRAFT'), ofAuthority)
const overtaken = sql`exists (select from consents.template later where later.id = ${template.id}
  and later.version > ${template.version} and later.state <> 'DRAFT')`

/** Prepares the statements for a pool. `authority`: null for every one. */
export function openTemplateLists(db: ReturnType<typeof drizzle>) {
  const page = db
    .selectDistinctOn([template.id])
    .from(template)
    .where(and(published, sql`${template.id} > coalesce(${given('after')}::text, '')`))
    .orderBy(asc(template.id), desc(template.version))
    .limit(given('limit'))
    .prepare('consent_templates')
  const count = db
    .select({ count: sql<number>`count(distinct ${template.id})::int` })
    .from(template)
    .where(published)
    .prepare('consent_template_count')
  const drafts = db
    .select()
    .from(template)
    .where(and(eq(template.state, 'DRAFT'), ofAuthority, sql`not ${overtaken}`))
    .orderBy(desc(template.draftedAt), asc(template.id))
    .limit(mostDrafts)
    .prepare('consent_template_drafts')
  const version = db
    .select()
    .from(template)
    .where(and(eq(template.id, given('id')), eq(template.version, given('version'))))
    .prepare('consent_template_now')
  return {
    /** As it is now: a command of the same operation may have changed it. */
    templateNow: async (id: string, number: number) =>
      (await version.execute({ id, version: number }))[0] ?? null,
    /** The newest published version of each, ordered by id: one more than asked. */
    listTemplates: (authority: string | null, first: number, after: string | null) =>
      page.execute({ authority, after, limit: first + 1 }),
    countTemplates: async (authority: string | null) => (await count.execute({ authority }))[0]!.count,
    /** Newest first. */
    draftTemplates: (authority: string | null) => drafts.execute({ authority }),
  }
}
