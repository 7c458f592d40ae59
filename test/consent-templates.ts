// Publishes a template straight in the database, for tests of what is asked by it.
import type postgres from 'postgres'

interface Wanted {
  readonly id: string
  readonly activity: string
  readonly fields: readonly string[]
  readonly kind?: string
  readonly version?: number
  readonly parameters?: readonly object[]
  readonly requiredForService?: boolean
  readonly languages?: readonly ('DA' | 'EN')[]
}

export async function publishTemplate(admin: postgres.Sql, wanted: Wanted): Promise<void> {
  const { id, activity, fields, kind = 'SECTOR_LAW', version = 1, languages = ['DA', 'EN'] } = wanted
  await admin`insert into consents.template (id, version, authority, kind, paragraph, activity, fields, parameters,
      longest_days, answer_days, required_for_service, drafted_by)
    select ${id}, ${version}, a.authority, ${kind}, '§ 1', a.id, ${fields as string[]},
      ${admin.json((wanted.parameters ?? []) as postgres.JSONValue)}, 366, 30, ${wanted.requiredForService ?? false},
      'one'
    from authorities.activity a where a.id = ${activity}`
  for (const language of languages)
    await admin`insert into consents.template_text
        (template, version, language, title, request, consequence_of_no, consequence_of_withdrawal)
      values (${id}, ${version}, ${language}, ${`${id} ${language}`}, 'May we?', 'No.', 'Withdrawn.')`
  await admin`update consents.template set state = 'PUBLISHED', published_by = 'two', published_at = clock_timestamp()
    where id = ${id} and version = ${version}`
}

export async function closeTemplate(admin: postgres.Sql, id: string): Promise<void> {
  await admin`update consents.template set state = 'CLOSED', closed_by = 'one', closed_at = clock_timestamp()
    where id = ${id} and state = 'PUBLISHED'`
}
