// What a command on a case led to, and the steps that every command's transaction begins and ends with.
import { sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { type Problem, type ProblemCode, problem } from '../problems.ts'
import { event } from './tables.ts'

export type Transaction = Parameters<Parameters<PostgresJsDatabase['transaction']>[0]>[0]

/** The case's id, or every problem. */
export type Outcome =
  | { readonly id: string; readonly problems: readonly [] }
  | { readonly id: null; readonly problems: readonly Problem[] }

export const done = (id: string): Outcome => ({ id, problems: [] })
export const refused = (problems: readonly Problem[]): Outcome => ({ id: null, problems })
export const stop = (code: ProblemCode, path: string): Outcome => refused([problem(code, path)])

/** Holds a name of this subgraph until the transaction ends: for what has no row yet. */
export async function holdName(tx: Transaction, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`cases ${name}`}, 0))`)
}

/** Adds what happened; by the database's clock. */
export async function addEvent(
  tx: Transaction,
  happened: Omit<typeof event.$inferInsert, 'at'>,
): Promise<void> {
  await tx.insert(event).values({ ...happened, at: sql`clock_timestamp()` as never })
}

/** Tells whom the case is from; rolled back with the command, or there with it. */
export async function notify(
  tx: Transaction,
  kind: 'CASE_OPENED_FOR_YOU' | 'CASE_ANSWERED' | 'CASE_CLOSED',
  about: { readonly id: string; readonly subjectId: string; readonly authority: string },
): Promise<void> {
  await tx.execute(
    sql`select notices.send(${about.subjectId}::uuid, ${kind}, 'CASE', ${about.id}::uuid, ${about.authority}, '{}'::jsonb)`,
  )
}
