// Makes the oracle's random worlds as the administrator: activities, consents, powers of attorney, protections, deaths, custody.
import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { makeCases } from './oracle-cases.ts'
import { dayAway, drawWindow, type Made, type Stage, someone } from './oracle-draw.ts'
import { makeNotices } from './oracle-notices.ts'
import { makePowers, makeSuppliers } from './oracle-powers.ts'
import { makeProposals, spreadDrafts, stewards } from './oracle-proposals.ts'
import type { Chance } from './oracle-random.ts'
import { spreadRecords } from './oracle-records.ts'
import { makeRegistrations, spreadTemplate, template } from './oracle-registered.ts'
import { rules } from './oracle-rules.ts'

interface Company {
  readonly id: string
  readonly cvr: string
}

/** Whom the worlds are about: a few of the sample, so that questions meet. */
export interface Cast {
  readonly persons: readonly { readonly id: string; readonly number: string; readonly minor: boolean }[]
  /** Other ids of some of them, as when two numbers turn out to be one person. */
  readonly aliases: ReadonlyMap<string, string>
  readonly businesses: readonly Company[]
  readonly employers: readonly Company[]
  /** Who has a record that few have, kind by kind. */
  readonly rarely: readonly (readonly string[])[]
  /** With participants whom no register knows. */
  readonly strangely: readonly Company[]
  readonly authorities: readonly { readonly cvr: string; readonly clients: readonly string[] }[]
}

const consentStates =
  'GRANTED GRANTED GRANTED GRANTED GRANTED WITHDRAWN WITHDRAWN SUSPENDED SUSPENDED PARTLY_CONFIRMED PARTLY_CONFIRMED REQUESTED DECLINED CANCELLED SUPERSEDED INVALIDATED'

const rare =
  'contact_address emigration disappearance separation municipal_condition note election order_to_move guardianship custody'.split(
    ' ',
  )

/** Reads the cast from a sample database, and gives some of its people a second id. */
export async function readCast(sql: postgres.Sql): Promise<Cast> {
  await spreadRecords(sql)
  await spreadTemplate(sql)
  await spreadDrafts(sql)
  const persons = await sql<{ id: string; number: string; minor: boolean }[]>`
    select p.person_id as id, p.number, p.birth_date > current_date - interval '17 years' as minor
    from persons.person p where p.row_status = 'CURRENT' and p.registered_to = 'infinity' order by p.number`
  const businesses = await sql<
    { id: string; cvr: string }[]
  >`select id, cvr from businesses.business order by cvr`
  const employers = await sql<Company[]>`select distinct b.id, b.cvr from businesses.business b
    join businesses.employment e on e.business_id = b.id order by cvr`
  const strangely = await sql<Company[]>`select distinct b.id, b.cvr from businesses.business b
    join businesses.participant_role r on r.business_id = b.id
    join businesses.participant p on p.id = r.participant_id where p.kind = 'UNLINKED' order by cvr`
  const rarely = await Promise.all(
    rare.map(async table => {
      const rows = await sql<{ id: string }[]>`select distinct person_id as id from ${sql(`persons.${table}`)}
        where row_status <> 'UNDONE' and registered_to = 'infinity' order by 1`
      return rows.map(({ id }) => id)
    }),
  )
  // Each with a second system, which may use some of its activities and not others.
  await sql`insert into authorities.system (client, authority, name)
    select 'oracle-' || s.authority, s.authority, 'Prøve' from authorities.system s group by s.authority`
  const authorities = await sql<{ cvr: string; clients: string[] }[]>`
    select a.cvr, array(select s.client from authorities.system s where s.authority = a.cvr order by s.client) as clients
    from authorities.authority a order by a.cvr`
  const aliases = new Map<string, string>()
  for (const { id } of persons.filter((_, index) => index % 7 === 0)) {
    const alias = randomUUID()
    await sql`insert into identity.subject (id, kind) values (${alias}, 'PERSON')`
    await sql`insert into identity.merged (from_id, into_id) values (${alias}, ${id})`
    await sql`insert into persons.merged (from_id, into_id) values (${alias}, ${id})`
    aliases.set(alias, id)
  }
  return {
    persons,
    aliases,
    businesses,
    employers,
    rarely: rarely.filter(some => some.length > 0),
    strangely,
    authorities: authorities.filter(({ clients }) => clients.length > 0),
  }
}

/** What activities, consents and mandates can name: fields about a person or a business that are not open. */
export const nameable: readonly string[] = [...rules.values()]
  .filter(
    rule =>
      rule.class !== 'OPEN' &&
      /^(Person|Business|ProductionUnit|Consent|PowerOfAttorney|Notice|Case|Mandate|MandateAnswer)\./.test(
        rule.coordinate,
      ),
  )
  .map(rule => rule.coordinate)

