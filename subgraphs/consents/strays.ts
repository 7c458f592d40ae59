// Parameters of published templates that lead nowhere: looked for as the platform starts, for its schema may have changed.
import type postgres from 'postgres'
import { readSchemas } from '../registry.ts'
import { concerns, placesOf } from './places.ts'

/** A parameter that is bound to no argument of its template's fields, and to no case. */
export interface Stray {
  readonly template: string
  readonly version: number
  readonly parameter: string
  readonly place: string
}

/** In order of template and version; closed ones too, for consents given by them last. `sql`: of the role consents. */
export async function strayParameters(sql: postgres.Sql): Promise<readonly Stray[]> {
  const places = placesOf(readSchemas().values())
  const rows = await sql<(Stray & { readonly fields: readonly string[] })[]>`
    select t.id as template, t.version, p ->> 'name' as parameter, p ->> 'place' as place, t.fields
    from consents.template t, jsonb_array_elements(t.parameters) p
    where t.state <> 'DRAFT' order by t.id, t.version`
  return rows
    .filter(({ place, fields }) => !places.has(place) || !concerns(place, fields))
    .map(({ fields: _, ...stray }) => stray)
}
