// Puts the invented authorities, activities and templates into a database that has none.
import type postgres from 'postgres'
import { type SampleActivity, sampleActivities, sampleAuthorities, sampleSuppliers } from './authorities.ts'
import { business } from './businesses.ts'
import { samplePackages } from './packages.ts'
import { sampleTemplates } from './templates.ts'

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
    await seedSuppliers(tx, today)
    await seedTemplates(tx)
    await seedPackages(tx, today)
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
      reach, subjects, population, started_by, cover_for, economic, decides_from, joint_custody, approved_by)
    values (${id}, 1, tstzrange(${from}, ${to}), ${activity.purposeDa}, ${activity.purposeEn}, ${activity.legalBasis},
      ${activity.act}, ${activity.reach ?? 'LOOKUP'}, ${(activity.subjects ?? ['PERSON', 'BUSINESS']) as string[]},
      ${activity.population ?? null}, ${activity.startedBy ?? 'AUTHORITY'}, ${activity.coverFor ?? null}::interval,
      ${activity.economic ?? false}, ${activity.decidesFrom ?? null}, ${activity.jointCustody ?? false},
      ${['operator-steward-1', 'operator-steward-2']})`
  const fields = [
    ...activity.law.map(coordinate => ({ activity: id, version: 1, coordinate, ground: 'LAW' })),
    ...activity.consent.map(coordinate => ({ activity: id, version: 1, coordinate, ground: 'CONSENT' })),
  ]
  await tx`insert into authorities.activity_field ${tx(fields)}`
  const systems = activity.systems.map(client => ({ activity: id, version: 1, client }))
  await tx`insert into authorities.activity_system ${tx(systems)}`
}

/** In force for as long as the activities have been, and three years from now on. */
async function seedSuppliers(tx: postgres.TransactionSql, today: Date): Promise<void> {
  const dayAway = (days: number) => new Date(today.getTime() + days * dayMs).toISOString()
  for (const { authority, supplier, activities, contract, by } of sampleSuppliers)
    await tx`insert into authorities.supplier (authority, supplier, activities, contract, valid_from, valid_to, state,
        registered_by, registered_at, approved_by, approved_at)
      values (${business(authority, today).cvr}, ${business(supplier, today).cvr}, ${activities as string[]}, ${contract},
        ${dayAway(-400)}, ${dayAway(1096)}, 'ACTIVE', ${by[0]}, ${dayAway(-400)}, ${by[1]}, ${dayAway(-400)})`
}

/** Drafted by one, published by another, as the database demands. */
async function seedTemplates(tx: postgres.TransactionSql): Promise<void> {
  for (const template of sampleTemplates) {
    const { id, kind, activity, fields, longestDays, texts, paragraph = null } = template
    await tx`insert into consents.template (id, version, authority, kind, paragraph, activity, fields, parameters,
        longest_days, answer_days, required_for_service, drafted_by)
      select ${id}, 1, a.authority, ${kind}, ${paragraph}, a.id, ${fields as string[]},
        ${tx.json((template.parameters ?? []) as postgres.JSONValue)}, ${longestDays}, 30, false,
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

/** Drafted by one, published by another, as the database demands. */
async function seedPackages(tx: postgres.TransactionSql, today: Date): Promise<void> {
  for (const { id, authority, fields, actions, activities, title, text, ...limits } of samplePackages) {
    const lists = {
      fields: fields as string[],
      actions: actions as string[],
      activities: activities as string[],
    }
    await tx`insert into powers_of_attorney.package (id, version, authority, fields, actions, activities, longest_days,
        grantor_from_age, holder_from_age, title_da, title_en, text_da, text_en, drafted_by)
      values (${id}, 1, ${business(authority, today).cvr}, ${lists.fields}, ${lists.actions}, ${lists.activities},
        ${limits.longestDays}, ${limits.grantorFromAge}, ${limits.holderFromAge}, ${title.DA}, ${title.EN}, ${text.DA},
        ${text.EN}, 'operator-steward-1')`
    await tx`update powers_of_attorney.package set state = 'PUBLISHED', published_by = 'operator-steward-2',
      published_at = clock_timestamp() where id = ${id}`
  }
}
