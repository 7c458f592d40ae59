// Puts the invented authorities, activities and templates into a database that has none.
import type postgres from 'postgres'
import { type SampleActivity, sampleActivities, sampleAuthorities, sampleTemplates } from './authorities.ts'
import { business } from './businesses.ts'

const dayMs = 86_400_000

/** As the administrator, in one transaction; does nothing when there are authorities already. True when it seeded. */
export async function seedAuthorities(sql: postgres.Sql, today: Date): Promise<boolean> {
  return sql.begin(async tx => {
    const [row] = await tx`select exists (select from authorities.authority) as seeded`
    if (row!.seeded) return false
    for (const authority of sampleAuthorities) {
      const cvr = business(authority.key, today).cvr
      await tx`insert into authorities.authority (cvr, name, kind) values (${cvr}, ${authority.name}, ${authority.kind})`
      for (const { client, name, officers = false } of authority.systems)
        await tx`insert into authorities.system (client, authority, name, officers)
          values (${client}, ${cvr}, ${name}, ${officers})`
      for (const { id, name, roles } of authority.officers ?? [])
        await tx`insert into authorities.officer (id, authority, name, roles)
          values (${id}, ${cvr}, ${name}, ${roles as string[]})`
    }
    for (const activity of sampleActivities) await seedActivity(tx, activity, today)
    await seedTemplates(tx)
    return true
  })
}

async function seedActivity(
  tx: postgres.TransactionSql,
  activity: SampleActivity,
  today: Date,
): Promise<void> {
  const { id, endedDaysAgo } = activity
  const from = new Date(today.getTime() - 400 * dayMs).toISOString()
  const to =
    endedDaysAgo === undefined ? null : new Date(today.getTime() - endedDaysAgo * dayMs).toISOString()
  await tx`insert into authorities.activity (id, authority) values (${id}, ${business(activity.authority, today).cvr})`
  await tx`insert into authorities.activity_version (activity, version, valid, purpose_da, purpose_en, legal_basis, act,
      reach, subjects, population, started_by, cover_for, approved_by)
    values (${id}, 1, tstzrange(${from}, ${to}), ${activity.purposeDa}, ${activity.purposeEn}, ${activity.legalBasis},
      ${activity.act}, ${activity.reach ?? 'LOOKUP'}, ${(activity.subjects ?? ['PERSON', 'BUSINESS']) as string[]},
      ${activity.population ?? null}, ${activity.startedBy ?? 'AUTHORITY'}, ${activity.coverFor ?? null}::interval,
      ${['operator-steward-1', 'operator-steward-2']})`
  const fields = [
    ...activity.law.map(coordinate => ({ activity: id, version: 1, coordinate, ground: 'LAW' })),
    ...activity.consent.map(coordinate => ({ activity: id, version: 1, coordinate, ground: 'CONSENT' })),
  ]
  await tx`insert into authorities.activity_field ${tx(fields)}`
  const systems = activity.systems.map(client => ({ activity: id, version: 1, client }))
  await tx`insert into authorities.activity_system ${tx(systems)}`
}

/** Drafted by one, published by another, as the database demands. */
async function seedTemplates(tx: postgres.TransactionSql): Promise<void> {
  for (const template of sampleTemplates) {
    const {
      id,
      kind,
      activity,
      fields,
      longestDays,
      texts,
      paragraph = null,
      jointCustody = false,
    } = template
    await tx`insert into consents.template (id, version, authority, kind, paragraph, activity, fields, parameters,
        longest_days, answer_days, required_for_service, joint_custody, drafted_by)
      select ${id}, 1, a.authority, ${kind}, ${paragraph}, a.id, ${fields as string[]},
        ${tx.json((template.parameters ?? []) as postgres.JSONValue)}, ${longestDays}, 30, false, ${jointCustody},
        'operator-steward-1'
      from authorities.activity a where a.id = ${activity}`
    for (const [language, [title, request, no, withdrawal]] of Object.entries(texts))
      await tx`insert into consents.template_text
          (template, version, language, title, request, consequence_of_no, consequence_of_withdrawal)
        values (${id}, 1, ${language}, ${title}, ${request}, ${no}, ${withdrawal})`
    await tx`update consents.template set state = 'PUBLISHED', published_by = 'operator-steward-2',
      published_at = clock_timestamp() where id = ${id}`
  }
}
