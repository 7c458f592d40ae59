// What every command's transaction begins with: the name that it holds, and the database's clock.
import { sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'

export type Transaction = Parameters<Parameters<PostgresJsDatabase['transaction']>[0]>[0]

/** Holds a name of this subgraph until the transaction ends: for what has no row yet. */
export async function holdName(tx: Transaction, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`powers of attorney ${name}`}, 0))`)
}

export async function clock(tx: Transaction): Promise<Date> {
  const [row] = await tx.execute<{ at: string }>(sql`select clock_timestamp() as at`)
  return new Date(row!.at)
}
