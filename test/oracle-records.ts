// Gives many people the records that few of the sample have, so that the oracle's questions come upon them.
import type postgres from 'postgres'
import { spreadBusinessRecords } from './oracle-business-records.ts'

const rare =
  'contact_address emigration disappearance separation municipal_condition note election order_to_move'.split(
    ' ',
  )

/** Copies one record in force of each rare kind to about half of those who have none. */
export async function spreadRecords(sql: postgres.Sql): Promise<void> {
  for (const name of rare) {
    const table = sql(`persons.${name}`)
    await sql`
      insert into ${table}
      select x.* from (
        select to_jsonb(r) as row from ${table} r
        where r.row_status = 'CURRENT' and r.registered_to = 'infinity' and r.effective_to > now()
        order by r.content_hash limit 1) one
      cross join persons.person p
      cross join lateral jsonb_populate_record(null::${table}, one.row || jsonb_build_object(
        'person_id', p.person_id, 'number', p.number, 'content_hash', md5(p.number || ${name}))) x
      where p.row_status = 'CURRENT' and p.registered_to = 'infinity' and right(p.number, 1) < '5'
        and not exists (select from ${table} o where o.person_id = p.person_id)`
  }
  await spreadBusinessRecords(sql)
}