/** Replaces what the last world put there. The ids of its activities, for the callers. */
export async function makeWorld(
  sql: postgres.Sql,
  cast: Cast,
  chance: Chance,
  number: number,
): Promise<readonly Made[]> {
  const stage = chance.some(cast.persons, 16)
  await sql`truncate consents.consent, powers_of_attorney.power_of_attorney cascade`
  await sql`delete from persons.protection where source = 'oracle'`
  await sql`delete from persons.custody where source = 'oracle'`
  await sql`delete from persons.guardianship where source = 'oracle'`
  await sql`update persons.person set status = '01', source = 'back' where source = 'oracle'`
  const activities: Made[] = []
  for (let index = 0; index < 14; index++)
    activities.push(await makeActivity(sql, cast, chance, `ORA-${number * 14 + index}`))
  const times = <Value>(count: number, make: () => Value): Value[] => Array.from({ length: count }, make)
  const consents = times(200, () => randomConsent(cast, chance, stage, chance.of(activities)))
  await sql`insert into consents.consent ${sql(consents as never[])}`
  await sql`insert into consents.event (consent_id, revision, state, command_id, command, actor_kind, actor, channel)
    select id, revision, state, 'oracle', 'MADE', 'SYSTEM', 'oracle', 'SELF' from consents.consent`
  const grounds = { cast, stage, activities, nameable }
  await makePowers(sql, chance, grounds)
  await makeSuppliers(sql, chance, grounds)
  await makeCases(sql, chance, grounds)
  await makeRegistrations(sql, chance, grounds)
  await makeProposals(sql, chance, grounds)
  await makeNotices(sql, chance)
  for (const { id } of stage) {
    const others = stage.filter(other => other.id !== id)
    await changeFacts(sql, chance, id, chance.of(others).id)
  }
  for (const child of cast.persons.filter(({ minor }) => minor))
    if (chance.percent(40))
      await addRow(sql, 'custody', {
        person_id: child.id,
        number: child.number,
        holder_id: chance.of(stage).id,
        relation: '0005',
      })
  await sql`select access.raise_standing(array(select subject_id from access.standing))`
  return [...activities, ...(await makeOffices(sql, chance, number))]
}

async function makeActivity(
  sql: postgres.Sql,
  { authorities }: Cast,
  chance: Chance,
  id: string,
): Promise<Made> {
  const { cvr, clients } = chance.of(authorities)
  const breadth = chance.of([25, 50, 75, 95])
  const law = chance.of([15, 50, 85])
  const fields = [...nameable, ...offices.slice(0, 3)]
    .filter(() => chance.percent(breadth))
    .map(coordinate => ({
      activity: id,
      version: 1,
      coordinate,
      ground: chance.percent(law) ? 'LAW' : 'CONSENT',
    }))
  const { from, to } = drawWindow(chance, 94)
  const subjects = chance.percent(75) ? ['PERSON', 'BUSINESS'] : [chance.of(['PERSON', 'BUSINESS'])]
  const reach = chance.of(['LOOKUP', 'LOOKUP', 'SEARCH', 'LIST'])
  await sql`insert into authorities.activity (id, authority) values (${id}, ${cvr})`
  await sql`insert into authorities.activity_version (activity, version, valid, purpose_da, purpose_en, legal_basis, act,
      reach, subjects, population, started_by, protection_exception, economic, decides_from, joint_custody, approved_by)
    values (${id}, 1, tstzrange(${from}, ${to}), 'Prøve', 'Trial', 'GDPR Art. 6(1)(e)', 'Ingen lov (prøve)', ${reach},
      ${subjects}, ${chance.percent(reach === 'LOOKUP' ? 12 : 25) ? chance.of(['0751', '0101', '0851']) : null}, 'APPLICATION',
      ${chance.percent(25) ? 'CPR-loven § 34 (prøve)' : null}, ${chance.percent(30)},
      ${chance.percent(35) ? chance.of([10, 12, 15]) : null}, ${chance.percent(35)}, ${['one', 'another']})`
  if (fields.length > 0) await sql`insert into authorities.activity_field ${sql(fields)}`
  const systems = chance.some(clients, 1 + chance.below(clients.length))
  await sql`insert into authorities.activity_system ${sql(systems.map(client => ({ activity: id, version: 1, client })))}`
  const consentable = fields.filter(({ ground }) => ground === 'CONSENT').map(({ coordinate }) => coordinate)
  return { id, authority: cvr, consentable }
}

