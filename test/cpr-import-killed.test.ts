// An import of CPR killed with kill -9 at any point leaves the store as it was; run again it comes to the same as undisturbed.
import { execFile } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cprExtract } from '../bench/population.ts'
import { connect } from '../database/connect.ts'
import { migrate } from '../database/migrate.ts'
import { sampleCpr } from '../sample/cpr.ts'
import { importCpr } from '../subgraphs/persons/import/load.ts'
import { emptyDatabase, type TestDatabase, testDatabase } from './database.ts'
import { startImport, untilBlocked, untilGone, untilQuery } from './import-process.ts'
import { today } from './platform.ts'
import { digestContents, digestStore, type StoreDigest } from './store-digest.ts'

const [first, second] = ['2026-03-02', '2026-05-04'].map(day => sampleCpr(new Date(`${day}T12:00:00Z`)))
const randomKills = 5
const longestWaitMs = 1_500
// A loaded machine starts a process slowly.
const patience = { timeout: 120_000 }

let folder: string
let file: string
let store: TestDatabase
let undisturbed: TestDatabase
let before: StoreDigest
let contentsBefore: StoreDigest

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engang-import-'))
  file = join(folder, 'second.txt')
  await writeFile(file, second!)
  ;[store, undisturbed] = await Promise.all([emptyDatabase(), testDatabase()])
  await migrate(store)
  for (const database of [store, undisturbed]) await load(database, 'first.txt', first!)
  before = await digestStore(store.admin)
  contentsBefore = await digestContents(undisturbed.admin)
  await load(undisturbed, 'second.txt', second!)
})
afterAll(async () => {
  await Promise.all([store?.drop(), undisturbed?.drop()])
  await rm(folder, { recursive: true, force: true })
})

/** Over a connection that ends with the load: what is seen of importers afterwards is the process's. */
async function load(database: TestDatabase, name: string, bytes: Uint8Array): Promise<void> {
  const sql = connect(database, 'importer', { max: 1 })
  await importCpr(sql, { name, bytes: whole(bytes) })
  await sql.end()
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

async function expectUnchanged(): Promise<void> {
  await untilGone(store.admin)
  expect(await digestStore(store.admin)).toEqual(before)
}

/** Runs `act` while nobody else may write to the table: an import comes so far and no further. */
const holding = (table: string, act: () => Promise<void>) =>
  store.admin.begin(async sql => {
    await sql`lock table ${sql(table)} in exclusive mode`
    await act()
  })

test('killed while it reads, most of the file staged', patience, async () => {
  const pipe = join(folder, 'pipe')
  await promisify(execFile)('mkfifo', [pipe])
  const importing = startImport(store, 'cpr', pipe)
  const writer = createWriteStream(pipe)
  writer.on('error', () => {}) // The reader dies.
  const pieces: Uint8Array[] = []
  for await (const piece of cprExtract({ persons: 1_000, businesses: 0 }, 1, today)) pieces.push(piece)
  const many = Buffer.concat(pieces)
  writer.write(many.subarray(0, Math.floor(many.length * 0.9)))
  await untilQuery(store.admin, 'copy "persons"."delivered')
  await importing.kill()
  writer.destroy()
  await expectUnchanged()
})

test.each`
  table                         | point
  ${'persons.delivered_person'} | ${'before anything is staged'}
  ${'identity.number'}          | ${'numbers are given ids'}
  ${'persons.person'}           | ${'the first rows are merged'}
  ${'persons.address'}          | ${'half of the tables are merged'}
  ${'access.standing'}          | ${'all rows are merged, and decisions are told'}
  ${'changes.pending'}          | ${'changes are gathered'}
  ${'persons.listed'}           | ${'lists are made anew'}
  ${'persons.registration'}     | ${'the delivery is recorded'}
  ${'changes.feed'}             | ${'just before the commit'}
`('killed where it writes $table: $point', patience, async ({ table }) => {
  await holding(table, async () => {
    const importing = startImport(store, 'cpr', file)
    await untilBlocked(store.admin)
    await importing.kill()
  })
  await expectUnchanged()
})

test(`killed ${randomKills} times at random`, patience, async () => {
  // Its last statement waits: none of these imports comes to its commit before it is killed.
  await holding('changes.feed', async () => {
    for (let kill = 0; kill < randomKills; kill++) {
      const importing = startImport(store, 'cpr', file)
      await untilQuery(store.admin, '')
      await pause(Math.random() * longestWaitMs)
      await importing.kill()
    }
  })
  await expectUnchanged()
})

test('run again, it comes to the same as undisturbed', patience, async () => {
  const importing = startImport(store, 'cpr', file)
  expect(await importing.ended, importing.said()).toBe(0)
  expect(importing.said()).toMatch(/lines = .* records = /s)
  const [ours, theirs] = await Promise.all([digestContents(store.admin), digestContents(undisturbed.admin)])
  expect(ours).toEqual(theirs)
  expect(ours).not.toEqual(contentsBefore)
})
