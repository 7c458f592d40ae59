// A load that is killed at any point leaves the register as it was, and run again gives what it would have given.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { importCvr } from '../subgraphs/businesses/import/load.ts'
import { openBusinesses } from './businesses-graph.ts'
import { chair, company, dated, director, lines, relation, testSeries, unit } from './cvr-documents.ts'
import { type TestDatabase, testDatabase } from './database.ts'

const importer = fileURLToPath(new URL('cvr-importer.ts', import.meta.url))
const later = '2021-06-01T08:00:00.000+02:00'
const numbers = Array.from({ length: 240 }, (_, at) => String(90_000_001 + at))

const first = numbers
  .slice(0, 120)
  .map(cvr => company({ cvr, navne: [dated({ navn: 'Before' })], samtId: 1 }))
// Some are changed, some closed, some new; every table that a load writes is written.
const second = [
  ...numbers.map(cvr =>
    company({
      cvr,
      updated: later,
      samtId: 2,
      navne: [dated({ navn: 'After' }, '2010-01-01', null, later)],
      virksomhedsstatus: [dated({ status: 'UNDER KONKURS' }, '2020-01-01', null, later)],
      deltagerRelation: [relation({ enhedsNummer: 7, forretningsnoegle: director }, chair)],
    }),
  ),
  unit({ pNummer: 1_000_000_001, of: numbers[0]!, samtId: 4 }),
  {
    Vrdeltagerperson: {
      ...{ enhedsNummer: 7, enhedstype: 'PERSON', forretningsnoegle: director, sidstOpdateret: later },
      navne: [dated({ navn: 'Ida Test' })],
    },
  },
]

let folder: string
let path: string
const databases: TestDatabase[] = []
const loaded = async () => {
  const database = await testDatabase()
  databases.push(database)
  await importCvr(database.sql('importer'), lines(first), { testSeries })
  return database
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engang-cvr-'))
  path = join(folder, 'delivery.ndjson')
  await writeFile(path, second.map(value => `${JSON.stringify(value)}\n`).join(''))
})
afterAll(async () => {
  await Promise.all(databases.map(database => database.drop()))
  await rm(folder, { recursive: true })
})

describe('a load', () => {
  let child: ChildProcess | undefined
  let release: (() => Promise<unknown>) | undefined
  afterEach(async () => {
    child?.kill('SIGKILL')
    await release?.()
    release = undefined
  })

  const start = ({ url, rolePrefix, secret }: TestDatabase) => {
    const given = { path, testSeries, url, rolePrefix, secret }
    return spawn(process.execPath, [importer, JSON.stringify(given)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
  }

  // In the order in which a load comes to them: whoever holds one stops it there.
  const stops = [
    ...['identity.subject', 'businesses.raw_document', 'businesses.business', 'businesses.participant'],
    ...['businesses.name', 'businesses.participant_role', 'businesses.record', 'businesses.production_unit'],
    ...[
      'businesses.unit_record',
      'businesses.participant_record',
      'access.standing',
      'businesses.listed',
      'businesses.delivery',
      'changes.change',
    ],
  ]
  test(`killed at each of ${stops.length} points leaves all as it was, and readers saw nothing of it`, {
    timeout: 240_000,
  }, async () => {
    const database = await loaded()
    const before = await contents(database)
    const read = openBusinesses(database)
    for (const stop of stops) {
      release = await hold(database, stop)
      child = start(database)
      await expect.poll(() => waiting(database), { timeout: 60_000, interval: 50 }).toHaveLength(1)
      expect({ stop, ...(await seen(read)) }).toEqual({ stop, ...old })
      child.kill('SIGKILL')
      await once(child, 'exit')
      // The server notices by itself when it next writes to the client; here it is told.
      await database.admin`select pg_terminate_backend(pid) from unnest(${await waiting(database)}::integer[]) pid`
      await release()
      release = undefined
      await expect.poll(() => waiting(database), { timeout: 20_000, interval: 50 }).toEqual([])
      expect({ stop, contents: await contents(database) }).toEqual({ stop, contents: before })
    }
    child = start(database)
    const [code] = await once(child, 'exit')
    expect(code).toBe(0)
    expect(await seen(read)).toEqual({ first: 'After', last: 'After', unit: numbers[0] })

    const undisturbed = await loaded()
    await importCvr(undisturbed.sql('importer'), { name: 'delivery', bytes: path }, { testSeries })
    expect(await contents(database)).toEqual(await contents(undisturbed))
  })
})

const old = { first: 'Before', last: null, unit: null }

/** What a reader sees of the first company, of one that is new, and of the unit. */
async function seen(read: ReturnType<typeof openBusinesses>) {
  const found = (await read(`{ first: business(cvr: "${numbers[0]}") { name }
    last: business(cvr: "${numbers.at(-1)}") { name } unit: productionUnit(pNumber: "1000000001") { business { cvr } } }`)) as {
    first: { name: string }
    last: { name: string } | null
    unit: { business: { cvr: string } } | null
  }
  return { first: found.first.name, last: found.last?.name ?? null, unit: found.unit?.business.cvr ?? null }
}

/** Holds a table against writers until it is released. */
async function hold(database: TestDatabase, table: string) {
  const connection = await database.admin.reserve()
  await connection`begin`
  await connection`lock table ${connection(table)} in exclusive mode`
  return async () => {
    await connection`rollback`
    connection.release()
  }
}

async function waiting({ admin }: TestDatabase): Promise<readonly number[]> {
  const rows = await admin`select pid from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and pid <> pg_backend_pid()`
  return rows.map(({ pid }) => pid)
}

/**
 * All that the register, its lists, changes and standings hold, but for ids, which are drawn, times of loading (a
 * person that is linked is told of at that time), and the order of what one delivery changed, which has none.
 */
async function contents({ admin }: TestDatabase): Promise<readonly unknown[]> {
  const tables = await admin`select schemaname || '.' || tablename as name from pg_tables
    where schemaname in ('businesses', 'changes') or schemaname || '.' || tablename in ('access.standing', 'identity.number')
    order by 1`
  const drawn = [
    'id',
    'row_id',
    'business_id',
    'unit_id',
    'participant_id',
    'person_id',
    'holder_id',
    'subject_id',
    'loaded_at',
    'position',
    'registered_at',
  ]
  return Promise.all(
    tables.map(async ({ name }) => ({
      name,
      rows: (
        await admin`select (to_jsonb(t) - ${drawn}::text[])::text as row from ${admin(name)} t order by 1`
      ).map(({ row }) => row),
    })),
  )
}
