// The platform with activities that search and list, for tests of lists: an invented population on top of the sample.
import { randomUUID } from 'node:crypto'
import type postgres from 'postgres'
import { openCases } from './asked.ts'
import { system } from './platform.ts'

interface Listed {
  readonly id: string
  readonly reach: 'LOOKUP' | 'SEARCH' | 'LIST'
  readonly law?: readonly string[]
  readonly consent?: readonly string[]
  readonly population?: string
  readonly subjects?: readonly string[]
  readonly client?: string
}

const found = [
  'Person.name',
  'Person.birthDate',
  'Person.address',
  'Person.sex',
  'Person.status',
  'Person.cpr',
]

const activities: readonly Listed[] = [
  { id: 'LST-1', reach: 'LIST', law: found, consent: ['Person.civilStatus'] },
  { id: 'LST-2', reach: 'LIST', law: found, population: '0751' },
  { id: 'LST-3', reach: 'LIST', consent: ['Person.name', 'Person.civilStatus'] },
  { id: 'LST-4', reach: 'LIST', law: found, subjects: ['BUSINESS'] },
  { id: 'LST-5', reach: 'LIST', law: ['Person.birthDate'] },
  { id: 'SEA-1', reach: 'SEARCH', law: found, consent: ['Person.civilStatus'] },
  { id: 'LOO-1', reach: 'LOOKUP', law: found },
  { id: 'PRI-1', reach: 'LIST', law: found, client: 'bank-kreditsystem' },
]

/** `kommune('LST-1')` asks under one of the activities above. */
export const kommune = (activity?: string) => system('kommune-sagssystem', activity)

/** The platform with the sample, the activities above and, when asked for, so many more people. */
export async function openLists(people = 0) {
  const cases = await openCases()
  const sql = cases.database.admin
  for (const one of activities) await addActivity(sql, one)
  if (people > 0) await addPeople(sql, people)
  return cases
}

/** An activity in force; without a client the municipality's. */
export async function addActivity(sql: postgres.Sql, one: Listed): Promise<void> {
  const client = one.client ?? 'kommune-sagssystem'
  await sql`insert into authorities.activity (id, authority)
    select ${one.id}, authority from authorities.system where client = ${client}`
  await sql`insert into authorities.activity_version (activity, version, valid, purpose_da, purpose_en, legal_basis, act,
      reach, subjects, population, started_by, approved_by)
    values (${one.id}, 1, tstzrange('2020-01-01', null), 'En prøve', 'A trial', 'GDPR Art. 6(1)(e)', 'prøve', ${one.reach},
      ${(one.subjects ?? ['PERSON', 'BUSINESS']) as string[]}, ${one.population ?? null}, 'AUTHORITY', ${['a', 'b']})`
  const fields = [
    ...(one.law ?? []).map(coordinate => ({ coordinate, ground: 'LAW' })),
    ...(one.consent ?? []).map(coordinate => ({ coordinate, ground: 'CONSENT' })),
  ].map(field => ({ activity: one.id, version: 1, ...field }))
  await sql`insert into authorities.activity_field ${sql(fields)}`
  await sql`insert into authorities.activity_system values (${one.id}, 1, ${client})`
}

export type Lists = Awaited<ReturnType<typeof openLists>>

/** Their last names begin with Zeta: by that a filter finds them and nobody of the sample. */
async function addPeople(sql: Lists['database']['admin'], count: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => {
    const id = randomUUID()
    const row = { person_id: id, row_status: 'CURRENT', source: 'test', content_hash: String(index) }
    return {
      person: {
        ...row,
        status: '01',
        status_from: '2000-01-01',
        sex: index % 2 ? 'M' : 'K',
        birth_date: index % 11 === 0 ? null : `19${50 + (index % 7)}-0${1 + (index % 3)}-01`,
      },
      name: {
        ...row,
        first_names: index % 5 === 0 ? null : `Prøve ${index % 4}`,
        last_name: `${index % 2 ? 'Zeta' : 'ZETA'} ${String.fromCharCode(65 + (index % 9))}`,
      },
    }
  })
  await sql`insert into persons.person ${sql(rows.map(({ person }) => person))}`
  await sql`insert into persons.name ${sql(rows.map(({ name }) => name))}`
  await sql`analyze persons.person, persons.name, persons.listed`
}
