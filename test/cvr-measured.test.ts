// A load measures its tables as they grow: statements planned for an empty register would read whole tables for each batch.
import { expect, test } from 'vitest'
import { benchSeries, cvrExtract } from '../bench/population.ts'
import { importCvr } from '../subgraphs/businesses/import/load.ts'
import { emptyRegister } from './cvr-register.ts'

const register = emptyRegister()

test('every table that a load fills is measured before it ends', async () => {
  const size = { persons: 50, businesses: 1_100 }
  const delivery = { name: 'many.json', bytes: cvrExtract(size, 1) }
  await importCvr(register.sql('importer'), delivery, { testSeries: benchSeries })
  const rows = await register.admin()`
    select relname as name, reltuples::int as rows from pg_class
    where relnamespace = 'businesses'::regnamespace and relkind = 'r' and reltuples > 0 order by relname`
  const filled = ['address', 'attribute', 'business', 'form', 'industry', 'life_cycle', 'name', 'participant']
  const more = ['participant_name', 'participant_role', 'raw_document', 'status']
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining([...filled, ...more]))
  expect(rows.find(({ name }) => name === 'business')!.rows).toBeGreaterThanOrEqual(1_000)
})
