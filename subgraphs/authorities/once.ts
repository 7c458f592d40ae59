// What every steward's command shares: it runs in a transaction that holds its id, by the database's clock.
import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Transaction } from './versions.ts'

/** Waits for whoever else holds the same name, and holds it until the transaction ends. */
export async function hold(tx: Transaction, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`)
}

/** A command's id is used once within an authority. */
export const holdCommand = (tx: Transaction, authority: string, commandId: string): Promise<void> =>
  hold(tx, `command ${authority} ${commandId}`)

/** SHA-256 in hex: the same input sent again has the same. */
export const hashOf = (input: object): string =>
  createHash('sha256').update(JSON.stringify(input)).digest('hex')

/** The database's clock. */
export async function now(tx: Transaction): Promise<Date> {
  const [row] = await tx.execute<{ at: string }>(sql`select clock_timestamp() as at`)
  return new Date(row!.at)
}
