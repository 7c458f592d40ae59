// What a consent costs as the ground of a read: the same fields of the same people by law and by consent, on one server.
import type postgres from 'postgres'
import type { Parts } from '../commands/lifecycle.ts'
import { connectAsAdministrator } from '../database/connect.ts'
import { startEmbedded } from '../database/embedded.ts'
import { parentOf } from './cpu.ts'
import { type Measured, measure, type Server } from './measure.ts'
import { benchOperations } from './operations.ts'
import { type BenchOptions, load, planOf, startServers } from './run.ts'

export type BenchGround = 'law' | 'consent'

export const activities: Readonly<Record<BenchGround, string>> = { law: 'BEN-1', consent: 'BEN-2' }
const fields = ['Person.name', 'Person.address', 'Person.birthDate', 'Person.sex', 'Person.status']
export const client = 'su-sagssystem'

/** Q1 under either ground. Everything that it starts is put into `parts`, to be stopped by the caller. */
export async function runConsents(options: BenchOptions, parts: Parts): Promise<Measured<BenchGround>> {
  const { size, seed, say } = options
  const { url, stop } = await startEmbedded({ folder: options.folder })
  parts.started(stop)
  const database = { url, rolePrefix: 'engang', secret: 'bench'.repeat(8) }
  await load(database, size, seed)
  const admin = connectAsAdministrator(database, { max: 1 })
  parts.started(() => admin.end())
  await addGrounds(admin)
  const [session] = await admin`select pg_backend_pid() as id`
  const [q1] = await benchOperations(admin, size, seed)
  const [server] = await startServers(database, options.profiles, parts, ['decided'])
  const under = (variant: BenchGround): Server<BenchGround> => ({
    variant,
    process: server!.process,
    target: operation => server!.target({ ...operation, client, activity: activities[variant] }),
  })
  say('Measuring Q1 by law and by consent …')
  const sides = [under('law'), under('consent')]
  return measure(q1!, sides, parentOf(session!.id), planOf(options.rounds))
}

/** Two activities of one authority that differ in their ground alone, and everybody's consent; again, nothing. */
export async function addGrounds(admin: postgres.Sql): Promise<void> {
  const [there] = await admin`select from authorities.activity where id = ${activities.law}`
  if (there) return
  await admin.begin(async sql => {
    await addActivity(sql, 'law')
    await addActivity(sql, 'consent')
    await sql`insert into consents.template (id, version, authority, kind, paragraph, activity, fields, longest_days,
        answer_days, required_for_service, state, drafted_by, published_by, published_at)
      select 'bench', 1, authority, 'SECTOR_LAW', '§ 1', id, ${fields}, 400, 30, false, 'PUBLISHED', 'one', 'two', now()
      from authorities.activity where id = ${activities.consent}`
    await sql`insert into consents.consent (subject_id, subject_kind, authority, requester_reference, activity, template,
        template_version, fields, state, answer_by, valid_from, valid_to)
      select p.person_id, 'PERSON', t.authority, 'bench-' || p.person_id, t.activity, t.id, 1, t.fields, 'GRANTED',
        now(), now() - interval '1 hour', now() + interval '300 days'
      from access.fact_person p, consents.template t where t.id = 'bench'`
  })
  await admin`vacuum analyze`
}

async function addActivity(sql: postgres.TransactionSql, ground: BenchGround): Promise<void> {
  const id = activities[ground]
  await sql`insert into authorities.activity (id, authority)
    select ${id}, authority from authorities.system where client = ${client}`
  await sql`insert into authorities.activity_version (activity, version, valid, purpose_da, purpose_en, legal_basis, act,
      reach, subjects, started_by, approved_by)
    values (${id}, 1, tstzrange('2020-01-01', null), 'Måling', 'Measuring', 'GDPR Art. 6(1)(e)', 'måling', 'LOOKUP',
      ${['PERSON']}, 'APPLICATION', ${['one', 'two']})`
  const rows = fields.map(coordinate => ({
    activity: id,
    version: 1,
    coordinate,
    ground: ground.toUpperCase(),
  }))
  await sql`insert into authorities.activity_field ${sql(rows)}`
  await sql`insert into authorities.activity_system values (${id}, 1, ${client})`
}
