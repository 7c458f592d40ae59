// Records a delivery and what of it was not loaded.
import type postgres from 'postgres'
import type { Accounting } from './load.ts'

/** `hash`: of the file's bytes; a file that was loaded before is recorded once. */
export async function keepDelivery(
  sql: postgres.ISql,
  hash: string,
  { file, documents, businesses, units, others, quarantined }: Accounting,
): Promise<void> {
  await sql`
    insert into businesses.delivery (content_hash, file, documents, businesses, units, others, quarantined)
    values (${hash}, ${file}, ${documents}, ${businesses}, ${units}, ${others}, ${quarantined.length})
    on conflict do nothing`
  await sql`
    insert into businesses.quarantine (delivery_hash, line, index, path, reason)
    select ${hash}, line, document, path, reason
    from jsonb_to_recordset(${JSON.stringify(quarantined)}::text::jsonb)
      as q (line integer, document integer, path text, reason text)
    on conflict do nothing`
}
