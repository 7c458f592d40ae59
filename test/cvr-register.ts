// An empty business register for each test of a file, with what the tests ask of it.
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { importCvr } from '../subgraphs/businesses/import/load.ts'
import { testSeries } from './cvr-documents.ts'
import { type TestDatabase, testDatabase } from './database.ts'

type Delivery = Parameters<typeof importCvr>[1]

/** One migrated database for the file, emptied before each test, dropped at the end. */
export function emptyRegister() {
  let database: TestDatabase | undefined
  const current = (): TestDatabase => database!
  beforeAll(async () => {
    database = await testDatabase()
  })
  beforeEach(() => empty(current()))
  afterAll(() => database?.drop())
  return {
    sql: (role: Parameters<TestDatabase['sql']>[0]) => current().sql(role),
    admin: () => current().admin,
    load: (delivered: Delivery) => importCvr(current().sql('importer'), delivered, { testSeries }),
    async idOf(kind: 'PERSON' | 'BUSINESS', number: string): Promise<string> {
      const [row] = await current().sql('importer')`select identity.subject_id(${kind}, ${number}) as id`
      return row!.id
    },
    async revision(id: string): Promise<number> {
      const { admin } = current()
      const [row] = await admin`select revision::integer from access.standing where subject_id = ${id}`
      return row!.revision
    },
    contents: () => readContents(current()),
  }
}

async function empty({ admin }: TestDatabase): Promise<void> {
  const tables = await admin`select tablename as name from pg_tables where schemaname = 'businesses'`
  for (const { name } of tables) await admin`truncate table ${admin(`businesses.${name}`)} cascade`
  await admin`truncate table identity.subject, access.standing cascade`
}

/** Every row of the register and of the standing, as it is; deliveries aside, which have a time of their own. */
async function readContents({ admin }: TestDatabase): Promise<readonly unknown[]> {
  const tables = await admin`
    select schemaname || '.' || tablename as name from pg_tables
    where schemaname = 'businesses' and tablename <> 'delivery' or schemaname = 'access' and tablename = 'standing'
    order by 1`
  return Promise.all(
    tables.map(async ({ name }) => ({
      name,
      rows: await admin`select to_jsonb(t) as row from ${admin(name)} t order by 1`,
    })),
  )
}
