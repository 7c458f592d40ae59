// Reads the access log for one operation: the records about a subject, newest first, without those still covered.
import { and, desc, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/postgres-js'
import type postgres from 'postgres'
import { isOneOf, listOf } from '../../database/columns.ts'
import { isId } from '../../schema/id.ts'
import type { PageArguments } from '../page.ts'
import { record } from './tables.ts'

type Statements = ReturnType<typeof prepare>
export type Record = Awaited<ReturnType<Statements['list']['execute']>>[number]

export interface LogFilter {
  /** Every id of the subject. */
  readonly subjects: readonly string[]
  readonly includeOwn: boolean
}

const given = sql.placeholder

function prepare(client: postgres.Sql) {
  const db = drizzle(client)
  const listed = and(
    isOneOf(record.subjectId, given('subjects'), 'uuid'),
    // Covert records appear when their cover ends; until then no count betrays them either.
    sql`(${record.hiddenUntil} is null or ${record.hiddenUntil} <= clock_timestamp())`,
    sql`(${given('includeOwn')}::boolean or ${record.personId} is distinct from ${record.subjectId})`,
  )
  const after = sql`(${given('after')}::uuid is null or (${record.at}, ${record.id}) <
    (select r.at, r.id from access_log.record r where r.id = ${given('after')}))`
  return {
    list: db
      .select()
      .from(record)
      .where(and(listed, after))
      .orderBy(desc(record.at), desc(record.id))
      .limit(given('limit'))
      .prepare('access_log_list'),
    count: db
      .select({ count: sql<number>`count(*)::int` })
      .from(record)
      .where(listed)
      .prepare('access_log_count'),
  }
}

const parameters = ({ subjects, includeOwn }: LogFilter) => ({ subjects: listOf(subjects), includeOwn })

/** Prepares the statements of a pool, and gives each operation a store of its own. */
export function openStore(client: postgres.Sql) {
  const statements = prepare(client)
  return () => ({
    list: (filter: LogFilter, { first, after }: PageArguments) =>
      statements.list.execute({
        ...parameters(filter),
        after: after && isId(after) ? after : null,
        limit: first + 1,
      }),
    count: async (filter: LogFilter) => (await statements.count.execute(parameters(filter)))[0]!.count,
  })
}

export type Store = ReturnType<ReturnType<typeof openStore>>