const offices = [
  'Query.myAuthority',
  'Query.activityDrafts',
  'Query.accessRecords',
  'Query.authority',
  'Query.consentSearch',
  'Query.cases',
  ...stewards,
  'PowerOfAttorney.state',
  'PowerOfAttorney.fields',
  'PowerOfAttorney.dormant',
  'Person.name',
  'Person.status',
]

/** Administrative activities of those who have officers, and a draft that awaits approval. */
async function makeOffices(sql: postgres.Sql, chance: Chance, number: number): Promise<readonly Made[]> {
  const systems = await sql<{ client: string; authority: string; officer: string }[]>`
    select s.client, s.authority, min(o.id) as officer from authorities.system s
    join authorities.officer o using (authority) where s.officers group by s.client order by s.client`
  const made: Made[] = []
  for (const [index, { client, authority, officer }] of systems.entries()) {
    const id = `ADM-${100 + number * systems.length + index}`
    // The log is read under each of them: it is the most that officers read.
    const others = offices.filter(one => one !== 'Query.accessRecords')
    const coordinates = ['Query.accessRecords', ...chance.some(others, 1 + chance.below(others.length))]
    const fields = coordinates.map(coordinate => ({
      ...{ activity: id, version: 1, coordinate },
      ground: chance.percent(90) ? 'LAW' : 'CONSENT',
    }))
    await sql`insert into authorities.activity (id, authority) values (${id}, ${authority})`
    for (const [version, approvers] of [['one', 'another'], null].entries())
      await sql`insert into authorities.activity_version (activity, version, valid, purpose_da, purpose_en, legal_basis, act,
          reach, subjects, started_by, approved_by)
        values (${id}, ${version + 1}, tstzrange(${dayAway(-20)}, ${dayAway(40)}), 'Prøve', 'Trial', 'GDPR Art. 6(1)(c)',
          'Ingen lov (prøve)', 'LOOKUP', ${['PERSON']}, 'AUTHORITY', ${approvers})`
    await sql`insert into authorities.activity_event (activity, version, command, authority, command_id, content_hash,
        officer, client) values (${id}, 2, 'DRAFT', ${authority}, ${id}, '', ${officer}, ${client})`
    await sql`insert into authorities.activity_field ${sql(fields)}`
    await sql`insert into authorities.activity_system values (${id}, 1, ${client})`
    made.push({ id, authority, consentable: [] })
  }
  return made
}

function randomConsent(cast: Cast, chance: Chance, stage: Stage, activity: Made): object {
  const business = chance.percent(12)
  const fields = chance.some(activity.consentable, 1 + chance.below(Math.max(1, activity.consentable.length)))
  const { from, to } = drawWindow(chance, 58)
  return {
    subject_id: business ? chance.of(cast.businesses).id : someone(chance, cast, stage),
    subject_kind: business ? 'BUSINESS' : 'PERSON',
    // Now and then to another authority than the activity's: it must then count for nothing.
    authority: chance.percent(75) ? activity.authority : chance.of(cast.authorities).cvr,
    requester_reference: randomUUID(),
    activity: activity.id,
    template: chance.percent(60) ? template : 'loan',
    template_version: 1,
    fields: fields.length > 0 ? fields : ['Person.name'],
    parameters: randomParameters(chance),
    state: chance.of(consentStates.split(' ')),
    answer_by: to,
    valid_from: from,
    valid_to: to,
  }
}

const thisYear = new Date().getFullYear()

/** Mostly none; otherwise a case, some years, or both. */
function randomParameters(chance: Chance): object {
  const years = { 'Business.employment(year:)': [`${thisYear - 1}`, `${thisYear - 2}`] }
  return {
    ...(chance.percent(12) && { 'Case-Reference': ['ORA-1'] }),
    ...(chance.percent(8) && years),
  }
}

async function changeFacts(sql: postgres.Sql, chance: Chance, id: string, guardian: string): Promise<void> {
  if (chance.percent(12))
    await sql`update persons.person set status = '90', source = 'oracle'
      where person_id = ${id} and row_status = 'CURRENT' and status = '01'`
  if (chance.percent(25)) {
    const whose = chance.percent(50) ? { guardian_id: guardian } : { guardian_name: 'N.N.' }
    await addRow(sql, 'guardianship', { person_id: id, relation: '0001', ...whose })
  }
  if (chance.percent(40)) {
    const { from, to } = drawWindow(chance)
    await addRow(sql, 'protection', { person_id: id, kind: '0001', effective_from: from, effective_to: to })
  }
}

const addRow = (
  sql: postgres.Sql,
  table: 'custody' | 'guardianship' | 'protection',
  row: Readonly<Record<string, unknown>>,
) =>
  sql`insert into ${sql(`persons.${table}`)} ${sql({
    ...{ row_status: 'CURRENT', source: 'oracle', content_hash: randomUUID() },
    ...row,
  } as never)}`
