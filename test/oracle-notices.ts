// Notices in the oracle's worlds: about the consents powers of attorney and cases that are there.
import type postgres from 'postgres'
import { noticeKinds } from '../subgraphs/notices/words.ts'
import type { Chance } from './oracle-random.ts'

const most = 150

/** Replaces those of the last world. Each goes to a side of what it is about. */
export async function makeNotices(sql: postgres.Sql, chance: Chance): Promise<void> {
  await sql`truncate notices.notice cascade`
  const about = await sql`
    select 'CONSENT' as kind, id, subject_id as to, authority from consents.consent
    union all select 'POWER_OF_ATTORNEY', id,
      case when kind = 'FUTURE' and activated_at is null then grantor_id else holder_id end, null from powers_of_attorney.power_of_attorney
    union all select 'CASE', id, subject_id, authority from cases.access_case
    order by id`
  for (const { kind, id, to, authority } of chance.some(about, most)) {
    const told = chance.of(noticeKinds.filter(name => name.startsWith(`${kind}_`)))
    const parts = chance.percent(80) ? { title: { da: 'Prøve', en: 'Trial' } } : {}
    await sql`select notices.send(${to}, ${told}, ${kind}, ${id}, ${authority}, ${sql.json(parts)})`
  }
  await sql`update notices.notice set read_at = now() where created_at < (
    select percentile_disc(0.5) within group (order by created_at) from notices.notice)`
}
