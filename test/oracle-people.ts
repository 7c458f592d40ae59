// The people of the oracle's worlds as the register's own tables have them now, by id.
import type postgres from 'postgres'
import type { Person } from './oracle-world.ts'

/** Everyone who has lost legal capacity, whoever the guardian. */
export async function readWards(sql: postgres.Sql, at: Date): Promise<ReadonlySet<string>> {
  const rows = await sql<{ id: string }[]>`select person_id as id from persons.guardianship
    where row_status = 'CURRENT' and registered_to = 'infinity' and effective_from <= ${at} and effective_to > ${at}`
  return new Set(rows.map(({ id }) => id))
}

export async function readPeople(sql: postgres.Sql, at: Date): Promise<ReadonlyMap<string, Person>> {
  const protections = await sql`select person_id, effective_from <= ${at} and effective_to > ${at} as now
    from persons.protection where kind = '0001' and row_status <> 'UNDONE' and row_status <> 'CORRECTED'
      and registered_to = 'infinity'`
  const homes = await sql`select person_id, municipality_code, street_code,
      concat(municipality_code, '/', street_code, '/', house_number, '/', floor, '/', door, '/', building_number) as home
    from persons.address where row_status = 'CURRENT' and registered_to = 'infinity'
      and effective_from <= ${at} and effective_to > ${at}`
  const rows = await sql`select person_id, status, birth_date::text as born,
      least((birth_date + interval '18 years') at time zone 'Europe/Copenhagen',
        (select min(m.effective_from) from persons.civil_status m where m.person_id = person.person_id
          and m.status in ('G', 'P') and m.row_status in ('CURRENT', 'HISTORIC') and m.registered_to = 'infinity')) as of_age
    from persons.person where row_status = 'CURRENT' and registered_to = 'infinity'`
  return new Map(
    rows.map(({ person_id: id, status, born, of_age: ofAge }) => {
      const own = protections.filter(row => row.person_id === id)
      const home = homes.find(row => row.person_id === id)
      const person = {
        id,
        dead: status === '90',
        ...{ born, ofAge },
        protectedNow: own.some(row => row.now),
        protectedOnce: own.length > 0,
        municipality: home?.municipality_code ?? null,
        residence: home && home.street_code < '9900' ? home.home : null,
      }
      return [id, person]
    }),
  )
}
