// Sums up everything that a database holds, table by table: as it is, or without what chance and the clock gave.
import { createHash } from 'node:crypto'
import type postgres from 'postgres'

/** Digest by table. Holds no value. */
export type StoreDigest = Readonly<Record<string, string>>

const tablesOf = (sql: postgres.Sql) => sql<{ name: string }[]>`
  select format('%I.%I', schemaname, tablename) as name from pg_tables
  where schemaname not in ('pg_catalog', 'information_schema') order by 1`

/** Every row of every table, byte for byte. */
export async function digestStore(sql: postgres.Sql): Promise<StoreDigest> {
  const digests: Record<string, string> = {}
  for (const { name } of await tablesOf(sql)) {
    const [row] = await sql.unsafe(
      `select count(*) || ' ' || md5(coalesce(string_agg(t::text, e'\\n' order by t::text collate "C"), '')) as digest from ${name} t`,
    )
    digests[name] = row!.digest
  }
  return digests
}

// What tells when and in which order it was written, and nothing of what: numbers that the database gives, its clock.
const chance = sqlList(
  ...['given_at', 'loaded_at', 'applied_at', 'at', 'row_id', 'id', 'delivery_id', 'position'],
)
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/**
 * The same for two databases that hold the same, whatever random ids they gave: an id counts as the numbers that lead
 * to it.
 */
export async function digestContents(sql: postgres.Sql): Promise<StoreDigest> {
  const known = await sql<{ id: string; numbers: string }[]>`
    select subject_id as id, string_agg(kind || ' ' || number, ',' order by kind, number) as numbers
    from identity.number group by subject_id`
  const numbers = new Map(known.map(({ id, numbers: those }) => [id, those]))
  const digests: Record<string, string> = {}
  for (const { name } of await tablesOf(sql)) {
    const rows = await sql.unsafe<{ id: string | null; row: string }[]>(
      `select to_jsonb(t) ->> 'id' as id, (to_jsonb(t) - array[${chance}])::text as row from ${name} t`,
    )
    const named = (id: string | null) => (id !== null && numbers.get(id)) || 'an id without a number'
    const lines = rows.map(({ id, row }) => `${named(id)} ${row.replaceAll(uuid, named)}`).sort()
    digests[name] = `${lines.length} ${createHash('sha256').update(lines.join('\n')).digest('hex')}`
  }
  return digests
}

function sqlList(...names: readonly string[]): string {
  return names.map(name => `'${name}'`).join(', ')
}
